"""Phrases of attribution: "according to", with a source that can speak."""

from dataclasses import replace

from .appositions import explained, next_segment
from .cues import phrase_at
from .grammar import Grammar, Noun
from .nouns import phrase
from .words import Word


def accords(words: tuple[Word, ...], at: int, grammar: Grammar) -> int:
    own = phrase_at(words, at, grammar.lexicon, "own_according")
    return own or phrase_at(words, at, grammar.lexicon, "according")


def is_source(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "According to" with somebody who can speak, not with a law or a plan."""
    length = phrase_at(words, at, grammar.lexicon, "according")
    own = phrase_at(words, at, grammar.lexicon, "own_according")
    return bool(own) or (
        bool(length) and not weak(words, at, grammar) and source(words, at + length, grammar) is not None
    )


def weak(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    return grammar.lexicon.has("weak_according", words[at].low)


def source(words: tuple[Word, ...], at: int, grammar: Grammar) -> Noun | None:
    """The source after "according to", with its apposition, if it can speak."""
    if at >= len(words):
        return None
    grammar = replace(grammar, any_case=True)
    noun = phrase(words, at, len(words), grammar)
    if noun is None or (noun.kind in ("plain", "pronoun") and not _speaks(words, noun, grammar)):
        return None
    segment = next_segment(words, noun.end, len(words))
    joined = explained(words, noun, segment, grammar)
    return joined if joined.apposition or joined.name != noun.name else noun


def _speaks(words: tuple[Word, ...], noun: Noun, grammar: Grammar) -> bool:
    """A phrase such as "the first observations of scientists" has a noun that can speak in it."""
    return any(grammar.listed(word.low) for word in words[noun.start : noun.end])


def whole_end(noun: Noun) -> int:
    """The end of a phrase with its apposition."""
    return max(noun.end, noun.apposition[1] if noun.apposition else 0, noun.name[1] if noun.name else 0)
