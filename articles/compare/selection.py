"""What is to be compared: who, on which issues, in which period."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model

from articles.addresses import Query
from articles.dates import Period
from articles.history.as_of import as_of, at_once
from articles.models import Actor, Bloc, Country, Issue, Statement
from articles.models.merged import unmerged
from articles.models.statements import StatementQuerySet


@dataclass(frozen=True, slots=True)
class Column:
    """One of those compared: a country, a bloc or a single actor. ``kind`` names the filter that finds it."""

    kind: str
    key: str
    name: str
    address: str

    @property
    def id(self) -> str:
        """The filter itself: country=RUS, bloc=eu, actor=sergei-lavrov."""
        return f"{self.kind}={self.key}"

    @property
    def code(self) -> str:
        """A name for narrow places: of a country its ISO code."""
        return self.key if self.kind == "country" else self.name

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be compared. No issues: all on which anything was said by these countries, blocs and actors.

    ``by`` year, quarter or month gives each issue a row for each of these.
    """

    countries: tuple[Country, ...] = ()
    issues: tuple[Issue, ...] = ()
    after: Period | None = None
    before: Period | None = None
    review: str = "reviewed"
    as_of: datetime.datetime | None = None
    only_differing: bool = False
    blocs: tuple[Bloc, ...] = ()
    actors: tuple[Actor, ...] = ()
    by: str = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        """Countries, then blocs, then actors."""
        countries = (_column("country", country.iso3, country) for country in self.countries)
        blocs = (_column("bloc", bloc.slug, bloc) for bloc in self.blocs)
        actors = (_column("actor", actor.slug, actor) for actor in self.actors)
        return (*countries, *blocs, *actors)

    @property
    def query(self) -> Query:
        """The parameters of /compare/ that give this selection."""
        values = {
            "country": [country.iso3 for country in self.countries],
            "bloc": [bloc.slug for bloc in self.blocs],
            "actor": [actor.slug for actor in self.actors],
            "issue": [issue.slug for issue in self.issues],
            "said_after": [str(self.after or "")],
            "said_before": [str(self.before or "")],
            "review": [self.review],
            "as_of": [self.as_of.isoformat().replace("+00:00", "Z") if self.as_of else ""],
            "differ": ["only" if self.only_differing else ""],
            "by": [self.by],
        }
        return Query(values)

    def statements(self) -> StatementQuerySet:
        """All statements within the period and state of review, of whomever."""
        first = self.after.first if self.after else None
        return self.of_all_time().said_between(first, self.before.last if self.before else None)

    def of_all_time(self) -> StatementQuerySet:
        statements = Statement.objects.all()
        return statements.with_suggestions() if self.review == "all" else statements.published()


def _column(kind: str, key: str, thing: Model) -> Column:
    return Column(kind, key, str(thing), thing.get_absolute_url())  # type: ignore[attr-defined]


@contextmanager
def known(selection: Selection) -> Iterator[Selection]:
    """Inside, all is read as of the selection's moment, or of one; gives the selection as it was named then.

    Issues that did not exist then are left out; blocs and actors that did not are there, and silent.
    """
    if selection.as_of is None:
        with at_once():
            yield _unmerged(selection)
        return
    with as_of(selection.as_of):
        then = replace(
            selection,
            issues=tuple(Issue.objects.filter(pk__in=[issue.pk for issue in selection.issues])),
            blocs=_as_known(selection.blocs),
            actors=_as_known(selection.actors),
        )
        yield _unmerged(then)


def _unmerged(selection: Selection) -> Selection:
    return replace(selection, issues=unmerged(selection.issues), actors=unmerged(selection.actors))


def _as_known(things: tuple[Any, ...]) -> tuple[Any, ...]:
    """In the order of the names they had then; those that were not there come last."""
    if not things:
        return ()
    then = list(type(things[0])._default_manager.filter(pk__in=[thing.pk for thing in things]))
    return (*then, *(thing for thing in things if thing not in then))
