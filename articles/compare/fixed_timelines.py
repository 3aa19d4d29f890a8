"""Timelines as a fixed version keeps them: what was said, in plain data, from which they are drawn again."""

import datetime
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from articles.compare.observations import Observation, Recent, Said, order
from articles.compare.selection import Column
from articles.compare.timeline import Timeline, laid_out
from articles.compare.words import Shown
from articles.formatting import is_claim
from articles.models import Issue

QUOTED = 200  # characters of what was said; no page repeats more of it beside a drawing
WORDS = ("address", "said_on", "said_on_precision", "said_on_basis", "source", "published_on", "reviewed")


def kept(timelines: Iterable[Timeline]) -> list[Shown]:
    """By issue what was said, oldest first, and how much is not drawn or listed."""
    return [_kept(timeline) for timeline in timelines]


def _kept(timeline: Timeline) -> Shown:
    marks = [mark.said for lane in timeline.lanes for mark in lane.marks]
    issue = timeline.issue
    return {
        "issue": {"slug": issue.slug, "title": issue.title} | ({"is_claim": True} if issue.is_claim else {}),
        "said": [_entry(one) for one in sorted(marks, key=lambda one: order(one.observation))],
        "left_out": timeline.left_out,
        "undated": [_entry(one) for one in timeline.undated],
        "undated_total": timeline.undated_total,
    }


def _entry(said: Said) -> Shown:
    observation, words = said.observation, said.words
    told = {name: words[name] for name in WORDS if words[name] is not None}
    channels = {"channels": words["channels"]} if "channels" in words else {}
    return {
        "column": observation.column,
        "statement": observation.statement,
        "utterance": observation.utterance,
        "stance": observation.stance,
        "first": observation.first and observation.first.isoformat(),
        "last": observation.last and observation.last.isoformat(),
        "reports": said.reports,
        "quote": words["quote"][:QUOTED],
        "speakers": [speaker["name"] for speaker in words["speakers"]],
        **channels,
        **told,
    }


def shown_again(shown: Shown) -> tuple[Timeline, ...]:
    """The timelines of a fixed version; none of one that was shared before they were kept."""
    columns = [Column(one["kind"], one["key"], one["name"], "") for one in shown["columns"]]
    by_id = {column.id: column for column in columns}
    told = []
    for number, each in enumerate(shown.get("timelines", ())):
        dated, undated = ([_said(one, number, by_id) for one in each[part]] for part in ("said", "undated"))
        found = Recent(
            list(map(attrgetter("observation"), dated)),
            len(dated) + each["left_out"],
            list(map(attrgetter("observation"), undated)),
            each["undated_total"],
        )
        told.append((_issue(each["issue"]), found, {one.observation: one for one in (*dated, *undated)}))
    return laid_out(columns, told)


def _issue(told: Shown) -> Issue:
    return Issue(slug=told["slug"], title=told["title"], is_claim=is_claim(told))


def _said(entry: Shown, issue: int, columns: dict[str, Column]) -> Said:
    """``issue`` stands for its key: it only keeps those of several issues apart."""
    observation = Observation(
        column=entry["column"],
        issue=issue,
        utterance=entry["utterance"],
        statement=entry["statement"],
        stance=entry["stance"],
        first=_day(entry["first"]),
        last=_day(entry["last"]),
        precision=entry["said_on_precision"],
    )
    words: dict[str, Any] = {**dict.fromkeys(WORDS), **entry}
    words["speakers"] = [{"name": name} for name in entry["speakers"]]
    return Said(observation, columns[entry["column"]], words, entry["reports"])


def _day(told: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(told) if told else None
