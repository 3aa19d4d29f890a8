"""Writes docs/data_model.md, docs/model.svg and docs/house.svg from the models and the rules of imports.

    python docs/make_model.py [--check]

--check only tells whether they are up to date.
"""

import os
import sys
import tomllib
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import django

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
GROUPS = {
    "What was said": "Source Article Statement Attribution Position Utterance Reference",
    "Who, and on what": "Actor ActorAlias Role Country CountryName Bloc Membership Issue",
    "How states voted": "RollCall Vote Question",
    "What is shared and followed": "Comparison Takedown Subscription Delivery Told",
    "What comes in": "Feed Batch Candidate FetchedPage Sketch ReaderAnswer ReaderDay ReaderReading",
    "How editors work": "Action Assignment Comment Flag InboxVisit ErrorReport Orphan LikelyPosition"
    " ProposedIssue ProposedPosition CodingTask Coder Code",
    "Accounts, history, other programs": "SignIn ApiToken Write Commit DnaFile DnaDocument DnaStatement",
}
DRAWN = {  # column, row
    "Source": (0, 0), "Article": (1, 0), "Statement": (2, 0), "Utterance": (3, 0),
    "Attribution": (1, 1), "Position": (3, 1), "Reference": (2, 1),
    "Actor": (0, 1), "Role": (0, 2), "Country": (1, 2), "Issue": (3, 2),
    "Membership": (1, 3), "Bloc": (0, 3), "RollCall": (2, 3), "Vote": (2, 2), "Question": (3, 3),
}  # fmt: skip
WIDTH, HEIGHT, ACROSS, DOWN = 150, 40, 210, 100  # of a box, and from one to the next
STYLE = (
    "<style>text{font:14px sans-serif;fill:#1f2a37}rect{fill:#eef3f8;stroke:#5b7083}line{stroke:#8aa0b4;"
    "stroke-width:1.5;marker-end:url(#a)}@media (prefers-color-scheme:dark){text{fill:#dbe4ec}"
    "rect{fill:#22303c;stroke:#8aa0b4}}</style>"
    '<defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    '<path d="M0 0L8 4L0 8z" fill="#8aa0b4"/></marker></defs>'
)


def main() -> int:
    pages = {HERE / name: text for name, text in made()}
    stale = [path.name for path, text in pages.items() if not path.exists() or path.read_text() != text]
    if "--check" in sys.argv:
        if stale:
            sys.stderr.write(f"Not up to date: {', '.join(stale)}. Run make model.\n")
        return 1 if stale else 0
    for path, text in pages.items():
        path.write_text(text)
    return 0


def made() -> Iterator[tuple[str, str]]:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
    django.setup()
    from django.apps import apps

    models = {
        model.__name__: model
        for model in apps.get_app_config("articles").get_models()
        if not model.__name__.endswith("Event")
    }
    yield "data_model.md", "\n".join(page(models)) + "\n"
    yield "model.svg", model_picture(models)
    yield "house.svg", house_picture()


def page(models: dict[str, Any]) -> Iterator[str]:
    yield "# Data model"
    yield "\nDrawn from the models by `make model`. An arrow leads from a row to that which it belongs to.\n"
    yield "![The main tables](model.svg)"
    listed = [name for names in GROUPS.values() for name in names.split()]
    if missing := models.keys() ^ set(listed):
        sys.exit(f"In no group of make_model.py, or no model: {', '.join(sorted(missing))}")
    for group, names in GROUPS.items():
        yield f"\n## {group}"
        for name in names.split():
            yield from described(models[name])


def described(model: Any) -> Iterator[str]:
    yield f"\n### {model.__name__}\n"
    yield " ".join((model.__doc__ or "").split()).replace("``", "`")
    yield "\n| field | kind | |\n|---|---|---|"
    for field in model._meta.concrete_fields:
        if not field.primary_key or field.is_relation or field.name != "id":
            kind = field.get_internal_type().removesuffix("Field").lower()
            kind = f"→ {field.related_model.__name__}" if field.is_relation else kind
            choices = ", ".join(str(value) for value, _ in (field.choices or ())[:8] if value != "")
            yield f"| `{field.name}` | {kind}{', may be empty' if field.null else ''} | {choices} |"
    if hasattr(model, "pgh_event_model"):
        yield "\nEvery state of it is kept in its history."


def box(at: tuple[int, int]) -> tuple[int, int]:
    return 10 + at[0] * ACROSS, 10 + at[1] * DOWN


def model_picture(models: dict[str, Any]) -> str:
    parts = []
    for name, at in DRAWN.items():
        for field in models[name]._meta.concrete_fields:
            to = field.related_model.__name__ if field.is_relation else ""
            if to in DRAWN and to != name:
                parts.append(arrow(at, DRAWN[to]))
    for name, at in DRAWN.items():
        x, y = box(at)
        parts.append(f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="5"/>')
        parts.append(f'<text x="{x + WIDTH / 2}" y="{y + 25}" text-anchor="middle">{name}</text>')
    return picture(parts, 20 + 3 * ACROSS + WIDTH, 20 + 3 * DOWN + HEIGHT)


def arrow(one: tuple[int, int], other: tuple[int, int]) -> str:
    """From the edge of one box to the edge of another."""
    (x1, y1), (x2, y2) = box(one), box(other)
    if one[1] == other[1]:
        left, right = (x1, x2 + WIDTH) if x1 > x2 else (x1 + WIDTH, x2)
        return line(left, y1 + HEIGHT / 2, right, y2 + HEIGHT / 2)
    top, bottom = (y1, y2 + HEIGHT) if y1 > y2 else (y1 + HEIGHT, y2)
    lean = (x2 - x1) / ACROSS * 15  # so that arrows of one box do not hide each other
    return line(x1 + WIDTH / 2 + lean, top, x2 + WIDTH / 2 - lean, bottom)


def line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}"/>'


def house_picture() -> str:
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in rules if each["type"] == "layers")
    parts, width = [], 640
    for n, layer in enumerate(layers):
        rooms = [room.strip() for room in layer.replace(":", "|").split("|")]
        each = (width - 8 * (len(rooms) - 1)) / len(rooms)
        for m, room in enumerate(rooms):
            x, y = 10 + m * (each + 8), 10 + n * 54
            parts.append(f'<rect x="{x:.0f}" y="{y}" width="{each:.0f}" height="40" rx="5"/>')
            parts.append(
                f'<text x="{x + each / 2:.0f}" y="{y + 25}" text-anchor="middle">{escape(room)}</text>'
            )
    return picture(parts, width + 20, 20 + len(layers) * 54)


def picture(parts: list[str], width: int, height: int) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{STYLE}{"".join(parts)}</svg>\n'


if __name__ == "__main__":
    sys.exit(main())
