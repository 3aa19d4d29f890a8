"""The reporting words of a statement, without which a quotation can seem to say its opposite."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from articles.text.passages import Fragments, sentenced

LONGEST = 120  # characters of reporting words on either side
SKIPPED = ",.;:’”\"' "
NEAR = 60  # characters between a speaker's name and the cue that belongs to it


@dataclass(frozen=True, slots=True)
class ReportingWords:
    """What the article has before and after the words it reports; both may be empty."""

    before: str = ""
    after: str = ""


def reporting_words(
    text: str, fragments: Iterable[Sequence[int]], cue: str, names: Iterable[str], begins: int = 0
) -> ReportingWords:
    """The words by which a text reports its ``fragments``, from their sentence.

    ``cue`` is the reporting verb as printed and ``names`` are the speakers as printed. ``begins`` is where
    the text begins in the article, by which the fragments are counted. Before the fragments
    they begin after the speaker's name ("on Monday demanded that"), else with the cue; after them they end
    with the cue or the name ("he added"). Without a cue they are what stands between the name and the
    fragments. Empty where neither stands near.
    """
    within: Fragments = tuple((start - begins, end - begins) for start, end in fragments)
    if not within:
        return ReportingWords()
    first, last = within[0][0], within[-1][1]
    ((begin, end),) = sentenced(text, (within[0], within[-1]))
    before, after = text[begin:first], text[last:end]
    if lead := _lead(before, cue, names):
        return ReportingWords(before=lead)
    return ReportingWords(after=_tail(after, cue, names))


def _lead(before: str, cue: str, names: Iterable[str]) -> str:
    if not cue:
        ends = [found.end() for name in names for found in _found(name, before)]
        return _words(before[max(ends) :].lstrip(SKIPPED)) if ends and len(before) - max(ends) <= NEAR else ""
    cues = [found.start() for found in _found(cue, before)]
    if not cues:
        return ""
    start = cues[-1]
    ends = [found.end() for name in names for found in _found(name, before[:start])]
    near = max((end for end in ends if start - end <= NEAR), default=start)
    lead = next((words for at in (near, start) if len(words := before[at:].strip()) <= LONGEST), "")
    return _words(lead.lstrip(SKIPPED))


def _tail(after: str, cue: str, names: Iterable[str]) -> str:
    spoken = next(_found(cue, after[:LONGEST]), None)
    if not spoken:
        return ""
    ends = [found.end() for name in names for found in _found(name, after[: spoken.end() + NEAR])]
    return _words(after[: max([spoken.end(), *ends])].lstrip(SKIPPED))


def _found(words: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text) if words else iter(())


def _words(text: str) -> str:
    return " ".join(text.split())
