"""What each cue of a sentence reports: the clause after it, the words before it, or its object."""

from dataclasses import replace

from . import subjects
from .according import according, interrupted
from .appositions import explained, next_segment
from .cues import Cue, find, impersonal, phrase_at, skipped
from .ends import DASHES, DEPENDENT, FINAL, cut, end_of, trimmed
from .finite import complete, is_finite, new_clause
from .found import LEAST_BEFORE, Found, wide_enough
from .grammar import Grammar, Noun
from .nominal import of_nouns, of_passive
from .nouns import phrase
from .objects import Range, asked, infinitive, object_after, object_before
from .sources import whole_end
from .words import Sentence, Word

THAT_WITHIN = 32  # words between a verb and the conjunction of its clause
AFTER_QUOTE = 5  # words between a verb after a quotation and a clause of its own
LONGEST_ASIDE = 12  # words between a verb and ", that"
ADDRESSEE = 9  # words of circumstances between a verb and its conjunction after a comma


def read(sentence: Sentence, grammar: Grammar) -> list[Found]:
    """The statements of one sentence, in the order of their cues."""
    words = sentence.words
    cues = find(words, grammar.lexicon)
    found: list[Found] = []
    for number, _cue in enumerate(cues):
        one = _of_cue(words, cues, number, grammar, first=not found)
        if one is not None and wide_enough(words, one):
            found.append(one)
    found.extend(according(words, cues, grammar))
    found.extend(of_nouns(words, cues, grammar))
    found.extend(_of_colon(words, grammar))
    return sorted(found, key=lambda one: one.ranges[0])


def _of_colon(words: tuple[Word, ...], grammar: Grammar) -> list[Found]:
    """ "The minister, X: "..."": nothing but who speaks before a quotation."""
    noun = phrase(words, 0, len(words), grammar)
    if noun is None or noun.kind not in ("name", "role"):
        return []
    noun = explained(words, noun, next_segment(words, noun.end, len(words)), grammar)
    at = whole_end(noun)
    quoted = at + 1 < len(words) and words[at].text == ":" and words[at + 1].held >= 0
    return [Found([(at + 1, _quote_end(words, at + 1))], None, [noun], "quoted")] if quoted else []


def _of_cue(
    words: tuple[Word, ...], cues: list[Cue], number: int, grammar: Grammar, first: bool
) -> Found | None:
    cue = cues[number]
    if cue.negated and not grammar.lexicon.has("denials", words[cue.index].low):
        return None
    if impersonal(words, cue, grammar.lexicon):
        return None
    start = _clause_start(words, cues, number, grammar)
    again = number > 0 and new_clause(words, cue, start, grammar)
    own = [] if again else subjects.before(words, cue, start, grammar)
    if (cue.verb.mood in DEPENDENT and grammar.lexicon.raw.get("drops_subject")) or (
        not own and first and subjects.coordinated(words, cue, grammar)
    ):
        own = subjects.governing(words, cue, start, grammar)
    if cue.passive:
        return of_passive(words, cues, number, grammar, own)
    left = _content_before(words, cues, number, grammar)
    for way in (_clause_after, _before, _quoted_after, object_after, object_before):
        found = way(words, cues, number, grammar, own, left)
        if found is not None:
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
    return trimmed(words, start, at + 1, grammar)


def _separate(words: tuple[Word, ...], cue: Cue, stop: int) -> bool:
    """True when a full quotation begins after an earlier cue, so that it does not belong to that."""
    following = words[cue.last + 1 : stop + 1]
    closed = [word for word in following if word.text in ".;" and word.held < 0]
    return bool(closed)


def _next_cue(cues: list[Cue], number: int, words: tuple[Word, ...]) -> int:
    return cues[number + 1].first if number + 1 < len(cues) else len(words)


def _leads_to(words: tuple[Word, ...], cue: Cue, stop: int, grammar: Grammar, own: list[Noun]) -> bool:
    """True when only circumstances and an inverted subject stand between a verb and its conjunction."""
    at = skipped(words, cue.last + 1, grammar.lexicon, stop)
    if at >= stop or words[at].text == "," or not own:
        return True
    return grammar.lexicon.has("prepositions", words[at].low) or grammar.lexicon.has("of", words[at].low)


def _circumstances(words: tuple[Word, ...], at: int, stop: int, grammar: Grammar) -> bool:
    """ "said yesterday, in an interview with X, that": nothing but time and place before "that"."""
    at = skipped(words, at, grammar.lexicon, stop)
    near = grammar.lexicon.raw.get("drops_subject") and stop - at <= LONGEST_ASIDE
    return words[at].text == "," or bool(
        near and grammar.lexicon.starts("occasion_prepositions", words[at].low)
    )


