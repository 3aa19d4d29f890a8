"""The picture of a frozen comparison, for where its address is shared: pure layout, no painting.

Whatever the number of countries and issues and the length of titles, every text is fitted to its room.
"""

from collections.abc import Iterator, Sequence

from articles.compare.comparison import DIVIDED
from articles.compare.words import Shown
from articles.exports.drawing import Polygon, Ring, Shape, Size, Text, box, fitted, width, wrapped
from articles.exports.references import found, only_differing
from articles.formatting import VERBS, count, day, one_line, stance_word
from articles.models import Comparison

SIZE: Size = (1200, 630)
LEFT, RIGHT = 60, 1140
ROOM = RIGHT - LEFT
PAPER, INK, SOFT, LINE, ACCENT = "#fbfaf7", "#1c2126", "#4d5660", "#cfc9bc", "#17466e"
STANCES = {
    "support": "#0b6e75",
    "oppose": "#b3431e",
    "conditional": "#6b4fa0",
    "neutral": "#5f666f",
    "divided": "#4d5660",
}
TABLE_ENDS = 504
LOWEST, HIGHEST = 40, 84  # of a row: lower could not be read in a timeline
FEW = 4  # so many countries have their stances in words, more only the marks
WIDEST, WIDEST_MARKS = 200, 100  # of a country's column
FIRST = 420  # the least width of the column of issues


def card(comparison: Comparison, site: str, address: str) -> list[Shape]:
    """The shapes from back to front, all within ``SIZE``."""
    shown = comparison.table
    head = list(_title(one_line(comparison.title)))
    top = head[-1].y + 64  # of the first row
    return [
        box(0, 0, *SIZE, PAPER),
        box(0, 0, SIZE[0], 10, ACCENT),
        Text(LEFT, 80, site, 30, INK, "serif"),
        _last(f"as known on {day(shown['as_of'][:10])}", 80),
        *head,
        *_table(shown, top),
        *([Text(LEFT, top - 12, "Only where they differ", 17, SOFT)] if only_differing(comparison) else []),
        *_legend(shown),
        box(LEFT, 548, ROOM, 1.5, LINE),
        *_foot(found(shown), address),
    ]


def _title(title: str) -> Iterator[Text]:
    size = _largest(title, (44, 38, 36), ROOM, "serif")
    for n, line in enumerate(wrapped(title, size, ROOM, 2, "serif")):
        yield Text(LEFT, 144 + 48 * n, line, size, INK, "serif")


def _largest(words: str, sizes: Sequence[int], room: float, face: str = "sans") -> int:
    """The first of these sizes in which the words have room, else the last."""
    return next((size for size in sizes if width(words, size, face) <= room), sizes[-1])


def _last(words: str, y: float, room: float = ROOM / 2) -> Text:
    """At the right edge; smaller rather than cut, for an address must be whole."""
    size = _largest(words, range(22, 11, -1), room)
    words = fitted(words, size, room)
    return Text(RIGHT - width(words, size), y, words, size, SOFT)


def _foot(left: str, address: str) -> Iterator[Text]:
    yield (last := _last(address, 590, ROOM * 0.58))
    room = ROOM - last.width - 24
    size = _largest(left, range(22, 13, -1), room)
    yield Text(LEFT, 590, fitted(left, size, room), size, INK)


def _table(shown: Shown, top: float) -> Iterator[Shape]:
    rows, hidden = _rows(shown, TABLE_ENDS - top)
    more = count(hidden, f"earlier {shown['by']}" if shown["by"] else "more issue")
    if not rows:
        yield Text(LEFT, top + 26, "No issue to show.", 26, SOFT)
        return
    high = min(HIGHEST, (TABLE_ENDS - top) / (len(rows) + bool(hidden)))
    size = min(26, int(high * 0.5))
    column = _column(len(shown["columns"]))
    start = RIGHT - column * len(shown["columns"])
    yield from _header(shown, start, column, top - 12)
    for n, row in enumerate(rows):
        yield from _row(row, start, column, top + n * high, high, size)
    if hidden:
        yield Text(LEFT, top + (len(rows) + 0.65) * high, f"and {more}", size, SOFT)


