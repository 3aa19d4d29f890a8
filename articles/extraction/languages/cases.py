"""Subjects in a language with cases, where word order tells little.

Of the noun phrases of a clause that one is the subject which is in the nominative and agrees with the verb;
one that touches the verb goes before others: "В отравлении X Лондон обвинил Y".
"""

from collections.abc import Iterator
from dataclasses import replace

from .agreement import Form, agrees, form_of, looks_finite
from .appositions import explained, next_segment, segments_of
from .cues import Cue, skipped
from .grammar import Grammar, Noun
from .names import names
from .nouns import phrase, plain_phrase
from .words import Word

DEPENDENT = (
    "который",
    "которая",
    "которое",
    "которые",
    "которого",
    "которой",
    "которых",
    "чей",
    "чья",
    "где",
)
PARTICIPLE = (
    "вший", "вшая", "вшее", "вшие", "вшего", "вшей", "вшему", "вшим", "вших", "щий", "щая", "щее",
    "щие", "щего", "щей", "щему", "щим", "щих", "нный", "нная", "нное", "нные", "нного", "нной",
    "нному", "нным", "нных", "мый", "мая", "мые", "мого", "мой", "тый", "тая", "тые", "вшийся",
    "вшаяся", "вшиеся", "щийся", "щаяся", "щиеся",
)  # fmt: skip
ADJECTIVES = (
    "ого", "его", "ому", "ему", "ым", "им", "ых", "их", "ую", "юю", "ыми", "ими", "ой", "ом", "ем",
    "ее", "ое", "ые", "ие", "ый", "ий",
)  # fmt: skip
FORMS: tuple[Form, ...] = ("s", "p")
STRONG = ("role", "name", "office", "group", "place", "pronoun")
LATE = 14  # words between a verb and a subject that follows it


def before(words: tuple[Word, ...], cue: Cue, start: int, grammar: Grammar) -> list[Noun]:
    """The subject between ``start`` and the verb; none for a verb that shares that of an earlier one."""
    stop = cue.first
    if grammar.lexicon.has("impersonal", words[cue.index].low):
        return _told_in(words, start, stop, grammar) or _of_main_clause(words, start, stop, grammar)
    form = form_of(words[cue.index].low)
    coordinated = stop > start and grammar.lexicon.has("and", words[stop - 1].low)
    if coordinated and start > 0:
        return []
    segments = list(segments_of(words, start, stop - coordinated))
    empty = not segments or segments[-1][0] >= segments[-1][1]
    within = not empty and _in_which(words, *segments[-1], grammar)
    for number in range(len(segments) - 1, -1, -1):
        first, end = segments[number]
        touching = number == len(segments) - 1
        if first >= end or (not touching and _depends(words, first, end, grammar)):
            continue
        first = _clause_in(words, first, end, grammar) if touching else first
        found = _chosen(words, first, end, form, grammar, touching=touching)
        if not found:
            found = _in_seat(words, first, end, form, grammar) if touching else []
        if not found:
            continue
        apart = (empty or not touching) and not (coordinated or within)
        if (
            apart
            and _has_verb(words, found[-1].end, end, grammar)
            and not _shares(words, cue, found, grammar)
        ):
            return []
        return [_explained(words, segments, number, found[0], grammar), *found[1:]]
    return []


def of_gerund(words: tuple[Word, ...], cue: Cue, start: int, grammar: Grammar) -> list[Noun]:
    """ "The minister left, declaring that ...": the subject of the clause before."""
    if start > 0:
        return []
    for first, end in segments_of(words, start, cue.first):
        if first >= end or _depends(words, first, end, grammar):
            continue
        for form in FORMS:
            found = [one for one in _candidates(words, first, end, form, grammar) if one[0].kind in STRONG]
            if found and found[0][0].kind != "pronoun":
                return found[0]
    return []


def _shares(words: tuple[Word, ...], cue: Cue, found: list[Noun], grammar: Grammar) -> bool:
    """ "The candidate came out, declared": no subject of its own follows the second verb."""
    return found[0].kind in ("name", "role") and not after(words, cue.last + 1, len(words), grammar)


