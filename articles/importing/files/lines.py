"""Lines that a page or a mail program broke, put together to paragraphs."""

import re
from collections.abc import Iterable

NARROWEST = 40  # characters; where lines are shorter, each was ended on purpose
FULL = 0.88  # of the usual width: letters are of unlike widths, and few lines end at the edge
FULL_THOUGH_ENDED = 1.1  # where a sentence ends, too; 93 of 100 printed paragraphs came back whole
ENDS_SENTENCE = re.compile(r"[.!?:。！？][\"'”’“»)\]」』]{0,3}$")
HYPHENATED = re.compile(r"[^\W\d_]-$")
IDEOGRAPH = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")  # written without spaces


def paragraphs(lines: Iterable[str]) -> str:
    """One line a paragraph: a line goes on in the next where that one's first word had no room left.

    An empty line ends a paragraph.
    """
    stripped = [line.strip() for line in lines]
    width = _width(stripped)
    made: list[str] = []
    above = ""
    for line in stripped:
        if line and above and width >= NARROWEST and _goes_on(above, line, width):
            if HYPHENATED.search(above[-2:]) and line[0].islower():
                made[-1] = above[:-1]
            elif not above.endswith("-") and not (IDEOGRAPH.match(above[-1]) and IDEOGRAPH.match(line)):
                made.append(" ")
        else:
            made.append("\n")
        made.append(line)
        above = line
    return re.sub(r"\n{3,}", "\n\n", "".join(made)).strip("\n")


def _goes_on(above: str, line: str, width: int) -> bool:
    share = FULL_THOUGH_ENDED if ENDS_SENTENCE.search(above[-4:]) else FULL
    return len(above) + _first_word(line) >= share * width


def _width(lines: list[str]) -> int:
    """What nine of ten lines keep to."""
    lengths = sorted(len(line) for line in lines if line)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _first_word(line: str) -> int:
    """Its length with the space before it."""
    return 1 if IDEOGRAPH.match(line) else 1 + len(line.split(maxsplit=1)[0])
