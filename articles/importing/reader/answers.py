"""Answers kept by their questions, and what may be spent on new ones in a day."""

import datetime
from collections.abc import Collection, Mapping

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from articles.importing.reader.asking import Answered
from articles.importing.reader.prompt import Question
from articles.models import ReaderAnswer, ReaderDay, ReaderReading


def kept(questions: Collection[Question]) -> dict[str, str]:
    """The answers that are there already, by the questions' keys."""
    rows = ReaderAnswer.objects.filter(key__in=[question.key for question in questions])
    return dict(rows.values_list("key", "answer"))


def keep(question: Question, answered: Answered, reader: str) -> None:
    """Whoever asked the same meanwhile was first."""
    tokens = question.tokens if answered.tokens is None else answered.tokens
    row = {"reader": reader, "answer": answered.content, "tokens": tokens}
    ReaderAnswer.objects.get_or_create(key=question.key, defaults=row)


def set_aside(tokens: int) -> datetime.date | None:
    """Take so many tokens of today's budget, for ``settle``; None, and none taken, if it has too few."""
    day = timezone.now().astimezone(datetime.UTC).date()
    ReaderDay.objects.get_or_create(day=day)
    free = ReaderDay.objects.filter(day=day, tokens__lte=settings.READER_BUDGET - tokens)
    return day if free.update(tokens=F("tokens") + tokens) else None


def settle(day: datetime.date, taken: int, used: int, requests: int) -> None:
    """Put what was used in place of what was set aside."""
    tokens = Greatest(F("tokens") + used - taken, 0)
    ReaderDay.objects.filter(day=day).update(tokens=tokens, requests=F("requests") + requests)


@transaction.atomic
def count_fallback(reason: str) -> None:
    day = timezone.now().astimezone(datetime.UTC).date()
    ReaderDay.objects.get_or_create(day=day)
    row = ReaderDay.objects.select_for_update().get(day=day)
    row.fallbacks[reason] = row.fallbacks.get(reason, 0) + 1
    row.save(update_fields=["fallbacks"])


def note_reading(
    text_sha256: str, reader: str, embedded: str, counts: Mapping[str, int], dropped: Mapping[str, int]
) -> None:
    """How it read an article, in place of an earlier reading of the same text."""
    ReaderReading.objects.update_or_create(
        text_sha256=text_sha256,
        reader=reader,
        embedded=embedded,
        defaults={**counts, "dropped": dict(dropped), "made_at": timezone.now()},
    )
