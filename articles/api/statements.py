"""Statements as plain data of the shape ``StatementSerializer``, in four queries however many they are."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models.functions import Coalesce

from articles.formatting import iso_day
from articles.models import Article, Attribution, Position, Statement

Row = dict[str, Any]
PLAIN = (
    "quote", "kind", "cue", "fragments", "said_on", "said_until", "said_on_precision", "said_on_basis",
    "article_id", "article__title", "article__source__slug", "article__published_on",
    "article__published_about", "article__url", "utterance_id", "review", "confidence",
)  # fmt: skip


def statements(ids: Sequence[int], whole: Callable[[str], str]) -> list[Row]:
    """In the order of the ids; who is gone is left out. ``whole`` makes a path an address."""
    found = Statement.objects.filter(pk__in=ids).order_by().with_voice().values("pk", "voice", *PLAIN)
    rows = {row["pk"]: row for row in found}
    attributions, positions = _by_statement(_attributions(ids)), _by_statement(_positions(ids))
    return [_row(rows[pk], attributions[pk], positions[pk], whole) for pk in ids if pk in rows]


def _attributions(ids: Sequence[int]) -> Iterable[Any]:
    title = Coalesce("role__title", "role_printed")
    made = Attribution.objects.filter(statement__in=ids).order_by("pk")
    return made.values(
        *("statement_id", "actor__slug", "actor__name", "country_id", "body__slug", "is_channel"), held=title
    )


def _positions(ids: Sequence[int]) -> Iterable[Any]:
    taken = Position.objects.filter(statement__in=ids).order_by("pk")
    return taken.values("statement_id", "issue__slug", "issue__title", "stance")


def _by_statement(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[row["statement_id"]].append(row)
    return found


def _row(row: Row, attributions: list[Row], positions: list[Row], whole: Callable[[str], str]) -> Row:
    article = Article(pk=row["article_id"], title=row["article__title"])
    return {
        "id": row["pk"],
        "address": whole(Statement(pk=row["pk"], quote=row["quote"]).get_absolute_url()),
        "quote": row["quote"],
        "kind": row["kind"],
        "cue": row["cue"],
        "fragments": row["fragments"],
        "voice": row["voice"],
        "said": {
            "on": row["said_on"],
            "until": row["said_until"],
            "precision": row["said_on_precision"],
            "basis": row["said_on_basis"],
        },
        "attributions": [_attribution(each) for each in attributions],
        "positions": [
            {"issue": each["issue__slug"], "title": each["issue__title"], "stance": each["stance"]}
            for each in positions
        ],
        "article": {
            "id": row["article_id"],
            "title": row["article__title"],
            "source": row["article__source__slug"],
            "published": iso_day(row["article__published_on"], row["article__published_about"]),
            "address": whole(article.get_absolute_url()),
            "original": row["article__url"],
        },
        "utterance": row["utterance_id"],
        "review": row["review"],
        "confidence": row["confidence"],
    }


def _attribution(row: Row) -> Row:
    return {
        "actor": row["actor__slug"],
        "name": row["actor__name"],
        "role": row["held"],
        "country": row["country_id"],
        "body": row["body__slug"],
        "channel": row["is_channel"],
    }
