"""The statements of one sentence after the other: who spoke last, and whose words go on."""

from collections.abc import Iterator

from articles.extraction.records import Span, Speaker

from . import clauses, cues, subjects, words
from .agreement import form_of
from .drafts import Draft
from .ends import end_of
from .finite import is_finite
from .found import Found
from .grammar import Grammar
from .nouns import phrase
from .speakers import Memory
from .words import ENDS, Paragraph, Sentence

LEAST_TURN = 4  # words of a quotation that goes on with the speaker's words


class State:
    """Who spoke last, so that "he added" and a quotation that goes on find their speaker."""

    def __init__(self, text: str, memory: Memory, grammar: Grammar) -> None:
        self.text, self.memory, self.grammar = text, memory, grammar
        self.last: tuple[Speaker, ...] = ()
        self.official: tuple[Speaker, ...] = ()
        self.person: tuple[Speaker, ...] = ()
        self.media: tuple[Speaker, ...] = ()
        self.speaker: tuple[Speaker, ...] = ()
        self.previous: Draft | None = None
        self.before: Sentence | None = None
        self.turn = 0
        self.told = False
        self.colon: Sentence | None = None

    def sentence(self, paragraph: Paragraph, sentence: Sentence) -> Iterator[Draft]:
        found = clauses.read(sentence, self.grammar)
        if not found and self._goes_on(sentence):
            return
        if not found and self._alone(paragraph, sentence):
            found.append(Found([(0, end_of(sentence.words))], None, [], "turn"))
        self._about_this(paragraph, sentence, found)
        if not found and self.previous is not None and _reported(sentence, self.grammar):
            found.append(Found([(0, end_of(sentence.words))], None, [], "according"))
        self.turn += 1
        said: tuple[Speaker, ...] = ()
        reported: list[Span] = []
        drafted: list[Draft] = []
        for one in found:
            draft = self._draft(paragraph, sentence, one, self._shared(sentence, one, drafted) or said)
            if draft is None:
                continue
            nested = draft.cue_span is not None and any(
                start <= draft.cue_span[0] < end for start, end in reported
            )
            reported.extend(draft.fragments)
            drafted.append(draft)
            if self._aside(listed=sentence.words, one=one):
                yield draft
                continue
            passed_on = said and draft.speakers[0].kind == "organisation"
            if not said or (one.nouns and not nested and not passed_on):
                said = draft.speakers
            if not nested:
                self.previous = draft
            yield draft
        if said:
            self._now(said)
            self.media = said if said[0].kind == "organisation" else self.media
            self.speaker = said
            if said[0].country is not None or said[0].kind in ("person", "office"):
                self.official = said
        elif not found:
            self.previous = None
            self._new_topic(sentence)
        self.before, self.told = sentence, bool(found)

    def _shared(self, sentence: Sentence, one: Found, drafted: list[Draft]) -> tuple[Speaker, ...]:
        """ "X told that Y warned of A and added B": the nearest subject whose verb has the same form."""
        cue = one.cue
        if cue is None or one.nouns or not self.grammar.lexicon.raw.get("cases") or cue.verb.mood != "finite":
            return ()
        form = form_of(sentence.words[cue.index].low)
        before = [
            (draft.found.cue.index, draft.speakers)
            for draft in drafted
            if draft.found.cue is not None
            and draft.found.nouns
            and draft.found.cue.index < cue.index
            and form_of(sentence.words[draft.found.cue.index].low) == form
        ]
        return max(before, key=lambda pair: pair[0])[1] if before else ()

    def announced(self, paragraph: Paragraph) -> Draft | None:
        """ "The president wrote:" and a paragraph that holds what he wrote, with or without marks."""
        before, self.colon = self.colon, None
        if not paragraph.sentences:
            return None
        first, last = paragraph.sentences[0], paragraph.sentences[-1]
        if announces(self.text, last.end, self.grammar):
            self.colon = last
        speakers = self._announcer(before) if before is not None else ()
        if not speakers or sum(word.is_word for s in paragraph.sentences for word in s.words) < LEAST_TURN:
            return None
        place = first.start, last.end
        return Draft(
            [place], Found([], None, [], "quoted"), speakers, None, None, place, paragraph, self.turn
        )

    def _announcer(self, sentence: Sentence) -> tuple[Speaker, ...]:
        """Who speaks in a sentence that ends with a colon: of its last cue, or whoever it was told of."""
        found = cues.find(sentence.words, self.grammar.lexicon)
        if not found:
            return ()
        cue = found[-1]
        nouns = subjects.before(sentence.words, cue, 0, self.grammar) or subjects.after(
            sentence.words, cue.last + 1, len(sentence.words), self.grammar
        )
        if not self.told and nouns and nouns[0].kind != "plain":
            return self.memory.speakers(sentence.words, nouns) or self.last
        return self.last if self.told or not nouns else ()

    def _aside(self, listed: tuple[words.Word, ...], one: Found) -> bool:
        """ "the vote, which the opposition calls a fraud": no later "he added" is the opposition's."""
        if not one.nouns or one.cue is None or not self.grammar.lexicon.raw.get("drops_subject"):
            return False
        before = [listed[at].low for at in range(max(0, one.nouns[0].start - 2), one.nouns[0].start)]
        return any(self.grammar.lexicon.has("relatives", low) for low in before)

    def _goes_on(self, sentence: Sentence) -> bool:
        """A sentence that is one quotation belongs to the statement before it."""
        held = all(word.held >= 0 or not word.is_word for word in sentence.words)
        count = sum(word.is_word for word in sentence.words)
        if not held or self.previous is None or count < LEAST_TURN:
            return False
        if self.previous.found.way not in ("before", "quoted"):
            return False
        self.previous.fragments.append((sentence.start, sentence.end))
        return True

    def _alone(self, paragraph: Paragraph, sentence: Sentence) -> bool:
        """A paragraph that is one closed quotation goes on with the words of who spoke right before it."""
        inside = sentence.start < sentence.end and sentence == paragraph.sentences[0]
        quoted = len(paragraph.quotations) == 1 and paragraph.quotations[0]
        if not inside or not quoted or not self.told or self.previous is not None:
            return False
        closed = self.text[quoted.inner_end : quoted.end].strip() not in ("", *ENDS)
        whole = quoted.start <= sentence.start and sentence.end <= quoted.end + 1
        return closed and whole and sum(word.is_word for word in sentence.words) >= LEAST_TURN

    def _about_this(self, paragraph: Paragraph, sentence: Sentence, found: list[Found]) -> None:
        """ "Об этом сообщил X": what is reported is the sentence before."""
        pointer = tuple(self.grammar.lexicon.words["about_this"])
        low = " ".join(word.low for word in sentence.words[:3])
        if self.before is None or self.told or not pointer or not low.startswith(pointer):
            return
        for cue in cues.find(sentence.words, self.grammar.lexicon)[:1]:
            nouns = subjects.after(sentence.words, cue.last + 1, len(sentence.words), self.grammar)
            if nouns:
                one = Found([(-1, -1)], cue, nouns, "before")
                found.insert(0, one)

    def _new_topic(self, sentence: Sentence) -> None:
        """The subject of a sentence without a statement may be whom "he" means in the next."""
        listed = sentence.words
        told = any(is_finite(listed, at, self.grammar) for at in range(len(listed)))
        if self.grammar.lexicon.raw.get("drops_subject") and not told:
            return  # "Oslo, 3 may (ABC)."
        noun = phrase(sentence.words, 0, len(sentence.words), self.grammar)
        if noun is not None and (noun.name is not None or noun.kind in ("role", "office", "place", "body")):
            nouns = [noun, *subjects.joined(sentence.words, noun, len(sentence.words), self.grammar)]
            self._now(self.memory.speakers(sentence.words, nouns, speaks=False))

    def _now(self, speakers: tuple[Speaker, ...]) -> None:
        self.last = speakers or self.last
        if speakers and speakers[0].kind in ("person", "office"):
            self.person = speakers

    def _draft(
        self, paragraph: Paragraph, sentence: Sentence, one: Found, said: tuple[Speaker, ...]
    ) -> Draft | None:
        listed = sentence.words
        plain = bool(one.nouns) and one.nouns[0].kind == "plain"
        if plain and not _quoted(listed, one) and not _agreed(one, self.grammar):
            return None  # "the measure can", "the figures tell": no noun that is known to speak
        if _nobody(listed, one, self.grammar):
            return None
        speakers = self.memory.speakers(listed, one.nouns, oblique=_in_other_case(listed, one, self.grammar))
        if self._points_back(one):
            speakers = self._issuers(listed[one.nouns[0].start]) or speakers
        elif self.grammar.lexicon.raw.get("cases") and one.way == "according" and not (speakers or said):
            self._new_topic(sentence)
            speakers = self.last
        elif not speakers:
            speakers = said or self._meant(one, listed)
        if not speakers or (not one.nouns and self._of_several(listed, one) and self._is_one(speakers)):
            return None
        if one.ranges == [(-1, -1)]:
            assert self.before is not None
            fragments = [(self.before.start, self.before.end)]
        else:
            fragments = [self._span(listed, first, last) for first, last in one.ranges if last > first]
        noun = one.nouns[0] if one.nouns else None
        return Draft(
            [f for f in fragments if f[1] > f[0]],
            one,
            speakers,
            (listed[noun.start].start, listed[noun.end - 1].end) if noun else None,
            (listed[one.cue.first].start, listed[one.cue.last].end) if one.cue else None,
            (sentence.start, sentence.end),
            paragraph,
            self.turn,
        )

    def _meant(self, one: Found, listed: tuple[words.Word, ...]) -> tuple[Speaker, ...]:
        """Whom "he" stands for: who spoke last, but no group, agency or state; else the last person."""
        drops = bool(self.grammar.lexicon.raw.get("drops_subject"))
        if drops and one.way == "before" and self.speaker and self.last[0].kind != "person":
            return self.speaker
        persons = self.grammar.lexicon.words["one_person"]
        alone = one.cue is not None and one.cue.pronoun in persons
        if self.grammar.lexicon.raw.get("cases") and one.nouns:
            alone = alone or listed[one.nouns[0].start].low in persons
        of_nobody = bool(self.last) and all(s.kind in ("group", "organisation", "state") for s in self.last)
        return self.person if alone and of_nobody and self.person else self.last

    def _issuers(self, word: words.Word) -> tuple[Speaker, ...]:
        """Who gave out a document that is named alone: a paper the last paper, a text the last office."""
        if self.grammar.lexicon.has("media", word.low):
            return self.media
        if (
            self.grammar.lexicon.raw.get("cases")
            and self.last
            and self.last[0].kind in ("organisation", "office")
        ):
            return self.last
        return self.official

    def _of_several(self, listed: tuple[words.Word, ...], one: Found) -> bool:
        """ "aseguran": a verb in the plural, so that no single person says it."""
        endings = tuple(self.grammar.lexicon.raw.get("plural_endings", ()))
        finite = one.cue is not None and one.cue.verb.mood == "finite"
        return (
            one.cue is not None and finite and bool(endings) and listed[one.cue.index].low.endswith(endings)
        )

    def _is_one(self, speakers: tuple[Speaker, ...]) -> bool:
        return len(speakers) == 1 and speakers[0].kind == "person"

    def _points_back(self, one: Found) -> bool:
        """A communiqué says what those say who gave it out."""
        noun = one.nouns[0] if one.nouns else None
        return noun is not None and noun.kind == "document" and noun.end - noun.start == 1

    def _span(self, listed: tuple[words.Word, ...], first: int, last: int) -> Span:
        start, end = listed[first].start, listed[last - 1].end
        while end > start and self.text[end - 1] in " ,;:":
            end -= 1
        while start < end and self.text[start] in " ,;:":
            start += 1
        return start, end