def after(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> list[Noun]:
    """The subject that follows its verb: "сообщил журналистам министр X", "сообщили в министерстве"."""
    form = _form_before(words, at, grammar)
    at = skipped(words, at, grammar.lexicon, stop)
    end = at
    while end < min(stop, at + LATE) and words[end].held < 0 and words[end].text not in ",:;—–":
        end += 1
    found = [
        one
        for one in _candidates(words, at, end, form, grammar)
        if one[0].kind not in ("plain", "group") or not _owned(words, one[0].start, at, grammar)
    ]
    strong = [one for one in found if one[0].kind in STRONG]
    near = [one for one in found if one[0].start - at <= 2 or one[0].kind != "plain"]
    if strong or near:
        nouns = (strong or near)[0]
        segment = next_segment(words, nouns[0].end, stop) if nouns[0].end >= end else None
        return [explained(words, nouns[0], segment, grammar), *nouns[1:]]
    return _seat_at(words, at, end, form, grammar)


def _owned(words: tuple[Word, ...], start: int, first: int, grammar: Grammar) -> bool:
    """ "в пресс-службе главы": a noun right behind one that a preposition governs belongs to that."""
    return start - 2 >= first and grammar.lexicon.has("prepositions", words[start - 2].low)


def _form_before(words: tuple[Word, ...], at: int, grammar: Grammar) -> Form:
    """The form of the verb before a place; a verb may be of several words ("выразил надежду")."""
    for index in range(at - 1, max(-1, at - 6), -1):
        if words[index].low in grammar.lexicon.verbs:
            return form_of(words[index].low)
    return "s"


def _depends(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> bool:
    """ "который прибыл", "в котором", "прибывший в столицу", "если": no place for the subject."""
    for at in range(start, min(start + 3, stop)):
        low = words[at].low
        if low in DEPENDENT or grammar.lexicon.has("relatives", low):
            return True
        if not grammar.lexicon.has("prepositions", low):
            break
    low = words[start].low
    participle = low.endswith(PARTICIPLE) and not words[start].is_capital and start > 0
    gerund = low.endswith(("вшись", "ясь", "вши")) or (low.endswith("я") and words[start - 1].text == ",")
    return grammar.lexicon.has("subordinators", low) or participle or (gerund and grammar.listed(low) is None)


def _in_which(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> bool:
    """ "..., в котором заявил": a relative clause whose subject is that of the clause around it."""
    prepositions = grammar.lexicon.has("prepositions", words[start].low)
    return prepositions and start + 1 < stop and grammar.lexicon.has("relatives", words[start + 1].low)


def _clause_in(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> int:
    """Where the last clause of a segment begins: after its last conjunction."""
    for at in range(stop - 1, start - 1, -1):
        if any(grammar.lexicon.has(kind, words[at].low) for kind in ("subordinators", "that", "relatives")):
            return at + 1
    return start


def _has_verb(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> bool:
    return any(looks_finite(words[at], grammar) for at in range(start, stop))


def _chosen(
    words: tuple[Word, ...], start: int, stop: int, form: Form, grammar: Grammar, touching: bool
) -> list[Noun]:
    """The phrase that touches the verb, else the first that a list knows, else the only one at all."""
    found = list(_candidates(words, start, stop, form, grammar))
    found = [
        one for one in found if one[0].kind != "plain" or not _has_verb(words, start, one[0].start, grammar)
    ]
    near = [one for one in found if skipped(words, one[-1].end, grammar.lexicon, stop) >= stop]
    strong = [one for one in found if one[0].kind in STRONG]
    if touching:
        close = [one for one in near if one in strong]
        best = close or strong[-1:] or near or _opening(words, found, start, grammar)
    else:
        best = strong[-1:] or _opening(words, found, start, grammar)
    return best[0] if best else []


def _opening(
    words: tuple[Word, ...], found: list[list[Noun]], start: int, grammar: Grammar
) -> list[list[Noun]]:
    """A phrase with an unknown noun away from its verb must open its segment."""
    opens = past_circumstances(words, start, len(words), grammar)
    return [one for one in found if one[0].kind != "plain" or one[0].start <= opens + 1]


def _candidates(
    words: tuple[Word, ...], start: int, stop: int, form: Form, grammar: Grammar
) -> Iterator[list[Noun]]:
    """Noun phrases that no preposition governs, in the nominative, and agreeing with the verb."""
    at, governed = start, -1
    while at < stop:
        small = len(words[at].text) == 1 or not words[at].text.isupper()
        joins = at == governed and grammar.lexicon.has("join", words[at].low)
        if joins or (grammar.lexicon.has("prepositions", words[at].low) and small):
            at = governed = _past_governed(words, at + 1, stop, grammar)
            continue
        past = skipped(words, at, grammar.lexicon, stop)
        link = grammar.lexicon.has("and", words[at].low)
        if past > at or link or not (words[at].is_word or words[at].text in '«"“„') or words[at].held >= 0:
            at = max(past, at + 1)
            continue
        noun = _phrase(words, at, stop, grammar)
        joined = _joined(words, noun, stop, grammar) if noun is not None else []
        wanted: Form = "s" if joined and form == "p" else form
        if noun is not None and agrees(words, noun, wanted, grammar):
            yield [noun, *joined]
            at = max(at + 1, (joined or [noun])[-1].end)
        elif noun is not None and noun.kind in ("place", "name"):
            at = max(at + 1, noun.end)
        else:
            at += 1


def _phrase(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> Noun | None:
    """A noun phrase; an unknown noun with a name after it tells who that is ("законодатель Хосе Авила")."""
    noun = phrase(words, at, stop, grammar)
    if noun is None and not grammar.is_stop(words[at]) and (not words[at].is_capital or at == 0):
        noun = plain_phrase(words, at, stop, grammar)
    if noun is None or noun.kind not in ("plain", "group"):
        return noun
    found = list(names(words, noun.start + 1, noun.end, grammar))
    if noun.kind == "plain" and found and found[-1][1] == noun.end and found[-1][1] - found[-1][0] > 1:
        return Noun(noun.start, noun.end, "name", found[-1], (noun.start, found[-1][0]))
    return noun


def _joined(words: tuple[Word, ...], noun: Noun, stop: int, grammar: Grammar) -> list[Noun]:
    at = noun.end
    if at >= stop or not grammar.lexicon.has("join", words[at].low):
        return []
    other = phrase(words, at + 1, stop, grammar)
    if other is None or other.kind in ("plain", "pronoun") or not agrees(words, other, "s", grammar):
        return []
    return [other, *_joined(words, other, stop, grammar)]


def _past_governed(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> int:
    """Past the noun that a preposition governs, and what agrees with it before it."""
    adjectives = 0
    while at < stop and words[at].is_word and words[at].held < 0 and adjectives < 4:
        placed = grammar.place_at(words, at)
        if placed is not None and placed[1].kind != "adjective":
            return at + placed[0]
        low = words[at].low
        modifies = grammar.lexicon.has("determiners", low) or low.endswith(ADJECTIVES)
        if not modifies or (placed is None and words[at].is_capital and adjectives):
            return at + 1
        at, adjectives = at + 1, adjectives + 1
    return max(at, 0)


def past_circumstances(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> int:
    """Past the adverbs and what prepositions govern at the beginning of a clause."""
    while at < stop:
        past = skipped(words, at, grammar.lexicon, stop)
        if past == at and grammar.lexicon.has("prepositions", words[at].low):
            past = _past_governed(words, at + 1, stop, grammar)
        if past == at:
            break
        at = past
    return at


def _of_main_clause(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> list[Noun]:
    """ "The ministry published a letter in which it is said": the ministry."""
    segments = list(segments_of(words, start, stop))
    if len(segments) < 2 or not _in_which(words, *segments[-1], grammar):
        return []
    first, end = segments[-2]
    found = (one for form in FORMS for one in _candidates(words, first, end, form, grammar))
    return next((one for one in found if one[0].kind in STRONG or one[0].kind == "body"), [])


def _told_in(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> list[Noun]:
    """ "В заявлении министерства говорится": the document, or the office that it is told by."""
    anywhere = replace(grammar, any_case=True)
    for at in range(start, stop - 1):
        if grammar.lexicon.has("speaker_prepositions", words[at].low):
            noun = phrase(words, at + 1, stop, anywhere)
            if noun is not None and noun.kind in ("document", "office", "body", "place"):
                return [noun]
    return []


def _in_seat(words: tuple[Word, ...], start: int, stop: int, form: Form, grammar: Grammar) -> list[Noun]:
    """ "В Кремле заявили", "в полиции рассказали": who says it is told by where."""
    for at in range(start, stop - 1):
        found = _seat_at(words, at, stop, form, grammar)
        if found and skipped(words, found[0].end, grammar.lexicon, stop) >= stop:
            return found
    return []


def _seat_at(words: tuple[Word, ...], at: int, stop: int, form: Form, grammar: Grammar) -> list[Noun]:
    if at + 1 >= stop or not grammar.lexicon.has("speaker_prepositions", words[at].low):
        return []
    impersonal = form == "s" and any(
        grammar.lexicon.has("impersonal", words[index].low)
        for index in range(max(0, at - 4), min(stop + 3, len(words)))
    )
    if form != "p" and not impersonal:
        return []
    noun = phrase(words, at + 1, stop, replace(grammar, any_case=True))
    kinds = ("office", "body", "place", "document") if impersonal else ("office", "body", "place")
    return [noun] if noun is not None and noun.kind in kinds else []


def _explained(
    words: tuple[Word, ...], segments: list[tuple[int, int]], number: int, noun: Noun, grammar: Grammar
) -> Noun:
    """The subject with its apposition, in the segment before ("министр, X") or after it ("X, министр")."""
    if noun.kind not in ("role", "name"):
        return noun
    for other in (number + 1, number - 1):
        if not 0 <= other < len(segments) or segments[other][0] >= segments[other][1]:
            continue
        near = phrase(words, segments[other][0], segments[other][1], grammar)
        closes = near is not None and near.end >= segments[other][1]
        if near is None or near.kind == noun.kind or not closes or near.kind not in ("role", "name"):
            continue
        joined = explained(words, noun, segments[other], grammar)
        if joined.apposition or joined.name != noun.name:
            return joined
    return noun
