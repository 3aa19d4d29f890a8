"""How far the coders of a task agree, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass

from articles.curate.coding.reliability import WORD, Reliability, reliability, words_at
from articles.curate.coding.units import FIELDS, Unit
from articles.models import CodingTask, Issue


@dataclass(frozen=True, slots=True)
class Row:
    """One field: its name, what a unit of it is, and the figures."""

    name: str
    of: str
    figures: Reliability


def agreement(task: CodingTask, units: list[Unit]) -> list[Row]:
    """Found at all, the words, each field, and the stance on each issue that any coder saw.

    Fields are compared where at least two coders found a statement. No position on the issue and an unknown
    day are values; what a coder did not find is missing.
    """
    found = [[reading is not None for reading in unit.readings.values()] for unit in units]
    rows = [Row("Found at all", "places", reliability(found)), Row("Words", "words", _words(task, units))]
    rows += [Row(label, "statements", _of(units, name)) for name, label in FIELDS.items()]
    names = sorted({name for unit in units for reading in unit.found for name in reading if " " in name})
    titles = {f"issue {issue.pk}": issue.title for issue in _issues(names)}
    stances = [(titles.get(name, name), name) for name in names]
    return rows + [Row(title, "statements", _of(units, name)) for title, name in sorted(stances)]


def _issues(names: Iterable[str]) -> Iterable[Issue]:
    return Issue.objects.filter(pk__in=[name.partition(" ")[2] for name in names])


def _of(units: list[Unit], name: str) -> Reliability:
    return reliability(
        [None if reading is None else reading.get(name, ()) for reading in unit.readings.values()]
        for unit in units
    )


def _words(task: CodingTask, units: list[Unit]) -> Reliability:
    """Every word of the text is a unit: within a statement, or not."""
    text, coders = task.text, [coder.pk for coder in task.coders.all()]
    inside: dict[int, set[int]] = {coder: set() for coder in coders}
    for unit in units:
        for coder, reading in unit.readings.items():
            if reading:
                inside[coder] |= words_at(text, reading["words"][0].key)
    every = (match.start() for match in WORD.finditer(text))
    return reliability([start in inside[coder] for coder in coders] for start in every)
