"""What the form of a quote that a person marked is filled in with, before they say anything."""

import datetime
from dataclasses import replace
from functools import lru_cache
from typing import Any

from articles import extraction
from articles.extraction import Document, IssueHint
from articles.extraction import Statement as Record
from articles.models import Article, Issue, Statement
from articles.registry.actors import known_actor
from articles.text.passages import Fragments

MARKS = '“”"«»„「」『』'
REACH = 1_500  # characters around the words in which another statement may be of the same speaker
READ = 20_000  # characters around the words that the machine reads: a second on one core
KEPT = 32  # readings, so that a second quote of an article costs nothing
Initial = tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]


def prefilled(article: Article, place: Fragments) -> Initial:
    """Words, speakers and positions as the forms take them.

    A statement on record that overlaps tells them; else what the machine reads there, also if it is too
    unlikely to be suggested; else the speaker and the day are those of the nearest statement. The kind
    follows from the quotation marks.
    """
    words = {
        "fragments": ",".join(f"{start}-{end}" for start, end in place),
        "kind": _kind(article.text, place),
        "said": "",
    }
    beside = _nearest(article, place)
    if not (beside and _overlap(beside.fragments, place)) and (record := _read(article, place)):
        return {**words, "said": record.said_on or ""}, _speakers(record, article), _positions(record)
    if beside is None:
        return words, [], []
    words["said"] = str(beside.said) if beside.said else ""
    speakers = [
        {"actor": row.actor, "name": row.actor.name, "country": row.country_id, "is_channel": row.is_channel}
        for row in beside.attributions.all()
    ]
    positions = [
        {"issue": row.issue.title, "stance": row.stance}
        for row in beside.positions.all()
        if _overlap(beside.fragments, place)
    ]
    return words, speakers, positions


def _read(article: Article, place: Fragments) -> Record | None:
    """What the machine finds at the words, the one that shares most with them; it must name a speaker."""
    first = max(0, place[0][0] - READ // 2) if len(article.text) > READ else 0
    first = article.text.rfind("\n", 0, first) + 1 if first else 0
    window = article.text[first : place[-1][1] + READ // 2]
    wanted = {at - first for start, end in place for at in range(start, end)}
    issues = Issue.objects.current().exclude(phrases=[]).order_by("pk")
    hints = tuple(IssueHint(one.slug, one.title, tuple(one.phrases), tuple(one.about)) for one in issues)
    sure = _readings(window, article.published_on, article.title, hints)
    return _likest(sure, wanted) or _likest(_unlikely(window, article.published_on, article.title), wanted)


def _likest(records: tuple[Record, ...], wanted: set[int]) -> Record | None:
    """The one that shares most characters with those wanted, and names a speaker."""
    shares = {
        n: len(wanted & {at for start, end in record.fragments for at in range(start, end)})
        for n, record in enumerate(records)
        if record.speakers
    }
    best = max(shares, key=lambda n: shares[n], default=None)
    return records[best] if best is not None and shares[best] else None


@lru_cache(maxsize=KEPT)
def _readings(
    text: str, published_on: datetime.date | None, title: str, hints: tuple[IssueHint, ...]
) -> tuple[Record, ...]:
    return extraction.read(Document("", text, published_on, title), hints)


@lru_cache(maxsize=KEPT)
def _unlikely(text: str, published_on: datetime.date | None, title: str) -> tuple[Record, ...]:
    """What is found in English before it is weighed."""
    from articles.extraction import languages, pipeline  # which load the parser

    if languages.language_of(text) != "en":
        return ()
    return tuple(
        record
        for _, found in pipeline.found_in([Document("", text, published_on, title)])
        for _, record in found
    )


def _speakers(record: Record, article: Article) -> list[dict[str, Any]]:
    """Those on record by their actors; others by name, country and kind, to be added with the statement."""
    found = []
    for speaker in record.speakers:
        actor = known_actor(speaker, article.published_on)
        who = {"actor": actor, "name": actor.name} if actor else {"name": speaker.name, "kind": speaker.kind}
        found.append({**who, "country": speaker.country or (actor.country_id if actor else None)})
    if record.channel:
        passed_on = _speakers(replace(record, speakers=(record.channel,), channel=None), article)
        found += [{**row, "country": None, "is_channel": True} for row in passed_on]
    return found


def _positions(record: Record) -> list[dict[str, Any]]:
    """Those that are sure: what a form shows is soon confirmed."""
    stances = {taken.issue: taken.stance for taken in record.positions if taken.is_sure}
    titles = Issue.objects.current().filter(slug__in=stances).values_list("slug", "title")
    return [{"issue": title, "stance": stances[slug]} for slug, title in titles]


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
    over = [s for s in found if _overlap(s.fragments, place)]
    before = [s for s in found if s.fragments[-1][1] <= place[0][0]]
    after = [s for s in found if s.fragments[0][0] >= place[-1][1]]
    return next(iter([*over, *reversed(before), *after]), None)


def _overlap(fragments: Any, place: Fragments) -> bool:
    return any(a < end and b > start for a, b in fragments for start, end in place)
