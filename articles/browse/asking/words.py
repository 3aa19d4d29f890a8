"""What was typed as words, with the places at which they stand."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from articles.models.search import QUOTES
from articles.text import normal
from diplomacy.replicas import connection

MOST_TYPED = 200  # characters
MOST_READ = 24  # words in which names are looked for; longer texts are words
PIECE = re.compile(r'-?"[^"]*"?|[^\s",;:!?()]+')
FREE = re.compile(r"[^\W_](?:[\w'’.&/-]*[\w.])?")
PART = re.compile(r"[^/-]+")
# They join what is named, and are no words to search for beside it.
JOINING = frozenset(
    """
    a about against all an and as at between by did do does for from has have how in is it its of
    on or over say says said statement statements that the their they think to toward towards was
    were what when which who with position positions stance view views vs
    """.split()  # noqa: SIM905
)
ABOUT = frozenset(
    "about against in on over to toward towards with".split()  # noqa: SIM905
)  # before what it is about
PLAIN = """
SELECT articles_plain(name) FROM unnest(%s::text[]) WITH ORDINALITY AS given (name, n) ORDER BY n
"""


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its place in the text; ``plain`` has neither accents nor capitals nor dots.

    One that ``is_joining`` only puts others together: "on", but not the end of Jae-in.
    """

    text: str
    start: int
    end: int
    plain: str
    is_joining: bool


@dataclass(frozen=True)
class Typed:
    """A line that was typed, and the words in it that may name something: not quoted, excluded or begun*."""

    text: str
    words: tuple[Word, ...]

    @cached_property
    def is_loud(self) -> bool:
        """Whether capitals say nothing."""
        return self.text.upper() == self.text

    def between(self, first: int, last: int) -> str:
        """What was typed from one word to another, both included."""
        return self.text[self.words[first].start : self.words[last].end]

    def plain(self, first: int, last: int) -> str:
        return " ".join(word.plain for word in self.words[first : last + 1])

    def runs(self, longest: int) -> Iterator[tuple[int, int]]:
        """First and last word of all runs of so many words at most, with nothing between them."""
        for first in range(len(self.words)):
            for last in range(first, min(first + longest, len(self.words))):
                if self.are_together(first, last):
                    yield first, last

    def are_together(self, first: int, last: int) -> bool:
        """Whether nothing but spaces and a hyphen or comma stands between these words."""
        pairs = zip(self.words[first:last], self.words[first + 1 : last + 1], strict=True)
        return all(re.fullmatch(r"[\s,/-]*", self.text[one.end : other.start]) for one, other in pairs)


def typed(text: str) -> Typed:
    """The line in its normal form; of one that is too long, or of too many words, none may name anything."""
    line = normal.line(text).translate(QUOTES)
    free = [match for match in PIECE.finditer(line) if FREE.fullmatch(match[0])]
    found = [part for match in free for part in PART.finditer(line, match.start(), match.end())]
    if len(line) > MOST_TYPED or len(found) > MOST_READ:
        return Typed(line, ())
    words = zip(found, plainly([part[0] for part in found]), strict=True)
    return Typed(line, tuple(_word(line, part, plain) for part, plain in words))


def _word(line: str, part: re.Match[str], plain: str) -> Word:
    is_alone = "-" not in (line[part.start() - 1 : part.start()], line[part.end() : part.end() + 1])
    return Word(part[0], part.start(), part.end(), plain, is_alone and plain in JOINING)


def plainly(names: Sequence[str]) -> list[str]:
    """As names are compared here: in small letters without accents and dots, and hyphens as spaces."""
    if not names:
        return []
    if all(name.isascii() for name in names):
        return [_bare(name.lower()) for name in names]
    with connection().cursor() as cursor:
        cursor.execute(PLAIN, [[*names]])
        return [_bare(name) for [name] in cursor]


def _bare(name: str) -> str:
    return re.sub(r"[-/]", " ", unicodedata.normalize("NFC", name).replace(".", "").replace("’", "'"))