def _rows(shown: Shown, room: float) -> tuple[list[Shown], int]:
    """The rows there is room for, the latest of a stretch of time, and how many are left out."""
    rows, most = shown["rows"], int(room // LOWEST)
    if len(rows) <= most:
        return rows, shown["earlier"]
    kept = rows[1 - most :] if shown["by"] else rows[: most - 1]
    return kept, len(rows) - len(kept) + shown["earlier"]


def _column(columns: int) -> int:
    return min(WIDEST if columns <= FEW else WIDEST_MARKS, (ROOM - FIRST) // columns)


def _header(shown: Shown, start: float, column: float, y: float) -> Iterator[Shape]:
    """Names if every one fits, else everybody's code."""
    names = [one_line(entry["name"]) for entry in shown["columns"]]
    fit = all(width(name, 22) <= column - 12 for name in names)
    for n, entry in enumerate(shown["columns"]):
        name = names[n] if fit else one_line(entry["code"])
        yield Text(start + n * column, y, fitted(name, 22, column - 12), 22, SOFT)


def _row(row: Shown, start: float, column: float, y: float, high: float, size: int) -> Iterator[Shape]:
    yield box(LEFT, y, ROOM, 1, LINE)
    middle = y + high / 2
    lines = wrapped(one_line(_head(row)), size, start - LEFT - 24, 2 if high > 2.6 * size else 1)
    for n, line in enumerate(lines):
        yield Text(LEFT, middle + size * (0.36 + 1.2 * (n - (len(lines) - 1) / 2)), line, size, INK)
    for n, cell in enumerate(row["cells"]):
        word = (
            stance_word(cell["stance"], row["issue"])
            if cell["statements"] and len(row["cells"]) <= FEW
            else ""
        )
        yield from _cell(cell, start + n * column, middle, size, word)


def _head(row: Shown) -> str:
    return row["stretch"]["name"] if row["stretch"] else row["issue"]["title"]


def _cell(cell: Shown, x: float, y: float, size: int, word: str) -> Iterator[Shape]:
    if not cell["statements"]:
        yield Text(x, y + size * 0.36, "–", size, SOFT)
        return
    stance, small = cell["stance"], min(size, 21)
    words = [word] if word else []
    doubt = [] if cell["latest"]["reviewed"] else ["?"]
    yield mark(stance, x + size * 0.45, y, size * 0.45)
    if words or doubt:
        yield Text(x + size * 1.15, y + small * 0.36, " ".join(words + doubt), small, STANCES[stance])


def mark(stance: str, x: float, y: float, radius: float) -> Shape:
    """▲ ▼ ◆ ○ ⧗ around a point: the shape tells the stance, the colour only repeats it."""
    colour, low = STANCES[stance], radius * 0.85
    if stance == "neutral":
        return Ring(x, y, radius * 0.85, 3, colour)
    if stance == "conditional":
        return Polygon(((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)), colour)
    if stance == "divided":
        upper, lower = (x - radius, y - low), (x + radius, y + low)
        return Polygon((upper, (lower[0], upper[1]), (x, y), lower, (upper[0], lower[1]), (x, y)), colour)
    base = y + low if stance == "support" else y - low
    return Polygon(((x - radius, base), (x + radius, base), (x, 2 * y - base)), colour)


def _is_divided(shown: Shown) -> bool:
    return any(cell.get("stance") == DIVIDED for row in shown["rows"] for cell in row["cells"])


def _legend(shown: Shown) -> Iterator[Shape]:
    """What the signs mean, and that a cell is one statement, not a trend."""
    x, y, size = float(LEFT), 532, 17
    yield (first := Text(x, y, "Latest statement:", size, SOFT))
    x += first.width + 16
    issues = [row["issue"] for row in shown["rows"]] or [None]
    for stance in VERBS:
        if stance == DIVIDED and not _is_divided(shown):
            continue
        yield mark(stance, x + 8, y - 6, 8)
        words = sorted({stance_word(stance, issue) for issue in issues}, key=lambda one: one != VERBS[stance])
        yield (word := Text(x + 22, y, " / ".join(words), size, SOFT))
        x = word.x + word.width + 22
    yield (none := Text(x, y, "– none found", size, SOFT))
    if shown["review"] == "all":
        yield Text(x + none.width + 22, y, "? read by machine, not reviewed", size, SOFT)
