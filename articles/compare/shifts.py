"""Where a country or actor took another stance than the last time it spoke: two statements, never a trend.

Members of a bloc speak each for themselves; a bloc makes no shift.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import itemgetter

from articles.compare import shifting
from articles.compare.columns import Voices, voices_for
from articles.compare.observations import Said, Stand, quoted, stands
from articles.compare.selection import Column, Selection, known
from articles.models import Issue

LISTED = 20  # shifts a page shows with their words, the latest ones

Moment = Sequence[Stand]  # what a column said on an issue on one day, or at days that cannot be told apart


@dataclass(frozen=True, slots=True)
class Change:
    """Two utterances in a row with different stances; ``mixed`` are those between that took several a day."""

    before: Stand
    after: Stand
    mixed: tuple[Stand, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """A change with its words, for a page."""

    column: Column
    issue: Issue
    before: Said
    after: Said
    mixed: tuple[Stand, ...]

    @property
    def mixed_days(self) -> list[Stand]:
        """One stand for each of the days in between on which several stances were taken."""
        return [next(day) for _, day in groupby(self.mixed, key=lambda stand: stand.first)]


@dataclass(frozen=True, slots=True)
class Shifts:
    """The latest shifts, latest first, and how many there are in all."""

    listed: tuple[Shift, ...]
    total: int


def shifts(selection: Selection) -> Shifts:
    """Of each of the columns on each of the issues; five queries however many there are, for one kind."""
    with known(selection) as selection:
        listed, total = _latest(selection)
        said = quoted({stand for change in listed for stand in (change.before, change.after)}, selection)
        issues = Issue.objects.in_bulk({change.after.issue for change in listed})
    return Shifts(tuple(_shift(change, said, issues) for change in listed), total)


def _latest(selection: Selection) -> tuple[list[Change], int]:
    """Those to list, and how many there are in all; an index tells them sooner."""
    of_no_bloc = replace(selection, blocs=())
    voices = voices_for(of_no_bloc)
    found, total = _told(voices) if voices else _counted(of_no_bloc)
    latest = sorted(found, key=lambda change: (change.after.first, change.after.statement), reverse=True)
    return latest[:LISTED], total


def _counted(selection: Selection) -> tuple[list[Change], int]:
    found = changes(stands(selection))
    return found, len(found)


def _told(voices: Voices) -> tuple[list[Change], int]:
    """The latest of each column at least."""
    found, total = [], 0
    for column, said in sorted(shifting.stands(voices), key=itemgetter(0)):
        turns, number = shifting.turns(said, LISTED)
        found += [_change(column, turn) for turn in turns]
        total += number
    return found, total


def _change(column: str, turn: shifting.Turn) -> Change:
    mixed = tuple(Stand(column, *row) for row in turn.mixed)
    return Change(Stand(column, *turn.before), Stand(column, *turn.after), mixed)


def _shift(change: Change, said: dict[Stand, Said], issues: dict[int, Issue]) -> Shift:
    before, after = said[change.before], said[change.after]
    return Shift(after.column, issues[change.after.issue], before, after, change.mixed)


def changes(stands: Iterable[Stand]) -> list[Change]:
    """Every change among stands in order of time, by column and issue; undated ones and blocs make none."""
    dated = sorted((stand for stand in stands if stand.first and not _is_of_bloc(stand)), key=_place)
    return [
        change
        for _, of_one_place in groupby(dated, key=_place)
        for change in _changes(_moments(list(of_one_place)))
    ]


def _is_of_bloc(stand: Stand) -> bool:
    return stand.column.startswith("bloc=")


def _place(stand: Stand) -> tuple[str, int]:
    return (stand.column, stand.issue)


def _changes(moments: Iterable[Moment]) -> Iterator[Change]:
    """A moment of several stances makes no change by itself; it is kept beside the one around it."""
    before: Stand | None = None
    mixed: list[Stand] = []
    for moment in moments:
        if _is_mixed(moment):
            mixed += moment
            continue
        if before and before.stance != moment[0].stance:
            yield Change(before, moment[0], tuple(mixed))
        before, mixed = moment[-1], []


def _is_mixed(moment: Moment) -> bool:
    return len({stand.stance for stand in moment}) > 1


def _moments(dated: Sequence[Stand]) -> Iterator[Moment]:
    """What was said together, oldest first. A month's or year's utterance that has others with another
    stance within it is left out, because nobody knows which came first."""
    for together in _overlapping(dated):
        exact = [stand for stand in together if stand.precision == "day"]
        if not _is_mixed(together) or not exact:
            yield together
        else:
            yield from (tuple(day) for _, day in groupby(exact, key=lambda stand: stand.first))


def _overlapping(dated: Sequence[Stand]) -> Iterator[Moment]:
    """The stands in runs whose days overlap."""
    reach = 0
    breaks = [0]
    for n, stand in enumerate(dated):
        assert stand.first and stand.last
        if n and stand.first.toordinal() > reach:
            breaks.append(n)
        reach = max(reach, stand.last.toordinal())
    yield from (dated[start:end] for start, end in pairwise([*breaks, len(dated)]))
