"""Who a reporting verb has for its subject: the noun phrase before it, after it, or before a relative."""

from dataclasses import replace

from . import cases
from .appositions import explained, next_segment, segments_of
from .cues import Cue, skipped
from .finite import complete, is_finite
from .grammar import Grammar, Noun
from .names import INSTRUMENTAL, names
from .nouns import LONGEST_PHRASE, partitive, phrase
from .words import Word

GENITIVE = ("а", "я", "ы", "и", "ого", "ой", "ов", "ым")
PERSONS = ("quien", "quienes", "quem")
OBLIQUE = ("ым", "им", "ом", "ем", "ого", "ому", "ой", "ою", "ами", "у", "ю")


def before(words: tuple[Word, ...], cue: Cue, start: int, grammar: Grammar) -> list[Noun]:
    """The subject between ``start`` and the verb; empty when the clause has none of its own there."""
    stop = cue.first
    coordinated = stop > start and grammar.lexicon.has("and", words[stop - 1].low)
    if cue.verb.mood == "gerund" and grammar.lexicon.raw.get("cases"):
        return cases.of_gerund(words, cue, start, grammar)
    if cue.verb.mood in ("gerund", "infinitive") or (coordinated and not grammar.lexicon.raw.get("cases")):
        return []
    if stop > start and grammar.lexicon.has("relative_subjects", words[stop - 1].low):
        found = _antecedent(words, start, stop - 1, grammar)
        written = bool(found) and found[0].kind == "document" and found[0].end - found[0].start == 1
        found = (governing(words, cue, 0, grammar) if written else []) or found
        thing = not found and grammar.lexicon.raw.get("drops_subject") and stop - 1 > start
        return [Noun(stop - 2, stop - 1, "plain")] if thing and _a_thing(words, stop, grammar) else found
    if grammar.lexicon.raw.get("cases"):
        return cases.before(words, cue, start, grammar)
    segments = _last_clause(words, list(segments_of(words, start, stop)), grammar)
    if not segments:
        return []
    closing = segments[-1]
    if closing[0] < closing[1]:
        found = _in_segment(words, closing, grammar, touching=True)
        if found and found[0].kind == "plain" and _clause_in(words, *closing, grammar) > closing[0]:
            whole = phrase(words, closing[0], closing[1], grammar)
            relative = whole is not None and grammar.lexicon.has(
                "relatives", words[min(whole.end, closing[1] - 1)].low
            )
            found = [whole] if whole is not None and relative else found
        if len(found) > 1:
            return [*_listed_before(words, segments[:-1], found, grammar), *found]
        if found:
            return [_after_apposition(words, segments[:-1], found[0], grammar)]
    return _with_apposition(words, [s for s in segments if s[0] < s[1]], grammar)


def _a_thing(words: tuple[Word, ...], stop: int, grammar: Grammar) -> bool:
    """ "una versión que defiende": "que" after a noun that does not speak, and no conjunction."""
    before = words[stop - 2]
    named = before.is_word and before.low not in grammar.lexicon.verbs and words[stop - 1].low not in PERSONS
    if grammar.lexicon.has("determiners", before.low):
        return False  # "a los que consideran"
    return named and not grammar.lexicon.has("conjunctive", before.low)


def coordinated(words: tuple[Word, ...], cue: Cue, grammar: Grammar) -> bool:
    """ "X left and admitted that", "although he admitted that"."""
    before = words[cue.first - 1].low if cue.first else ""
    return bool(grammar.lexicon.raw.get("drops_subject")) and any(
        grammar.lexicon.has(kind, before) for kind in ("and", "but")
    )


def governing(words: tuple[Word, ...], cue: Cue, start: int, grammar: Grammar) -> list[Noun]:
    """ "X left after rejecting A", "X contradicted Y when insisting that": the subject of the verb before."""
    for at in range(cue.first - 1, start, -1):
        if words[at].text in ":;" or words[at].held >= 0:
            break
        if is_finite(words, at, grammar):
            first = at - any(
                grammar.lexicon.has(kind, words[at - 1].low) for kind in ("negations", "reflexive")
            )
            return before(
                words, replace(cue, first=first, verb=replace(cue.verb, mood="finite")), start, grammar
            )
    return []


def _last_clause(
    words: tuple[Word, ...], segments: list[tuple[int, int]], grammar: Grammar
) -> list[tuple[int, int]]:
    """ "X was criticised, but its director, Y, said": what follows the last "but"."""
    for number in range(len(segments) - 1, 0, -1):
        first = segments[number][0]
        if first < segments[number][1] and grammar.lexicon.has("whose", words[first].low):
            return segments[number:]  # "X, whose leader, Y, said"
        if grammar.lexicon.has("but", words[first].low) and complete(words, segments[0][0], first, grammar):
            return segments[number:]
    return segments


