"""The one country that an article is about, for officials whom nobody calls anything else."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .nouns import Grammar
from .words import Sentence, Word
from .words import read as words_of

OF_OFFICIALS = 0.75  # share of the officials with a country in the text
BY_TITLE, BY_BEGINNING, BY_OFFICIALS = 0.4, 0.5, 0.4  # share of all countries named, as in English
BEGINNING = 400  # characters


def country_at_home(title: str, sentences: Sequence[Sentence], grammar: Grammar) -> str | None:
    """The country whose officials the article names, if those of hardly any other.

    It must be the country most named. Without officials of any, the one that title or beginning name alone.
    """
    in_title = [
        iso3
        for sentence in words_of(title, (0, len(title)), grammar.lexicon).sentences
        for _, iso3 in _countries_in(sentence.words, grammar)
    ]
    official = Counter(iso3 for sentence in sentences for iso3 in _of_officials(sentence.words, grammar))
    return _about(in_title, [found for s in sentences for found in _countries_in(s.words, grammar)], official)


def _about(in_title: list[str], named: list[tuple[int, str]], official: Counter[str]) -> str | None:
    """``named``: where in the text a country is named, and which."""
    if not named:
        return in_title[0] if len(set(in_title)) == 1 else None
    counted = Counter(iso3 for _, iso3 in named)
    most, times = counted.most_common(1)[0]
    share = times / counted.total()
    if official:
        top, times = official.most_common(1)[0]
        share = counted[top] / counted.total()
        alone = times >= OF_OFFICIALS * official.total()
        return top if alone and (times >= 2 or share >= BY_OFFICIALS) else None
    if in_title:
        return most if set(in_title) == {most} and share >= BY_TITLE else None
    beginning = {iso3 for at, iso3 in named if at < named[0][0] + BEGINNING}
    return most if beginning == {most} and share >= BY_BEGINNING else None


def _countries_in(words: tuple[Word, ...], grammar: Grammar) -> Iterator[tuple[int, str]]:
    at = 0
    while at < len(words):
        placed = grammar.place_at(words, at)
        if placed is not None:
            yield words[at].start, placed[1].iso3
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
