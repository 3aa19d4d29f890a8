"""Text search in PostgreSQL: what a reader typed as a query, how well words fit it, and where they stand.

Migration 0001 makes the configuration ``demarche``: English stems, accents ignored.
"""

import re
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import (
    SearchHeadline,
    SearchQuery,
    SearchQueryCombinable,
    SearchQueryField,
    SearchRank,
    SearchVector,
)
from django.db.models import Case, F, Func, IntegerField, Value, When
from django.db.models.functions import Cast, Round
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.text import normal

CONFIG = "demarche"
MILLION = 1_000_000
BEGIN, END = "\ue000", "\ue001"  # for private use: no text has them, and HTML takes them for nothing
TOKEN = re.compile(r'-?"[^"]*"?|[^\s"]+')
PREFIX = re.compile(r"(-?)([^\W_][\w'’.-]*[^\W_])\*+")


class Begun(SearchQueryCombinable, Func):  # type: ignore[misc]
    """Words that begin like this; migration 0016 makes the function, and tells how."""

    function = "articles_begun"
    output_field = SearchQueryField()


class Without(SearchQueryCombinable, Func):  # type: ignore[misc]
    """Whatever does not match."""

    template = "!!(%(expressions)s)"
    output_field = SearchQueryField()


def vector() -> Any:
    """The search vector of a statement. Its cue comes first, so that "opposes sanctions" is a phrase."""
    cue = SearchVector("cue", config=CONFIG, weight="B")
    return cue + SearchVector("quote", config=CONFIG, weight="A")


def query(words: str) -> Any:
    """What a reader typed: all words, "a phrase", -without, or, prefix*; any input is valid."""
    words = normal.line(words)
    tokens = TOKEN.findall(words)
    if not any(PREFIX.fullmatch(token) for token in tokens):
        return _plain(words)
    return reduce(or_, [reduce(and_, map(_part, parts)) for parts in _alternatives(tokens)])


def relevance(words: str) -> Case:
    """How well a statement's own words fit, in millionths: whole numbers can be compared for equality."""
    asked = query(words)
    # Not divided by the length: of quotations, all of them short, one of a single word would lead every list.
    scaled = Cast(Round(Value(float(MILLION)) * SearchRank(F("words_vector"), asked)), IntegerField())
    return Case(When(words_vector=asked, then=scaled), default=Value(0), output_field=IntegerField())


def headline(field: str, words: str) -> SearchHeadline:
    """A text field with marks around the words that fit, for ``marked``."""
    return SearchHeadline(
        field, query(words), config=CONFIG, start_sel=BEGIN, stop_sel=END, highlight_all=True
    )


def marked(text: str, headline: str) -> SafeString:
    """The text as HTML with the marks of its headline; without any, should that not be the same text."""
    if headline.replace(BEGIN, "").replace(END, "") != text:
        return escape(text)
    return mark_safe(escape(headline).replace(BEGIN, "<mark>").replace(END, "</mark>"))


def bare(words: str) -> str:
    """What was typed as a name would be: without quotes and stars."""
    return " ".join(re.sub('["“”*]', " ", words).split())


def _plain(words: str) -> SearchQuery:
    return SearchQuery(words, config=CONFIG, search_type="websearch")


def _alternatives(tokens: list[str]) -> list[list[str]]:
    """What stands between each "or": all words in one piece, if any, then each prefix."""
    groups: list[list[str]] = [[]]
    for token in tokens:
        if token.lower() == "or":
            groups.append([])
        else:
            groups[-1].append(token)
    return [_pieces(group) for group in groups if group]


def _pieces(tokens: list[str]) -> list[str]:
    prefixes = [token for token in tokens if PREFIX.fullmatch(token)]
    return [" ".join(token for token in tokens if token not in prefixes), *prefixes]


def _part(piece: str) -> Any:
    prefix = PREFIX.fullmatch(piece)
    if not prefix:
        return _plain(piece)
    *words, last = re.split(r"[\W_]+", prefix[2])
    begun = reduce(and_, [*map(_plain, words), Begun(Value(last))])
    return Without(begun) if prefix[1] else begun
