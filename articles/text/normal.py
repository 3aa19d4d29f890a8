"""The one form in which texts and names are kept, compared and read, whatever form they come in.

Texts have line feeds, composed letters (NFC), no byte order mark and no space at their ends. A byte order
mark within a text is left out, too: files that were joined bring some along, nobody sees them, and they part
words.
"""

import hashlib
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

Span = tuple[int, int]
MARK = "\ufeff"
APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ′`´", "'"))
FOLDED = str.maketrans({"İ": "i", "ı": "i", "ς": "σ", "ß": "ss", "ẞ": "ss"})


def text(value: str) -> str:
    """The text in its normal form; what is in it already comes back as it is."""
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", value.replace(MARK, "")).strip()


def sha256(text: str) -> str:
    """The fingerprint an article is known by, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def line(value: str) -> str:
    """The text in one line, composed: a title as printed."""
    return " ".join(unicodedata.normalize("NFC", value.replace(MARK, "")).split())


def label(value: str) -> str:
    """The same with one kind of apostrophe: what an issue, a source or a bloc is called."""
    return line(value).translate(APOSTROPHES)


def name(value: str) -> str:
    """A speaker's name without what differs between outlets only: apostrophes, "the", spaces, composition."""
    return re.sub(r"^(?:the )+(?=.)", "", label(value), flags=re.IGNORECASE)


def name_key(value: str) -> str:
    """What makes two spellings one name: its letters in small, each by itself. Accents tell names apart.

    Letters that share a capital are one: ı with i, ς with σ, ß with ss. The database's ``articles_name_key``
    tells the same of a name in its normal form.
    """
    return "".join(map(str.lower, name(value).translate(FOLDED)))


Changed = tuple[tuple[Span, Span], ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Which places of one text are which of another, a step of changes after the other.

    A step pairs the stretches that differ, in order; whatever lies between them is alike in both.
    """

    steps: tuple[Changed, ...]

    def moved(self, span: Span) -> Span:
        """Where a span of the first text stands in the last; a stretch that it cuts is taken whole."""
        for changed in self.steps:
            span = _start(changed, span[0]), _end(changed, span[1])
        return span

    def back(self) -> "Places":
        """From the last text to the first."""
        turned = (tuple((new, old) for old, new in changed) for changed in reversed(self.steps))
        return Places(tuple(turned))


def places(value: str) -> Places:
    """From the places of a text to those of its normal form."""
    changed, made, at = [], [], 0
    for (start, end), new in _pieces(value):
        if value[start:end] != new:
            changed.append(((start, end), (at, at + len(new))))
        made.append(new)
        at += len(new)
    return Places((tuple(changed), _ends("".join(made))))


def _ends(value: str) -> Changed:
    """What is stripped of a text in which nothing else has to change."""
    first, last = len(value) - len(value.lstrip()), len(value.rstrip())
    left = max(0, last - first)
    leading, trailing = ((0, first), (0, 0)), ((last, len(value)), (left, left))
    return (leading, trailing) if left else (leading,)


def _pieces(value: str) -> Iterator[tuple[Span, str]]:
    """The text in stretches of which each is composed by itself, in order."""
    for found in _piece().finditer(value):
        start, end = found.span()
        piece = value[start:end]
        if piece[0] == "\r":
            yield (start, end), "\n"
        elif found.lastgroup == "run" and not unicodedata.is_normalized("NFC", piece):
            for n, letter in enumerate(piece, start):
                yield (n, n + 1), unicodedata.normalize("NFC", letter)
        else:
            yield (start, end), unicodedata.normalize("NFC", piece.replace(MARK, ""))


@cache
def _piece() -> re.Pattern[str]:
    """A line end, a run of characters that stand alone, or one with all that joins it."""
    joining = "".join(map(re.escape, sorted(_joining())))
    return re.compile(rf"\r\n?|(?P<run>[^{joining}\r]+)(?![{joining}])|[^\r][{joining}]*")


def _joining() -> set[str]:
    """What composition may join to the character before it; a byte order mark, once gone, is in no way."""
    found = {
        MARK,
        *map(chr, range(0x1161, 0x1176)),
        *map(chr, range(0x11A8, 0x11C3)),
    }  # Hangul's vowels, ends
    for letter in map(chr, range(0x300, 0x20000)):
        taken_apart = unicodedata.normalize("NFD", letter)
        if unicodedata.combining(taken_apart[0]):
            found.add(letter)
        if len(taken_apart) > 1 and not "가" <= letter <= "힣":
            found.add(taken_apart[-1])
    return found


def _start(changed: Changed, at: int) -> int:
    n = bisect_right(changed, at, key=lambda pair: pair[0][0])
    if not n:
        return at
    (start, end), (new_start, new_end) = changed[n - 1]
    return new_start if start <= at < end else at - end + new_end


def _end(changed: Changed, at: int) -> int:
    n = bisect_left(changed, at, key=lambda pair: pair[0][0])
    if not n:
        return at
    (_, end), (_, new_end) = changed[n - 1]
    return new_end if at <= end else at - end + new_end
