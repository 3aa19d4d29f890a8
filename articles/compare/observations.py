"""Where each column stood each time it spoke: one for each utterance, column and issue."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count

from articles.compare import shifting
from articles.compare.by_sql import attributions
from articles.compare.columns import Voices, voices_for
from articles.compare.selection import Column, Selection
from articles.compare.words import Shown, words_of


@dataclass(frozen=True, slots=True)
class Observation:
    """A column's stance in one utterance, as its latest report has it; no days if nobody knows them."""

    column: str
    issue: int
    utterance: int
    statement: int
    stance: str
    first: datetime.date | None
    last: datetime.date | None
    precision: str


@dataclass(frozen=True, slots=True)
class Said:
    """An observation with its column, the words as a comparison quotes them, and the number of articles."""

    observation: Observation
    column: Column
    words: Shown
    reports: int


@dataclass(frozen=True, slots=True)
class Recent:
    """The latest observations that have a day and those that have none, oldest first, and their numbers."""

    dated: list[Observation]
    dated_total: int
    undated: list[Observation]
    undated_total: int

    def __bool__(self) -> bool:
        return bool(self.dated or self.undated)


PLACE = ("column", "statement__positions__issue_id", "statement__utterance_id")
DAYS = ("statement__said_on", "statement__said_until", "statement__said_on_precision")


def observations(selection: Selection) -> list[Observation]:
    """All observations of the selection, oldest first, undated ones before; one query a kind of column.

    Years, quarters or months, in which a comparison may tell them, divide nothing here.
    """
    selection = replace(selection, by="")
    fields = (*PLACE, "statement_id", "statement__positions__stance", *DAYS)
    found = []
    for kind, rows in attributions(selection).items():
        latest_first = rows.order_by(*PLACE, "-statement__listed_on", "-statement_id").distinct(*PLACE)
        found += [Observation(f"{kind}={key}", *row) for key, *row in latest_first.values_list(*fields)]
    return sorted(found, key=order)


def order(observation: Observation) -> tuple[datetime.date, datetime.date, int, str]:
    """Oldest first; those without a day before all others."""
    return (
        observation.first or datetime.date.min,
        observation.last or datetime.date.min,
        observation.statement,
        observation.column,
    )


def recent(selection: Selection, dated: int, undated: int) -> Recent:
    """At most so many of each; an index tells them sooner."""
    selection = replace(selection, by="")
    if voices := voices_for(selection):
        return Recent(*_last(voices, True, dated), *_last(voices, False, undated))
    found = observations(selection)
    number = sum(observation.first is None for observation in found)
    return Recent(found[number:][-dated:], len(found) - number, found[:number][-undated:], number)


def _last(voices: Voices, dated: bool, limit: int) -> tuple[list[Observation], int]:
    told = [(column, *shifting.last(said, dated, limit)) for column, said in shifting.columns(voices)]
    found = [Observation(column, *row) for column, rows, _ in told for row in rows]
    return sorted(found, key=order)[-limit:], sum(number for *_, number in told)


def quoted(observations: Iterable[Observation], selection: Selection) -> dict[Observation, Said]:
    """The observations with their words; two queries and one a kind of column, however many they are."""
    wanted = list(observations)
    columns = {column.id: column for column in selection.columns}
    reports = _reports(wanted, selection)
    words = words_of({observation.statement for observation in wanted})
    return {
        observation: Said(
            observation,
            columns[observation.column],
            words[observation.statement],
            reports[observation.column, observation.utterance],
        )
        for observation in wanted
    }


def _reports(observations: list[Observation], selection: Selection) -> dict[tuple[str, int], int]:
    """In how many articles of the selection each column's utterance is."""
    selection, utterances = replace(selection, by=""), {observation.utterance for observation in observations}
    articles = Count("statement__article", distinct=True)
    return {
        (f"{kind}={key}", pk): n
        for kind, rows in attributions(selection).items()
        for key, pk, n in rows.filter(statement__utterance__in=utterances)
        .values_list("column", "statement__utterance_id")
        .annotate(n=articles)
    }