def announces(text: str, end: int, grammar: Grammar) -> bool:
    """ "The president wrote:" at the end of a paragraph: his words are the next one, without marks."""
    return text[:end].endswith(":") and bool(grammar.lexicon.raw.get("words_after_colon"))


def _reported(sentence: Sentence, grammar: Grammar) -> bool:
    """German tells by the verb ("er habe", "es sei") that a sentence goes on with what somebody said."""
    return any(word.low in grammar.lexicon.words["reported"] and word.held < 0 for word in sentence.words[:8])


def _quoted(listed: tuple[words.Word, ...], one: Found) -> bool:
    return any(listed[at].held >= 0 for first, last in one.ranges for at in (first, last - 1))


def _nobody(listed: tuple[words.Word, ...], one: Found, grammar: Grammar) -> bool:
    """ "Предполагали, что", "отмечается, что": a plural or impersonal verb without a subject names nobody."""
    cue = one.cue
    if not grammar.lexicon.raw.get("cases") or cue is None or one.nouns or cue.verb.mood != "finite":
        return False
    if grammar.lexicon.has("impersonal", listed[cue.index].low):
        return True
    shared = cue.first > 0 and grammar.lexicon.has("and", listed[cue.first - 1].low)
    return not shared and form_of(listed[cue.index].low) == "p"


def _in_other_case(listed: tuple[words.Word, ...], one: Found, grammar: Grammar) -> bool:
    """After "according to", and whom a paper quotes ("цитирует X"), a name is not in the nominative."""
    quoting = one.cue is not None and grammar.lexicon.has("quoting", listed[one.cue.index].low)
    return quoting or one.way == "according"


def _agreed(one: Found, grammar: Grammar) -> bool:
    """An unknown noun in the nominative that agrees with its verb speaks, where a language has cases."""
    return bool(grammar.lexicon.raw.get("cases")) and one.cue is not None
