"""The editors' desk in the admin, one module a subject."""

from articles.admin import actions, actors, comparisons, countries, issues, statements, texts

__all__ = ["actions", "actors", "comparisons", "countries", "issues", "statements", "texts"]
