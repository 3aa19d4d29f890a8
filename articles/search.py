"""Text search in PostgreSQL.

Migration 0001 makes the configuration ``demarche``: English stems, accents ignored.
"""

from django.contrib.postgres.search import SearchQuery, SearchVector

CONFIG = "demarche"


def vector(field: str) -> SearchVector:
    """The search vector of a text field, for a generated column."""
    return SearchVector(field, config=CONFIG)


def query(words: str) -> SearchQuery:
    """What a reader typed: all words, "a phrase", -without, or; any input is valid."""
    return SearchQuery(words, config=CONFIG, search_type="websearch")
