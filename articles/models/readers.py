"""What a reader of one's own choosing answered, its cost, and how it compares. Never public."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models
from django.db.models import F, Sum
from django.utils import timezone


class ReaderAnswer(models.Model):
    """An answer of a language model as it came, so that the same question costs nothing again.

    ``key`` is the SHA-256 of text, prompt and model. An ``answer`` that nothing can be read of is kept, too.
    """

    key = models.CharField(max_length=64, unique=True)
    reader = models.CharField("model and version of the prompt", max_length=100)
    answer = models.TextField(blank=True)
    tokens = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.reader}, {self.key[:12]}"


class ReaderDay(models.Model):
    """What was asked of all readers on one day; ``tokens`` includes what is set aside for answers to come.

    ``fallbacks`` counts the articles that the embedded reader read instead, by reason.
    """

    day = models.DateField(unique=True)
    requests = models.PositiveIntegerField(default=0)
    tokens = models.PositiveBigIntegerField(default=0)
    fallbacks = models.JSONField(default=dict)

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.tokens} tokens"


DROPPED = """
SELECT reader, embedded, reason, sum(number::int)
FROM articles_readerreading, jsonb_each_text(dropped) AS each (reason, number)
GROUP BY reader, embedded, reason ORDER BY 4 DESC, reason
"""


@dataclass(slots=True)
class Compared:
    """All articles that a reader and a version of the embedded one read; ``counts`` as in ``ReaderReading``.

    ``dropped``: by reason what of its proposals did not stand the test, the most frequent first.
    """

    reader: str
    embedded: str
    articles: int
    counts: dict[str, int]
    dropped: dict[str, int] = field(default_factory=dict)

    def same(self, name: str) -> float | None:
        """The share in which a field agrees, of the statements that both found, 0 to 1; None of none."""
        return self.counts[name] / self.counts["both"] if self.counts["both"] else None


class ReaderReadingQuerySet(models.QuerySet["ReaderReading"]):
    def summed(self) -> list[Compared]:
        """For each pair of readers, by their names."""
        names = ReaderReading.COUNTED
        sums = {f"all_{name}": Sum(name) for name in names}
        rows: Any = self.order_by("reader", "embedded").values("reader", "embedded")
        found = {
            (row["reader"], row["embedded"]): Compared(
                row["reader"], row["embedded"], row["articles"], {name: row[f"all_{name}"] for name in names}
            )
            for row in rows.annotate(articles=models.Count("pk"), **sums)
        }
        with connection.cursor() as cursor:
            cursor.execute(DROPPED)
            for reader, embedded, reason, number in cursor.fetchall():
                found[reader, embedded].dropped[reason] = number
        return list(found.values())


class ReaderReading(models.Model):
    """One article as it read it, beside the embedded reader; the latest of each text, reader and version.

    ``both`` counts the statements that both found, and the fields below it those of them in which they agree.
    ``dropped`` counts by reason what did not stand the test.
    """

    COUNTED = (
        *("proposed", "kept", "both", "only_reader", "only_embedded"),
        *("words", "speaker", "country", "day", "position"),
    )

    text_sha256 = models.CharField(max_length=64)
    reader = models.CharField(max_length=100)
    embedded = models.CharField("version of the embedded reader", max_length=100)
    dropped = models.JSONField(default=dict)
    proposed = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    both = models.PositiveIntegerField()
    only_reader = models.PositiveIntegerField()
    only_embedded = models.PositiveIntegerField()
    words = models.PositiveIntegerField()
    speaker = models.PositiveIntegerField()
    country = models.PositiveIntegerField()
    day = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    objects = ReaderReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "embedded", "text_sha256"], name="reader_reading_once_per_text"
            ),
            models.CheckConstraint(
                condition=models.Q(kept=F("both") + F("only_reader")), name="reader_reading_adds_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader} and {self.embedded}, {self.text_sha256[:12]}"
