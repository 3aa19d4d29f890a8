"""Statements as comparisons quote them: plain data that a page can show and a permalink can freeze."""

from collections.abc import Collection
from typing import Any

from django.db.models import Prefetch

from articles.models import Attribution, Statement
from articles.text.reporting import reporting_words

Shown = dict[str, Any]


def words_of(ids: Collection[int]) -> dict[int, Shown]:
    """By the id of each statement; two queries however many they are."""
    speakers = Prefetch("attributions", Attribution.objects.select_related("actor", "role").order_by("id"))
    statements = Statement.objects.filter(pk__in=ids).order_by().with_surroundings()
    wanted = statements.select_related("article__source").prefetch_related(speakers)
    return {s.pk: _words(s) for s in wanted.defer("article__text", "words_vector")}


def _words(statement: Any) -> Shown:
    attributions = statement.attributions.all()
    return {
        "id": statement.pk,
        "address": statement.get_absolute_url(),
        "kind": statement.kind,
        "quote": statement.quote,
        "reporting": _reporting(statement),
        "speakers": [
            {"name": a.actor.name, "role": a.role_title, "country": a.country_id} for a in attributions
        ],
        "said_on": statement.said_on and statement.said_on.isoformat(),
        "said_on_precision": statement.said_on_precision,
        "said_on_basis": statement.said_on_basis,
        "source": statement.article.source.name,
        "article": statement.article.title,
        "published_on": statement.article.published_on and statement.article.published_on.isoformat(),
        "reviewed": statement.is_reviewed,
    }


def _reporting(statement: Any) -> dict[str, str]:
    """The words before and after, by which the article reports it."""
    printed = [a.name_printed or a.actor.name for a in statement.attributions.all()]
    around, begins = statement.text_around, statement.text_begins
    found = reporting_words(around, statement.fragments, statement.cue, printed, begins)
    return {"before": found.before, "after": found.after}
