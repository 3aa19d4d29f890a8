"""What the coders of a task said, side by side: its units, and each one's values field by field."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from articles.curate.coding.reliability import matched, words_at
from articles.curate.coding.serialize import Plain, heirs
from articles.models import Actor, Code, Coder, CodingTask, Country, Issue, Review, Role, Statement
from articles.text import normal
from articles.text.passages import Fragments, quoted

FIELDS = {"kind": "Kind", "speaker": "Speaker", "country": "Spoken for", "role": "Role", "day": "Said on"}


@dataclass(frozen=True, slots=True)
class Value:
    """Of one field: what tells it from others, and how it is told."""

    key: Any
    label: str = field(compare=False)


Values = tuple[Value, ...]
Reading = dict[str, Values]  # by field; a stance's field is "issue 7", and left out where none is taken


@dataclass(slots=True)
class Unit:
    """A suggestion or words tagged anew, with each coder's code (None = no statement, by that coder)."""

    key: str
    place: Fragments
    statement: Statement | None = None
    codes: dict[int, Code] = field(default_factory=dict)
    readings: dict[int, Reading | None] = field(default_factory=dict)
    outcome: str = ""

    @property
    def is_open(self) -> bool:
        return not self.outcome

    @property
    def is_agreed(self) -> bool:
        return len({_key(reading) for reading in self.readings.values()}) == 1

    @property
    def found(self) -> list[Reading]:
        return [reading for reading in self.readings.values() if reading is not None]

    @property
    def shown(self) -> list[str]:
        """The fields of those who found a statement, the stances after the others."""
        return list(dict.fromkeys(name for reading in self.found for name in reading))

    @property
    def differing(self) -> list[str]:
        """The fields in which those who found a statement differ; "found" if not all did."""
        some = ["found"] if len(self.found) < len(self.readings) else []
        return some + [n for n in self.shown if len({r.get(n, ()) for r in self.found}) > 1]


def _key(reading: Reading | None) -> object:
    return None if reading is None else frozenset(reading.items())


def units(task: CodingTask) -> list[Unit]:
    """All units of a task whose coders are done, in the order of the text; the number of queries is fixed."""
    coders = list(task.coders.all())
    codes = list(Code.objects.filter(coder__task=task).select_related("resolved_as"))
    made = [*_suggested(task, codes), *_tagged(task.text, codes)]
    told = Labels(task.text, codes)
    for unit in made:
        for coder in coders:
            code = unit.codes.get(coder.pk)
            unit.readings[coder.pk] = told.reading(code.entries) if code and code.entries else None
    return sorted(made, key=lambda unit: unit.place)


def _suggested(task: CodingTask, codes: list[Code]) -> Iterator[Unit]:
    statements = Statement.objects.in_bulk(list(task.suggestions))
    for pk, fragments in task.suggestions.items():
        own = {code.coder_id: code for code in codes if code.statement_id == pk}
        statement = statements.get(pk)
        yield Unit(f"s{pk}", _place(fragments), statement, own, outcome=_outcome(statement))


def _place(fragments: Iterable[Iterable[int]]) -> Fragments:
    return tuple((start, end) for start, end in fragments)


def _outcome(statement: Statement | None) -> str:
    if statement is None:
        return "discarded"
    return "" if statement.review == Review.SUGGESTED else Review(statement.review).label


def _tagged(text: str, codes: list[Code]) -> Iterator[Unit]:
    """Words tagged anew, those of several coders together where they mean the same."""
    own = {code.pk: code for code in codes if code.statement_id is None}
    places: dict[int, dict[int, frozenset[int]]] = {}
    for code in own.values():
        words = words_at(text, code.place)
        places.setdefault(code.coder_id, {})[code.pk] = words
    for group in matched(places):
        members = {coder: own[pk] for coder, pk in group.items()}
        first = own[min(group.values())]
        yield Unit(f"c{first.pk}", _place(first.place), None, members, outcome=_tagged_outcome(first))


def _tagged_outcome(first: Code) -> str:
    """Open again when the statement that it was resolved as is no longer there."""
    if first.resolved_at is None:
        return ""
    if first.resolved_as_id is None:
        return "no statement"
    return "tagged" if first.resolved_as else ""


class Labels:
    """Puts codes into readings; looks up what they refer to once."""

    def __init__(self, text: str, codes: Iterable[Code]) -> None:
        entries = [code.entries for code in codes if code.entries]
        speakers = [row for one in entries for row in one["speakers"]]
        self.text = text
        self.actors = heirs(Actor, (row["actor"] for row in speakers if row["actor"]))
        self.roles = Role.objects.in_bulk({row["role"] for row in speakers if row["role"]})
        self.countries = Country.objects.in_bulk({row["country"] for row in speakers if row["country"]})
        self.issues = heirs(Issue, {int(pk) for one in entries for pk in one["positions"]})

    def reading(self, code: Plain) -> Reading:
        place = _place(code["fragments"])
        speakers = code["speakers"]
        return {
            "words": (Value(place, quoted(self.text, place)),),
            "kind": (Value(code["kind"], Statement.Kind(code["kind"]).label),),
            "speaker": _ordered(map(self._actor, speakers)),
            "country": _ordered(self._country(row) for row in speakers if row["country"]),
            "role": _ordered(self._role(row) for row in speakers if row["role"]),
            "day": (Value(code["said"], code["said"] or "not known"),),
            **dict(self._position(*position) for position in code["positions"].items()),
        }

    def _actor(self, row: Plain) -> Value:
        actor = self.actors.get(row["actor"])
        known = actor.pk if actor else (normal.name_key(row["name"]), row["kind"])
        name = actor.name if actor else f"{row['name']} (new)"
        return Value((known, "channel"), f"via {name}") if row.get("is_channel") else Value(known, name)

    def _country(self, row: Plain) -> Value:
        return Value(row["country"], str(self.countries.get(row["country"], row["country"])))

    def _role(self, row: Plain) -> Value:
        return Value(row["role"], str(self.roles.get(row["role"], f"role {row['role']}")))

    def _position(self, issue: str, stance: str) -> tuple[str, Values]:
        heir = self.issues.get(int(issue))
        return f"issue {heir.pk if heir else issue}", (Value(stance, stance),)


def _ordered(values: Iterable[Value]) -> Values:
    return tuple(sorted(set(values), key=lambda value: str(value.key)))


def coder_of(task: CodingTask, editor: int | None) -> Coder | None:
    return next((coder for coder in task.coders.all() if coder.editor_id == editor), None)
