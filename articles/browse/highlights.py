"""Where the words that were typed stand in the statements of a page."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from articles.models import Statement, search


@dataclass(frozen=True, slots=True)
class Highlight:
    """The quotation with its marks as HTML; the reporting words only if there is a mark in them."""

    quote: SafeString
    cue: SafeString


def highlights(ids: Collection[int], words: str) -> dict[int, Highlight]:
    """By the id of each statement; one query for all, and none without words."""
    if not words or not ids:
        return {}
    rows = Statement.objects.filter(pk__in=ids).order_by()
    return {row.pk: _highlight(row) for row in rows.only("quote", "cue").with_headlines(words)}


def _highlight(row: Any) -> Highlight:
    cue = search.marked(row.cue, row.cue_marks)
    return Highlight(search.marked(row.quote, row.quote_marks), cue if "<mark>" in cue else SafeString())
