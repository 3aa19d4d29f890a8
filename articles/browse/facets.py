"""How many statements each further choice of a filter would leave. A facet ignores its own filter."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import islice
from typing import Any

from articles.addresses import MOST_VALUES
from articles.browse import by_sql
from articles.browse.by_sql import Row
from articles.browse.choices import Known, words_of
from articles.browse.filters.declared import COUNTED
from articles.browse.filterset import StatementFilter
from articles.formatting import place
from articles.language import gettext, texts

SHOWN = 6
LISTED = 26  # values on the page; all others are found by their names, or on a page of their own
MATCHING = 20


NOUNS = (
    *(texts("%(number)s country", "%(number)s countries"), texts("%(number)s bloc", "%(number)s blocs")),
    *(texts("%(number)s speaker", "%(number)s speakers"), texts("%(number)s issue", "%(number)s issues")),
    *(texts("%(number)s stance", "%(number)s stances"), texts("%(number)s source", "%(number)s sources")),
    *(texts("%(number)s voice", "%(number)s voices"), texts("%(number)s kind", "%(number)s kinds")),
    *(texts("%(number)s how it is reported", "%(number)s kinds"),),
    *(texts("%(number)s date precision", "%(number)s date precisions"),),
)
"""What is counted of each filter's values."""


def told(label: str, name: str) -> str:
    """The label of a value of that filter, translated unless it is a name of the record."""
    return gettext(label) if COUNTED[name].labels else place(label) if name in PLACED else label


PLACED = ("country", "actor")  # of which some are states


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet, and the number of statements it would show."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its first values, most frequent first; those chosen are always among them.

    ``number`` is that of all its values, and ``unlisted`` that of those that are not among the options.
    After ``typed`` words, they are those that match; the chosen ones stand first, whether they match or not.
    """

    name: str
    options: list[Option]
    number: int
    unlisted: int = 0
    typed: str = ""

    @property
    def title(self) -> str:
        return gettext(COUNTED[self.name].title)

    @property
    def plural(self) -> str:
        return gettext(COUNTED[self.name].plural)

    @property
    def one(self) -> str:
        """The noun for one value, in English: what ``formatting.count`` takes."""
        return COUNTED[self.name].title.lower()

    @property
    def many(self) -> str:
        return COUNTED[self.name].plural

    @property
    def top(self) -> list[Option]:
        return [option for n, option in enumerate(self.options) if n < self._shown or option.chosen]

    @property
    def rest(self) -> list[Option]:
        return [option for n, option in enumerate(self.options) if n >= self._shown and not option.chosen]

    @property
    def _shown(self) -> int:
        return len(self.options) if self.typed else SHOWN


@dataclass(frozen=True)
class Values:
    """All values of a facet whose names match, most frequent first; those that no statement has are last.

    Slices of it are options.
    """

    known: list[Known]
    numbers: list[int]
    chosen: Collection[str] = ()

    def __len__(self) -> int:
        return len(self.known)

    def __getitem__(self, places: slice) -> list[Option]:
        return list(self._options(self._order[places]))

    @property
    def heard(self) -> int:
        return len(self.numbers) - self.numbers.count(0)

    def unchosen(self, limit: int) -> list[Option]:
        """The first of those that are not chosen."""
        options = self._options(self._order)
        return list(islice((option for option in options if not option.chosen), limit))

    @cached_property
    def _order(self) -> list[int]:
        return sorted(range(len(self.known)), key=lambda n: -self.numbers[n])

    def _options(self, places: Iterable[int]) -> Iterable[Option]:
        for n in places:
            value, label = self.known[n].value, self.known[n].label
            yield Option(value, label, self.numbers[n], value in self.chosen)


RowsOf = Callable[[str, int], tuple[list[Row], int]]
NumbersOf = Callable[[str, list[Any]], list[int]]


def facets(filterset: StatementFilter, rows_of: RowsOf | None = None) -> list[Facet]:
    """All facets of /statements/ for the filters chosen, in the order of the page.

    ``rows_of`` gives the first values of one of them and the number of all; without it SQL counts.
    """
    listed = [facet(name, filterset, rows_of) for name in COUNTED]
    return [each for each in listed if each.options or COUNTED[each.name].may_be_empty]


def facet(
    name: str, filterset: StatementFilter, rows_of: RowsOf | None = None, limit: int | None = None
) -> Facet:
    """One of them; ``limit`` is the number of values beside those that are chosen."""
    rows, number = (rows_of or partial(_rows, filterset))(name, LISTED if limit is None else limit)
    chosen = _chosen(name, filterset)
    options = [Option(value, label, n, value in chosen) for value, label, n in rows]
    absent = sorted(chosen.keys() - {option.value for option in options})
    options += [Option(value, chosen[value], 0, True) for value in absent]
    return Facet(name, options, number, number - len(rows))


def matching(typed: str, among: Values, chosen: Facet) -> Facet:
    """The chosen options of a facet, and the first others of the values that match what was typed."""
    kept = [option for option in chosen.options if option.chosen]
    found = among.unchosen(MATCHING)
    unlisted = len(among) - len(found) - sum(each.value in among.chosen for each in among.known)
    return replace(chosen, options=[*kept, *found], number=len(among), unlisted=unlisted, typed=typed)


def values(name: str, filterset: StatementFilter, typed: str, numbers_of: NumbersOf | None = None) -> Values:
    """All values that match; none if a filter is not valid. ``numbers_of`` counts by primary keys."""
    if not filterset.is_valid():
        return Values([], [])
    found = COUNTED[name].known(words_of(typed))
    if numbers_of:
        numbers = numbers_of(name, [each.key for each in found])
    else:
        counted = by_sql.numbers(name, filterset)
        numbers = [counted.get(each.value, 0) for each in found]
    return Values(found, numbers, filterset.data.getlist(name))


def _rows(filterset: StatementFilter, name: str, limit: int) -> tuple[list[Row], int]:
    return by_sql.rows(name, filterset, limit)


def _chosen(name: str, filterset: StatementFilter) -> dict[str, str]:
    """Labels of the values asked for, also of those that find nothing or are not understood.

    A choice without a box on the page would be lost with the next one that is made.
    """
    values = [value for value in filterset.data.getlist(name) if value]
    if len(values) > MOST_VALUES:  # they are refused
        return {}
    labels = {_value(item): str(item) for item in filterset.wanted.get(name) or ()}
    return {value: labels.get(value, value) for value in values}


def _value(item: object) -> str:
    for attribute in ("iso3", "slug"):
        if hasattr(item, attribute):
            return str(getattr(item, attribute))
    return str(item)