def _part_of_phrase(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "más que", "antes de que": a conjunction that belongs to the words before it."""
    lexicon = grammar.lexicon
    of_phrase = lexicon.has("of", words[at - 1].low) and lexicon.has("before_that", words[at - 2].low)
    return lexicon.has("before_that", words[at - 1].low) or of_phrase


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
        if grammar.lexicon.has("that", word.low) and _part_of_phrase(words, at, grammar):
            continue
        if grammar.lexicon.raw.get("drops_subject") and is_finite(words, at, grammar):
            return None
        if grammar.lexicon.has("that", word.low):
            governs = cue.last > cue.index and grammar.lexicon.has("prepositions", words[cue.last].low)
            if governs and at > cue.last + 1:
                return None  # "habló de los barcos que"
            comma = words[at - 1].text == ","
            if grammar.lexicon.raw.get("comma_before_that"):
                if _is_purpose(words, cue, at, grammar):
                    return None
                comma = comma or at == cue.last + 1
                return at if comma and (not own or at - cue.last <= ADDRESSEE) else None
            relative = comma and (before or not _circumstances(words, cue.last + 1, at, grammar))
            relative = relative or (before and at - cue.last > AFTER_QUOTE)
            relative = relative or grammar.lexicon.has("determiners", words[at - 1].low)
            return None if relative or not _leads_to(words, cue, at, grammar, own) else at
    return None


def _is_purpose(words: tuple[Word, ...], cue: Cue, at: int, grammar: Grammar) -> bool:
    """ "призвал жителей уйти, чтобы": the conjunction after an infinitive tells what that is for."""
    purpose = words[at].low == grammar.lexicon.raw.get("purpose")
    return purpose and any(infinitive(words, index, grammar) for index in range(cue.last + 1, at))


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
    stop = cut(words, at + 1, cues, number, grammar)
    nouns = _cited(words, cue, at, grammar) or own or subjects.after(words, cue.last + 1, at, grammar)
    start = asked(words, cue, at, grammar) or at + 1
    start += start < stop and words[start].text == ","
    return Found([(start, stop)], cue, nouns)


def _cited(words: tuple[Word, ...], cue: Cue, stop: int, grammar: Grammar) -> list[Noun]:
    """ "The agency reported, citing sources, that": the source is the speaker."""
    for at in range(cue.last + 1, stop):
        length = phrase_at(words, at, grammar.lexicon, "citing")
        anywhere = replace(grammar, any_case=bool(grammar.lexicon.raw.get("cases")))
        noun = phrase(words, at + length, stop, anywhere) if length else None
        if noun is not None and (noun.kind != "plain" or not anywhere.any_case):
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
    end = max(map(whole_end, nouns), default=cue.last + 1)
    comma = next((at for at in range(end, min(end + 8, len(words))) if words[at].text == ","), None)
    while comma is not None and _opens_relative(words, comma + 1, grammar):
        comma = next((at for at in range(comma + 1, len(words)) if words[at].text == ","), None)
    if comma is None or end_of(words) - comma <= LEAST_BEFORE:
        return None
    if left is not None and _explained_after(words, left, comma + 1, grammar):
        return None
    right = comma + 1, cut(words, comma + 1, cues, number, grammar)
    ranges = [right] if left is None else [*interrupted(words, cue.first - 1, grammar), right]
    return Found(ranges, cue, nouns)


def _opens_relative(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """ "As X said, who had come, ...": the clause after the comma is not what was said."""
    if not grammar.lexicon.raw.get("cases") or at + 1 >= len(words):
        return False
    at += grammar.lexicon.has("prepositions", words[at].low)
    return grammar.lexicon.has("relatives", words[at].low)


def _explained_after(words: tuple[Word, ...], left: tuple[int, int], at: int, grammar: Grammar) -> bool:
    """ "The port is shut, as X said, the head of Y": a whole clause before, and after it who X is."""
    lexicon = grammar.lexicon
    explains = any(lexicon.has(kind, words[at].low) for kind in ("determiners", "relatives"))
    return bool(lexicon.raw.get("drops_subject")) and explains and complete(words, *left, grammar)


def _before(
    words: tuple[Word, ...], cues: list[Cue], number: int, grammar: Grammar, own: list[Noun], left: Range
) -> Found | None:
    """ "...", said X."""
    cue = cues[number]
    if (
        left is None
        or _points_back(words, left[0], grammar)
        or not (cue.verb.clause or words[left[1] - 1].held >= 0)
        or cue.verb.mood in DEPENDENT
    ):
        return None
    stop = _reach(words, cue, cues, number)
    nouns = [] if cue.pronoun else subjects.after(words, cue.last + 1, stop, grammar)
    if grammar.lexicon.has("quoting", words[cue.index].low):
        nouns = _quoted_by(words, cue, stop, grammar) or nouns
    if grammar.lexicon.raw.get("cases"):
        nouns = _cited(words, cue, stop, grammar) or nouns
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
    return Found(ranges, cue, nouns or ([] if cue.pronoun else own), "before")


def _points_back(words: tuple[Word, ...], start: int, grammar: Grammar) -> bool:
    """ "Об этом ...": a sentence that only points to the one before."""
    pointers = tuple(grammar.lexicon.words["about_this"])
    return bool(pointers) and " ".join(word.low for word in words[start : start + 3]).startswith(pointers)


def _quoted_by(words: tuple[Word, ...], cue: Cue, stop: int, grammar: Grammar) -> list[Noun]:
    """ "..., the agency quotes the minister": whom it quotes, in whatever case."""
    anywhere = replace(grammar, any_case=True)
    for at in range(cue.last + 1, stop):
        noun = phrase(words, at, stop, anywhere)
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
    if at > end and words[at - 1].is_word:
        return None  # "said X at the "Forum of Y"", a name
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
    nouns = own or _speaking(subjects.after(words, cue.last + 1, at - colon, grammar))
    if colon and words[at].held >= 0:
        end = _quote_end(words, at)
        end = (
            end
            if end >= len(words)
            or words[end].text in (",", *FINAL)
            or (grammar.lexicon.raw.get("cases") and grammar.lexicon.has("and", words[end].low))
            else cut(words, at, cues, number, grammar)
        )
    else:
        end = cut(words, at, cues, number, grammar)
    return Found([(at, end)], cue, nouns, "quoted")


def _speaking(nouns: list[Noun]) -> list[Noun]:
    """ "He defended the plan: "...": the plan is what he defended."""
    return [noun for noun in nouns if noun.kind != "plain"]


def _quote_end(words: tuple[Word, ...], at: int) -> int:
    while at < len(words) and words[at].held >= 0:
        at += 1
    return at
