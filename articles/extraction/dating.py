"""On which day each statement of a text was said: by its own words, its turn, its speaker, its paragraph."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from . import dates, selecting
from .candidates import Candidate, Passage
from .dates import When
from .frames import DATELINE
from .officeholders import folded
from .phrases import is_document
from .records import Document, Span, Speaker

RECENT = 200  # statements looked back upon for a shared date
PRESENT_TAGS = frozenset(("VBP", "VBZ"))
PAST_TAGS = frozenset(("VBD", "VBN", "VBG"))
LEAD = 900  # characters
FAR = 120  # characters before a day in which its sentence tells of an earlier event
LONG_PARAGRAPH = 2_000  # characters before a statement in which a day is looked for
LINE = re.compile(r"^", re.MULTILINE)
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?! |\n|$)[^.!?\n]*)*")
EVENT = re.compile(
    r"\b(?:summits?|meetings?|met|talks|conferences?|sessions?|visit(?:s|ed|ing)?|vote[ds]?|voting"
    r"|speech(?:es)?|address(?:ed)?|debate[ds]?|statements?|interviews?|hearings?|briefings?|ceremony"
    r"|resolutions?|declarations?|letters?|signed)\b"
)
GATHERING = re.compile(  # of which all that is said there has the day
    r"\b(?:summits?|meetings?|met|talks|conferences?|sessions?|visit(?:s|ed|ing)?|vote[ds]?|voting"
    r"|speech(?:es)?|address(?:ed)?|debate[ds]?|hearings?|briefings?|ceremony|signed)\b"
)
EARLIER = re.compile(
    r"\b(?:last|latest|previous|prior|first) (?:\w+ ){1,3}"
    r"(?:was|were|had been|took place|occurred|happened|came)\b[^.!?\n]*$"
)
BESIDE = re.compile(
    rf"{EARLIER.pattern}|\b(?:will|would|had|before|until|since|(?:is|are|was|were) to)\b[^.!?\n]*$"
)
OTHER_TIMES = frozenset(("will", "would", "shall", "to", "before", "after", "since", "until"))
NEWS = timedelta(days=14)  # before the article, of the days on which somebody in it spoke
AT_EVENT = timedelta(days=7)  # the same, of an event that the lead tells
IN_STATEMENT = timedelta(days=3)  # the same, of a statement or an interview, which may be one of several
IN_PARAGRAPH = timedelta(days=2)  # the same, of a day that the paragraph tells


class Dating:
    """The days of one text, asked for in reading order."""

    def __init__(self, document: Document, contents: Sequence[Span]) -> None:
        self.document = document
        self.contents = sorted(contents)
        self.whens: dict[int, When] = {}
        self.by_speaker: dict[tuple[str, ...], When] = {}
        self.earlier: list[Candidate] = []
        self.event = self._of_lead()

    def when(self, candidate: Candidate, speakers: Sequence[Speaker], origin: Candidate | None) -> When:
        """By its words, its turn, its speaker, its paragraph, the lead, else the day of the article."""
        found = (
            self._own(candidate)
            or self._of_turn(candidate, origin)
            or self._of_speaker(candidate, speakers)
            or (None if _is_of_today(candidate) else self._of_paragraph(candidate) or self.event)
            or dates.of_article(self.document.published_on)
        )
        self.whens[id(candidate)] = found
        self.earlier.append(candidate)
        if found.basis == "explicit" and found.precision == "day":
            self.by_speaker.update(dict.fromkeys((folded(speaker.name) for speaker in speakers), found))
        return found

    def _own(self, candidate: Candidate) -> When | None:
        cue = candidate.cue_token()
        span = selecting.cue_span(candidate)
        if cue is None or span is None:
            return None
        sentence = cue.sent
        window = candidate.passage.frame.source(sentence.start_char, sentence.end_char)
        blocked = [*candidate.fragments, *((q.start, q.end) for q in candidate.passage.frame.quotes)]
        blocked += [one for one in self._said_in(window) if not one[0] <= span[0] < one[1]]
        past = cue.tag_ in PAST_TAGS
        published_on = self.document.published_on
        return dates.read(
            self.document.text, window, span, blocked, published_on, past, self._latest_day(),
            partial(_is_aside, candidate.passage, cue),
        )  # fmt: skip

    def _said_in(self, window: Span) -> list[Span]:
        """The contents of all that anybody says there, in time that does not grow with the text."""
        first = bisect_left(self.contents, (window[0] - LONG_PARAGRAPH, 0))
        return self.contents[first : bisect_right(self.contents, (window[1], 0))]

    def _latest_day(self) -> date | None:
        """The day that the statement before this one was said on, if the text names it."""
        when = self.whens[id(self.earlier[-1])] if self.earlier else None
        named = when is not None and when.basis == "explicit" and when.precision == "day"
        return date.fromisoformat(str(when.said_on)) if when is not None and named else None

    def _of_turn(self, candidate: Candidate, origin: Candidate | None) -> When | None:
        for other in reversed(self.earlier[-RECENT:]):
            known = self.whens[id(other)]
            same = other.turn == candidate.turn or other is origin or other is candidate.parent
            if same and known.basis in ("explicit", "turn"):
                return _shared(known)
        return None

    def _of_speaker(self, candidate: Candidate, speakers: Sequence[Speaker]) -> When | None:
        """What one speaker says in an article was mostly said at one event."""
        names = [folded(speaker.name) for speaker in speakers]
        known = [self.by_speaker[name] for name in names if name in self.by_speaker]
        return _shared(known[0]) if known and self._is_news(known[0], NEWS) else None

    def _of_paragraph(self, candidate: Candidate) -> When | None:
        """The day named last before it in the paragraph, outside what anybody says."""
        at = candidate.fragments[0][0]
        start = max(self.document.text.rfind("\n", 0, at) + 1, at - LONG_PARAGRAPH)
        found = dates.latest(
            self.document.text, (start, at), self._said_in((start, at)), self.document.published_on,
            partial(self._is_of_another, candidate.passage),
        )  # fmt: skip
        return _shared(found) if found is not None and self._is_news(found, IN_PARAGRAPH) else None

    def _is_of_another(self, passage: Passage, at: int) -> bool:
        """Is a day beside that of the news: of an aside, or of what was before ("the last test was on")?"""
        return bool(EARLIER.search(self.document.text, max(0, at - FAR), at)) or _is_aside(passage, None, at)

    def _of_lead(self) -> When | None:
        """The day of its dateline, or of the summit, visit, vote or speech told in its first lines."""
        text, published_on = self.document.text, self.document.published_on
        lines = filter(None, (DATELINE.match(text, line.start()) for line in LINE.finditer(text, 0, LEAD)))
        told = [(dates.latest(text, line.span(), (), published_on), AT_EVENT) for line in lines]
        for sentence in SENTENCE.finditer(text, 0, LEAD):
            if EVENT.search(sentence.group()):
                when = dates.latest(text, sentence.span(), self.contents, published_on, self._is_beside)
                told.append((when, AT_EVENT if GATHERING.search(sentence.group()) else IN_STATEMENT))
        news = (when for when, back in told if when is not None and self._is_news(when, back))
        return next(map(_shared, news), None)

    def _is_beside(self, at: int) -> bool:
        return BESIDE.search(self.document.text, max(0, at - FAR), at) is not None

    def _is_news(self, when: When, back: timedelta) -> bool:
        published_on = self.document.published_on
        if published_on is None or when.precision != "day":
            return published_on is None
        return timedelta(0) <= published_on - date.fromisoformat(str(when.said_on)) <= back


def _is_of_today(candidate: Candidate) -> bool:
    """ "Says", "has said", of which a day told elsewhere in the text is not the day."""
    cue = candidate.cue_token()
    tags = () if cue is None else (cue.tag_, *(c.tag_ for c in cue.children if c.dep_ == "aux"))
    return any(tag in PRESENT_TAGS for tag in tags)


def _is_aside(passage: Passage, cue: Any | None, at: int) -> bool:
    """Does a word tell the day of something else than the news, or of what ``cue`` reports?

    Such as "sailors who were held on Friday", "the May 4 killing", "will meet on Friday", "before he left on
    Friday", and, without a cue, "had left on Friday". "A statement released on Friday", "the May 4 summit"
    are none, nor is what the speaker did meanwhile: "Ruiz, speaking on Friday, said".
    """
    token = next((t for t in passage.doc or () if passage.frame.starts[t.idx] >= at), None)
    above = set() if cue is None else {cue.i, *(t.i for t in cue.ancestors)}
    while token is not None and token.i not in above:
        if _is_of_another_time(token, cue) or _is_of_a_noun(token, cue):
            return True
        token = None if token.head.i == token.i else token.head
    return False


def _is_of_a_noun(token: Any, cue: Any | None) -> bool:
    """Does a clause, or a day before it, tell of a noun that is no event?"""
    noun = token.head
    if token.dep_ in ("compound", "nmod"):
        return (
            noun.pos_ == "NOUN"
            and noun.text.isalpha()
            and not (is_document(noun) or EVENT.search(noun.lower_))
        )
    meanwhile = token.tag_ == "VBG" and cue is not None and noun.head == cue and noun.dep_ == "nsubj"
    is_of_event = is_document(noun) or EVENT.search(noun.lower_) or meanwhile
    return token.dep_ in ("relcl", "acl") and not is_of_event


def _is_of_another_time(verb: Any, cue: Any | None) -> bool:
    """ "Will meet", "to meet", "before he met"; "had met", if nobody reports it."""
    if verb.pos_ not in ("VERB", "AUX"):
        return False
    words = {child.lower_ for child in verb.children if child.dep_ in ("aux", "mark")}
    return bool(words & OTHER_TIMES) or (cue is None and "had" in words)


def _shared(when: When) -> When:
    return When(when.said_on, when.precision, "turn", when.phrase)
