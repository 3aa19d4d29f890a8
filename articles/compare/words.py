"""Statements as comparisons quote them: plain data that a page can show and a permalink can freeze."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models.functions import Coalesce

from articles.addresses import path_to, slug_of
from articles.models import Attribution, Statement
from articles.models.statements import REVIEWED
from articles.text.reporting import reporting_words

Shown = dict[str, Any]
FIELDS = (
    "pk", "kind", "quote", "fragments", "cue", "text_around", "text_begins", "said_on", "said_on_precision",
    "said_on_basis", "article__source__name", "article__title", "article__published_on", "review",
)  # fmt: skip


class _Said(NamedTuple):
    """What is read of a statement."""

    pk: int
    kind: str
    quote: str
    fragments: list[list[int]]
    cue: str
    text_around: str
    text_begins: int
    said_on: datetime.date | None
    said_on_precision: str
    said_on_basis: str
    source: str
    article: str
    published_on: datetime.date | None
    review: str


class _Speaker(NamedTuple):
    """What is read of an attribution."""

    name: str
    printed: str
    role: str
    country: str | None
    is_channel: bool


def words_of(ids: Collection[int]) -> dict[int, Shown]:
    """By the id of each statement; two queries however many they are, and no model: they may be thousands."""
    rows = Statement.objects.filter(pk__in=ids).order_by().with_surroundings().values_list(*FIELDS)
    credited = _credited(ids)
    return {said.pk: _words(said, credited[said.pk]) for said in map(_Said._make, rows)}


def _credited(ids: Collection[int]) -> dict[int, list[_Speaker]]:
    made = Attribution.objects.filter(statement__in=ids).order_by("id")
    role = Coalesce("role__title", "role_printed")
    found: dict[int, list[_Speaker]] = defaultdict(list)
    rows = made.values_list("statement_id", "actor__name", "name_printed", role, "country_id", "is_channel")
    for pk, *speaker in rows:
        found[pk].append(_Speaker(*speaker))
    return found


def _words(said: _Said, credited: list[_Speaker]) -> Shown:
    """``channels`` only where there are any: most versions that were fixed know none."""
    speakers = [each for each in credited if not each.is_channel]
    channels = [each.name for each in credited if each.is_channel]
    return {
        "id": said.pk,
        "address": path_to("statement_detail", said.pk, slug_of(said.quote, "statement", words=9)),
        "kind": said.kind,
        "quote": said.quote,
        "reporting": _reporting(said, speakers),
        "speakers": [{"name": s.name, "role": s.role, "country": s.country} for s in speakers],
        "said_on": said.said_on and said.said_on.isoformat(),
        "said_on_precision": said.said_on_precision,
        "said_on_basis": said.said_on_basis,
        "source": said.source,
        "article": said.article,
        "published_on": said.published_on and said.published_on.isoformat(),
        "reviewed": said.review in REVIEWED,
    } | ({"channels": channels} if channels else {})


def _reporting(said: _Said, speakers: list[_Speaker]) -> dict[str, str]:
    """The words before and after, by which the article reports it."""
    printed = [speaker.printed or speaker.name for speaker in speakers]
    found = reporting_words(said.text_around, said.fragments, said.cue, printed, said.text_begins)
    return {"before": found.before, "after": found.after}
