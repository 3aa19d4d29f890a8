"""The editors' desk in the admin, one module a subject."""

from articles.admin import accounts, actions, actors, comparisons, countries, issues, statements, texts, votes

__all__ = [
    "accounts",
    "actions",
    "actors",
    "comparisons",
    "countries",
    "issues",
    "statements",
    "texts",
    "votes",
]
