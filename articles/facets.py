"""How many statements each further choice of a filter would leave. A facet ignores its own filter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet

from articles.filters import StatementFilter
from articles.models import Article, Attribution, Position, Statement
from articles.selection import unmerged

SHOWN = 6
LISTED = 200  # values on the page; thousands of boxes would be most of it, and nobody reads them


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet, and the number of statements it would show."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its values, most frequent first; those chosen are always among them.

    ``unlisted`` is the number of further values, each as frequent as the last one or less.
    """

    name: str
    title: str
    options: list[Option]
    unlisted: int = 0

    @property
    def top(self) -> list[Option]:
        return [option for n, option in enumerate(self.options) if n < SHOWN or option.chosen]

    @property
    def rest(self) -> list[Option]:
        return [option for n, option in enumerate(self.options) if n >= SHOWN and not option.chosen]


Row = tuple[str, str, int]


TITLES = {
    "country": "Country",
    "bloc": "Bloc",
    "stance": "Stance",
    "issue": "Issue",
    "actor": "Speaker",
    "kind": "Kind",
    "source": "Source",
}


def facets(filterset: StatementFilter, rows_of: Callable[[str], list[Row]] | None = None) -> list[Facet]:
    """All facets of /statements/ for the filters chosen, in the order of the page.

    ``rows_of`` gives the values of one of them with their numbers; without it SQL counts.
    """
    rows_of = rows_of or (lambda name: counted(name, filterset))
    listed = [_facet(name, title, rows_of(name), filterset) for name, title in TITLES.items()]
    return [facet for facet in listed if facet.options or facet.name != "bloc"]  # a site may have none


def counted(name: str, filterset: StatementFilter) -> list[Row]:
    """The values of a facet, most frequent first, as SQL counts them."""
    return COUNTED[name](filterset)


def _facet(name: str, title: str, rows: Sequence[Row], filterset: StatementFilter) -> Facet:
    chosen = _chosen(name, filterset)
    listed = [row for place, row in enumerate(rows) if place < LISTED or row[0] in chosen]
    options = [Option(value, label, n, value in chosen) for value, label, n in listed]
    absent = sorted(chosen.keys() - {option.value for option in options})
    options += [Option(value, chosen[value], 0, True) for value in absent]
    return Facet(name, title, options, len(rows) - len(listed))


def _chosen(name: str, filterset: StatementFilter) -> dict[str, str]:
    """Labels of the values asked for, also of those that find nothing or are not understood.

    A choice without a box on the page would be lost with the next one that is made.
    """
    labels = {_value(item): str(item) for item in filterset.wanted.get(name) or ()}
    return {value: labels.get(value, value) for value in filterset.data.getlist(name) if value}


def _value(item: object) -> str:
    for attribute in ("iso3", "slug"):
        if hasattr(item, attribute):
            return str(getattr(item, attribute))
    return str(item)


def _counted(rows: QuerySet, value: str, label: str, key: str) -> list[Row]:
    grouped = rows.values(v=F(value), l=F(label)).annotate(n=Count(key, distinct=True))
    return [(row["v"], row["l"], row["n"]) for row in grouped.order_by("-n", "l", "v")]


def _countries(filterset: StatementFilter) -> list[Row]:
    rows = Attribution.objects.filter(statement__in=filterset.narrowed({"country"}), country__isnull=False)
    return _counted(rows, "country_id", "country__name", "statement")


def _blocs(filterset: StatementFilter) -> list[Row]:
    rows = Attribution.objects.of_members().filter(statement__in=filterset.narrowed({"bloc"}))
    bloc = "country__memberships__bloc"
    return _counted(rows, f"{bloc}__slug", f"{bloc}__name", "statement")


def _actors(filterset: StatementFilter) -> list[Row]:
    rows = Attribution.objects.filter(statement__in=filterset.narrowed({"actor"}))
    return _counted(rows, "actor__slug", "actor__name", "statement")


def _positions(filterset: StatementFilter) -> QuerySet[Position]:
    return Position.objects.filter(statement__in=filterset.narrowed({"issue", "stance"}))


def _issues(filterset: StatementFilter) -> list[Row]:
    rows = _positions(filterset)
    if stances := filterset.wanted.get("stance"):
        rows = rows.filter(stance__in=stances)
    return _counted(rows, "issue__slug", "issue__title", "statement")


def _stances(filterset: StatementFilter) -> list[Row]:
    rows = _positions(filterset)
    if issues := filterset.wanted.get("issue"):
        rows = rows.filter(issue__in=unmerged(issues))
    labels = dict(Position.Stance.choices)
    return [(value, labels[value], n) for value, _, n in _counted(rows, "stance", "stance", "statement")]


def _kinds(filterset: StatementFilter) -> list[Row]:
    labels = dict(Statement.Kind.choices)
    rows = filterset.narrowed({"kind"}).order_by()
    return [(value, labels[value], n) for value, _, n in _counted(rows, "kind", "kind", "pk")]


def _sources(filterset: StatementFilter) -> list[Row]:
    rows = Article.objects.filter(statements__in=filterset.narrowed({"source"})).order_by()
    return _counted(rows, "source__slug", "source__name", "statements")


COUNTED: dict[str, Callable[[StatementFilter], list[Row]]] = {
    "country": _countries,
    "bloc": _blocs,
    "stance": _stances,
    "issue": _issues,
    "actor": _actors,
    "kind": _kinds,
    "source": _sources,
}
