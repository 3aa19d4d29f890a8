"""Titles that files bear, without those that a program made up."""

import re

MADE_UP = re.compile(
    r"microsoft word\b.*|.*\.(?:docx?|pdf|rtf|odt|indd|qxd|pages|txt|html?)|.*[\\/].*"
    r"|untitled.*|document ?\d*|(?:slide|page) ?\d+|[\W\d_]*",
    re.IGNORECASE | re.DOTALL,
)


def title_of(text: str) -> str:
    """The title, or nothing if it is the name of a file or no words at all."""
    return "" if MADE_UP.fullmatch(text.strip()) else text
