"""Issues over time, on one axis: a lane for each column, a mark for each utterance, as figures for an SVG.

Across, positions are percent of the drawing's width, so that it fills any page without stretching its marks;
down, they are pixels. Marks that would touch at the narrowest width are stacked.
"""

import calendar
import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from articles.addresses import Query
from articles.compare.observations import Observation, Recent, Said, quoted, recent
from articles.compare.selection import Column, Selection, known
from articles.compare.shifts import Change, changes
from articles.compare.words import Shown
from articles.formatting import count, day, names, place, quarter, short_month, span
from articles.language import gettext, pgettext
from articles.models import Issue

LANES = 8  # on the page of an issue
TOGETHER = 4  # issues under one another
DRAWN = 100  # marks of all issues together; of more, the latest
UNDATED = 10  # undated statements listed, the latest found

EDGE = 2.0  # percent kept free on either side, for half a mark
NARROWEST = 640  # pixels; site.css gives the drawing this as its least width
MARK, LEVEL = 16, 17  # pixels: the width of a mark, and from one stacked mark to the next
TOP, GAP, BOTTOM = 40, 24, 24  # pixels: for the words of a mark, between lanes, for the ticks

SHAPES = {
    "support": "M0-7L7 6H-7Z",
    "oppose": "M0 7L7-6H-7Z",
    "conditional": "M0-8L7 0L0 8L-7 0Z",
    "neutral": "M-6 0A6 6 0 1 1 6 0A6 6 0 1 1-6 0Z",
}


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """From the first to the last day drawn, both included."""

    first: datetime.date
    last: datetime.date
    ticks: tuple[Tick, ...] = ()

    def x(self, ordinal: float) -> float:
        """The place of a day's beginning, in percent."""
        share = (ordinal - self.first.toordinal()) / ((self.last - self.first).days + 1)
        return round(EDGE + (100 - 2 * EDGE) * share, 2)


@dataclass(frozen=True, slots=True)
class Mark:
    """An utterance in its lane; ``left`` and ``width`` are of the days it may have been said on.

    The mark stands at their head: in their middle it would name a day.
    """

    said: Said
    x: float
    y: int
    left: float
    width: float

    @property
    def shape(self) -> str:
        return SHAPES[self.said.observation.stance]

    @property
    def is_reported(self) -> bool:
        """Whether its day is only that of the article."""
        return bool(self.said.words["said_on_basis"] == "article")

    @property
    def is_span(self) -> bool:
        return self.said.observation.precision != "day"


@dataclass(frozen=True, slots=True)
class Notch:
    """The place in a lane between two utterances in a row whose stances differ.

    Where several would touch they are one: so many ``times``, from before the first to after the last.
    """

    x: float
    before: Said
    after: Said
    times: int = 1


