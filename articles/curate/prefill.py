"""What the form of a quote that a person marked is filled in with, before they say anything."""

from typing import Any

from articles.models import Article, Statement
from articles.text.passages import Fragments

MARKS = '“”"«»„「」『』'
REACH = 1_500  # characters around the words in which another statement may be of the same speaker
Initial = tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]


def prefilled(article: Article, place: Fragments) -> Initial:
    """Words, speakers and positions as the forms take them: from the nearest statement of the same text.

    The kind follows from the quotation marks. A statement at overlapping words also gives its positions.
    """
    beside = _nearest(article, place)
    words = {
        "fragments": ",".join(f"{start}-{end}" for start, end in place),
        "kind": _kind(article.text, place),
        "said": str(beside.said) if beside and beside.said else "",
    }
    if beside is None:
        return words, [], []
    speakers = [
        {"actor": row.actor, "name": row.actor.name, "country": row.country_id}
        for row in beside.attributions.all()
    ]
    positions = [
        {"issue": row.issue.title, "stance": row.stance}
        for row in beside.positions.all()
        if _overlap(beside, place)
    ]
    return words, speakers, positions


def _kind(text: str, place: Fragments) -> str:
    said = "".join(text[max(0, start - 1) : end + 1] for start, end in place).strip()
    if not any(mark in said for mark in MARKS):
        return Statement.Kind.INDIRECT
    return Statement.Kind.DIRECT if said[:1] in MARKS else Statement.Kind.MIXED


def _nearest(article: Article, place: Fragments) -> Statement | None:
    """The statement whose words overlap, else the last one before, else the next one after."""
    near = article.statements.placed().with_context().exclude(attributions=None).order_by("starts_at")
    near = near.filter(starts_at__gte=place[0][0] - REACH, starts_at__lte=place[-1][1] + REACH)
    found = list(near)
    over = [s for s in found if _overlap(s, place)]
    before = [s for s in found if s.fragments[-1][1] <= place[0][0]]
    after = [s for s in found if s.fragments[0][0] >= place[-1][1]]
    return next(iter([*over, *reversed(before), *after]), None)


def _overlap(statement: Statement, place: Fragments) -> bool:
    return any(a < end and b > start for a, b in statement.fragments for start, end in place)
