"""Recognises the same thing said once and reported by several articles."""

import datetime
import re

from rapidfuzz import fuzz

from articles.models import Actor, Statement, Utterance

SAME = 90.0  # partial_ratio of the words; below it, different quotes of one speech begin to match
MIN_WORDS = 5
MAX_DAYS_APART = 1


def utterance_for(statement: Statement, actors: list[Actor]) -> Utterance:
    """The utterance that another article already reports, or a new one."""
    same = next((other for other in _candidates(statement, actors) if _same_words(statement, other)), None)
    return same.utterance if same else Utterance.objects.create()


def _candidates(statement: Statement, actors: list[Actor]) -> list[Statement]:
    """Statements of the same speakers in other articles, dated within a day."""
    if statement.said_on is None or statement.kind == Statement.Kind.INDIRECT:
        return []
    reach = datetime.timedelta(days=MAX_DAYS_APART)
    others = (
        Statement.objects.with_suggestions()
        .exclude(article=statement.article)
        .exclude(kind=Statement.Kind.INDIRECT)
        .said_between(statement.said_on - reach, (statement.said_until or statement.said_on) + reach)
    )
    for actor in actors:
        others = others.by_actor(actor.slug)
    return list(others.select_related("utterance").order_by("id"))


def _same_words(one: Statement, other: Statement) -> bool:
    a, b = plain_words(one.quote), plain_words(other.quote)
    if min(a.count(" "), b.count(" ")) < MIN_WORDS - 1:
        return False
    return fuzz.partial_ratio(a, b) >= SAME


def plain_words(text: str) -> str:
    """The words alone: no marks, no case, so that outlets' typography does not tell quotes apart."""
    return " ".join(re.findall(r"\w+", text.casefold()))
