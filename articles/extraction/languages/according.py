""" "According to X, ...", "..., according to X", "..., according to X, ..."."""

from collections.abc import Iterator

from .appositions import explains_next, next_segment
from .cues import Cue, phrase_at, skipped
from .ends import cut, end_of, trimmed
from .found import Found, wide_enough
from .grammar import Grammar, Noun
from .nouns import phrase
from .sources import accords, source, weak, whole_end
from .words import Word

SHORT_SUBJECT = 6  # words of a subject before "according to" in the middle of its clause


def according(words: tuple[Word, ...], cues: list[Cue], grammar: Grammar) -> Iterator[Found]:
    """ "According to X, ...", "..., according to X", "..., according to X, ..."."""
    for at, word in enumerate(words):
        length = accords(words, at, grammar) if word.held < 0 else 0
        if not length or any(cue.first - 2 <= at <= cue.last for cue in cues if cue.as_said):
            continue
        if at and words[at - 1].is_word and words[at - 1].held < 0 and not _opens(words, at, grammar):
            trailing = len(words) - at <= 9
            if not trailing or weak(words, at, grammar):
                continue
        one = _accorded(words, at, length, cues, grammar)
        if one is not None and wide_enough(words, one):
            yield one


def _opens(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """True after nothing but a conjunction at the beginning: "But according to X"."""
    lexicon = grammar.lexicon
    return at == 0 or lexicon.has("and", words[at - 1].low) or lexicon.has("that", words[at - 1].low)


def _accorded(
    words: tuple[Word, ...], at: int, length: int, cues: list[Cue], grammar: Grammar
) -> Found | None:
    own = phrase_at(words, at, grammar.lexicon, "own_according")
    noun = None if own else source(words, at + length, grammar)
    if not own and (
        noun is None or (weak(words, at, grammar) and noun.kind not in ("name", "role", "place"))
    ):
        return None
    end = at + length if noun is None else whole_end(noun)
    end = _past_apposition(words, noun, end, grammar) if noun is not None else end
    comma = end < len(words) and (words[end].text in ",:" or words[end].held >= 0)
    nouns = [] if noun is None else [noun]
    leads = at == 0 or _opens(words, at, grammar) or (at > 0 and words[at - 1].text in ":;")
    if leads and not comma and not weak(words, at, grammar):
        end = next((i for i in range(end, min(end + 12, len(words))) if words[i].text == ","), -1)
        comma = end > 0
    if comma and (leads or end + 1 < end_of(words)):
        if not leads and weak(words, at, grammar):
            return None
        start = end + (words[end].held < 0)
        number = sum(cue.first < start for cue in cues) - 1
        ranges = [(start, cut(words, start, cues, number, grammar))]
        if not leads:
            ranges = [*interrupted(words, at, grammar), *ranges]
        return Found(ranges, None, nouns, "according")
    if leads:
        return None
    left = trimmed(words, _left_start(words, at, cues, grammar), at - (words[at - 1].text == ","), grammar)
    return (
        Found([left], None, nouns, "according") if left is not None and not weak(words, at, grammar) else None
    )


def _past_apposition(words: tuple[Word, ...], noun: Noun, end: int, grammar: Grammar) -> int:
    """ "According to X, the institute of Y, ...": the end of what explains a body or a name."""
    segment = next_segment(words, end, len(words))
    if segment is None or noun.kind not in ("body", "name", "office", "group") or segment[1] >= len(words):
        return end
    start, stop = segment
    if explains_next(words, noun, segment, len(words), grammar) or _relative_after(words, stop, grammar):
        return end
    explains = start < stop and grammar.lexicon.has("determiners", words[start].low)
    other = phrase(words, start, stop, grammar) if explains and words[stop].text == "," else None
    return stop if other is not None and other.end == stop and other.kind != "pronoun" else end


def _relative_after(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "According to X, the state of Y, which is bad, ...": what has a relative clause is a subject."""
    following = words[at + 1] if at + 1 < len(words) else None
    return following is not None and grammar.lexicon.has("relatives", following.low)


def interrupted(words: tuple[Word, ...], at: int, grammar: Grammar) -> list[tuple[int, int]]:
    """The few words of the clause that "according to" parts from the rest: its subject."""
    stop = at - (words[at - 1].text == ",")
    start = stop
    while start > 0 and words[start - 1].text not in ",;:()" and words[start - 1].held < 0:
        start -= 1
    small = ("and", "relatives", "that", "subordinators", "prepositions")
    opens = start < stop and any(grammar.lexicon.has(kind, words[start].low) for kind in small)
    clause = opens or stop - start > SHORT_SUBJECT or skipped(words, start, grammar.lexicon, stop) >= stop
    return [] if clause else [(start, stop)]


def _left_start(words: tuple[Word, ...], at: int, cues: list[Cue], grammar: Grammar) -> int:
    """The content before a trailing "according to" begins where the clause of an earlier cue ends."""
    return max([i + 1 for i in range(at) if words[i].text in ";" and words[i].held < 0], default=0)
