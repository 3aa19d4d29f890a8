"""What each cue of a sentence reports: the clause after it, the words before it, or its object."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from . import subjects
from .cues import Cue, find, phrase_at, skipped
from .subjects import Grammar, Noun
from .words import Sentence, Word

THAT_WITHIN = 32  # words between a verb and the conjunction of its clause
LEAST_BEFORE = 3  # words that must stand before a cue to be what it reports
DEPENDENT = ("gerund", "infinitive")
DASHES = "—–-−"
FINAL = ".!?…。"
SHORT_SUBJECT = 6  # words of a subject before "according to" in the middle of its clause
ADDRESSEE = 6  # words of circumstances between a verb and its conjunction after a comma
SHORT_CLAUSE = 12  # words between a conjunction and the next cue that make one clause


@dataclass(slots=True)
class Found:
    """A statement in the words of its sentence; ranges are half-open. ``inherits`` has the cue it shares."""

    ranges: list[tuple[int, int]]
    cue: Cue | None
    nouns: list[Noun] = field(default_factory=list)
    way: str = "clause"
    inherits: bool = False


def read(sentence: Sentence, grammar: Grammar) -> list[Found]:
    """The statements of one sentence, in the order of their cues."""
    words = sentence.words
    cues = find(words, grammar.lexicon)
    found: list[Found] = []
    for number, _cue in enumerate(cues):
        one = _of_cue(words, cues, number, grammar)
        if one is not None and _wide_enough(words, one):
            found.append(one)
    found.extend(_according(words, cues, grammar))
    return found


def _wide_enough(words: tuple[Word, ...], found: Found) -> bool:
    inside = [
        w for first, last in found.ranges for w in words[first:last] if w.is_word or w.text[0].isdigit()
    ]
    quoted = any(word.held >= 0 for word in inside)
    return len(inside) >= (1 if quoted else LEAST_BEFORE if found.way == "before" else 2)


def _of_cue(words: tuple[Word, ...], cues: list[Cue], number: int, grammar: Grammar) -> Found | None:
    cue = cues[number]
    if cue.negated and not grammar.lexicon.has("denials", words[cue.index].low):
        return None
    if cue.passive:
        return None
    start = _clause_start(words, cues, number, grammar)
    own = subjects.before(words, cue, start, grammar)
    left = _content_before(words, cues, number, grammar)
    for way in (_clause_after, _before, _quoted_after, _object_after):
        found = way(words, cues, number, grammar, own, left)
        if found is not None:
            found.inherits = not found.nouns
            return found
    return None


def _clause_start(words: tuple[Word, ...], cues: list[Cue], number: int, grammar: Grammar) -> int:
    """Where the clause of a cue may begin: after a quotation, a sign, another's conjunction."""
    cue = cues[number]
    earlier = [c for c in cues[:number] if not _relative(words, c, cue, grammar)]
    for at in range(cue.first - 1, -1, -1):
        word = words[at]
        if word.held >= 0 or word.text in ":;" or any(c.index == at for c in earlier):
            return at + 1
        if (
            at == cue.first - 1
            and grammar.lexicon.has("relative_subjects", word.low)
            and not _after_cue(words, at, cues)
        ):
            continue
        if grammar.lexicon.has("that", word.low) and any(
            c.last < at <= c.last + THAT_WITHIN for c in earlier
        ):
            return at + 1
    return 0


def _after_cue(words: tuple[Word, ...], at: int, cues: list[Cue]) -> bool:
    """True for a conjunction right after a cue, as in "said that demanded"."""
    return any(cue.last < at <= cue.last + 2 for cue in cues)


def _relative(words: tuple[Word, ...], cue: Cue, later: Cue, grammar: Grammar) -> bool:
    """True for a cue of a relative clause that a comma has ended before the later cue."""
    before = words[cue.first - 1].low if cue.first else ""
    ended = any(words[at].text == "," for at in range(cue.last + 1, later.first))
    return grammar.lexicon.has("relative_subjects", before) and ended


def _content_before(
    words: tuple[Word, ...], cues: list[Cue], number: int, grammar: Grammar
) -> tuple[int, int] | None:
    """What stands before a cue that follows a comma, a dash or a quotation."""
    first = cues[number].first - cues[number].as_said
    at = first - 1
    while at >= 0 and words[at].text in (",", *DASHES):
        at -= 1
    if at < 0 or (at == first - 1 and words[at].held < 0):
        return None
    start = 0
    for earlier in range(number):
        if cues[earlier].last < at and _separate(words, cues[earlier], at):
            start = cues[earlier].last + 1
    return _trimmed(words, start, at + 1, grammar)


