"""Capital and small letters of all scripts for regular expressions, which know A to Z and a to z alone."""

import re
import unicodedata
from itertools import groupby


def _members(*categories: str) -> str:
    """The ranges of a class. Beyond the basic plane no script has both cases and names in the news."""
    codes = (code for code in range(0x10000) if unicodedata.category(chr(code)) in categories)
    runs = [list(run) for _, run in groupby(enumerate(codes), lambda item: item[1] - item[0])]
    return "".join(f"{re.escape(chr(run[0][1]))}-{re.escape(chr(run[-1][1]))}" for run in runs)


CAPITALS = _members("Lu", "Lt")
# A mark that no composed letter holds, as in Yoruba, goes on with the word.
SMALL = _members("Ll", "Mn")
CAPITAL = f"[{CAPITALS}]"


def unaccented(name: str) -> str:
    """ "Hugo Chávez" as some print it: "Hugo Chavez"."""
    parted = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in parted if not unicodedata.combining(letter))
