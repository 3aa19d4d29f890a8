"""Statements as lists show them: all that a card tells, in three queries and without a model for each row."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models.functions import Coalesce

from articles.addresses import path_to, slug_of
from articles.formatting import dated, said_or_reported
from articles.models import Attribution, Position, Voice
from articles.models.statements import REVIEWED, StatementQuerySet
from articles.text.reporting import ReportingWords, reporting_words

T = TypeVar("T")
FIELDS = (
    "pk", "quote", "kind", "said_on", "said_on_precision", "said_on_basis", "review", "other_reports",
    "fragments", "cue", "text_begins", "text_around", "article_id", "article__title",
    "article__source__name", "article__published_on", "article__published_about",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose words they are, and for which country or international body; or who only passed them on."""

    name: str
    slug: str
    role: str
    iso3: str | None
    country: str | None
    body: str | None
    printed: str
    is_channel: bool

    @property
    def address(self) -> str:
        return path_to("actor_detail", self.slug)

    @property
    def country_address(self) -> str:
        return path_to("country_detail", self.iso3)


@dataclass(frozen=True, slots=True)
class Stance:
    """What is said on one issue."""

    value: str
    issue: str
    slug: str
    is_claim: bool

    @property
    def address(self) -> str:
        return path_to("issue_detail", self.slug)


@dataclass(frozen=True, slots=True)
class Card:
    """One statement; ``other_reports`` is the number of other articles that report the same utterance."""

    pk: int
    quote: str
    kind: str
    said_on: datetime.date | None
    said_on_precision: str
    said_on_basis: str
    review: str
    other_reports: int
    fragments: list[list[int]]
    cue: str
    text_begins: int
    text_around: str
    article: int
    article_title: str
    source: str
    published_on: datetime.date | None
    published_about: str
    credited: tuple[Speaker, ...]
    stances: tuple[Stance, ...]

    @property
    def speakers(self) -> list[Speaker]:
        return [each for each in self.credited if not each.is_channel]

    @property
    def channels(self) -> list[Speaker]:
        """Through whom the words came, if through anybody."""
        return [each for each in self.credited if each.is_channel]

    @property
    def address(self) -> str:
        return path_to("statement_detail", self.pk, slug_of(self.quote, "statement", words=9))

    @property
    def reporting(self) -> ReportingWords:
        """The words by which its article reports it."""
        printed = [speaker.printed or speaker.name for speaker in self.speakers]
        return reporting_words(self.text_around, self.fragments, self.cue, printed, self.text_begins)

    @property
    def said(self) -> str:
        """When it was said, in words; "undated, reported …" where only the day of its article is known."""
        return said_or_reported(self.said_on, self.said_on_precision, self.said_on_basis, self.dated)

    @property
    def place(self) -> str:
        """The address of its mark in its article; a suggestion is marked there only when asked for."""
        article = path_to("article_detail", self.article, slug_of(self.article_title, "article"))
        return f"{article}{'' if self.is_reviewed else '?review=all'}#s{self.pk}"

    @property
    def dated(self) -> str:
        """When its article was published, in words."""
        return dated(self.published_on, self.published_about)

    @property
    def voice(self) -> str:
        """One of models.Voice."""
        if any(speaker.iso3 for speaker in self.speakers):
            return Voice.STATE.value
        return (Voice.BODY if any(speaker.body for speaker in self.speakers) else Voice.OTHER).value

    @property
    def is_reviewed(self) -> bool:
        return self.review in REVIEWED


def cards(statements: StatementQuerySet, ids: Sequence[int]) -> list[Card]:
    """Those of these ids that are among the statements, in the order of the ids."""
    rows = (
        statements.filter(pk__in=ids).order_by().with_surroundings().with_other_reports().values_list(*FIELDS)
    )
    found: dict[int, tuple[Any, ...]] = {row[0]: row for row in rows}
    credited, stances = _credited(ids), _stances(ids)
    return [Card(*(*found[pk], tuple(credited[pk]), tuple(stances[pk]))) for pk in ids if pk in found]


def _credited(ids: Sequence[int]) -> dict[int, list[Speaker]]:
    made = Attribution.objects.filter(statement__in=ids).order_by("id")
    role = Coalesce("role__title", "role_printed")
    fields = ("statement_id", "actor__name", "actor__slug", role, "country_id")
    names = ("country__name", "body__name", "name_printed", "is_channel")
    return _grouped((pk, Speaker(*rest)) for pk, *rest in made.values_list(*fields, *names))


def _stances(ids: Sequence[int]) -> dict[int, list[Stance]]:
    taken = Position.objects.filter(statement__in=ids).order_by("id")
    fields = ("statement_id", "stance", "issue__title", "issue__slug", "issue__is_claim")
    return _grouped((pk, Stance(*rest)) for pk, *rest in taken.values_list(*fields))


def _grouped(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for pk, each in pairs:
        found[pk].append(each)
    return found
