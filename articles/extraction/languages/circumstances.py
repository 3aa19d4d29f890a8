"""Phrases of time, manner and occasion around a verb: "el lunes por la mañana", "en una entrevista"."""

from functools import cache

from .lexicon import Lexicon, load
from .words import Word

NUMBER = "#"  # stands for any number in a phrase, as in "el # de marzo"
LONGEST_OCCASION = 14  # words


@cache
def _phrases(code: str) -> tuple[frozenset[tuple[str, ...]], int]:
    listed = frozenset(load(code).phrases["skip"])
    return listed, max(map(len, listed), default=0)


def _lows(words: tuple[Word, ...], start: int, stop: int) -> tuple[str, ...]:
    return tuple(NUMBER if word.text[0].isdigit() else word.low for word in words[start:stop])


def phrase_from(words: tuple[Word, ...], at: int, lexicon: Lexicon) -> int:
    """How many words from ``at`` on are the longest phrase of time or manner that begins there."""
    if not lexicon.starts("skip", words[at].low):
        return 0
    listed, longest = _phrases(lexicon.code)
    lows = _lows(words, at, at + longest)
    return next((length for length in range(len(lows), 0, -1) if lows[:length] in listed), 0)


def phrase_to(words: tuple[Word, ...], stop: int, lexicon: Lexicon) -> int:
    """How many words right before ``stop`` are the longest phrase of time or manner that ends there."""
    listed, longest = _phrases(lexicon.code)
    lows = _lows(words, max(0, stop - longest), stop)
    return next((length for length in range(len(lows), 0, -1) if lows[-length:] in listed), 0)


def occasion(words: tuple[Word, ...], at: int, stop: int, lexicon: Lexicon) -> int:
    """How many words from ``at`` on tell where it was said: "en una entrevista con la cadena X"."""
    if not lexicon.words["occasion_nouns"] or not lexicon.starts("occasion_prepositions", words[at].low):
        return 0
    lows = tuple(word.low for word in words[at : at + 5])
    opening = next((p for p in lexicon.phrases["occasion_prepositions"] if lows[: len(p)] == p), ())
    head = at + len(opening)
    while head < stop and any(lexicon.has(kind, words[head].low) for kind in ("determiners", "before_noun")):
        head += 1
    if not opening or head >= stop or not lexicon.has("occasion_nouns", words[head].low):
        return 0
    return _occasion_end(words, head + 1, min(stop, at + LONGEST_OCCASION), lexicon) - at


def _occasion_end(words: tuple[Word, ...], at: int, stop: int, lexicon: Lexicon) -> int:
    """Its end: an article that follows a word, a sign, a verb or "que" begins something else."""
    while at < stop and (words[at].is_word or words[at].text[0].isdigit()) and words[at].held < 0:
        low = words[at].low
        linked = any(lexicon.has(kind, words[at - 1].low) for kind in ("prepositions", "of", "determiners"))
        ended = lexicon.has("determiners", low) and not linked and not words[at].is_capital
        if ended or lexicon.has("that", low) or lexicon.has("relatives", low) or low in lexicon.verbs:
            break
        if lexicon.has("negations", low) or lexicon.has("perfect", low) or lexicon.has("reflexive", low):
            break
        if lexicon.has("and", low) or lexicon.has("subordinators", low):
            break
        at += 1
    return at
