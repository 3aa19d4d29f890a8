"""Charts as plain figures; the templates draw them as SVG with a table behind it."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.db.models.functions import TruncMonth

from articles.dates import Period
from articles.models.statements import StatementQuerySet

MOST = 60  # bars; a longer time is drawn in longer stretches
STEPS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}  # months
LABELLED = 7  # bars with a name below: so many stand side by side on a phone
APART = (1, 3, 6, 12, 24, 36, 60, 120, 240, 600, 1200, 2400, 6000, 12000)  # months from name to name
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class Dated:
    """Numbers of statements by month, counted from the year 0; by year where no month is sure; undated."""

    by_month: dict[int, int]
    by_year: dict[int, int]
    undated: int

    @classmethod
    def of(cls, statements: StatementQuerySet) -> "Dated":
        rows = statements.order_by().annotate(m=TruncMonth("said_on")).values_list("said_on_precision", "m")
        by_month: Counter[int] = Counter()
        by_year: Counter[int] = Counter()
        undated = 0
        for precision, first, n in rows.annotate(n=Count("pk")):
            if first is None:
                undated += n
            elif precision == "year":
                by_year[first.year] += n
            else:
                by_month[12 * first.year + first.month - 1] += n
        return cls(dict(by_month), dict(by_year), undated)

    @property
    def span(self) -> tuple[int, int] | None:
        """The first and the last month in which any of them may have been said."""
        years = [month for year in self.by_year for month in (12 * year, 12 * year + 11)]
        known = [*self.by_month, *years]
        return (min(known), max(known)) if known else None


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


@dataclass(frozen=True)
class Chart:
    """Bars from the first to the last statement, silence among them, of one length: a month to a century."""

    dated: Dated
    after: Period | None = None
    before: Period | None = None

    @cached_property
    def by(self) -> str:
        """The shortest stretch that is neither too short for the time nor for what is known."""
        first, last = self.dated.span or (0, 0)
        fits = (by for by, step in STEPS.items() if last // step - first // step < MOST)
        shortest = next(fits, "century")
        return shortest if self.dated.by_month or STEPS[shortest] > 12 else "year"

    @cached_property
    def bars(self) -> list[Bar]:
        counts = self._counts()
        if not counts:
            return []
        first, last = (month // STEPS[self.by] for month in self.dated.span or (0, 0))
        tallest, labels = max(counts.values()), self._labels(first, last)
        return [self._bar(n, counts.get(n, 0), tallest, labels.get(n, "")) for n in range(first, last + 1)]

    @property
    def most(self) -> int:
        return max(bar.count for bar in self.bars)

    @property
    def vague(self) -> int:
        """How many are known to the year only where bars are shorter, and so are not drawn."""
        return 0 if self._holds_years else sum(self.dated.by_year.values())

    @property
    def undated(self) -> int:
        return self.dated.undated

    @property
    def _holds_years(self) -> bool:
        return STEPS[self.by] >= 12

    def _counts(self) -> dict[int, int]:
        """By number of the stretch, counted from the year 0."""
        counts: dict[int, int] = {}
        years = {12 * year: n for year, n in self.dated.by_year.items()} if self._holds_years else {}
        for month, n in (*self.dated.by_month.items(), *years.items()):
            stretch = month // STEPS[self.by]
            counts[stretch] = counts.get(stretch, 0) + n
        return counts

    def _bar(self, n: int, count: int, tallest: int, label: str) -> Bar:
        after, before = _ends(n, self.by)
        return Bar(
            _name(after, before, self.by),
            str(after),
            str(before),
            count,
            count / tallest,
            label,
            self._is_chosen(after, before),
        )

    def _is_chosen(self, after: Period, before: Period) -> bool:
        if not (self.after or self.before):
            return False
        begins_late = self.before and after.first > self.before.last
        return not (begins_late or (self.after and before.last < self.after.first))

    def _labels(self, first: int, last: int) -> dict[int, str]:
        """Names below the bars, in round distances."""
        step = STEPS[self.by]
        fits = (apart for apart in APART if apart >= step and (last - first + 1) * step / apart <= LABELLED)
        apart = next(fits) // step
        named = [n for n in range(first, last + 1) if n % apart == 0]
        return {n: _label(n * step, n == named[0]) for n in named}


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
        return f"Q{before.first.month // 3} {year}"
    if STEPS[by] > 12:
        return f"{year} to {before.first.year}"
    return f"{year}" if by == "year" else f"{after.first:%B %Y}"


def _label(month: int, with_year: bool) -> str:
    year, rest = divmod(month, 12)
    if not rest:
        return f"{year}"
    return f"{MONTHS[rest]} {year}" if with_year else MONTHS[rest]
