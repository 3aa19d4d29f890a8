"""A few flat shapes, painted as SVG or PNG alike; coordinates are pixels from the upper left corner.

The fonts come along (static/vendor/noto), so text has the same width on every machine; in SVG, where a
viewer brings its own fonts, ``textLength`` holds every text to that width.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont

FOLDER = Path(__file__).resolve().parents[2] / "static" / "vendor" / "noto"
FILES = {"sans": "NotoSans-Regular.ttf", "serif": "NotoSerif-Bold.ttf"}
FAMILIES = {
    "sans": 'font-family="Noto Sans, Verdana, sans-serif"',
    "serif": 'font-family="Noto Serif, Georgia, serif" font-weight="bold"',
}
FINER = 2  # painted at twice the size and reduced: smooth edges
Point = tuple[float, float]
Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Text:
    """``y`` is the line the letters stand on."""

    x: float
    y: float
    words: str
    size: int
    colour: str
    face: str = "sans"

    @property
    def width(self) -> float:
        return width(self.words, self.size, self.face)


@dataclass(frozen=True, slots=True)
class Polygon:
    points: tuple[Point, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Ring:
    x: float
    y: float
    radius: float
    thickness: float
    colour: str


Shape = Text | Polygon | Ring


def box(x: float, y: float, wide: float, high: float, colour: str) -> Polygon:
    return Polygon(((x, y), (x + wide, y), (x + wide, y + high), (x, y + high)), colour)


@cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FOLDER / FILES[face], size * FINER, layout_engine=ImageFont.Layout.BASIC)


def width(words: str, size: int, face: str = "sans") -> float:
    return _font(face, size).getlength(words) / FINER


def fitted(words: str, size: int, room: float, face: str = "sans") -> str:
    """As many of the words as have room, with an ellipsis for the others."""
    if width(words, size, face) <= room:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        fits = width(f"{words[:middle].rstrip()}…", size, face) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    return f"{words[:low].rstrip()}…"


def wrapped(words: str, size: int, room: float, lines: int, face: str = "sans") -> list[str]:
    """At most so many lines, broken between words; what is left over ends in an ellipsis."""
    rest = words.split()
    done: list[str] = []
    while rest and len(done) < lines - 1:
        n = 1
        while n < len(rest) and width(" ".join(rest[: n + 1]), size, face) <= room:
            n += 1
        done.append(fitted(" ".join(rest[:n]), size, room, face))
        rest = rest[n:]
    return [*done, fitted(" ".join(rest), size, room, face)] if rest else done


def svg(shapes: Iterable[Shape], size: Size, title: str) -> str:
    """A picture without script, style sheet or outside file."""
    wide, high = size
    area = f'width="{wide}" height="{high}" viewBox="0 0 {wide} {high}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {area} role="img">\n<title>{escape(title)}</title>'
    return "\n".join([head, *(_element(shape) for shape in shapes), "</svg>\n"])


def _element(shape: Shape) -> str:
    match shape:
        case Text(x, y, words, size, colour, face):
            look = f'{FAMILIES[face]} font-size="{size}" fill="{colour}"'
            held = f'textLength="{shape.width:.1f}" lengthAdjust="spacingAndGlyphs"'
            return f'<text x="{x:.1f}" y="{y:.1f}" {look} {held}>{escape(words)}</text>'
        case Polygon(points, colour):
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            return f'<polygon points="{path}" fill="{colour}"/>'
        case Ring(x, y, radius, thickness, colour):
            middle = f'cx="{x:.1f}" cy="{y:.1f}" r="{radius - thickness / 2:.1f}"'
            return f'<circle {middle} fill="none" stroke="{colour}" stroke-width="{thickness}"/>'


def png(shapes: Iterable[Shape], size: Size) -> bytes:
    image = Image.new("RGB", (size[0] * FINER, size[1] * FINER))
    pen = ImageDraw.Draw(image)
    for shape in shapes:
        _paint(pen, shape)
    file = io.BytesIO()
    image.reduce(FINER).save(file, "PNG", compress_level=3)  # 6, the usual one, takes half as long again
    return file.getvalue()


def _paint(pen: ImageDraw.ImageDraw, shape: Shape) -> None:
    match shape:
        case Text(x, y, words, size, colour, face):
            pen.text((x * FINER, y * FINER), words, colour, _font(face, size), anchor="ls")
        case Polygon(points, colour):
            pen.polygon(_finer([n for point in points for n in point]), colour)
        case Ring(x, y, radius, thickness, colour):
            edges = _finer([x - radius, y - radius, x + radius, y + radius])
            pen.ellipse(edges, outline=colour, width=round(thickness * FINER))


def _finer(numbers: Sequence[float]) -> tuple[float, ...]:
    return tuple(n * FINER for n in numbers)
