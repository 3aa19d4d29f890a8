"""Where what is reported begins and ends in its sentence."""

from collections.abc import Iterator

from . import subjects
from .cues import Cue, phrase_at
from .finite import complete, new_clause, subordinated
from .found import LEAST_BEFORE
from .grammar import Grammar
from .sources import is_source
from .words import Word

DEPENDENT = ("gerund", "infinitive")
DASHES = "—–-−"
FINAL = ".!?…。"
OCCASION = 12  # words at the end of a sentence that tell where its words were said
LEAD_IN = 7  # words before the first comma of a clause that may not have had its verb
SHORT_CLAUSE = 12  # words between a conjunction and the next cue that make one clause


def end_of(words: tuple[Word, ...]) -> int:
    """The end of a sentence without its full stop."""
    stop = len(words)
    while stop and words[stop - 1].text in (*FINAL, "...", ";", ",") and words[stop - 1].held < 0:
        stop -= 1
    return stop


def trimmed(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> tuple[int, int] | None:
    """Without what opens a sentence before a quotation ("But: ..."), and without signs at the ends."""
    while start < stop and (
        words[start].text in (",", ";", ":", *DASHES)
        or (words[start].held < 0 and grammar.lexicon.has("and", words[start].low))
    ):
        start += 1
    held = next((at for at in range(start, stop) if words[at].held >= 0), None)
    if held is not None and held > start and words[held - 1].text == ":":
        start = held
    colons = [at for at in range(start + 1, stop - 1) if words[at].text == ":" and words[at].held < 0]
    if colons and held is not None and words[colons[-1] + 1].held >= 0:
        start = colons[-1] + 1
    inside = [word for word in words[start:stop] if word.is_word]
    return (start, stop) if len(inside) >= LEAST_BEFORE or (held is not None and inside) else None


def cut(
    words: tuple[Word, ...],
    start: int,
    cues: list[Cue],
    number: int,
    grammar: Grammar,
    relatives: bool = False,
) -> int:
    """Where what a cue reports ends: at the sentence's end, or before what belongs to the reporter again.

    With ``relatives`` a relative clause at the end is the reporter's: "rejected the plan, which was ready".
    """
    stop = end_of(words)
    if relatives:
        stop = _before_relative(words, start, stop, grammar)
    stop = min([stop, *_ends_by_sign(words, start, stop, grammar)])
    if number >= 0 and start > cues[number].last and subordinated(words, cues[number].first, grammar):
        stop = next((at for at in range(start, stop) if words[at].text == "," and words[at].held < 0), stop)
    for later in range(number + 1, len(cues)):
        if start < cues[later].first <= stop:
            end = _end_before(words, start, cues[later], grammar)
            if end is not None:
                stop = min(stop, end)
    while stop > start and words[stop - 1].text in (",", *DASHES) and words[stop - 1].held < 0:
        stop -= 1
    return stop


def _before_relative(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> int:
    commas = [at for at in range(start + 2, stop) if words[at].text == "," and words[at].held < 0]
    if not commas or commas[-1] + 1 >= stop:
        return stop
    opening = words[commas[-1] + 1]
    return commas[-1] if opening.held < 0 and grammar.lexicon.has("relatives", opening.low) else stop


def _ends_by_sign(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> Iterator[int]:
    closed = start < stop and words[start].held >= 0
    for at in range(start + 1, stop):
        word = words[at]
        if word.held >= 0:
            continue
        if word.text == ";":
            yield at
        after_comma = words[at - 1].text == ","
        parenthesis = after_comma and grammar.lexicon.has("join", words[at - 2].low)
        aside = after_comma and not parenthesis and phrase_at(words, at, grammar.lexicon, "asides")
        if aside and not _unfinished(words, start, at - 1, grammar):
            yield at - 1
        if stop - at <= OCCASION and phrase_at(words, at, grammar.lexicon, "occasions"):
            yield at - after_comma
        trailing = after_comma or stop - at <= 8
        if trailing and at - start >= 3 and is_source(words, at, grammar):
            yield at - after_comma
        if closed and words[at - 1].held >= 0 and word.text in ",:":
            yield at


def _unfinished(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> bool:
    """ "dijo que de seguir así, al terminar el año ...": a clause that has not had its verb yet."""
    clause = start > 0 and stop - start <= LEAD_IN and grammar.lexicon.has("that", words[start - 1].low)
    drops = grammar.lexicon.raw.get("drops_subject")
    quoted = any(word.held >= 0 for word in words[start:stop])
    return bool(clause and drops) and not quoted and not complete(words, start, stop, grammar)


def _end_before(words: tuple[Word, ...], start: int, cue: Cue, grammar: Grammar) -> int | None:
    """The place before a later cue's clause, if that is the reporter's and not part of the content."""
    first = cue.first - cue.as_said
    before = words[first - 1]
    if grammar.lexicon.has("and", before.low):
        return first - 1 - (words[first - 2].text == ",")
    if cue.verb.mood == "infinitive":
        return first - 1 - (words[first - 2].text == ",")
    if before.text == "," and (cue.verb.mood in DEPENDENT or cue.as_said):
        return first - 1
    if grammar.lexicon.has("pronouns", before.low) and grammar.lexicon.has("join", words[first - 2].low):
        return first - 2
    if grammar.lexicon.has("pronouns", before.low) and words[first - 2].text == ",":
        return first - 2
    if before.text in (",", *DASHES) or before.held >= 0:
        inverted = bool(subjects.after(words, cue.last + 1, len(words), grammar)) or cue.pronoun
        if not inverted and new_clause(words, cue, start, grammar):
            return first - 1
        return first - 1 if inverted and cue.verb.clause else None
    return _own_clause(words, start, first, grammar)


def _own_clause(words: tuple[Word, ...], start: int, first: int, grammar: Grammar) -> int | None:
    """ ", and X said": a conjunction after a comma, and nothing but a subject up to the verb."""
    for at in range(first - 1, max(start, first - SHORT_CLAUSE), -1):
        if words[at].text == "," or words[at].held >= 0 or grammar.lexicon.has("that", words[at].low):
            return None
        if grammar.lexicon.has("and", words[at].low) and words[at - 1].text == ",":
            return at - 1
    return None
