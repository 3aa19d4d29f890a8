"""Where countries stood each time they spoke: one stand for each utterance, country and issue."""

import datetime
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from django.db.models import Count, Prefetch

from articles import history
from articles.comparison import Shown, attributions, words_of
from articles.models import Attribution, Country, Statement
from articles.selection import Selection


@dataclass(frozen=True, slots=True)
class Stand:
    """A country's stance in one utterance, as its latest report has it; no days if nobody knows them."""

    country: str
    issue: int
    utterance: int
    statement: int
    stance: str
    first: datetime.date | None
    last: datetime.date | None
    precision: str


@dataclass(frozen=True, slots=True)
class Said:
    """A stand with its country, the words as a comparison quotes them, and in how many articles they are."""

    stand: Stand
    country: Country
    words: Shown
    reports: int


PLACE = ("country_id", "statement__positions__issue_id", "statement__utterance_id")
DAYS = ("statement__said_on", "statement__said_until", "statement__said_on_precision")


def known(selection: Selection) -> AbstractContextManager[None]:
    """Inside, the record is read as of the selection's moment."""
    return history.as_of(selection.as_of) if selection.as_of else nullcontext()


def stands(selection: Selection) -> list[Stand]:
    """All stands of the selection, oldest first; undated ones before all others. One query."""
    latest_first = attributions(selection).order_by(*PLACE, "-statement__listed_on", "-statement_id")
    fields = (*PLACE, "statement_id", "statement__positions__stance", *DAYS)
    return sorted((Stand(*row) for row in latest_first.distinct(*PLACE).values_list(*fields)), key=_order)


def _order(stand: Stand) -> tuple[datetime.date, datetime.date, int]:
    return (stand.first or datetime.date.min, stand.last or datetime.date.min, stand.statement)


def quoted(stands: Iterable[Stand], selection: Selection) -> dict[Stand, Said]:
    """The stands with their words; three queries however many they are."""
    wanted = list(stands)
    countries = {country.pk: country for country in selection.countries}
    words, reports = _words(wanted), _reports(wanted, selection)
    return {
        stand: Said(
            stand, countries[stand.country], words[stand.statement], reports[stand.country, stand.utterance]
        )
        for stand in wanted
    }


def _words(stands: list[Stand]) -> dict[int, Shown]:
    speakers = Prefetch("attributions", Attribution.objects.select_related("actor", "role").order_by("id"))
    statements = Statement.objects.filter(pk__in={stand.statement for stand in stands})
    wanted = statements.select_related("article__source").prefetch_related(speakers)
    return {s.pk: words_of(s) for s in wanted.defer("article__text", "words_vector")}


def _reports(stands: list[Stand], selection: Selection) -> dict[tuple[str, int], int]:
    """In how many articles of the selection each country's utterance is."""
    reported = attributions(selection).filter(statement__utterance__in={stand.utterance for stand in stands})
    counted = reported.values_list("country_id", "statement__utterance_id")
    articles = Count("statement__article", distinct=True)
    return {(country, pk): n for country, pk, n in counted.annotate(n=articles)}
