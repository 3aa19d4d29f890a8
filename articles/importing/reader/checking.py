"""Holds a language model's answer against text and vocabulary; what fails is dropped and counted.

Nothing here trusts the answer: it may hold anything, whatever a text or a server made the model say.
"""

import datetime
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from articles.dates import EARLIEST, Period
from articles.extraction import blocks, countries, gazetteer, quotes
from articles.extraction.given import in_normal_form, led_back
from articles.extraction.languages import language_of
from articles.extraction.records import Basis, Document, IssueHint, Position, Precision, Span, Speaker
from articles.extraction.records import Statement as Record
from articles.importing.reader.finding import distance, outside, places, with_marks, within
from articles.importing.reader.prompt import KINDS, STANCES, paragraphs
from articles.text import normal

MOST_STATEMENTS, MOST_PARTS = 300, 8  # of an answer; fragments, speakers, positions of a statement
NEAR = 400  # characters within which the reporting words stand
ROLE = 300  # characters
AFTER = datetime.timedelta(days=1)  # the article's date may be that of another time zone
OLDEST = 150  # years before the article


@dataclass(slots=True)
class Checked:
    """What stood the test, by place, and how many proposals did not, by reason.

    ``proposed`` counts statements as they were proposed.
    """

    statements: tuple[Record, ...] = ()
    proposed: int = 0
    dropped: Counter[str] = field(default_factory=Counter)


class Dropped(Exception):
    """Why a statement is dropped."""


def check(document: Document, issues: Iterable[IssueHint], answers: Sequence[str]) -> Checked:
    """The statements in the answers to the questions about a document that can be found in its text.

    A statement is dropped with its words, reporting words or speakers; a speaker's role and country, a day
    and a position each by itself.
    """
    checked = Checked()
    read = in_normal_form(document)
    checker = _Checker(read, frozenset(issue.slug for issue in issues), checked.dropped)
    found: dict[tuple[Span, ...], Record] = {}
    for proposal in _proposals(answers, checked.dropped):
        checked.proposed += 1
        try:
            record = checker.record(proposal)
            if record.fragments in found:
                raise Dropped("told twice")
            found[record.fragments] = record
        except Dropped as reason:
            checked.dropped[str(reason)] += 1
    apart = _apart(sorted(found.values(), key=_place), checked.dropped)
    checked.statements = led_back(document, _nested(apart))
    return checked


def _proposals(answers: Sequence[str], dropped: Counter[str]) -> Iterator[Any]:
    for answer in answers:
        try:
            told = json.loads(answer)
        except (ValueError, RecursionError):
            told = None
        listed = told.get("statements") if isinstance(told, dict) else None
        if not isinstance(listed, list):
            dropped["answer of another form"] += 1
            continue
        dropped.update({"too many": len(listed) - MOST_STATEMENTS} if len(listed) > MOST_STATEMENTS else {})
        yield from listed[:MOST_STATEMENTS]