def _after_apposition(
    words: tuple[Word, ...], segments: list[tuple[int, int]], noun: Noun, grammar: Grammar
) -> Noun:
    """ "X, the president of Y said", "the minister, X said": joined with the phrase before the comma."""
    if not segments or segments[-1][0] >= segments[-1][1] or noun.kind not in ("role", "name"):
        return noun
    if noun.start - segments[-1][1] > 3:  # the comma, its article and an adjective
        return noun
    start, stop = segments[-1]
    for at in range(start, stop):
        other = phrase(words, at, stop, grammar)
        told = any(grammar.lexicon.has("relative_subjects", words[i].low) for i in range(start, at))
        if other is not None and other.end == stop and other.kind in ("role", "name") and not told:
            return (
                explained(words, other, (noun.start, noun.end), grammar) if other.kind != noun.kind else noun
            )
    return noun


def _in_segment(
    words: tuple[Word, ...], segment: tuple[int, int], grammar: Grammar, touching: bool
) -> list[Noun]:
    """The first noun phrase of a segment that no preposition governs, and those joined to it."""
    at, stop = segment
    at = _clause_in(words, at, stop, grammar)
    first: list[Noun] = []
    while at < stop:
        word = words[at]
        governed = any(grammar.lexicon.has(kind, word.low) for kind in ("prepositions", "of"))
        opening = partitive(words, at, grammar) or grammar.lexicon.has("determiners", word.low)
        governed = governed and not (at == segment[0] and opening)
        speaking = grammar.lexicon.has("speaker_prepositions", word.low)
        if governed:
            anywhere = replace(grammar, any_case=True)
            noun = phrase(words, at + 1, stop, anywhere) if speaking and touching else None
            if noun is not None and noun.end >= stop and _may_stand_for(words, noun, grammar):
                return [noun]
            at = _past_governed(words, at + 1, stop, grammar, touching)
            continue
        past = skipped(words, at, grammar.lexicon, stop)
        if past > at:
            at = past
            continue
        noun = phrase(words, at, stop, grammar)
        if noun is not None and not _nominative(words, noun, grammar):
            noun = None
        if noun is not None and (noun.kind != "plain" or not first):
            found = [noun, *joined(words, noun, stop, grammar)]
            if found[-1].end >= stop:
                return found
            first = first or found
        at = max(at + 1, noun.end if noun is not None and noun.kind != "plain" else 0)
    return first


