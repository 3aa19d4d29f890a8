"""Where a country or actor took another stance than the last time it spoke: two statements, never a trend.

Members of a bloc speak each for themselves; a bloc makes no shift.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import itemgetter

import numpy as np

from articles.compare import shifting
from articles.compare.columns import Voices, told, voices_for
from articles.compare.observations import Observation, Said, observations, quoted
from articles.compare.selection import Column, Selection, known
from articles.index.stances import Stances
from articles.models import Issue

LISTED = 20  # shifts a page shows with their words, the latest ones

Moment = Sequence[
    Observation
]  # what a column said on an issue on one day, or at days that cannot be told apart


@dataclass(frozen=True, slots=True)
class Change:
    """Two utterances in a row with different stances; ``mixed`` are those between that took several a day."""

    before: Observation
    after: Observation
    mixed: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """A change with its words, for a page."""

    column: Column
    issue: Issue
    before: Said
    after: Said
    mixed: tuple[Observation, ...]

    @property
    def mixed_days(self) -> list[Observation]:
        """One observation for each of the days in between on which several stances were taken."""
        return [next(day) for _, day in groupby(self.mixed, key=lambda observation: observation.first)]


@dataclass(frozen=True, slots=True)
class Shifts:
    """The latest shifts, latest first, and how many there are in all."""

    listed: tuple[Shift, ...]
    total: int


def shifts(selection: Selection) -> Shifts:
    """Of each of the columns on each of the issues; five queries however many there are, for one kind."""
    with known(selection) as selection:
        listed, total = _latest(selection)
        said = quoted(
            {observation for change in listed for observation in (change.before, change.after)}, selection
        )
        issues = Issue.objects.in_bulk({change.after.issue for change in listed})
    return Shifts(tuple(_shift(change, said, issues) for change in listed), total)


def _latest(selection: Selection) -> tuple[list[Change], int]:
    """Those to list, and how many there are in all; an index tells them sooner."""
    of_no_bloc = replace(selection, blocs=())
    voices = voices_for(of_no_bloc)
    found, total = _by_index(voices) if voices else _counted(of_no_bloc)
    latest = sorted(found, key=lambda change: (change.after.first, change.after.statement), reverse=True)
    return latest[:LISTED], total


def _counted(selection: Selection) -> tuple[list[Change], int]:
    found = changes(observations(selection))
    return found, len(found)


def _by_index(voices: Voices) -> tuple[list[Change], int]:
    """The latest of each column at least."""
    if _is_summed(voices.selection):
        return _from_summary(voices)
    return _turns((column, said) for column, said in sorted(shifting.columns(voices), key=itemgetter(0)))


def _is_summed(selection: Selection) -> bool:
    """Whether the index has counted it: what countries ever said, as far as it was confirmed."""
    narrowed = selection.actors or selection.issues or selection.after or selection.before
    return not narrowed and selection.review == "reviewed"


def _from_summary(voices: Voices) -> tuple[list[Change], int]:
    """Who turned last, on which issues: any of the latest turns is of one of so many groups."""
    found, vocabulary = told(voices), voices.fitting.index.vocabulary
    size = max(len(vocabulary["issue"]), 1)
    codes = {country: vocabulary["country"].codes[country.pk] for country in voices.selection.countries}
    own = found.take(np.isin(found.groups // size, list(codes.values())) & (found.turns > 0))
    country, issue = np.divmod(own.groups, size)
    names = np.array(vocabulary["country"].keys)[country], np.array(voices.issues, np.int64)[issue]
    latest = np.lexsort((*names[::-1], -own.turned))[:LISTED]  # of the same day and statement as listed
    listed = ((each, issue[latest][country[latest] == code]) for each, code in codes.items())
    columns = (
        (f"country={each.pk}", shifting.in_time(voices, voices.on(each, issues)))
        for each, issues in sorted(listed, key=lambda pair: pair[0].pk)
        if len(issues)
    )
    return _turns(columns)[0], int(own.turns.sum(dtype=np.int64))


def _turns(columns: Iterable[tuple[str, Stances]]) -> tuple[list[Change], int]:
    found, total = [], 0
    for column, said in columns:
        turns, number = shifting.turns(said, LISTED)
        found += [_change(column, turn) for turn in turns]
        total += number
    return found, total


def _change(column: str, turn: shifting.Turn) -> Change:
    mixed = tuple(Observation(column, *row) for row in turn.mixed)
    return Change(Observation(column, *turn.before), Observation(column, *turn.after), mixed)


def _shift(change: Change, said: dict[Observation, Said], issues: dict[int, Issue]) -> Shift:
    before, after = said[change.before], said[change.after]
    return Shift(after.column, issues[change.after.issue], before, after, change.mixed)


def changes(observations: Iterable[Observation]) -> list[Change]:
    """Every change among observations in order of time, by column and issue; none of undated or blocs."""
    dated = sorted(
        (observation for observation in observations if observation.first and not _is_of_bloc(observation)),
        key=_place,
    )
    return [
        change
        for _, of_one_place in groupby(dated, key=_place)
        for change in _changes(_moments(list(of_one_place)))
    ]


def _is_of_bloc(observation: Observation) -> bool:
    return observation.column.startswith("bloc=")


def _place(observation: Observation) -> tuple[str, int]:
    return (observation.column, observation.issue)


def _changes(moments: Iterable[Moment]) -> Iterator[Change]:
    """A moment of several stances makes no change by itself; it is kept beside the one around it."""
    before: Observation | None = None
    mixed: list[Observation] = []
    for moment in moments:
        if _is_mixed(moment):
            mixed += moment
            continue
        if before and before.stance != moment[0].stance:
            yield Change(before, moment[0], tuple(mixed))
        before, mixed = moment[-1], []


def _is_mixed(moment: Moment) -> bool:
    return len({observation.stance for observation in moment}) > 1


def _moments(dated: Sequence[Observation]) -> Iterator[Moment]:
    """What was said together, oldest first. A month's or year's utterance that has others with another
    stance within it is left out, because nobody knows which came first."""
    for together in _overlapping(dated):
        exact = [observation for observation in together if observation.precision == "day"]
        if not _is_mixed(together) or not exact:
            yield together
        else:
            yield from (tuple(day) for _, day in groupby(exact, key=lambda observation: observation.first))


def _overlapping(dated: Sequence[Observation]) -> Iterator[Moment]:
    """The observations in runs whose days overlap."""
    reach = 0
    breaks = [0]
    for n, observation in enumerate(dated):
        assert observation.first and observation.last
        if n and observation.first.toordinal() > reach:
            breaks.append(n)
        reach = max(reach, observation.last.toordinal())
    yield from (dated[start:end] for start, end in pairwise([*breaks, len(dated)]))
