"""Reports without a verb of saying in the active: "the demand of X for ...", "was condemned by X"."""

from collections.abc import Iterator
from dataclasses import replace

from . import subjects
from .cues import Cue, skipped
from .ends import cut
from .found import Found, wide_enough
from .grammar import Grammar, Noun
from .nouns import phrase
from .sources import whole_end
from .words import Word

SPEAK = ("role", "office", "group", "place", "name", "body")
OWNER_WITHIN = 5  # words between the noun and the "of" that leads to whose it is


def of_nouns(words: tuple[Word, ...], cues: list[Cue], grammar: Grammar) -> Iterator[Found]:
    """ "The demand of X that ...", "l'appel de X à ...": noun, owner, and what is said."""
    for at, word in enumerate(words):
        if word.held >= 0 or not grammar.lexicon.has("cue_nouns", word.low):
            continue
        own = _possessor(words, at, cues, grammar)
        owner = own or _owner(words, at + 1, grammar)
        if owner is None:
            continue
        start = whole_end(owner) if own is None else at + 1
        if start >= len(words) or not grammar.lexicon.has("noun_links", words[start].low):
            continue
        start += 1 + (start + 1 < len(words) and grammar.lexicon.has("that", words[start + 1].low))
        number = sum(cue.first < start for cue in cues) - 1
        cue = Cue(at, at, at, grammar.noun_verb)
        one = Found([(start, cut(words, start, cues, number, grammar))], cue, [owner], "object")
        if wide_enough(words, one):
            yield one


def _owner(words: tuple[Word, ...], start: int, grammar: Grammar) -> Noun | None:
    anywhere = replace(grammar, any_case=True)
    for at in range(start, min(start + OWNER_WITHIN, len(words))):
        if not words[at].is_word or words[at].held >= 0:
            return None
        if grammar.lexicon.words["possessives"] and grammar.lexicon.has("determiners", words[at].low):
            return None  # "the rejection of the decision of Y"
        if grammar.lexicon.has("of", words[at].low):
            noun = phrase(words, at + 1, len(words), anywhere)
            if noun is not None and noun.kind in SPEAK:
                return _before_link(words, noun, grammar)
    return None


def _possessor(words: tuple[Word, ...], at: int, cues: list[Cue], grammar: Grammar) -> Noun | None:
    """ "X left with his demand to ...": the subject of the sentence, for a noun with "his"."""
    if not at or not grammar.lexicon.has("possessives", words[at - 1].low):
        return None
    if any(cue.first <= at - 2 <= cue.last or cue.first <= at - 1 <= cue.last for cue in cues):
        return None
    found = subjects.governing(words, Cue(at, at, at, grammar.noun_verb), 0, grammar)
    return found[0] if len(found) == 1 and found[0].kind in SPEAK else None


def _before_link(words: tuple[Word, ...], noun: Noun, grammar: Grammar) -> Noun:
    """An owner ends before the second "of", unless that leads to a name or a country of its own."""
    for at in range(noun.start + 1, noun.end):
        if not grammar.lexicon.has("of", words[at].low):
            continue
        next_to = at + 1 + (at + 1 < len(words) and grammar.lexicon.has("determiners", words[at + 1].low))
        following = words[next_to] if next_to < len(words) else None
        if following is not None and not following.is_capital and grammar.listed(following.low) is None:
            return replace(noun, end=at, name=None)
    return noun


def of_passive(
    words: tuple[Word, ...], cues: list[Cue], number: int, grammar: Grammar, own: list[Noun]
) -> Found | None:
    """ "The plan was condemned by X": what X condemned stands before, "accused by X of ..." after it."""
    cue = cues[number]
    at = skipped(words, cue.last + 1, grammar.lexicon, len(words))
    by = next(
        (i for i in range(at, min(at + 6, len(words))) if grammar.lexicon.has("by", words[i].low)), None
    )
    noun = phrase(words, by + 1, len(words), grammar) if by is not None else None
    if noun is None or noun.kind not in SPEAK:
        return None
    noun = _before_link(words, noun, grammar)
    end = whole_end(noun)
    if end < len(words) and grammar.lexicon.has("of", words[end].low):
        return Found([(end + 1, cut(words, end + 1, cues, number, grammar))], cue, [noun], "object")
    if not own or own[0].kind in ("role", "name", "pronoun", "place", "group"):
        return None
    start = own[0].start
    start -= start > 0 and grammar.lexicon.has("determiners", words[start - 1].low)
    return Found([(start, whole_end(own[0]))], cue, [noun], "object")
