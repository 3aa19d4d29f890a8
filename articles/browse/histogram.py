"""Charts as plain figures; the templates draw them as SVG with a table behind it."""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Value
from django.db.models.functions import TruncMonth

from articles import formatting
from articles.dates import Period, reach
from articles.language import gettext, ngettext, text
from articles.models.statements import StatementQuerySet

MOST = 60  # bars; a longer time is drawn in longer stretches
STEPS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}  # months
LABELLED = 7  # bars with a name below: so many stand side by side on a phone
APART = (1, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000)  # months from name to name
BY = {  # of each stretch: the noun, "by" it, and what the drawing is
    "month": (
        text("month"),
        text("by month"),
        text("Statements by month; each bar leads to its month"),
    ),
    "quarter": (
        text("quarter"),
        text("by quarter"),
        text("Statements by quarter; each bar leads to its quarter"),
    ),
    "year": (
        text("year"),
        text("by year"),
        text("Statements by year; each bar leads to its year"),
    ),
    "decade": (
        text("decade"),
        text("by decade"),
        text("Statements by decade; each bar leads to its decade"),
    ),
    "century": (
        text("century"),
        text("by century"),
        text("Statements by century; each bar leads to its century"),
    ),
}


@dataclass(frozen=True, slots=True)
class Dated:
    """Numbers of statements by month, counted from the year 0; by year where no month is sure; undated."""

    by_month: dict[int, int]
    by_year: dict[int, int]
    undated: int = 0

    @classmethod
    def of(cls, statements: StatementQuerySet) -> "Dated":
        return cls.of_each(statements.annotate(one=Value(0)), "one").get(0) or cls({}, {})

    @classmethod
    def of_each(cls, statements: StatementQuerySet, field: str) -> "dict[Any, Dated]":
        """Those of each value of a field apart, in one query."""
        rows = statements.order_by().annotate(m=TruncMonth("said_on"))
        each: defaultdict[Any, tuple[Counter[int], Counter[int], list[int]]]
        each = defaultdict(lambda: (Counter(), Counter(), []))
        for value, precision, first, n in rows.values_list(field, "said_on_precision", "m").annotate(
            n=Count("pk")
        ):
            by_month, by_year, undated = each[value]
            if first is None:
                undated.append(n)
            elif precision == "year":
                by_year[first.year] += n
            else:
                by_month[_month(first)] += n
        return {
            value: cls(dict(by_month), dict(by_year), sum(undated))
            for value, (by_month, by_year, undated) in each.items()
        }

    @property
    def span(self) -> tuple[int, int] | None:
        """The first and the last month in which any of them may have been said."""
        years = (month for year in self.by_year for month in (12 * year, 12 * year + 11))
        known = [*self.by_month, *years]
        return (min(known), max(known)) if known else None

    def within(self, first: int, last: int) -> "Dated":
        """Those that were said in these months, as far as is known."""
        by_month = {month: n for month, n in self.by_month.items() if first <= month <= last}
        by_year = {year: n for year, n in self.by_year.items() if first // 12 <= year <= last // 12}
        return Dated(by_month, by_year)


@dataclass(frozen=True, slots=True)
class Bar:
    """Statements said in one stretch, named by the two ends of a filter; ``share`` of the tallest bar."""

    name: str
    after: str
    before: str
    count: int
    share: float
    label: str
    chosen: bool

    @property
    def period(self) -> tuple[str, str]:
        """The two ends, as far as the filter takes them."""
        return reach(Period.parse(self.after), Period.parse(self.before))


@dataclass(frozen=True)
class Chart:
    """Bars from the first to the last statement, silence among them, of one length: a month to a century.

    ``span`` are the months to draw, if not all; ``after`` and ``before`` the period that is chosen.
    """

    dated: Dated
    after: Period | None = None
    before: Period | None = None
    span: tuple[int, int] | None = None

    @cached_property
    def by(self) -> str:
        """The shortest stretch of which there are not too many, and in which something is known to be."""
        first, last = self._span
        fits = (by for by, step in STEPS.items() if last // step - first // step < MOST)
        shortest = next(fits, "century")
        return shortest if self.dated.by_month or STEPS[shortest] > 12 else "year"

    @property
    def column(self) -> str:
        """Month, year …, as the head of a column."""
        return gettext(BY[self.by][0])

    @property
    def told_by(self) -> str:
        """ "by month"."""
        return gettext(BY[self.by][1])

    @property
    def drawn(self) -> str:
        """What the drawing shows, for who does not see it."""
        return gettext(BY[self.by][2])

    @cached_property
    def bars(self) -> list[Bar]:
        counts = self._counts()
        if not counts:
            return []
        first, last = (month // STEPS[self.by] for month in self._span)
        tallest, labels = max(counts.values()), _labels(first, last, STEPS[self.by])
        return [self._bar(n, counts[n], tallest, labels.get(n, "")) for n in range(first, last + 1)]

    @property
    def title(self) -> str:
        """The time it covers: 1995 to 2024."""
        first, last = (month // 12 for month in self._span)
        return f"{first}" if first == last else formatting.span(f"{first}", f"{last}")

    @property
    def most(self) -> int:
        return max(bar.count for bar in self.bars)

    @property
    def undrawn(self) -> list[str]:
        """What no bar holds, in words."""
        vague = 0 if self._holds_years else sum(self.dated.by_year.values())
        undated = self.dated.undated
        told = [
            (undated, ngettext("%(number)s undated", "%(number)s undated", undated)),
            (
                vague,
                ngettext(
                    "%(number)s of which only the year is known",
                    "%(number)s of which only the year is known",
                    vague,
                ),
            ),
        ]
        return [words % {"number": formatting.number(n)} for n, words in told if n]

    @property
    def is_chosen(self) -> bool:
        return bool(self.after or self.before)

    @property
    def is_narrowed(self) -> bool:
        """Whether a part of it is chosen."""
        return self.is_chosen and not all(bar.chosen for bar in self.bars)

    @cached_property
    def closer(self) -> "Chart | None":
        """The bars that are chosen, drawn again as several each; none if that cannot be."""
        chosen = [bar for bar in self.bars if bar.chosen]
        if not chosen or not self.is_narrowed:
            return None
        ends = Period.parse(chosen[0].after).first, Period.parse(chosen[-1].before).last
        span = _month(ends[0]), _month(ends[1])
        chart = Chart(self.dated.within(*span), self.after, self.before, span)
        return chart if chart.bars and STEPS[chart.by] < STEPS[self.by] else None

    @property
    def _span(self) -> tuple[int, int]:
        return self.span or self.dated.span or (0, 0)

    @property
    def _holds_years(self) -> bool:
        return STEPS[self.by] >= 12

    def _counts(self) -> Counter[int]:
        """By number of the stretch, counted from the year 0."""
        counts: Counter[int] = Counter()
        years = {12 * year: n for year, n in self.dated.by_year.items()} if self._holds_years else {}
        for month, n in (*self.dated.by_month.items(), *years.items()):
            counts[month // STEPS[self.by]] += n
        return counts

    def _bar(self, n: int, count: int, tallest: int, label: str) -> Bar:
        after, before = _ends(n, self.by)
        name, chosen = _name(after, before, self.by), self._chooses(after, before)
        return Bar(name, str(after), str(before), count, count / tallest, label, chosen)

    def _chooses(self, after: Period, before: Period) -> bool:
        is_early = self.after is not None and before.last < self.after.first
        is_late = self.before is not None and after.first > self.before.last
        return self.is_chosen and not is_early and not is_late


def _month(day: datetime.date) -> int:
    return 12 * day.year + day.month - 1


def _ends(n: int, by: str) -> tuple[Period, Period]:
    """The periods with which the nth stretch begins and ends."""
    first, last = n * STEPS[by], (n + 1) * STEPS[by] - 1
    return _period(first, by), _period(last, by)


def _period(month: int, by: str) -> Period:
    year = f"{max(month // 12, 1):04}"  # there is no year 0
    return Period.parse(year if STEPS[by] >= 12 else f"{year}-{month % 12 + 1:02}")


def _name(after: Period, before: Period, by: str) -> str:
    year = after.first.year
    if by == "quarter":
        return formatting.quarter(before.first.month // 3, year)
    if STEPS[by] > 12:
        return formatting.span(f"{year}", f"{before.first.year}")
    return f"{year}" if by == "year" else formatting.month(after.first)


def _labels(first: int, last: int, step: int) -> dict[int, str]:
    """Names below some stretches of ``step`` months, in round distances; years stand below their begin."""
    apart = next(each for each in APART if each >= step and (last - first + 1) * step / each <= LABELLED)
    named = range(-(-first * step // apart) * apart, (last + 1) * step, apart)
    return {month // step: _label(month, month == named[0]) for month in named}


def _label(month: int, with_year: bool) -> str:
    year, rest = divmod(month, 12)
    if not rest:
        return f"{year}"
    return f"{formatting.short_month(rest + 1)} {year}" if with_year else formatting.short_month(rest + 1)
