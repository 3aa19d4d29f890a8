"""Finds the words of one text again in another version of it: certainly the same ones, or none."""

from itertools import pairwise

from articles.text.passages import Fragments, Span

AROUND = 40
"""Characters before and after that tell words that stand there several times apart."""


def found_again(old: str, new: str, fragments: Fragments) -> Fragments | None:
    """Where all the fragments of the old text stand in the new one, in the same order; None if in doubt.

    The words must be the same to the letter. Words that stand in either text more than once must also have
    the same surroundings, and no others may have them: it is never a guess between look-alikes.
    """
    places = [_place(old, new, span) for span in fragments]
    found = tuple(place for place in places if place)
    in_order = all(one[1] <= following[0] for one, following in pairwise(found))
    return found if found and len(found) == len(fragments) and in_order else None


def shifted(span: Span, old: Fragments, new: Fragments) -> Span | None:
    """Where a part of one of the old fragments stands in the new ones; None for what lies outside them."""
    for (start, end), (moved, _) in zip(old, new, strict=True):
        if start <= span[0] < span[1] <= end:
            return span[0] - start + moved, span[1] - start + moved
    return None


def _place(old: str, new: str, span: Span) -> Span | None:
    here, there = _alike(old, old, span), _alike(old, new, span)
    if len(here) > 1 or len(there) > 1:
        around = _around(old, span)
        here = [place for place in here if _around(old, place) == around]
        there = [place for place in there if _around(new, place) == around]
    return there[0] if len(here) == len(there) == 1 else None


def _alike(old: str, text: str, span: Span) -> list[Span]:
    """Where the words stand in the text, as whole words if they are such in the old one."""
    words, found = old[slice(*span)], []
    start = text.find(words)
    while start >= 0:
        place = (start, start + len(words))
        if _cuts(text, place) == _cuts(old, span):
            found.append(place)
        start = text.find(words, start + 1)
    return found


def _cuts(text: str, span: Span) -> tuple[bool, bool]:
    """Whether the first and the last character have more of their word outside."""
    return _within_word(text, span[0]), _within_word(text, span[1])


def _within_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def _around(text: str, span: Span) -> tuple[str, str]:
    return text[max(0, span[0] - AROUND) : span[0]], text[span[1] : span[1] + AROUND]