class _Checker:
    """For one document in its normal form."""

    def __init__(self, document: Document, issues: frozenset[str], dropped: Counter[str]) -> None:
        self.document = document
        self.text = document.text
        self.is_english = language_of(self.text) == "en"  # the gazetteer's names are
        self.issues = issues
        self.dropped = dropped
        self.paragraphs = paragraphs(self.text)
        self.quotations = quotes.find(self.text, blocks.split(self.text))

    def record(self, told: Any) -> Record:
        """Dropped says why there is none."""
        if not isinstance(told, dict):
            raise Dropped("statement of another form")
        fragments = self._fragments(told)
        cue = self._cue(told.get("cue"), fragments)
        speakers, speaker_span = self._speakers(_list(told, "speakers"), fragments)
        inner = [(quote.start, quote.end) for quote in self.quotations]
        return replace(
            self._dated(told),
            fragments=fragments,
            kind=quotes.kind_at(self.text, fragments, inner),
            quote=" … ".join(self.text[start:end] for start, end in fragments),
            cue_span=cue,
            speaker_span=speaker_span,
            speakers=speakers,
            positions=tuple(self._positions(_list(told, "positions"), fragments)),
        )

    def _fragments(self, told: dict[str, Any]) -> tuple[Span, ...]:
        words = _list(told, "quotes")
        if not words:
            raise Dropped("no words")
        number = told.get("paragraph")
        paragraph = self.paragraphs.get(number) if isinstance(number, int) else None
        found = [self._first(_text(words[0]), paragraph)]
        for more in words[1:]:
            later = [span for span in places(self.text, _text(more)) if span[0] >= found[-1][1]]
            if not later:
                raise Dropped("words not in the text")
            found.append(later[0])
        return tuple(with_marks(self.text, span, self.quotations) for span in found)

    def _first(self, words: str, paragraph: Span | None) -> Span:
        """Where words stand more than once, the paragraph decides, and in it the first place."""
        found = places(self.text, words)
        inside = within(found, paragraph) if paragraph else []
        if not found:
            raise Dropped("words not in the text")
        if not inside and len(found) > 1:
            raise Dropped("words in several places")
        start, end = inside[0] if inside else found[0]
        if not any(a <= start < b for a, b in self.paragraphs.values()):
            raise Dropped("words of no paragraph")
        return start, end

    def _cue(self, told: Any, fragments: tuple[Span, ...]) -> Span | None:
        if told is None:
            return None
        near = outside(places(self.text, _text(told)), fragments)
        near = [span for span in near if distance(span, fragments) <= NEAR]
        if not near:
            raise Dropped("reporting words not beside the words")
        return min(near, key=lambda span: distance(span, fragments))

    def _speakers(
        self, told: list[Any], fragments: tuple[Span, ...]
    ) -> tuple[tuple[Speaker, ...], Span | None]:
        if not told:
            raise Dropped("no speaker")
        found: list[tuple[Speaker, Span]] = [self._speaker(one, fragments) for one in told]
        unique = dict(found)
        return tuple(unique), next(iter(unique.values()))

    def _speaker(self, told: Any, fragments: tuple[Span, ...]) -> tuple[Speaker, Span]:
        """Who is named in the text, beside words of it that mean him and are not what he says."""
        if not isinstance(told, dict) or told.get("kind") not in KINDS:
            raise Dropped("speaker of another form")
        printed = outside(places(self.text, _text(told.get("words"))), fragments)
        if not printed:
            raise Dropped("speaker not in the text")
        country = self._country(told.get("country"))
        name = self._name(_text(told.get("name")), told["kind"], country)
        nearest = min(printed, key=lambda span: distance(span, fragments))
        return Speaker(name, told["kind"], self._role(told.get("role")), country), nearest

    def _name(self, told: str, kind: str, country: str | None) -> str:
        """A state's is the one that the gazetteer has; any other stands in the text or its title."""
        if kind == "state":
            known = gazetteer.lookup(normal.line(told))
            if known is None or known[0] != country:
                raise Dropped("state not in the vocabulary")
            if self.is_english and country not in self._named:
                raise Dropped("speaker not in the text")
            return known[1]
        for text in (self.text, self.document.title):
            if found := places(text, told):
                return normal.line(text[slice(*found[0])])
        raise Dropped("speaker not in the text")

    @cached_property
    def _named(self) -> set[str]:
        """The countries that an English text names."""
        return {place.iso3 for place in gazetteer.scan(f"{self.document.title}\n{self.text}")}

    def _role(self, told: Any) -> str | None:
        if told is None:
            return None
        found = places(self.text, _text(told)) or places(self.document.title, _text(told))
        if not found:
            self.dropped["role not in the text"] += 1
            return None
        return normal.line(_text(told))[:ROLE]

    def _country(self, told: Any) -> str | None:
        if told is None or any(told == country.iso3 for country in countries.load()):
            return told
        self.dropped["country not in the vocabulary"] += 1
        return None

    def _positions(self, told: list[Any], fragments: tuple[Span, ...]) -> Iterator[Position]:
        taken: set[str] = set()
        for one in told:
            try:
                position = self._position(one, fragments, taken)
            except Dropped as reason:
                self.dropped[str(reason)] += 1
            else:
                taken.add(position.issue or "")
                yield position

    def _position(self, told: Any, fragments: tuple[Span, ...], taken: set[str]) -> Position:
        if not isinstance(told, dict) or told.get("stance") not in STANCES:
            raise Dropped("stance not in the vocabulary")
        slug = _text(told.get("issue"))
        if slug not in self.issues:
            raise Dropped("issue not in the vocabulary")
        if slug in taken:
            raise Dropped("two positions on one issue")
        shown = within(places(self.text, _text(told.get("evidence"))), (fragments[0][0], fragments[-1][1]))
        if not shown:
            raise Dropped("evidence not in the words")
        return Position(told["stance"], slug, shown[0])

    def _dated(self, told: dict[str, Any]) -> Record:
        """A record of nothing but its day; undated if what the answer says of it does not hold."""
        said_on, precision, basis, phrase = self._day(told)
        return Record(
            fragments=(),
            kind="indirect",
            quote="",
            cue_span=None,
            speaker_span=None,
            speakers=(),
            said_on=said_on,
            said_on_precision=precision,
            said_on_basis=basis,
            said_on_phrase=phrase,
            positions=(),
            parent=None,
            turn=0,
            confidence=None,
        )

    def _day(self, told: dict[str, Any]) -> tuple[str | None, Precision, Basis, Span | None]:
        undated: tuple[None, Precision, Basis, None] = (None, "unknown", "none", None)
        if told.get("day") is None:
            return undated
        try:
            period = Period.parse(_text(told["day"]))
            if told.get("day_words") is None and self._is_of_article(period):
                return str(period), "day", "article", None
            phrase = self._plausible(period, _text(told.get("day_words")))
        except ValueError:
            self.dropped["day of another form"] += 1
        except Dropped as reason:
            self.dropped[str(reason)] += 1
        else:
            precision: Any = period.precision
            return str(period), precision, "explicit", phrase
        return undated

    def _is_of_article(self, period: Period) -> bool:
        return period.precision == "day" and period.first == self.document.published_on

    def _plausible(self, period: Period, words: str) -> Span:
        """The place of the words that tell it. Nothing is said after it was reported."""
        found = places(self.text, words)
        if not found:
            raise Dropped("words of the day not in the text")
        published = self.document.published_on
        year = period.first.year
        if published is None:
            is_plausible = str(year) in words and year >= EARLIEST
        else:
            is_plausible = period.first <= published + AFTER and year >= published.year - OLDEST
        if not is_plausible:
            raise Dropped("day not plausible")
        return found[0]


def _list(told: dict[str, Any], name: str) -> list[Any]:
    value = told.get(name)
    if not isinstance(value, list) or len(value) > MOST_PARTS:
        raise Dropped("statement of another form")
    return value


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _place(record: Record) -> Span:
    """By which the outer of two comes first."""
    return record.fragments[0][0], -record.fragments[-1][1]


def _span(record: Record) -> Span:
    return record.fragments[0][0], record.fragments[-1][1]


def _apart(records: Iterable[Record], dropped: Counter[str]) -> list[Record]:
    """Without those that begin in another and end outside of it."""
    kept: list[Record] = []
    for record in records:
        start, end = _span(record)
        if any(a < start < b < end for a, b in map(_span, kept)):
            dropped["words that overlap others"] += 1
        else:
            kept.append(record)
    return kept


def _nested(records: list[Record]) -> list[Record]:
    """Each with the innermost that reports it, and a turn of its own."""
    spans = [_span(record) for record in records]
    found = []
    for n, (record, (start, end)) in enumerate(zip(records, spans, strict=True)):
        around = [m for m, (a, b) in enumerate(spans[:n]) if a <= start and end <= b]
        found.append(replace(record, parent=around[-1] if around else None, turn=n))
    return found
