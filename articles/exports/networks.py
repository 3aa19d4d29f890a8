"""Positions between speakers and issues, counted: what ``graphml`` and the list of events are made of."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Count, Max, Min

from articles.exports.graphml import SIGNS, Edge, Node
from articles.models import Actor, Issue, Position
from articles.models.statements import StatementQuerySet

SPEAKER, ISSUE = "statement__attributions__actor__slug", "issue__slug"
COUNTRY = "statement__attributions__country"
Whole = Callable[[str], str]


def _positions(statements: StatementQuerySet) -> Any:
    """A row for each position and speaker: who only passed words on takes none."""
    of_these = Position.objects.filter(statement__in=statements.order_by().values("pk")).order_by()
    return of_these.filter(statement__attributions__is_channel=False)


def nodes(statements: StatementQuerySet, whole: Whole) -> Iterator[Node]:
    """Speakers that take a position in these statements, each once for every country it spoke for; issues."""
    taken = _positions(statements)
    pairs = taken.values_list("statement__attributions__actor", COUNTRY).distinct()
    actors = Actor.objects.in_bulk({actor for actor, _ in pairs})
    for pk, country in sorted(pairs, key=lambda pair: (actors[pair[0]].slug, pair[1] or "")):
        actor = actors[pk]
        yield Node(
            _speaker(actor.slug, country),
            {
                "label": actor.name,
                "mode": "speaker",
                "kind": actor.kind,
                "country": country or "",
                "address": whole(actor.get_absolute_url()),
            },
        )
    for issue in Issue.objects.filter(pk__in=taken.values("issue")).order_by("slug"):
        yield Node(
            f"issue:{issue.slug}",
            {
                "label": issue.title,
                "mode": "issue",
                "kind": "",
                "country": "",
                "address": whole(issue.get_absolute_url()),
            },
        )


def _speaker(slug: str, country: str | None) -> str:
    return f"speaker:{slug}:{country}" if country else f"speaker:{slug}"


def edges(statements: StatementQuerySet) -> Iterator[Edge]:
    """One for each speaker, country, issue and stance; what was said once counts once."""
    counted = (
        _positions(statements)
        .values(SPEAKER, COUNTRY, ISSUE, "stance")
        .annotate(
            weight=Count("statement__utterance", distinct=True),
            first=Min("statement__said_on"),
            last=Max("statement__said_until"),
        )
        .order_by(SPEAKER, COUNTRY, ISSUE, "stance")
    )
    for row in counted.iterator():
        values = {
            "stance": row["stance"],
            "sign": SIGNS.get(row["stance"], 0),
            "weight": float(row["weight"]),
            "first": row["first"] or "",
            "last": row["last"] or "",
        }
        yield Edge(_speaker(row[SPEAKER], row[COUNTRY]), f"issue:{row[ISSUE]}", values)


EVENTS = (
    "statement_id", "time", "person", "organization", "concept", "agreement", "stance", "start_position",
    "stop_position", "text", "coder", "document_id", "document_title", "document_author", "document_source",
    "document_section", "document_type",
)  # fmt: skip
AGREEMENT = {"support": 1, "oppose": 0}


def events(statements: StatementQuerySet) -> Iterator[list[Any]]:
    """The header and a row for each position of each speaker, as Discourse Network Analyzer lists events.

    ``agreement`` is 1 or 0, and empty for a stance that is neither; ``stance`` has all four in words.
    ``person`` is who spoke, ``organization`` the country or body spoken for; ``time`` the first day on which
    it may have been said, ``coder`` the state of review.
    """
    yield list(EVENTS)
    rows = _positions(statements).order_by(
        "statement__listed_on", "statement", "pk", "statement__attributions"
    )
    named = rows.values_list(
        "statement", "statement__said_on", "statement__attributions__actor__name",
        "statement__attributions__country__name", "statement__attributions__body__name", "issue__title",
        "stance", "statement__fragments", "statement__quote", "statement__review", "statement__article",
        "statement__article__title", "statement__article__author", "statement__article__source__name",
    )  # fmt: skip
    for pk, day, person, country, body, issue, stance, fragments, quote, review, *article in named.iterator():
        time = f"{day} 00:00:00" if day else ""
        agreement = AGREEMENT.get(stance, "")
        place = [fragments[0][0], fragments[-1][1]]
        yield [pk, time, person, country or body or "", issue, agreement, stance, *place, quote, review,
               *article, "", ""]  # fmt: skip