@dataclass(frozen=True, slots=True)
class Lane:
    column: Column
    y: int
    marks: tuple[Mark, ...]
    notches: tuple[Notch, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """``left_out`` utterances are older than those drawn; of ``undated_total``, ``undated`` are listed."""

    issue: Issue
    first: datetime.date | None
    last: datetime.date | None
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    height: int
    left_out: int
    undated: tuple[Said, ...]
    undated_total: int

    @property
    def summary(self) -> str:
        """What the drawing shows, in a sentence."""
        heard = [f"{place(lane.column)} {count(len(lane.marks), 'utterance')}" for lane in self.lanes]
        changed = sum(notch.times for lane in self.lanes for notch in lane.notches)
        period = span(day(self.first), day(self.last)) if self.first != self.last else day(self.first)
        told = {"issue": self.issue, "period": period, "heard": names(heard)}
        if not changed:
            return gettext("%(issue)s, %(period)s: %(heard)s.") % told
        changes = count(changed, "change of stance", "changes of stance")
        return gettext("%(issue)s, %(period)s: %(heard)s, %(changes)s.") % {**told, "changes": changes}


def timelines(selection: Selection) -> tuple[Timeline, ...]:
    """The selection's issues over time, a lane for each of its columns; up to ``TOGETHER`` issues.

    Of several, those are left out of which nothing is found.
    """
    with known(replace(selection, by="")) as selection:
        issues = selection.issues[:TOGETHER]
        most = DRAWN // max(len(issues), 1)
        found = [recent(replace(selection, issues=(issue,)), most, UNDATED) for issue in issues]
        said = quoted([one for each in found for one in (*each.dated, *each.undated)], selection)
    told = [
        (issue, each, said) for issue, each in zip(issues, found, strict=True) if each or len(issues) == 1
    ]
    return laid_out(selection.columns, told)


def laid_out(
    columns: Sequence[Column], told: Sequence[tuple[Issue, Recent, dict[Observation, Said]]]
) -> tuple[Timeline, ...]:
    """What was found on each issue, under one another on one axis."""
    axis = _axis([one for _, found, _ in told for one in found.dated])
    return tuple(_timeline(columns, issue, found, said, axis) for issue, found, said in told)


def beside(selection: Selection, shown: Shown) -> tuple[Timeline, ...]:
    """Those that stand below the comparison ``shown``: where a few issues were chosen and any was told of."""
    return timelines(selection) if len(selection.issues) <= TOGETHER and shown["rows"] else ()


def _timeline(
    columns: Sequence[Column], issue: Issue, found: Recent, said: dict[Observation, Said], axis: Axis
) -> Timeline:
    lanes = _lanes(columns, found.dated, said, axis)
    return Timeline(
        issue=issue,
        first=min((observation.first for observation in found.dated if observation.first), default=None),
        last=max((observation.last for observation in found.dated if observation.last), default=None),
        ticks=axis.ticks,
        lanes=lanes,
        height=lanes[-1].y + GAP + BOTTOM if lanes else 0,
        left_out=found.dated_total - len(found.dated),
        undated=tuple(said[observation] for observation in found.undated),
        undated_total=found.undated_total,
    )


def most_heard(selection: Selection, shown: Shown) -> Selection:
    """The selection with those of its countries alone of which the comparison ``shown`` heard most."""
    heard = {column["key"]: column["utterances"] for column in shown["columns"]}
    ordered = sorted(selection.countries, key=lambda country: (-heard[country.pk], country.name))
    return replace(selection, countries=tuple(ordered[:LANES]))


def choices_of(shown: Shown) -> Query:
    """The parameters of /compare/ that give the comparison ``shown`` anew, as known at its moment."""
    period = shown["period"]
    return Query(
        {
            "said_after": [period["after"] or ""],
            "said_before": [period["before"] or ""],
            "review": [shown["review"]],
            "as_of": [shown["as_of"].replace("+00:00", "Z")],
        }
    ).about(*(column["id"] for column in shown["columns"]))


def _lanes(
    columns: Sequence[Column], drawn: list[Observation], said: dict[Observation, Said], axis: Axis
) -> tuple[Lane, ...]:
    found, y, lanes = changes(drawn), TOP - GAP, []
    for column in columns:
        own = [said[observation] for observation in drawn if observation.column == column.id]
        levels = _levels(own, axis)
        y += GAP + LEVEL * (max(levels, default=0) + 1)
        marks = tuple(_mark(one, y - LEVEL * level, axis) for one, level in zip(own, levels, strict=True))
        changed = (change for change in found if change.after.column == column.id)
        lanes.append(Lane(column, y, marks, _notches(changed, said, axis)))
    return tuple(lanes)


def _mark(said: Said, y: int, axis: Axis) -> Mark:
    left, right = _days(said.observation, axis)
    is_day = said.observation.precision == "day"
    at = (left + right) / 2 if is_day else min(left + MARK * 50 / NARROWEST, (left + right) / 2)
    return Mark(said, round(at, 2), y, left, round(right - left, 2))


def _days(observation: Observation, axis: Axis) -> tuple[float, float]:
    """Where the days on which it may have been said begin and end."""
    assert observation.first and observation.last
    return axis.x(observation.first.toordinal()), axis.x(observation.last.toordinal() + 1)


def _notches(own: Iterable[Change], said: dict[Observation, Said], axis: Axis) -> tuple[Notch, ...]:
    """Oldest first; those that would touch are joined."""
    joined: list[list[Change]] = []
    for change in own:
        if joined and _between(change, axis) - _between(joined[-1][-1], axis) < MARK * 100 / NARROWEST:
            joined[-1].append(change)
        else:
            joined.append([change])
    return tuple(_notch(changes, said, axis) for changes in joined)


def _notch(changes: Sequence[Change], said: dict[Observation, Said], axis: Axis) -> Notch:
    first, last = changes[0], changes[-1]
    x = round((_between(first, axis) + _between(last, axis)) / 2, 2)
    return Notch(x, said[first.before], said[last.after], len(changes))


def _between(change: Change, axis: Axis) -> float:
    return (sum(_days(change.before, axis)) + sum(_days(change.after, axis))) / 4


def _levels(row: Iterable[Said], axis: Axis) -> list[int]:
    """How far up each mark of a lane must go so that none touches another."""
    levels: list[int] = []
    taken: list[float] = []  # up to where each level is, in pixels at the narrowest
    for said in row:
        start, end = _reach(said.observation, axis)
        level = next((n for n, until in enumerate(taken) if until <= start), len(taken))
        taken[level : level + 1] = [end]
        levels.append(level)
    return levels


def _reach(observation: Observation, axis: Axis) -> tuple[float, float]:
    left, right = (edge * NARROWEST / 100 for edge in _days(observation, axis))
    middle = (left + right) / 2
    mark = (middle - MARK / 2, middle + MARK / 2)
    return mark if observation.precision == "day" else (min(left, mark[0]), max(right, mark[1]))


def _axis(drawn: Sequence[Observation]) -> Axis:
    days = [d for observation in drawn for d in (observation.first, observation.last) if d]
    return axis_of(min(days), max(days)) if days else Axis(datetime.date.min, datetime.date.min)


def axis_of(first: datetime.date, last: datetime.date) -> Axis:
    """Whole months, quarters or years around these days, with ticks far enough apart for their labels."""
    start, end = _month(first), _month(last)
    months = end - start + 1
    if months <= 2:
        starts = [_first_of(n).replace(day=d) for n in range(start, end + 1) for d in (1, 8, 15, 22)]
        return _ticked(starts, _last_of(end), _day_label)
    if months <= 10:
        return _ticked([_first_of(n) for n in range(start, end + 1)], _last_of(end), _month_label)
    step = 3 if months <= 28 else 12 * (1 + (last.year - first.year) // 12)
    start -= start % min(step, 12)
    end += step - 1 - (end - start) % step
    starts = [_first_of(n) for n in range(start, end + 1, step)]
    return _ticked(starts, _last_of(end), _quarter_label if step == 3 else _year_label)


def _ticked(
    starts: Sequence[datetime.date], last: datetime.date, label: Callable[[datetime.date, int], str]
) -> Axis:
    axis = Axis(starts[0], last)
    ticks = tuple(Tick(axis.x(start.toordinal()), label(start, n)) for n, start in enumerate(starts))
    return Axis(starts[0], last, ticks)


def _day_label(start: datetime.date, n: int) -> str:
    day = pgettext("day of a month", "1") if start.day == 1 else start.day
    label = f"{day} {short_month(start.month)}"
    return f"{label} {start.year}" if n == 0 else label


def _month_label(start: datetime.date, n: int) -> str:
    month = short_month(start.month)
    return f"{month} {start.year}" if n == 0 or start.month == 1 else month


def _quarter_label(start: datetime.date, n: int) -> str:
    return quarter((start.month + 2) // 3, start.year)


def _year_label(start: datetime.date, n: int) -> str:
    return f"{start.year}"


def _month(date: datetime.date) -> int:
    return date.year * 12 + date.month - 1


def _first_of(month: int) -> datetime.date:
    return datetime.date(month // 12, month % 12 + 1, 1)


def _last_of(month: int) -> datetime.date:
    year, month = month // 12, month % 12 + 1
    year = min(year, datetime.MAXYEAR)  # a step of years may end after the calendar does
    return datetime.date(year, month, calendar.monthrange(year, month)[1])
