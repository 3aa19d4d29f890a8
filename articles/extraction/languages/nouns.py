"""Noun phrases, told by nouns of role, names and small words.

There is no parser: a noun phrase begins at a determiner, a noun of a list, a place or a name, and ends before
a sign, a verb or a preposition that does not continue it.
"""

from functools import cache

from .bases import NounKind
from .cues import phrase_at, skipped
from .grammar import Grammar, Noun
from .lexicon import load
from .names import is_name_word, names
from .russian import given_name
from .words import Word

LONGEST_PHRASE = 22
OF_BODY = ("ой", "ого", "его", "ых", "их", "ии", "еи", "ей", "ции", "ства", "ов", "ости")


def phrase(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> Noun | None:
    """The noun phrase that begins at ``at`` (its determiner, if it has one), or None."""
    start = at + partitive(words, at, grammar) if at < stop else at
    while start < stop and grammar.lexicon.has("determiners", words[start].low):
        placed = grammar.place_at(words, start) if words[start].is_capital else None
        if placed is not None and placed[0] > 1:
            break  # "La Haya", "El Salvador"
        start += 1
    while start < stop and words[start].low.rstrip(".") in _titles(grammar.lexicon.code):
        start += 1 + (start + 1 < stop and words[start + 1].text == ".")
    if start < stop and words[start].text in '«"“„' and words[start].held < 0:
        return _in_quotes(words, start, stop)
    if start >= stop or words[start].held >= 0 or grammar.is_stop(words[start]):
        return None
    pointing = start > at and grammar.lexicon.has("pointing", words[start].low)
    if pointing or grammar.lexicon.has("pronouns", words[start].low):
        return Noun(start, start + 1, "pronoun")  # "he", "the latter"
    kind, head = _head(words, start, stop, grammar)
    if kind is None:
        back = start > at and _points_back(words, start, stop, grammar)
        return (
            Noun(start, start + 1, "pronoun")
            if back
            else (None if start == at else plain_phrase(words, start, stop, grammar))
        )
    if kind == "place":
        placed = grammar.place_at(words, start)
        return Noun(start, start + (placed[0] if placed else 1), "place")
    if kind == "name":
        first, end = next(names(words, start, stop, grammar), (stop, stop))
        if first != start:
            return None
        return (
            Noun(start, end, "name", (first, end))
            if start == at or _titled(words, at, start, grammar)
            else Noun(start, _end(words, end, stop, grammar), "body")
        )
    end = _end(words, head + 1, stop, grammar)
    return Noun(start, end, kind, _name_in(words, head + 1, end, grammar, kind))


def partitive(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "Des habitants", and "de nombreux habitants"."""
    lexicon, low = grammar.lexicon, words[at].low
    before = lexicon.has("partitives_before_adjectives", low) and at + 1 < len(words)
    return lexicon.has("partitives", low) or (before and lexicon.has("before_noun", words[at + 1].low))


def _points_back(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> bool:
    """ "El mexicano", "la visitadora": a person named before, called by a country or by what they do."""
    lexicon = grammar.lexicon
    if not lexicon.raw.get("agents") or not lexicon.has("one_determined", words[at - 1].low):
        return False
    following = words[at + 1] if at + 1 < stop else None
    alone = following is None or grammar.is_stop(following) or following.text == ","
    placed = grammar.place_at(words, at)
    country = placed is not None and placed[1].kind == "adjective"
    return alone and (country or words[at].low.endswith(tuple(lexicon.raw["agents"])))


def _in_quotes(words: tuple[Word, ...], at: int, stop: int) -> Noun | None:
    """The name of an agency or a paper in quotation marks."""
    end = at + 1
    while end < stop and words[end].is_word:
        end += 1
    return Noun(at + 1, end, "body") if at + 1 < end < stop else None


@cache
def _titles(code: str) -> frozenset[str]:
    return frozenset(title.rstrip(".") for title in load(code).words["titles"])


def _titled(words: tuple[Word, ...], at: int, start: int, grammar: Grammar) -> bool:
    return any(words[index].low.rstrip(".") in _titles(grammar.lexicon.code) for index in range(at, start))


def _head(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> tuple[NounKind | None, int]:
    """The first noun that is known, at most three words on; adjectives may stand before it."""
    placed = grammar.place_at(words, start)
    if placed is not None and placed[1].kind != "adjective":
        end = start + placed[0]
        followed = (
            not grammar.lexicon.raw.get("cases")
            and end < stop
            and words[end].is_capital
            and words[end].is_word
            and words[end].held < 0
            and grammar.listed(words[end].low) is None
        )
        return ("body" if followed or placed[1].kind == "part" else "place"), start
    for index in range(start, min(stop, start + 4)):
        word = words[index]
        if grammar.is_stop(word) or (index > start and is_link(word, grammar)):
            break
        kind = grammar.listed(word.low)
        if kind == "role" and _only_first(words, index, grammar):
            kind = None
        if kind is not None and all(_modifies(words, at, grammar) for at in range(start, index)):
            return kind, index
        if index == start and is_name_word(words, index, grammar):
            return "name", index
        known = not grammar.lexicon.raw.get("cases") or all(
            _modifies(words, at, grammar) for at in range(start, index)
        )
        if known and word.text.isupper() and len(word.text) > 1 and word.text.isalnum():
            return "body", index
    return None, start


def _only_first(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "primer ataque", and not "primer ministro"."""
    following = words[at + 1] if at + 1 < len(words) else None
    first = grammar.lexicon.has("firsts", words[at].low)
    return first and (following is None or not grammar.lexicon.has("roles", following.low))


def _modifies(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """True for a word that may stand between a determiner and its noun."""
    low = words[at].low
    if skipped(words, at, grammar.lexicon, at + 1) > at:
        return False
    placed = grammar.place_at(words, at)
    suffixes = tuple(grammar.lexicon.raw.get("adjective_suffixes", ()))
    adjective = placed is not None and placed[1].kind == "adjective"
    return adjective or grammar.lexicon.has("before_noun", low) or (bool(suffixes) and low.endswith(suffixes))


def is_link(word: Word, grammar: Grammar) -> bool:
    return any(grammar.lexicon.has(kind, word.low) for kind in ("of", "prepositions", "and", "determiners"))


def _end(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> int:
    """Where a noun phrase ends: of-phrases, adjectives and names continue it."""
    lexicon = grammar.lexicon
    stop = min(stop, at + LONGEST_PHRASE)
    while at < stop:
        word = words[at]
        if lexicon.raw.get("cases") and word.text in "«»" and word.held < 0:
            at += 1  # "газета «X»", "глава «X» Иван Y"
            continue
        passing = phrase_at(words, at, lexicon, "in_passing")
        if passing or _negative_adjective(words, at, stop, grammar):
            at += passing or 2
            continue
        if word.held >= 0 or grammar.is_stop(word) or _done_by(words, at, stop, grammar):
            break
        small = (
            lexicon.has("of", word.low)
            or lexicon.has("and", word.low)
            or lexicon.has("prepositions", word.low)
        )
        if not word.is_capital and not small and _after_country(words, at, grammar):
            break
        determined = lexicon.has("determiners", word.low) and not word.is_capital
        if determined and words[at - 1].is_word and not is_link(words[at - 1], grammar):
            break
        if lexicon.has("prepositions", word.low) and not _of_office(words, at, grammar):
            break
        if lexicon.has("and", word.low) and not _continues(words, at, stop, grammar):
            break
        if (
            skipped(words, at, lexicon, at + 1) > at
            and not word.is_capital
            and not lexicon.has("of", word.low)
        ):
            break
        at += 1
    return at


def _after_country(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "The embassy of X arrived": after the name of a country nothing small belongs to the phrase."""
    placed = grammar.place_at(words, at - 1)
    opens = grammar.lexicon.has("of", words[at - 2].low) or grammar.lexicon.has(
        "determiners", words[at - 2].low
    )
    return placed is not None and placed[1].kind == "name" and placed[0] == 1 and opens


def _done_by(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> bool:
    """ "fuentes consultadas por X", "informe elaborado por Y": a participle with its agent."""
    endings = tuple(grammar.lexicon.raw.get("participle_endings", ()))
    by = at + 1 < stop and grammar.lexicon.has("by", words[at + 1].low)
    return bool(endings) and by and words[at].low.endswith(endings) and grammar.listed(words[at].low) is None


def _negative_adjective(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> bool:
    """ "organización no gubernamental"."""
    endings = tuple(grammar.lexicon.raw.get("adjectives_after_no", ()))
    negated = bool(endings) and grammar.lexicon.has("negations", words[at].low) and at + 1 < stop
    return negated and words[at + 1].low.endswith(endings)


def _of_office(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "ambassadeur à Paris", "ministre aux Affaires": a preposition with a capital right after it."""
    following = words[at + 1] if at + 1 < len(words) else None
    before, lexicon = words[at - 1], grammar.lexicon
    if lexicon.has("sources", before.low):
        return True
    if words[at].low == "по":
        return following is not None and not lexicon.has("circumstances", following.low)
    if lexicon.has("body_heads", before.low) and lexicon.has("body_prepositions", words[at].low):
        return True  # "the Organisation for Security"
    named = at + 1 + (following is not None and lexicon.has("determiners", following.low))
    if named < len(words) and lexicon.has("sought", words[named].low) and words[at].low in ("a", "à"):
        return True  # "candidato a la presidencia"
    if lexicon.has("near", before.low) or _within_name(words, at, grammar):
        return True  # "fuentes cercanas al caso"
    acronym = before.text.isupper() and len(before.text) > 1
    named = before.is_capital and not acronym and grammar.place_at(words, at - 1) is None
    if named and grammar.listed(before.low) is None:
        return False  # "President X at Y"
    near = {"à", "au", "aux", "en", "em", "по", "при", "в", "ante", "para", "na", "no", "in", "im", "für"}
    if following is not None and lexicon.has("determiners", following.low) and at + 2 < len(words):
        following = words[at + 2]  # "secrétaire d'État à la Défense"
        return words[at].low in near and lexicon.has("portfolios", following.low)
    return following is not None and words[at].low in near and following.is_capital


def _within_name(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "Consejo para la Seguridad", "Médicos sin Fronteras": a preposition between words of a name."""
    if not words[at - 1].is_capital or words[at].low not in grammar.lexicon.raw.get("within_names", ()):
        return False
    named = at + 1
    named += named < len(words) and grammar.lexicon.has("determiners", words[named].low)
    return named < len(words) and words[named].is_capital and grammar.place_at(words, named) is None


def _second_role(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "vicepresidente del Gobierno y consejero de Hacienda": one person, since no article stands between."""
    roles, drops = grammar.lexicon.words["roles"], grammar.lexicon.raw.get("drops_subject")
    earlier = {word.low for word in words[max(0, at - LONGEST_PHRASE // 2) : at]}
    return bool(drops) and words[at + 1].low in roles and bool(earlier & roles)


def _continues(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> bool:
    """ "ministre des Affaires étrangères et de la Coopération", "Educación y Ciencia"."""
    following = words[at + 1] if at + 1 < stop else None
    before = words[at - 1]
    if following is None:
        return False
    if grammar.lexicon.has("of", following.low) or _second_role(words, at, grammar):
        return True
    if grammar.lexicon.raw.get("cases") and before.text.islower() and following.text.islower():
        # "министр науки и технологий": two nouns in another case
        return not grammar.is_stop(following) and grammar.listed(following.low) is None
    if not following.is_capital or not before.is_capital or grammar.place_at(words, at + 1) is not None:
        return False
    first = at - 1
    while first > 0 and words[first].is_capital:
        first -= 1
    return grammar.lexicon.has("of", words[first].low) or grammar.lexicon.has("offices", words[first + 1].low)


def plain_phrase(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> Noun | None:
    end = _end(words, start, stop, grammar)
    return Noun(start, end, "plain") if end > start else None


def _name_in(
    words: tuple[Word, ...], start: int, stop: int, grammar: Grammar, kind: NounKind
) -> tuple[int, int] | None:
    """The person's name at the end of a role; after "of" or a preposition it is somebody else's."""
    if kind != "role":
        return None
    found = list(names(words, start, stop, grammar))
    for first, end in reversed(found):
        first += end - first > 1 and grammar.lexicon.has(
            "portfolios", words[first].low
        )  # "of the Interior X"
        before = words[first - 1].low
        lexicon = grammar.lexicon
        if any(lexicon.has(k, before) for k in ("of", "prepositions", "determiners", "and")) or end < stop:
            continue
        return _person_in(words, first, end, grammar), end
    return None


def _person_in(words: tuple[Word, ...], first: int, end: int, grammar: Grammar) -> int:
    """Where the person begins in a run of capitals: "Спикер Национальной Ассамблеи Хуан Лопес"."""
    if not grammar.lexicon.raw.get("cases"):
        return first
    known = [at for at in range(first, end - 1) if given_name(words[at].low) is not None]
    given = known[-1] if known else first
    while given - 1 in known:
        given -= 1
    while end - given > 2 and given_name(words[given].low) is None and words[given].low.endswith(OF_BODY):
        given += 1
    return given
