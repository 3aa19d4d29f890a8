"""Two editors at one statement: their entries merged by field, from what both began with.

A form carries what it was opened with (``signed``). What only one of the two changed since is taken as that
one has it; where both changed one field to different things, the second decides.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

Initial = tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]
NAMES = {
    "fragments": "Words",
    "kind": "Reported",
    "said": "Said",
    "speakers": "Speaker",
    "positions": "Position",
}


@dataclass(frozen=True, slots=True)
class Merged:
    """The entries to go on with; names of fields where theirs were taken, and where both differ."""

    data: QueryDict
    taken: list[str]
    differing: list[str]


def plain(own: Initial) -> dict[str, Any]:
    """What the forms of a statement show, by field, in values that can be compared."""
    words, speakers, positions = own
    return {
        "fragments": words.get("fragments", ""),
        "kind": words.get("kind", ""),
        "said": words.get("said", ""),
        "speakers": [
            [row["name"], row.get("country") or "", _key(row.get("role")), _ticked(row)] for row in speakers
        ],
        "positions": [[row["issue"], row["stance"]] for row in positions],
    }


def signed(own: Initial) -> str:
    return json.dumps(plain(own), separators=(",", ":"))


def _key(role: Any) -> str:
    return str(role.pk) if role else ""


def _ticked(row: dict[str, Any]) -> str:
    return "on" if row.get("is_channel") else ""


def merged(sent: QueryDict, now: Initial) -> Merged:
    """The entries that were sent, merged with what stands on record now."""
    try:
        base = json.loads(sent.get("was", ""))
    except ValueError:
        base = {}
    theirs, mine, data = plain(now), _sent(sent), sent.copy()
    taken, differing = [], []
    for name, write in WRITE.items():
        if base.get(name) == theirs[name] or mine[name] == theirs[name]:
            continue
        if base.get(name) == mine[name]:
            write(data, now)
            taken.append(NAMES[name])
        else:
            differing.append(NAMES[name])
    data["was"] = signed(now)
    return Merged(data, taken, differing)


def _sent(data: QueryDict) -> dict[str, Any]:
    speakers = [
        [data.get(f"{row}-{name}", "") for name in ("name", "country", "role", "is_channel")]
        for row in _rows(data, "speaker")
        if data.get(f"{row}-name", "")
    ]
    positions = [
        [data.get(f"{row}-issue", ""), data.get(f"{row}-stance", "")]
        for row in _rows(data, "position")
        if data.get(f"{row}-issue", "")
    ]
    words = {name: data.get(name, "") for name in ("fragments", "kind", "said")}
    return {**words, "speakers": speakers, "positions": positions}


def _rows(data: QueryDict, prefix: str) -> list[str]:
    total = data.get(f"{prefix}-TOTAL_FORMS", "0")
    return [f"{prefix}-{n}" for n in range(min(int(total) if total.isdecimal() else 0, 40))]


def _word(name: str) -> Callable[[QueryDict, Initial], None]:
    def write(data: QueryDict, now: Initial) -> None:
        data[name] = now[0].get(name, "")

    return write


def _write_speakers(data: QueryDict, now: Initial) -> None:
    rows = [
        {
            "attribution": str(row.get("attribution") or ""),
            "name": row["name"],
            "country": row.get("country") or "",
            "role": _key(row.get("role")),
            "is_channel": _ticked(row),
        }
        for row in now[1]
    ]
    _write_rows(data, "speaker", rows, ("attribution", "name", "country", "role", "is_channel"))


def _write_positions(data: QueryDict, now: Initial) -> None:
    _write_rows(data, "position", now[2], ("issue", "stance"))


def _write_rows(data: QueryDict, prefix: str, rows: list[dict[str, Any]], names: tuple[str, ...]) -> None:
    every = max(len(rows), len(_rows(data, prefix)))
    data[f"{prefix}-TOTAL_FORMS"] = str(every)
    for n in range(every):
        for name in names:
            data[f"{prefix}-{n}-{name}"] = rows[n][name] if n < len(rows) else ""


WRITE: dict[str, Callable[[QueryDict, Initial], None]] = {
    "fragments": _word("fragments"),
    "kind": _word("kind"),
    "said": _word("said"),
    "speakers": _write_speakers,
    "positions": _write_positions,
}
