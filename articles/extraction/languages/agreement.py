"""Which noun phrases can be the subject of a verb in a language with cases: nominative, and agreeing.

The past tense of Russian tells gender and number, so that "сообщила" has no man for its subject.
"""

from typing import Literal

from .grammar import Grammar, Noun
from .places import Place
from .russian import ends_like_verb, given_name
from .words import Word

Form = Literal["m", "f", "n", "p", "s"]  # masculine, feminine, neuter, plural, any singular
PLURAL = ("ют", "ят", "ут", "ат", "ются", "ятся", "утся", "атся", "ли", "лись", "ы")
SINGULAR = ("ет", "ит", "ёт", "ется", "ится", "ёт")
FEMININE, NEUTER = ("ла", "лась", "а"), ("ло", "лось", "о")
OBLIQUE = (
    "ом", "ем", "ам", "ям", "ами", "ями", "ах", "ях", "ов", "ев", "ей", "ою", "ею", "у", "ю", "ого",
    "его", "ому", "ему", "ым", "им", "ых", "их", "ой", "ую", "ими", "ыми",
)  # fmt: skip
OBLIQUE_ADJECTIVE = ("ого", "его", "ому", "ему", "ым", "им", "ых", "их", "ую", "ыми", "ими")
OBLIQUE_NAME = ("ому", "ему", "ого", "его", "ым", "им", "ой", "ую", "ою", "ею", "ом")
GERUND = ("уя", "вши", "вшись", "ясь", "аясь")
INDECLINABLE = ("чили", "мали", "тбилиси", "хельсинки", "фиджи", "гаити", "дели", "малави", "бурунди")
MANLY = ("глава", "судья", "папа", "коллега", "дядя", "старшина", "воевода", "аятолла", "мулла", "далай-лама")


def form_of(low: str) -> Form:
    """Gender and number that a reporting verb or short adjective asks of its subject."""
    if low.endswith(PLURAL):
        return "p"
    if low.endswith(SINGULAR):
        return "s"
    if low.endswith(FEMININE):
        return "f"
    return "n" if low.endswith(NEUTER) else "m"


def looks_finite(word: Word, grammar: Grammar) -> bool:
    """True for a word that ends like a verb of a main clause, and is no noun that is known."""
    low = word.low
    if word.is_capital or word.held >= 0 or grammar.listed(low) is not None:
        return False
    if grammar.lexicon.has("verb_like", low) or low in grammar.lexicon.verbs:
        return True
    return ends_like_verb(low)


def agrees(words: tuple[Word, ...], noun: Noun, form: Form, grammar: Grammar) -> bool:
    """Can this noun phrase be the subject of a verb of that form?"""
    if noun.kind == "pronoun":
        return _pronoun(words[noun.start].low, form)
    if noun.kind == "place":
        placed = grammar.place_at(words, noun.start)
        return placed is not None and _place(words, noun, placed[1], form)
    if noun.kind == "name":
        return noun.name is not None and is_nominative(words, *noun.name, form, grammar)
    if words[noun.start].low.endswith(OBLIQUE_ADJECTIVE) and grammar.listed(words[noun.start].low) is None:
        return False
    head = head_of(words, noun, grammar)
    if noun.kind == "role":
        return _role(words, noun, head, form, grammar)
    if noun.kind == "plain":
        return _plain(words[head], form, grammar)
    if words[head].text.isupper() or noun.kind == "body":
        return form != "p" or noun.end - noun.start > 1 or words[head].low == "сми"
    return ends_for(words[head].low, form)


def head_of(words: tuple[Word, ...], noun: Noun, grammar: Grammar) -> int:
    """The noun that the phrase is about: the first known one, else the first that is no adjective."""
    for at in range(noun.start, noun.end):
        if grammar.listed(words[at].low) is not None:
            return at
    suffixes = tuple(grammar.lexicon.raw.get("adjective_suffixes", ()))
    for at in range(noun.start, noun.end):
        if not words[at].low.endswith((*suffixes, *OBLIQUE_ADJECTIVE)):
            return at
    return noun.start


def _pronoun(low: str, form: Form) -> bool:
    plural = low in ("они", "те", "мы", "вы")
    if form in ("p", "n") or plural:
        return plural == (form == "p")
    return form == "s" or (low == "она") == (form == "f")


def _place(words: tuple[Word, ...], noun: Noun, place: Place, form: Form) -> bool:
    if place.kind == "adjective":
        return False
    printed = " ".join(word.low for word in words[noun.start : noun.end])
    base = place.base.lower().replace("ё", "е")
    if base != printed:
        return False
    plural = base in ("сша", "оаэ") or (base.endswith(("ы", "и")) and not base.endswith(INDECLINABLE))
    if form == "p" or plural:
        return plural and form in ("p", "s")
    return place.base.isupper() or base[-1] in "оуиэ" or ends_for(base, form)


def is_nominative(words: tuple[Word, ...], start: int, end: int, form: Form, grammar: Grammar) -> bool:
    """A name in its first form, of somebody whose gender the verb allows."""
    first, last = words[start].low, words[end - 1].low
    known = given_name(first) if end - start > 1 else None
    if form in ("p", "n"):
        return form == "n" and not words[start].text.isascii() and last.endswith(("о", "е"))
    if known is not None:
        return known[1] and form in ("s", known[0])
    if last.isascii():
        return True
    if last.endswith(OBLIQUE_NAME) and len(last) > 4:
        return False
    if last.endswith(("а", "я", "у", "ю", "ы", "и", "е")) and _has_base(last, grammar):
        return form == "f" and last.endswith(("ова", "ева", "ина", "ына"))
    if form == "m" and end - start > 1 and last.endswith(("а", "я")) and first.endswith(("а", "я")):
        return False
    return form != "f" or not last.endswith(("ов", "ев", "ин", "ский", "цкий"))


def _has_base(last: str, grammar: Grammar) -> bool:
    """ "Трампа" where the text has "Трамп": another case of that name."""
    stem = last[:-1]
    return stem in grammar.names or stem + "ь" in grammar.names or stem + "й" in grammar.names


def _role(words: tuple[Word, ...], noun: Noun, head: int, form: Form, grammar: Grammar) -> bool:
    low = words[head].low
    if form in ("p", "n"):
        return False
    if noun.name is not None and form != "s" and given_name(words[noun.name[0]].low) is not None:
        known = given_name(words[noun.name[0]].low)
        return known is not None and known[1] and known[0] == form
    if low.endswith(MANLY) or form == "s" or noun.name is not None:
        return True
    return form == "f" or not low.endswith(("а", "я"))


def _plain(word: Word, form: Form, grammar: Grammar) -> bool:
    """A noun that no list has, in what may be its first form: no thing, and no other case."""
    low = word.low
    if low.endswith(GERUND) or low in grammar.lexicon.raw["months"] or low in ("года", "году", "год"):
        return False
    thing = grammar.lexicon.has("things", low) or low.endswith(("ние", "тие", "ость", "ия", "изм"))
    known = grammar.role_base(low) or grammar.office_base(low)
    if thing or known or not word.is_word or low.endswith(OBLIQUE) or looks_finite(word, grammar):
        return False
    return len(low) > 3 and ends_for(low, form)


def ends_for(low: str, form: Form) -> bool:
    """Does a noun with this ending agree with the verb?"""
    last = low[-1]
    if form == "p":
        return last in "ыия"
    if form == "m":
        return last not in "аяоеёыиую"
    if form == "f":
        return last in "аяь"
    return last in "оеё" if form == "n" else last not in "ы"