def _clause_in(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> int:
    """Where the last clause of a segment begins: after its last conjunction."""
    kinds = ("subordinators", "that", "relatives")
    for at in range(stop - 1, start - 1, -1):
        if any(grammar.lexicon.has(kind, words[at].low) for kind in kinds):
            return at + 1
    return start


def _nominative(words: tuple[Word, ...], noun: Noun, grammar: Grammar) -> bool:
    """In a language with cases a country is a subject only in its first form."""
    if not grammar.lexicon.raw.get("cases"):
        return True
    placed = grammar.place_at(words, noun.start)
    if placed is None or noun.kind != "place":
        before = words[noun.start - 1] if noun.start else None
        governed = before is not None and before.is_word
        if noun.kind == "name" and words[noun.end - 1].low.endswith(INSTRUMENTAL):
            return False
        adverb = governed and skipped(words, noun.start - 1, grammar.lexicon, noun.start) == noun.start
        return noun.kind != "name" or not governed or adverb or not words[noun.end - 1].low.endswith(GENITIVE)
    return placed[1].base.lower().replace("ё", "е") == " ".join(w.low for w in words[noun.start : noun.end])


def _may_stand_for(words: tuple[Word, ...], noun: Noun, grammar: Grammar) -> bool:
    """ "В Кремле заявили": a seat or an office, not a day."""
    return noun.kind in ("place", "office", "body")


def _past_governed(
    words: tuple[Word, ...], at: int, stop: int, grammar: Grammar, touching: bool = False
) -> int:
    """Where the phrase after a preposition ends."""
    noun = phrase(words, at, stop, grammar)
    if noun is not None and grammar.lexicon.code == "ru":
        return _past_russian(words, noun, at, stop, grammar)
    end = noun.end if noun is not None else at + 1
    listed = noun is not None and end + 1 < stop and grammar.lexicon.has("join", words[end].low)
    other = phrase(words, end + 1, stop, grammar) if listed else None
    if other is not None and not (touching and other.end == stop):  # "kept its plan in May, and X promised"
        return _past_governed(words, end + 1, stop, grammar, touching)
    return end


def _past_russian(words: tuple[Word, ...], noun: Noun, at: int, stop: int, grammar: Grammar) -> int:
    """Without articles a name in another case may be followed at once by the subject's name."""
    if noun.name is None or noun.kind != "name" or noun.end - noun.start < 2:
        return noun.end if noun.kind in ("place", "name") else at + 1
    first, last = words[noun.start].low, words[noun.end - 1].low
    return noun.end if first[-1] == last[-1] or last.endswith(OBLIQUE) else noun.start + 1


def joined(words: tuple[Word, ...], noun: Noun, stop: int, grammar: Grammar) -> list[Noun]:
    """The noun phrases that "and" joins to one."""
    at = noun.end
    if at < stop and grammar.lexicon.has("join", words[at].low):
        other = phrase(words, at + 1, stop, grammar)
        if other is not None and other.kind not in ("plain", "pronoun"):
            return [other, *joined(words, other, stop, grammar)]
    return []


def _listed_before(
    words: tuple[Word, ...], segments: list[tuple[int, int]], found: list[Noun], grammar: Grammar
) -> list[Noun]:
    """ "A, B and C said": short segments before a list with "and"; else an apposition before the name."""
    if len(found) < 2:
        return []
    listed: list[Noun] = []
    for segment in reversed(segments):
        noun = phrase(words, segment[0], segment[1], grammar)
        if noun is None or noun.end != segment[1] or noun.kind not in ("name", "place", "body"):
            break
        listed.insert(0, noun)
    return listed


def _with_apposition(
    words: tuple[Word, ...], segments: list[tuple[int, int]], grammar: Grammar
) -> list[Noun]:
    """ "The minister, X, said", "X, who was minister, said": the phrase and what explains it."""
    for number, segment in enumerate(segments):
        found = _in_segment(words, segment, grammar, touching=False)
        determined = grammar.lexicon.has("determiners", words[segment[0]].low)
        if not found or (found[0].kind == "plain" and number + 1 < len(segments) and not determined):
            continue
        following = segments[number + 1] if number + 1 < len(segments) else None
        first = [explained(words, found[0], following, grammar), *found[1:]]
        return [*first, *_another(words, segments[number + 1 :], grammar)]
    return []


def _another(words: tuple[Word, ...], segments: list[tuple[int, int]], grammar: Grammar) -> list[Noun]:
    """ "..., and the president of Y, Z, agreed": a second subject after the first one's apposition."""
    for number, (start, stop) in enumerate(segments):
        if start < stop and grammar.lexicon.has("join", words[start].low):
            rest = [(start + 1, stop), *segments[number + 1 :]]
            return _with_apposition(words, rest, grammar)
    return []


def _antecedent(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> list[Noun]:
    """The noun phrase right before a relative pronoun."""
    if stop > start and words[stop - 1].text == ",":
        stop -= 1
    best: Noun | None = None
    for at in range(max(start, stop - LONGEST_PHRASE), stop):
        noun = phrase(words, at, stop, grammar)
        if noun is not None and noun.end == stop and noun.kind not in ("plain", "pronoun"):
            best = noun
            break
    if best is None:
        return []
    comma = best.start - 1 - (words[best.start - 1].text != ",")
    named = best.kind == "role" and best.name is None and comma > start and words[comma].text == ","
    return [_after_apposition(words, [(start, comma)], best, grammar) if named else best]


def after(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> list[Noun]:
    """The subject that follows its verb: "declared the minister, X", with its apposition."""
    if grammar.lexicon.raw.get("cases"):
        return cases.after(words, at, stop, grammar)
    at = skipped(words, at, grammar.lexicon, stop)
    at += _is_press_of(words, at, stop, grammar)
    at = _past_addressee(words, at, stop, grammar)
    if at >= stop or words[at].held >= 0:
        return []
    noun = phrase(words, at, stop, grammar)
    if noun is None or (noun.kind == "plain" and not _capital_or_determined(words, at, grammar)):
        return []
    more = joined(words, noun, stop, grammar)
    first = explained(words, noun, next_segment(words, noun.end, stop), grammar)
    return [first, *(more or _second(words, first, stop, grammar))]


def _is_press_of(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> bool:
    """ "told the press of Y, the minister": the adjective that is left of a phrase."""
    placed = grammar.place_at(words, at) if at + 1 < stop else None
    adjective = placed is not None and placed[1].kind == "adjective" and not words[at].is_capital
    return adjective and grammar.lexicon.has("determiners", words[at + 1].low)


def _second(words: tuple[Word, ...], first: Noun, stop: int, grammar: Grammar) -> list[Noun]:
    """ "said X, minister of Y, and Z": who is joined after an apposition."""
    end = max(first.end, first.apposition[1] if first.apposition else 0, first.name[1] if first.name else 0)
    if end + 2 >= stop or words[end].text != "," or not grammar.lexicon.has("join", words[end + 1].low):
        return []
    noun = phrase(words, end + 2, stop, grammar)
    if noun is None or noun.kind not in ("name", "role"):
        return []
    return [explained(words, noun, next_segment(words, noun.end, stop), grammar)]


def _capital_or_determined(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    return grammar.lexicon.has("determiners", words[at].low)


def _past_addressee(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> int:
    """ "dijo a la prensa el ministro": whom the words were said to."""
    if at >= stop or not grammar.lexicon.has("prepositions", words[at].low):
        return at
    noun = phrase(words, at + 1, stop, grammar)
    if noun is None:
        return at
    end = noun.end if noun.kind != "plain" else at + 3
    if words[at + 1].text.isupper() and len(words[at + 1].text) > 1:
        return skipped(words, at + 2, grammar.lexicon, stop)  # "a EFE fuentes del ministerio"
    inside = names(words, noun.start + 1, noun.end, grammar) if noun.kind != "place" else ()
    named = next((first for first, _ in inside), end)
    return skipped(words, min(end, named), grammar.lexicon, stop)
