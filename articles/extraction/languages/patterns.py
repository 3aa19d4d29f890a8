"""Chinese and Arabic, which have no capitals: subject, verb and clause told by patterns over a sentence.

The words are in ``data/zh.json`` and ``data/ar.json``, with the order in which they stand.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from articles.extraction import blocks
from articles.extraction.records import Document, Span, Speaker

DATA = Path(__file__).parent / "data"
LONGEST = 1_000  # characters of a sentence; what is longer is no prose, and would take long
QUOTES = re.compile(r"[“\"«「][^”\"»」]*[”\"»」]?")


@dataclass(frozen=True, slots=True)
class Read:
    """A statement: the place of its words, of the verb and of whom it names, and who that is."""

    content: Span
    cue: Span
    subject: Span
    speakers: tuple[Speaker, ...]
    sentence: Span


@cache
def _data(code: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / f"{code}.json").read_text(encoding="utf-8"))
    return loaded


@cache
def _patterns(code: str) -> tuple[re.Pattern[str], ...]:
    data = _data(code)
    parts = {name: "|".join(data[name].split()) for name in ("verbs", "objects", "according", "that")}
    return tuple(re.compile(pattern.format(**parts)) for pattern in data["patterns"])


@cache
def _places(code: str) -> tuple[tuple[str, str], ...]:
    """Names of countries and seats with their countries, the longest first."""
    rows = json.loads((DATA / f"countries.{code}.json").read_text(encoding="utf-8"))
    pairs = [(name, iso3) for iso3, row in rows.items() for kind in row.values() for name in kind]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def read(document: Document, code: str) -> Iterator[Read]:
    """The statements of a document, in order; one that names nobody is the last speaker's."""
    last: tuple[Speaker, ...] = ()
    full: dict[str, Speaker] = {}
    for block in blocks.split(document.text):
        if not block.speaks:
            continue
        for sentence in _short(_sentences(document.text, block, code)):
            for found in _in_sentence(document.text, sentence, code, full, last):
                last = found.speakers
                yield found


def _sentences(text: str, block: blocks.Block, code: str) -> Iterator[Span]:
    start = block.start
    for match in re.finditer(_data(code)["sentence_end"], text[block.start : block.end]):
        end = block.start + match.end()
        yield start, end
        start = end
    if start < block.end:
        yield start, block.end


def _short(spans: Iterator[Span]) -> Iterator[Span]:
    """Sentences of a length that patterns can be tried on."""
    for start, end in spans:
        yield from ((at, min(at + LONGEST, end)) for at in range(start, end, LONGEST))


def _in_sentence(
    text: str, sentence: Span, code: str, full: dict[str, Speaker], last: tuple[Speaker, ...]
) -> Iterator[Read]:
    taken: list[Span] = []
    quoted = [match.span() for match in QUOTES.finditer(text, *sentence)]
    for pattern in _patterns(code):
        for match in pattern.finditer(text, *sentence):
            cue, content = match.span("cue"), _trimmed(text, match.span("content"))
            inside = any(start < cue[0] < end for start, end in quoted)
            if inside or any(start < content[1] and content[0] < end for start, end in taken):
                continue
            speakers = _speakers(match["subject"] or "", code, full) or last
            if speakers and content[1] - content[0] >= _data(code)["least"]:
                taken.append(content)
                yield Read(content, cue, match.span("subject"), speakers, sentence)


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in " ,，、:：。.;；،":
        start += 1
    while end > start and text[end - 1] in " ,，、:：。.;；،":
        end -= 1
    return start, end


def _speakers(subject: str, code: str, full: dict[str, Speaker]) -> tuple[Speaker, ...]:
    """Who a subject names: country and role before the name, or only one of them."""
    data = _data(code)
    subject = re.sub(data["not_subject"], "", subject).strip(" ،,，、")
    if not subject or subject in data["pronouns"].split():
        return ()
    if subject in full:
        return (full[subject],)
    name, role = _parted(subject, data)
    country = _country(role or name, code, data)
    kind = _kind(name, role, country, code, data)
    if kind == "group":
        country = None
    speaker = Speaker(name, kind, role, country)  # type: ignore[arg-type]
    if role is not None:
        full.update(dict.fromkeys((name, name.split("·")[-1], name.split()[-1]), speaker))
    known = next((person for person in full.values() if person.name.endswith(name) and len(name) > 1), None)
    return (known if known is not None and role is None else speaker,)


def _parted(subject: str, data: dict[str, Any]) -> tuple[str, str | None]:
    """Name and role of "the foreign minister of X, Y"."""
    match = re.match(data["role_and_name"].format(roles="|".join(data["roles"].split())), subject)
    if match is None:
        return subject, None
    return match["name"].strip(), match["role"].strip()


def _country(phrase: str, code: str, data: dict[str, Any]) -> str | None:
    """The country that stands first in a role, or that the subject is."""
    if re.search("|".join(data["bodies"].split()), phrase):
        return None
    found = [(phrase.find(name), -len(name), iso3) for name, iso3 in _places(code) if name in phrase]
    return min(found)[2] if found and min(found)[0] <= data["country_within"] else None


def _kind(name: str, role: str | None, country: str | None, code: str, data: dict[str, Any]) -> str:
    if role is not None:
        return "person"
    if any(name == place for place, _ in _places(code)):
        return "state"
    if re.search("|".join(data["groups"].split()), name):
        return "group"
    return "office" if country else "organisation"