def _separate(words: tuple[Word, ...], cue: Cue, stop: int) -> bool:
    """True when a full quotation begins after an earlier cue, so that it does not belong to that."""
    following = words[cue.last + 1 : stop + 1]
    closed = [word for word in following if word.text in ".;" and word.held < 0]
    return bool(closed)


def _trimmed(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> tuple[int, int] | None:
    """Without what opens a sentence before a quotation ("But: ..."), and without signs at the ends."""
    while start < stop and (
        words[start].text in (",", ";", ":", *DASHES)
        or (words[start].held < 0 and grammar.lexicon.has("and", words[start].low))
    ):
        start += 1
    held = next((at for at in range(start, stop) if words[at].held >= 0), None)
    if held is not None and held > start and words[held - 1].text == ":":
        start = held
    colons = [at for at in range(start + 1, stop - 1) if words[at].text == ":" and words[at].held < 0]
    if colons and held is not None and words[colons[-1] + 1].held >= 0:
        start = colons[-1] + 1
    inside = [word for word in words[start:stop] if word.is_word]
    return (start, stop) if len(inside) >= LEAST_BEFORE or (held is not None and inside) else None


def _stop(words: tuple[Word, ...]) -> int:
    """The end of a sentence without its full stop."""
    stop = len(words)
    while stop and words[stop - 1].text in (*FINAL, "...", ";", ",") and words[stop - 1].held < 0:
        stop -= 1
    return stop


def _next_cue(cues: list[Cue], number: int, words: tuple[Word, ...]) -> int:
    return cues[number + 1].first if number + 1 < len(cues) else len(words)


def _leads_to(words: tuple[Word, ...], cue: Cue, stop: int, grammar: Grammar, own: list[Noun]) -> bool:
    """True when only circumstances and an inverted subject stand between a verb and its conjunction."""
    at = skipped(words, cue.last + 1, grammar.lexicon, stop)
    if at >= stop or words[at].text == "," or not own:
        return True
    return grammar.lexicon.has("prepositions", words[at].low) or grammar.lexicon.has("of", words[at].low)


def _that(
    words: tuple[Word, ...], cues: list[Cue], number: int, grammar: Grammar, own: list[Noun], before: bool
) -> int | None:
    """The place of the conjunction that opens the clause of a cue."""
    cue = cues[number]
    stop = min(_next_cue(cues, number, words), cue.last + THAT_WITHIN)
    for at in range(cue.last + 1, stop):
        word = words[at]
        if word.held >= 0 or word.text in ":;":
            return None
        if grammar.lexicon.has("that", word.low):
            comma = words[at - 1].text == ","
            if grammar.lexicon.raw.get("comma_before_that"):
                return at if comma and (not own or at - cue.last <= ADDRESSEE) else None
            relative = comma and (before or words[cue.last + 1].text != ",")
            return None if relative or not _leads_to(words, cue, at, grammar, own) else at
    return None


Range = tuple[int, int] | None


def _clause_after(
    words: tuple[Word, ...], cues: list[Cue], number: int, grammar: Grammar, own: list[Noun], left: Range
) -> Found | None:
    """ "X said that ..." """
    cue = cues[number]
    if not cue.verb.clause and not grammar.lexicon.raw.get("comma_before_that"):
        return None
    at = _that(words, cues, number, grammar, own, before=left is not None and not own)
    if at is None:
        return _after_as_said(words, cues, number, grammar, left)
    stop = _cut(words, at + 1, cues, number, grammar)
    nouns = _cited(words, cue, at, grammar) or own or subjects.after(words, cue.last + 1, at, grammar)
    return Found([(at + 1, stop)], cue, nouns)


def _cited(words: tuple[Word, ...], cue: Cue, stop: int, grammar: Grammar) -> list[Noun]:
    """ "The agency reported, citing sources, that": the source is the speaker."""
    for at in range(cue.last + 1, stop):
        length = phrase_at(words, at, grammar.lexicon, "citing")
        noun = subjects.phrase(words, at + length, stop, grammar) if length else None
        if noun is not None:
            return [noun]
    return []


def _after_as_said(
    words: tuple[Word, ...], cues: list[Cue], number: int, grammar: Grammar, left: Range
) -> Found | None:
    """ "As the minister said, ...": what follows the comma, when nothing stands before."""
    cue = cues[number]
    if not cue.as_said:
        return None
    nouns = subjects.after(words, cue.last + 1, len(words), grammar)
    end = max(map(_whole_end, nouns), default=cue.last + 1)
    comma = next((at for at in range(end, min(end + 8, len(words))) if words[at].text == ","), None)
    if comma is None or _stop(words) - comma <= LEAST_BEFORE:
        return None
    right = comma + 1, _cut(words, comma + 1, cues, number, grammar)
    ranges = [right] if left is None else [*_interrupted(words, cue.first - 1, grammar), right]
    return Found(ranges, cue, nouns)


def _before(
    words: tuple[Word, ...], cues: list[Cue], number: int, grammar: Grammar, own: list[Noun], left: Range
) -> Found | None:
    """ "...", said X."""
    cue = cues[number]
    if left is None or not (cue.verb.clause or words[left[1] - 1].held >= 0) or cue.verb.mood in DEPENDENT:
        return None
    stop = _reach(words, cue, cues, number)
    nouns = subjects.after(words, cue.last + 1, stop, grammar)
    if grammar.lexicon.has("quoting", words[cue.index].low):
        nouns = _quoted_by(words, cue, stop, grammar) or nouns
    quoted = words[left[1] - 1].held >= 0
    if own and not quoted and not cue.pronoun and (not nouns or nouns[0].kind == "plain"):
        return None
    if not nouns and not cue.pronoun and not (own and quoted):
        if not quoted and not cue.as_said:
            return None
        if _goes_on(words, cue, grammar):
            return None
    ranges = [left]
    more = _second_half(words, cue, nouns, stop)
    if more is not None and quoted:
        ranges.append(more)
    return Found(ranges, cue, nouns or own, "before")


def _quoted_by(words: tuple[Word, ...], cue: Cue, stop: int, grammar: Grammar) -> list[Noun]:
    """ "..., the agency quotes the minister": whom it quotes, in whatever case."""
    anywhere = replace(grammar, any_case=True)
    for at in range(cue.last + 1, stop):
        noun = subjects.phrase(words, at, stop, anywhere)
        if noun is not None and noun.kind in ("role", "name"):
            return [noun]
    return []


def _goes_on(words: tuple[Word, ...], cue: Cue, grammar: Grammar) -> bool:
    """True when an object follows a verb after a quotation that is only part of its subject."""
    at = skipped(words, cue.last + 1, grammar.lexicon, len(words))
    return at < len(words) and words[at].is_word and cue.verb.object


def _reach(words: tuple[Word, ...], cue: Cue, cues: list[Cue], number: int) -> int:
    for at in range(cue.last + 1, len(words)):
        if words[at].held >= 0:
            return at
    return _next_cue(cues, number, words)


def _second_half(words: tuple[Word, ...], cue: Cue, nouns: list[Noun], stop: int) -> Range:
    """The quotation that goes on after "..., said X, "..."." """
    end = max([noun.apposition[1] if noun.apposition else noun.end for noun in nouns], default=cue.last + 1)
    at = next((at for at in range(cue.last + 1, len(words)) if words[at].held >= 0), None)
    if at is None or at - end > 4 or any(words[i].text in ":;" for i in range(cue.last + 1, at)):
        return None
    stop = at
    while stop < len(words) and words[stop].held >= 0:
        stop += 1
    return at, stop


def _quoted_after(
    words: tuple[Word, ...], cues: list[Cue], number: int, grammar: Grammar, own: list[Noun], left: Range
) -> Found | None:
    """ "X said: ..." and "X said "..."." """
    cue = cues[number]
    stop = _next_cue(cues, number, words)
    for at in range(cue.last + 1, min(stop, cue.last + THAT_WITHIN)):
        if words[at].held >= 0:
            break
        if words[at].text == ":":
            at += 1
            break
        if words[at].text in ";.":
            return None
    else:
        return None
    if at >= len(words):
        return None
    colon = words[at - 1].text == ":"
    near = skipped(words, cue.last + 1, grammar.lexicon, at) == at or words[at - 1].text == ","
    if not colon and not (near and cue.verb.clause):
        return None
    nouns = own or subjects.after(words, cue.last + 1, at - colon, grammar)
    if colon and words[at].held >= 0:
        end = _quote_end(words, at)
        end = (
            end
            if end >= len(words) or words[end].text in (",", *FINAL)
            else _cut(words, at, cues, number, grammar)
        )
    else:
        end = _cut(words, at, cues, number, grammar)
    return Found([(at, end)], cue, nouns, "quoted")


def _quote_end(words: tuple[Word, ...], at: int) -> int:
    while at < len(words) and words[at].held >= 0:
        at += 1
    return at


def _object_after(
    words: tuple[Word, ...], cues: list[Cue], number: int, grammar: Grammar, own: list[Noun], left: Range
) -> Found | None:
    """ "X rejected the plan", "X called on Y to ...": the object, without its preposition."""
    cue = cues[number]
    at = skipped(words, cue.last + 1, grammar.lexicon, len(words))
    about = at < len(words) and (
        grammar.lexicon.has("about", words[at].low) or (cue.verb.clause and _infinitive(words, at, grammar))
    )
    if not cue.verb.object and not about:
        return None
    if cue.verb.clause and _infinitive(words, cue.last + 1, grammar):
        at = cue.last + 1
    inherited = not own and _coordinated(words, cue, grammar)
    if not own and not inherited:
        return None
    if at < len(words) and words[at].text == "," and cue.verb.mood not in DEPENDENT:
        at = _past_aside(words, at)
    if at < len(words) and grammar.lexicon.has("complement_prepositions", words[at].low):
        at += 1
    if at < len(words) and grammar.lexicon.has("that", words[at].low):
        at += 1
    if at >= len(words) or not (words[at].is_word or words[at].text[0].isdigit() or words[at].held >= 0):
        return None
    return Found([(at, _cut(words, at, cues, number, grammar))], cue, own, "object")


def _infinitive(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
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
        and len(words[at].low) > 3
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
    return grammar.lexicon.has("and", before.low) or (before.text == "," and cue.verb.mood in DEPENDENT)


def _cut(words: tuple[Word, ...], start: int, cues: list[Cue], number: int, grammar: Grammar) -> int:
    """Where what a cue reports ends: at the sentence's end, or before what belongs to the reporter again."""
    stop = _stop(words)
    stop = min([stop, *_ends_by_sign(words, start, stop, grammar)])
    for later in range(number + 1, len(cues)):
        if start < cues[later].first <= stop:
            end = _end_before(words, start, cues[later], grammar)
            if end is not None:
                stop = min(stop, end)
    while stop > start and words[stop - 1].text in (",", *DASHES) and words[stop - 1].held < 0:
        stop -= 1
    return stop


def _ends_by_sign(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> Iterator[int]:
    closed = start < stop and words[start].held >= 0
    for at in range(start + 1, stop):
        word = words[at]
        if word.held >= 0:
            continue
        if word.text == ";":
            yield at
        after_comma = words[at - 1].text == ","
        if after_comma and phrase_at(words, at, grammar.lexicon, "asides"):
            yield at - 1
        trailing = after_comma or stop - at <= 8
        if trailing and at - start >= 3 and _is_source(words, at, grammar):
            yield at - after_comma
        if closed and words[at - 1].held >= 0 and word.text in ",:":
            yield at


def _end_before(words: tuple[Word, ...], start: int, cue: Cue, grammar: Grammar) -> int | None:
    """The place before a later cue's clause, if that is the reporter's and not part of the content."""
    first = cue.first - cue.as_said
    before = words[first - 1]
    if grammar.lexicon.has("and", before.low):
        return first - 1 - (words[first - 2].text == ",")
    if cue.verb.mood == "infinitive":
        return first - 1 - (words[first - 2].text == ",")
    if before.text == "," and (cue.verb.mood in DEPENDENT or cue.as_said):
        return first - 1
    if before.text in (",", *DASHES) or before.held >= 0:
        inverted = bool(subjects.after(words, cue.last + 1, len(words), grammar)) or cue.pronoun
        return first - 1 if inverted and cue.verb.clause else None
    return _own_clause(words, start, first, grammar)


def _own_clause(words: tuple[Word, ...], start: int, first: int, grammar: Grammar) -> int | None:
    """ ", and X said": a conjunction after a comma, and nothing but a subject up to the verb."""
    for at in range(first - 1, max(start, first - SHORT_CLAUSE), -1):
        if words[at].text == "," or words[at].held >= 0 or grammar.lexicon.has("that", words[at].low):
            return None
        if grammar.lexicon.has("and", words[at].low) and words[at - 1].text == ",":
            return at - 1
    return None


def _accords(words: tuple[Word, ...], at: int, grammar: Grammar) -> int:
    own = phrase_at(words, at, grammar.lexicon, "own_according")
    return own or phrase_at(words, at, grammar.lexicon, "according")


def _is_source(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "According to" with somebody who can speak, not with a law or a plan."""
    length = phrase_at(words, at, grammar.lexicon, "according")
    own = phrase_at(words, at, grammar.lexicon, "own_according")
    return bool(own) or (
        bool(length) and not _weak(words, at, grammar) and _source(words, at + length, grammar) is not None
    )


def _weak(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    return grammar.lexicon.has("weak_according", words[at].low)


def _according(words: tuple[Word, ...], cues: list[Cue], grammar: Grammar) -> Iterator[Found]:
    """ "According to X, ...", "..., according to X", "..., according to X, ..."."""
    for at, word in enumerate(words):
        length = _accords(words, at, grammar) if word.held < 0 else 0
        if not length or any(cue.first - 2 <= at <= cue.last for cue in cues if cue.as_said):
            continue
        if at and words[at - 1].is_word and words[at - 1].held < 0 and not _opens(words, at, grammar):
            trailing = len(words) - at <= 9
            if not trailing or _weak(words, at, grammar):
                continue
        one = _accorded(words, at, length, cues, grammar)
        if one is not None and _wide_enough(words, one):
            yield one


def _opens(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """True after nothing but a conjunction at the beginning: "But according to X"."""
    lexicon = grammar.lexicon
    return at == 0 or lexicon.has("and", words[at - 1].low) or lexicon.has("that", words[at - 1].low)


def _accorded(
    words: tuple[Word, ...], at: int, length: int, cues: list[Cue], grammar: Grammar
) -> Found | None:
    own = phrase_at(words, at, grammar.lexicon, "own_according")
    noun = None if own else _source(words, at + length, grammar)
    if not own and (
        noun is None or (_weak(words, at, grammar) and noun.kind not in ("name", "role", "place"))
    ):
        return None
    end = at + length if noun is None else _whole_end(noun)
    comma = end < len(words) and (words[end].text in ",:" or words[end].held >= 0)
    nouns = [] if noun is None else [noun]
    leads = at == 0 or _opens(words, at, grammar) or (at > 0 and words[at - 1].text in ":;")
    if leads and not comma:
        end = next((i for i in range(end, min(end + 12, len(words))) if words[i].text == ","), -1)
        comma = end > 0
    if comma and (leads or end + 1 < _stop(words)):
        if not leads and _weak(words, at, grammar):
            return None
        start = end + (words[end].held < 0)
        number = sum(cue.first < start for cue in cues) - 1
        ranges = [(start, _cut(words, start, cues, number, grammar))]
        if not leads:
            ranges = [*_interrupted(words, at, grammar), *ranges]
        return Found(ranges, None, nouns, "according")
    if leads:
        return None
    left = _trimmed(words, _left_start(words, at, cues, grammar), at - (words[at - 1].text == ","), grammar)
    return (
        Found([left], None, nouns, "according")
        if left is not None and not _weak(words, at, grammar)
        else None
    )


def _whole_end(noun: Noun) -> int:
    """The end of a phrase with its apposition."""
    return max(noun.end, noun.apposition[1] if noun.apposition else 0, noun.name[1] if noun.name else 0)


def _interrupted(words: tuple[Word, ...], at: int, grammar: Grammar) -> list[tuple[int, int]]:
    """The few words of the clause that "according to" parts from the rest: its subject."""
    stop = at - (words[at - 1].text == ",")
    start = stop
    while start > 0 and words[start - 1].text not in ",;:()" and words[start - 1].held < 0:
        start -= 1
    small = ("and", "relatives", "that", "subordinators", "prepositions")
    opens = start < stop and any(grammar.lexicon.has(kind, words[start].low) for kind in small)
    clause = opens or stop - start > SHORT_SUBJECT or skipped(words, start, grammar.lexicon, stop) >= stop
    return [] if clause else [(start, stop)]


def _left_start(words: tuple[Word, ...], at: int, cues: list[Cue], grammar: Grammar) -> int:
    """The content before a trailing "according to" begins where the clause of an earlier cue ends."""
    return max([i + 1 for i in range(at) if words[i].text in ";" and words[i].held < 0], default=0)


def _source(words: tuple[Word, ...], at: int, grammar: Grammar) -> Noun | None:
    """The source after "according to", with its apposition, if it can speak."""
    if at >= len(words):
        return None
    grammar = replace(grammar, any_case=True)
    noun = subjects.phrase(words, at, len(words), grammar)
    if noun is None or (noun.kind in ("plain", "pronoun") and not _speaks(words, noun, grammar)):
        return None
    segment = subjects.next_segment(words, noun.end, len(words))
    joined = subjects.explained(words, noun, segment, grammar)
    return joined if joined.apposition or joined.name != noun.name else noun


def _speaks(words: tuple[Word, ...], noun: Noun, grammar: Grammar) -> bool:
    """A phrase such as "the first observations of scientists" has a noun that can speak in it."""
    return any(grammar.listed(word.low) for word in words[noun.start : noun.end])
