""" "X rejected the plan", "X called on Y to ...": cues that report by their object."""

from . import cases, subjects
from .cues import Cue, skipped
from .ends import DEPENDENT, cut
from .finite import new_clause, object_end
from .found import Found
from .grammar import Grammar, Noun
from .nouns import phrase
from .sources import whole_end
from .words import Word

Range = tuple[int, int] | None


def object_after(
    words: tuple[Word, ...], cues: list[Cue], number: int, grammar: Grammar, own: list[Noun], left: Range
) -> Found | None:
    """ "X rejected the plan", "X called on Y to ...": the object, without its preposition."""
    cue = cues[number]
    if grammar.lexicon.raw.get("verb_final") and cue.verb.mood == "participle" and cue.index - cue.first > 1:
        return _framed(words, cue, grammar, own) if cue.verb.object else None
    at = skipped(words, cue.last + 1, grammar.lexicon, len(words))
    at = _told(words, cue, at, grammar)
    about = _of_what(words, cue, at, grammar) or (
        at < len(words)
        and (
            grammar.lexicon.has("about", words[at].low)
            or (cue.verb.clause and infinitive(words, at, grammar))
        )
    )
    if not cue.verb.object and not about:
        return None
    if cue.verb.clause and infinitive(words, cue.last + 1, grammar):
        at = cue.last + 1
    inherited = not own and _coordinated(words, cue, grammar)
    if (not own and not inherited) or _stands_before(words, cue, own, at, grammar):
        return None
    if at < len(words) and words[at].text == "," and cue.verb.mood not in DEPENDENT:
        at = _past_aside(words, at)
    if at < len(words) and (_governs(words, cue, at, grammar) or grammar.lexicon.has("about", words[at].low)):
        at += 1
    if at < len(words) and grammar.lexicon.has("that", words[at].low):
        at += 1
    if at >= len(words) or not (words[at].is_word or words[at].text[0].isdigit() or words[at].held >= 0):
        return None
    stop = _main_end(words, at, cut(words, at, cues, number, grammar, relatives=True), grammar)
    stop = _next_clause(words, at, stop, cues[number + 1 :], grammar)
    if _in_relative(words, cue, own, grammar):
        stop = object_end(words, at, stop, grammar)
    return Found([(at, stop)], cue, own, "object") if stop > at else None


def _governs(words: tuple[Word, ...], cue: Cue, at: int, grammar: Grammar) -> bool:
    """Does a preposition belong to the verb ("обвинил в"), and not to a place ("запретил в стране")?"""
    local = grammar.lexicon.raw.get("verbs_with_place")
    if local and grammar.lexicon.has("speaker_prepositions", words[at].low):
        return words[cue.index].low.startswith(tuple(local))
    return grammar.lexicon.has("complement_prepositions", words[at].low)


def object_before(
    words: tuple[Word, ...], cues: list[Cue], number: int, grammar: Grammar, own: list[Noun], left: Range
) -> Found | None:
    """ "Кандидатуру X поддержали депутаты", "Об аресте сообщил министр": the object before its verb."""
    cue = cues[number]
    if not grammar.lexicon.raw.get("cases") or own or number or cue.verb.mood in DEPENDENT:
        return None
    end = cues[number + 1].first if number + 1 < len(cues) else len(words)
    nouns = subjects.after(words, cue.last + 1, end, grammar)
    start = (
        next((at for at in range(min(2, cue.first)) if grammar.lexicon.has("about", words[at].low)), -1) + 1
    )
    if not start and cue.verb.object:
        start = cases.past_circumstances(words, 0, cue.first, grammar)
    elif not start:
        return None
    plain = any(words[at].text in ",:;—–" or words[at].held >= 0 for at in range(start, cue.first))
    pointing = " ".join(word.low for word in words[:2]).startswith(tuple(grammar.lexicon.words["about_this"]))
    if not nouns or (nouns[0].kind == "plain" and cue.verb.object) or plain or pointing or start >= cue.first:
        return None
    return Found([(start, cue.first)], cue, nouns, "object")


def _next_clause(words: tuple[Word, ...], start: int, stop: int, later: list[Cue], grammar: Grammar) -> int:
    """ "X backed the plan, Y too approved of it": the clause of another subject is not the object's."""
    if not grammar.lexicon.raw.get("cases"):
        return stop
    for cue in later:
        comma = next((at for at in range(cue.first - 1, start, -1) if words[at].text == ","), None)
        if comma is None or cue.first > stop or cue.verb.mood in DEPENDENT:
            continue
        small = ("that", "relatives", "subordinators")
        joined = any(
            grammar.lexicon.has(kind, words[at].low) for at in range(comma, cue.first) for kind in small
        )
        nouns = [] if joined else cases.before(words, cue, comma + 1, grammar)
        if nouns and nouns[0].kind in ("role", "name", "office", "place"):
            return comma
    return stop


