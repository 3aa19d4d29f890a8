"""What was understood, told in one line: Russia opposes on sanctions (2 issues) in July 2017."""

from collections.abc import Iterator
from dataclasses import dataclass

from articles.browse.asking.reading import Part, Reading
from articles.formatting import names, place, stance_verb
from articles.language import gettext, pgettext
from articles.models import Issue


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
        claims = _are_claims([value.value for part in by_filter.get("issue", ()) for value in part.values])
        verbs = names([stance_verb(stance, issue={"is_claim": claims}) for stance in taken])
        yield Piece(f"{' ' if speakers else ''}{verbs}", is_named=True)
    if issues := by_filter.get("issue"):
        yield Piece(
            pgettext("an issue follows", " on ") if speakers or taken else pgettext("an issue follows", "on ")
        )
        yield from _listed(issues)
    for part in by_filter.get("kind", ()):
        yield Piece(", ")
        yield Piece(part.label, is_named=True)
    yield from _dated(by_filter.get("said", []))
    if read.rest and read.parts:
        yield Piece(pgettext("words follow", ", with the words "))
        yield Piece(gettext("“%(words)s”") % {"words": read.rest})
    elif read.rest:
        yield Piece(pgettext("words follow", "The words "))
        yield Piece(gettext("“%(words)s”") % {"words": read.rest}, is_named=True)


def _are_claims(slugs: list[str]) -> bool:
    """Whether all of these issues, and any, are claims of fact."""
    return bool(slugs) and not Issue.objects.filter(slug__in=slugs, is_claim=False).exists()


def _listed(parts: list[Part]) -> Iterator[Piece]:
    for n, part in enumerate(parts):
        if n:
            yield Piece(pgettext("between two names", " and ") if n == len(parts) - 1 else ", ")
        yield Piece(place(part.label), is_named=True)
        if part.aside:
            yield Piece(f" ({part.aside})")


def _dated(parts: list[Part]) -> Iterator[Piece]:
    for part in parts:
        single = part.after and part.before and str(part.after) == str(part.before)
        yield Piece(_led(part.after.precision) if single and part.after else ", ")
        yield Piece(part.label, is_named=True)


def _led(precision: str) -> str:
    """The word before one day, or before a month or year."""
    if precision == "day":
        return pgettext("a day follows", " on ")
    return pgettext("a month or year follows", " in ")
