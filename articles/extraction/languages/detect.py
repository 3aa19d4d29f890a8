"""The language of a text, by its script and its most frequent words.

Short common words tell languages apart in one sentence; a text without any of them counts as English, the
language that is read when nothing speaks against it.
"""

import json
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
ENGLISH = "en"
SAMPLE = 4_000  # characters that are looked at
WORD = re.compile(r"[^\W\d_]+(?:['’](?=[^\W\d_]))?")
OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u3040-\U0003ffff]")
FOREIGN_SHARE = 0.30  # of the letters; a few names in another script do not make a text foreign
LEAD = 1.25  # by how much another language must be ahead of English


@cache
def _known() -> dict[str, Any]:
    known: dict[str, Any] = json.loads((DATA / "languages.json").read_text(encoding="utf-8"))
    return known


@cache
def _stop_words() -> dict[str, tuple[str, ...]]:
    """Each common word with the languages that have it."""
    owners: dict[str, list[str]] = {}
    for code, words in _known()["words"].items():
        for word in words.split():
            owners.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in owners.items()}


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language that most of ``text`` is in; "en" for a text that shows none."""
    sample = text[:SAMPLE]
    script = _script(sample)
    if script in _known()["scripts"]:
        return str(_known()["scripts"][script])
    candidates = _known()["families"][script]
    marked = _marked(sample, script)
    if marked:
        return marked
    counts = _counted(sample, frozenset(candidates))
    if not counts:
        return str(candidates[0])
    best, most = max(counts.items(), key=lambda pair: (pair[1], -candidates.index(pair[0])))
    if script == "LATIN" and most < LEAD * counts.get(ENGLISH, 0):
        return ENGLISH
    return best


def may_be(text: str, code: str) -> bool:
    """Is a paragraph of an article in a language in that, or at least in no other by far?"""
    sample = text[:SAMPLE]
    script = _script(sample)
    candidates = _known()["families"].get(script, ())
    if code not in candidates or _marked(sample, script) not in (None, code):
        return language_of(text) == code
    counts = _counted(sample, frozenset(candidates))
    return LEAD * counts[code] >= max(counts.values(), default=0)


def is_read(code: str) -> bool:
    """True for a language in which statements are found."""
    return code in _known()["read"]


def names() -> dict[str, str]:
    """The English name of each language that is told apart, by its code, in the order of the names."""
    return dict(sorted(_known()["names"].items(), key=lambda pair: str(pair[1])))


def name_of(code: str) -> str:
    """The English name of a language."""
    return str(_known()["names"].get(code, code))


def _script(sample: str) -> str:
    """The script of most letters, by the first word of their Unicode names; kana make a text Japanese."""
    foreign = OTHER_SCRIPT.findall(sample)
    if not foreign:
        return "LATIN"
    letters = sum(map(str.isalpha, sample))
    scripts = Counter(unicodedata.name(letter, "?").split()[0] for letter in foreign if letter.isalpha())
    if sum(scripts.values()) < FOREIGN_SHARE * letters or not scripts:
        return "LATIN"
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > 0.1 * sum(scripts.values()):
        return "HIRAGANA"
    first: str = scripts.most_common(1)[0][0]
    known = first in _known()["scripts"] or first in _known()["families"]
    return first if known else "OTHER"


def _marked(sample: str, script: str) -> str | None:
    """The language whose own letters the text has, such as Ukrainian ї."""
    for code, letters in _known()["letters"].get(script, {}).items():
        if sum(map(sample.count, letters)) > len(sample) / 400:
            return str(code)
    return None


def _counted(sample: str, candidates: frozenset[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    owners = _stop_words()
    for word, times in Counter(WORD.findall(sample.lower())).items():
        for code in owners.get(word.replace("’", "'"), ()):
            if code in candidates:
                counts[code] += times
    return counts
