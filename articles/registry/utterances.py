"""Recognises the same thing said once and reported by several articles."""

import datetime
import re

from rapidfuzz import fuzz

from articles.models import Actor, Statement, Utterance

SAME = 90.0  # partial_ratio of the words; below it, different quotes of one speech begin to match
MIN_WORDS = 5
MAX_DAYS_APART = 1


def utterance_for(statement: Statement, actors: list[Actor]) -> Utterance:
    """The utterance that another article already reports, the likest if there are several, or a new one."""
    alike = {other: _likeness(statement, other) for other in _candidates(statement, actors)}
    likest = max(alike, key=alike.__getitem__, default=None)
    return likest.utterance if likest and alike[likest] >= SAME else Utterance.objects.create()


def _candidates(statement: Statement, actors: list[Actor]) -> list[Statement]:
    """Statements of the same speakers in other articles, dated within a day; none of words too few."""
    if statement.said_on is None or statement.kind == Statement.Kind.INDIRECT:
        return []
    if _are_few(plain_words(statement.quote)):
        return []
    others = (
        Statement.objects.with_suggestions()
        .exclude(article=statement.article)
        .exclude(kind=Statement.Kind.INDIRECT)
        .said_between(
            _days_from(statement.said_on, -MAX_DAYS_APART),
            _days_from(statement.said_until or statement.said_on, MAX_DAYS_APART),
        )
    )
    for actor in actors:
        others = others.by_actor(actor.slug)
    return list(others.select_related("utterance").order_by("id"))


def _days_from(day: datetime.date, days: int) -> datetime.date:
    """So many days later, or the last of the calendar that there are."""
    ordinal = min(max(day.toordinal() + days, datetime.date.min.toordinal()), datetime.date.max.toordinal())
    return datetime.date.fromordinal(ordinal)


def _likeness(one: Statement, other: Statement) -> float:
    """How well the shorter fits somewhere into the longer, 0 to 100; 0 when too short to tell."""
    a, b = plain_words(one.quote), plain_words(other.quote)
    if _are_few(a) or _are_few(b):
        return 0
    return fuzz.partial_ratio(a, b)


def _are_few(words: str) -> bool:
    return words.count(" ") < MIN_WORDS - 1


def plain_words(text: str) -> str:
    """The words alone: no marks, no case, so that outlets' typography does not tell quotes apart."""
    return " ".join(re.findall(r"\w+", text.casefold()))
