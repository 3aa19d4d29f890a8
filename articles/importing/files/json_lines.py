"""JSON Lines: one article a line, as a flat object."""

import json
from collections.abc import Iterator
from typing import Any

from articles.importing.files.charsets import decoded
from articles.importing.files.entries import Entry, Flaw, Told, Unreadable


def read(name: str, data: bytes) -> Iterator[Entry | Unreadable]:
    for number, line in enumerate(decoded(data).split("\n"), start=1):  # strings may hold other ends of lines
        if line.strip():
            yield _object(name, f"{name} line {number}", line)


def _object(file: str, name: str, line: str) -> Entry | Unreadable:
    try:
        values = parsed(line)
    except Flaw as flaw:
        return Unreadable(name, str(flaw))
    if not isinstance(values, dict):
        return Unreadable(name, "is not a JSON object")
    return Entry(name, Told(values), file)


def parsed(text: str) -> Any:
    """What the JSON says; Flaw if it is none, or none that an article can be told by."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Flaw(f"is not JSON: {error}") from None
    except RecursionError:
        raise Flaw("is JSON nested too deeply to be read; write one flat object an article") from None
    except ValueError:  # Python reads integers of at most 4,300 digits
        raise Flaw("holds a number with too many digits to be read; shorten it or quote it") from None
