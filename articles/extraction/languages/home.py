"""The one country that an article is about, for officials whom nobody calls anything else."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .grammar import Grammar
from .words import Sentence, Word
from .words import read as words_of

OF_OFFICIALS, OFFICIALS = 0.75, 2  # share of the officials with a country in the text, and how many at least
BY_TEXT, OFTEN = 0.6, 4  # share of all countries named, and how often, where few officials have a country
BY_TITLE, NOW_AND_THEN = 0.4, 2  # the same where the title names it alone


def country_at_home(title: str, sentences: Sequence[Sentence], grammar: Grammar) -> str | None:
    """The country whose officials the article names, if several, and those of hardly any other.

    If there are few, the country that the text names alone, or far more often than all others, or that its
    title names alone.
    """
    in_title = [
        iso3
        for sentence in words_of(title, (0, len(title)), grammar.lexicon).sentences
        for iso3 in countries_in(sentence.words, grammar)
    ]
    official = Counter(iso3 for sentence in sentences for iso3 in _of_officials(sentence.words, grammar))
    named = Counter(iso3 for sentence in sentences for iso3 in countries_in(sentence.words, grammar))
    return _by_officials(official) or _by_names(named, set(in_title), set(official))


def _by_officials(official: Counter[str]) -> str | None:
    most, times = next(iter(official.most_common(1)), (None, 0))
    return most if times >= OFFICIALS and times >= OF_OFFICIALS * official.total() else None


def _by_names(named: Counter[str], in_title: set[str], official: set[str]) -> str | None:
    most, times = next(iter(named.most_common(1)), (None, 0))
    if most is None or official - {most} or in_title - {most}:
        return None
    share = times / named.total()
    by_title = bool(in_title) and times >= NOW_AND_THEN and share >= BY_TITLE
    is_alone = times >= NOW_AND_THEN and len(named) == 1
    return most if by_title or is_alone or (times >= OFTEN and share >= BY_TEXT) else None


def countries_in(words: tuple[Word, ...], grammar: Grammar) -> Iterator[str]:
    """The countries that words name, in their order."""
    at = 0
    while at < len(words):
        placed = grammar.place_at(words, at)
        if placed is not None:
            yield placed[1].iso3
        at += placed[0] if placed else 1


def _of_officials(words: tuple[Word, ...], grammar: Grammar) -> Iterator[str]:
    """The countries that stand right after a role or an office, or as an adjective before it."""
    anywhere = replace(grammar, any_case=True)
    for at, word in enumerate(words):
        if anywhere.listed(word.low) not in ("role", "office") or not _in_office(words, at, grammar):
            continue
        before = grammar.place_at(words, at - 1) if at else None
        if before is not None and before[1].kind == "adjective":
            yield before[1].iso3
            continue
        for near in range(at + 1, min(at + 6, len(words))):
            placed = grammar.place_at(words, near)
            if placed is not None or grammar.is_stop(words[near]):
                yield from [placed[1].iso3] if placed and placed[1].kind != "place" else []
                break


def _in_office(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    lexicon = grammar.lexicon
    if lexicon.has("envoys", words[at].low):
        return False  # an ambassador speaks abroad
    former = at > 0 and lexicon.has("former", words[at - 1].low)
    return not (former or grammar.is_former(words[at].low) or lexicon.has("unofficial", words[at].low))
