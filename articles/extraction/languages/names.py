"""Runs of capitalised words that may be names of persons."""

import re
from collections.abc import Iterator

from . import bases
from .cues import skipped
from .grammar import SHUT, Grammar
from .russian import given_name, name_stem
from .words import Word

INSTRUMENTAL = ("иным", "овым", "евым", "ским", "цким")
ARABIC_ARTICLE = re.compile(r"(?:al|el|as|ash|ad|an|ar|аль|эль|ас|аш|ан|ар)-[^\W\d_]")


def names(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words that may be a person's name."""
    at = start
    while at < stop:
        placed = grammar.place_at(words, at)
        length = 0 if placed else _name_length(words, at, stop, grammar)
        if length:
            yield at, at + length
        at += placed[0] if placed else max(1, length)


def _name_length(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> int:
    if not is_name_word(words, at, grammar) or _is_apart(words, at, stop, grammar):
        return 0
    end = at + 1
    script = words[at].text.isascii()
    while end < stop and not words[end - 1].low.endswith(INSTRUMENTAL):
        if words[end].is_word and words[end].text.isascii() != script and grammar.lexicon.raw.get("cases"):
            break
        initial = words[end].text == "." and (len(words[end - 1].text) == 1 or words[end - 1].text == "Дж")
        if initial or is_name_word(words, end, grammar, inside=True):
            end += 1
        elif _particles(words, end, stop, grammar):
            end += _particles(words, end, stop, grammar)
        else:
            break
    return end - at


def _is_apart(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> bool:
    """A capital that belongs to no name after it: "в Анталье Нуланд сказала", "Могила Анны Ланской"."""
    if not grammar.lexicon.raw.get("cases") or at + 1 >= stop or given_name(words[at].low) is not None:
        return False
    if not words[at + 1].is_capital or not words[at + 1].is_word:
        return False
    located = at > 0 and grammar.lexicon.has("speaker_prepositions", words[at - 1].low)
    return located or given_name(words[at + 1].low) is not None


def _particles(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> int:
    """ "Van der Bellen", "Lula da Silva": small words within a name; "de" only after a first name."""
    end = at
    while end < stop and grammar.lexicon.has("particles", words[end].low) and not words[end].is_capital:
        end += 1
    followed = end < stop and end > at and is_name_word(words, end, grammar, inside=True)
    return end - at if followed and end - at <= 2 else 0


def is_name_word(words: tuple[Word, ...], at: int, grammar: Grammar, inside: bool = False) -> bool:
    """True for a word of a name; ``inside`` one that goes on after its first."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else None
    if (
        at
        and word.text in ("De", "Del", "Di", "Van", "Von")
        and following is not None
        and following.is_capital
    ):
        return True
    if inside and word.held < 0 and ARABIC_ARTICLE.match(word.text):
        return True
    if not word.is_capital or not word.is_word or word.held >= 0 or word.text[-1] in "'’":
        return False
    if (
        inside
        and at + 1 < len(words)
        and word.low in ("el", "al", "ben", "bin", "ould", "la", "le", "de")
        and words[at + 1].is_capital
    ):
        return True
    if word.text.isupper() and len(word.text) > 1:
        return False
    if grammar.lexicon.raw.get("cases") and word.text[:2].isupper() and word.text.isalpha():  # "МИДа"
        return False
    if not inside and _is_portfolio(words, at, grammar):
        return False
    known = grammar.listed(word.low) is not None and not inside
    if not inside and not _known_capital(words, at, grammar):
        return False
    shut = any(grammar.lexicon.has(kind, word.low) for kind in SHUT)
    placed = grammar.place_at(words, at) is not None and not (inside and not grammar.lexicon.raw.get("cases"))
    return not known and not shut and not placed


def _is_portfolio(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "Interior", "Agricultura": what a ministry is for, and no name of a person."""
    return bool(grammar.lexicon.raw.get("portfolios_alone")) and grammar.lexicon.has(
        "portfolios", words[at].low
    )


def _known_capital(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """A word that opens a sentence has a capital in any case: it must be a name elsewhere, or begin a run."""
    if grammar.lexicon.raw.get("cases") and given_name(words[at].low) is not None:
        return True
    if at > 0 and words[at - 1].is_word:
        before = grammar.listed(words[at - 1].low)
        return (
            not words[at - 1].is_capital
            or before in (None, "role")
            or words[at - 1].text.isupper()
            or grammar.place_at(words, at - 1) is not None
            or _two_capitals(words, at)  # "ministre de la Justice Nicole X"
        )
    if words[at].low in grammar.names:
        return True
    if grammar.lexicon.raw.get("cases") and name_stem(words[at].low) in grammar.name_stems:
        return True
    if at > 0 and words[at - 1].text == ",":
        return True
    if skipped(words, at, grammar.lexicon, at + 1) > at or len(words[at].text) < 2:
        return False
    following = words[at + 1] if at + 1 < len(words) else None
    if following is None or following.held >= 0:
        return False
    if following.text == ",":
        start = at + 2 + (at + 2 < len(words) and grammar.lexicon.has("determiners", words[at + 2].low))
        return start < len(words) and (
            grammar.lexicon.has("roles", words[start].low)
            or grammar.lexicon.has("relative_subjects", words[start].low)
        )
    verbal = following.low in grammar.lexicon.verbs or any(
        grammar.lexicon.has(kind, following.low) for kind in ("perfect", "reflexive", "negations")
    )
    verbal = verbal or bases.ends_as_verb(grammar.lexicon.code, following.low)
    return verbal or (following.is_capital and following.is_word)


def _two_capitals(words: tuple[Word, ...], at: int) -> bool:
    following = words[at + 1] if at + 1 < len(words) else None
    return following is not None and following.is_capital and following.is_word and following.held < 0
