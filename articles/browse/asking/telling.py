"""What was understood, told in one line: Russia opposes on sanctions (2 issues) in July 2017."""

from collections.abc import Iterator
from dataclasses import dataclass

from articles.browse.asking.reading import Part, Reading
from articles.formatting import names, stance_verb


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the line; ``is_named`` if it is what was understood, and not what joins it."""

    text: str
    is_named: bool = False


def told(read: Reading) -> list[Piece]:
    """In pieces, for a page to mark what was understood."""
    return [piece for piece in _pieces(read) if piece.text]


def line(read: Reading) -> str:
    return "".join(piece.text for piece in told(read))


def _pieces(read: Reading) -> Iterator[Piece]:
    by_filter: dict[str, list[Part]] = {}
    for part in read.parts:
        by_filter.setdefault(part.filter, []).append(part)
    speakers = [part for name in ("country", "bloc", "actor") for part in by_filter.get(name, ())]
    yield from _listed(speakers)
    taken = [value.value for part in by_filter.get("stance", ()) for value in part.values]
    if taken:
        verbs = names([stance_verb(stance) for stance in taken])
        yield Piece(f"{' ' if speakers else ''}{verbs}", is_named=True)
    if issues := by_filter.get("issue"):
        yield Piece(" on " if speakers or taken else "on ")
        yield from _listed(issues)
    for part in by_filter.get("kind", ()):
        yield Piece(", ")
        yield Piece(part.label, is_named=True)
    yield from _dated(by_filter.get("said", []))
    if read.rest and read.parts:
        yield Piece(", with the words ")
        yield Piece(f"“{read.rest}”")
    elif read.rest:
        yield Piece("The words ")
        yield Piece(f"“{read.rest}”", is_named=True)


def _listed(parts: list[Part]) -> Iterator[Piece]:
    for n, part in enumerate(parts):
        if n:
            yield Piece(" and " if n == len(parts) - 1 else ", ")
        yield Piece(part.label, is_named=True)
        if part.aside:
            yield Piece(f" ({part.aside})")


def _dated(parts: list[Part]) -> Iterator[Piece]:
    for part in parts:
        single = part.after and part.before and str(part.after) == str(part.before)
        yield Piece((" on " if part.after and part.after.precision == "day" else " in ") if single else ", ")
        yield Piece(part.label, is_named=True)