def _main_end(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> int:
    """An object ends before ", но", ", однако" and a relative clause of the newspaper."""
    breaks = tuple(grammar.lexicon.raw.get("breaks", ()))
    for at in range(start + 1, stop - 1):
        if not breaks or words[at].text != "," or words[at].held >= 0:
            continue
        small = grammar.lexicon.has("prepositions", words[at + 1].low) and at + 2 < stop
        if words[at + 1].low in breaks or grammar.lexicon.has("relatives", words[at + 1 + small].low):
            return at
    return stop


def asked(words: tuple[Word, ...], cue: Cue, stop: int, grammar: Grammar) -> int:
    """ "pidió a Israel que ...": where the one begins who is asked; 0 for none, and for other verbs."""
    lexicon = grammar.lexicon
    if (
        not words[cue.index].low.startswith(tuple(lexicon.raw.get("asking", ())))
        or "asking" not in lexicon.raw
    ):
        return 0
    at = skipped(words, cue.last + 1, lexicon, stop)
    at = _past_aside(words, at) if at < stop and words[at].text == "," else at
    return at + 1 if at < stop and words[at].low in lexicon.raw["to_whom"] else 0


def _told(words: tuple[Word, ...], cue: Cue, at: int, grammar: Grammar) -> int:
    """ "anunció al parlamento | la adopción": past the one who is told, if an object follows."""
    lexicon = grammar.lexicon
    to_whom = lexicon.raw.get("to_whom", ())
    if (
        at >= len(words)
        or words[at].low not in to_whom
        or not cue.verb.clause
        or asked(words, cue, at + 2, grammar)
    ):
        return at
    noun = phrase(words, at + 1, len(words), grammar)
    if noun is None or noun.end >= len(words) or words[noun.end].held >= 0:
        return at
    following = words[noun.end].low
    opens = lexicon.has("determiners", following) or infinitive(words, noun.end, grammar)
    return noun.end if opens or _of_what(words, cue, noun.end, grammar) else at


def _of_what(words: tuple[Word, ...], cue: Cue, at: int, grammar: Grammar) -> bool:
    """ "informó | del derribo", "advirtió | de los peligros": verbs that tell of something."""
    stems = tuple(grammar.lexicon.raw.get("telling_of", ()))
    low = words[at].low if at < len(words) else ""
    about = grammar.lexicon.has("of", low) or grammar.lexicon.has("about", low)
    return bool(stems) and words[cue.index].low.startswith(stems) and about


def _in_relative(words: tuple[Word, ...], cue: Cue, own: list[Noun], grammar: Grammar) -> bool:
    """ "the woman that promised A", "the letter in which X asks for A"."""
    lexicon = grammar.lexicon
    if not lexicon.raw.get("drops_subject") or cue.first == 0:
        return False
    start = min([cue.first, *(noun.start for noun in own if noun.end <= cue.first)])
    before = [words[at].low for at in (cue.first - 1, start - 1, start - 2) if at >= 0]
    return any(lexicon.has("relatives", low) for low in before)


def _stands_before(words: tuple[Word, ...], cue: Cue, own: list[Noun], at: int, grammar: Grammar) -> bool:
    """ "lo negó", "the goods that X wants to buy": what is said stands before the verb, as a pronoun."""
    lexicon = grammar.lexicon
    if not lexicon.words["clitics"]:
        return False
    group = [word.low for word in words[cue.first : cue.index]]
    governed = at < len(words) and lexicon.has("complement_prepositions", words[at].low)
    if any(lexicon.has("clitics", low) for low in group) and (not governed or cue.verb.clause):
        return True
    start = min([cue.first, *(noun.start for noun in own if noun.end <= cue.first)])
    start -= start > 0 and lexicon.has("determiners", words[start - 1].low)
    that = start - 1
    if start == cue.first or that < 1 or not lexicon.has("relative_subjects", words[that].low):
        return False
    in_which = lexicon.has("determiners", words[that - 1].low) and lexicon.has(
        "prepositions", words[that - 2].low
    )
    before = words[that - 1]
    named = before.is_word and before.low not in lexicon.verbs and not lexicon.has("conjunctive", before.low)
    return named and not in_which


def _framed(words: tuple[Word, ...], cue: Cue, grammar: Grammar, own: list[Noun]) -> Found | None:
    """ "X hat den Plan kritisiert": the object between the auxiliary and the participle."""
    start = skipped(words, cue.first + 1, grammar.lexicon, cue.index)
    nouns = own
    if not own:
        nouns = subjects.after(words, cue.first + 1, cue.index, grammar)
        start = skipped(words, whole_end(nouns[0]), grammar.lexicon, cue.index) if nouns else start
    return Found([(start, cue.index)], cue, nouns, "object") if nouns and start < cue.index else None


def infinitive(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "aseguró sentirse respaldado": an infinitive in place of a clause."""
    while at < len(words) and (
        grammar.lexicon.has("negations", words[at].low) or words[at].low in ("s'", "se", "pas")
    ):
        at += 1
    endings = tuple(grammar.lexicon.raw.get("infinitive_endings", ()))
    return (
        at < len(words)
        and bool(endings)
        and words[at].low.endswith(endings)
        and words[at].held < 0
        and (len(words[at].low) > 3 or words[at].low in ("ser", "ver", "dar"))
    )


def _past_aside(words: tuple[Word, ...], at: int) -> int:
    """After "accused, on Monday, ...": the next comma, if it is near."""
    for end in range(at + 1, min(at + 7, len(words))):
        if words[end].text == ",":
            return end + 1
    return at


def _coordinated(words: tuple[Word, ...], cue: Cue, grammar: Grammar) -> bool:
    """True for a verb that shares the subject of the one before: "and promised", ", adding"."""
    if cue.first == 0:
        return bool(grammar.lexicon.raw.get("drops_subject"))
    before = words[cue.first - 1]
    if new_clause(words, cue, 0, grammar):
        return True
    return grammar.lexicon.has("and", before.low) or (before.text == "," and cue.verb.mood in DEPENDENT)
