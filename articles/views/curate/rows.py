"""The statements of an article as the desk lists them: beside the text, in its margin and in its list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from articles.curate.checks import Check, checks
from articles.formatting import brief, place, said_or_reported
from articles.language import gettext
from articles.models import Article, Attribution, Flag, LikelyPosition, Review, Statement
from articles.models.statements import StatementQuerySet
from articles.text.passages import Mark, Paragraph, paragraphs

REACH, SPEAKERS = 8, 4  # statements on either side whose speakers are offered, and how many of these
FILTERS = {
    "all": "All",
    "ask": "To check",
    "flagged": "Flagged",
    "nobody": "No speaker",
    "mine": "Mine",
    "waiting": "Machine-read",
    "done": "Decided",
}


@dataclass
class Row:
    """One statement; ``n`` is its number in the order of the text, from 1."""

    n: int
    statement: Statement
    is_flagged: bool
    likely: list[LikelyPosition] = field(default_factory=list)
    editor: Any = None
    near: list[Attribution] = field(default_factory=list)

    @cached_property
    def checks(self) -> list[Check]:
        return checks(self.statement, self.likely, self.near)

    @property
    def is_decided(self) -> bool:
        return self.statement.review != Review.SUGGESTED

    @property
    def is_rejected(self) -> bool:
        return self.statement.review == Review.REJECTED

    @property
    def who(self) -> str:
        """Sergei Lavrov, Russia; via Foreign Ministry; empty if nobody is known."""
        told = (
            f"{a.actor.name}, {place(a.country.name)}"
            if a.country and a.actor.kind != "state"
            else place(a.actor.name)
            for a in self.statement.speakers
        )
        via = (f"via {place(a.actor.name)}" for a in self.statement.channels)
        return "; ".join((*told, *via))

    @property
    def when(self) -> str:
        """30 Nov 2017; undated, reported 30 Nov 2017."""
        one = self.statement
        told = said_or_reported(one.said_on, one.said_on_precision, one.said_on_basis, one.article.dated)
        return brief(told.removeprefix(f"{gettext('undated')}, "))

    @property
    def ditto(self) -> str:
        """What writes its speaker and day into the form of another one, as an answer does; empty for none."""
        rows = self.statement.speakers
        if len(rows) != 1:
            return ""
        said = self.statement.said
        named = {"speaker-0-name": rows[0].actor.name, "speaker-0-country": rows[0].country_id or ""}
        return f"set:{urlencode({**named, 'said': str(said) if said else ''})}"

    @property
    def kinds(self) -> list[str]:
        """The filters (keys of FILTERS) that list it."""
        told = {
            "ask": bool(self.checks),
            "flagged": self.is_flagged,
            "nobody": not self.who and not self.is_rejected,
            "mine": self.editor is not None and self.statement.reviewed_by_id == self.editor.pk,
            "waiting": not self.is_decided,
            "done": self.is_decided,
        }
        return ["all", *(name for name, holds in told.items() if holds)]

    @property
    def state(self) -> str:
        """How far it is, in words."""
        if self.is_rejected:
            return "rejected"
        words = "reviewed" if self.is_decided else "machine-read"
        more = [f"{len(self.checks)} to check"] if self.checks else []
        return ", ".join([words, *more, *(["flagged"] if self.is_flagged else [])])

    @property
    def icon(self) -> str:
        if self.is_flagged:
            return "flag"
        return "x" if self.is_rejected else "ok" if self.is_decided else "raw"


def statements_of(article: Article) -> StatementQuerySet:
    return article.statements.with_context().order_by("starts_at", "pk")


def rows_of(article: Article, editor: Any = None, every: Sequence[Statement] | None = None) -> list[Row]:
    """Those with a place in the text, in its order; of ``every`` statement if all are read already."""
    placed = [s for s in every if s.has_place] if every is not None else list(statements_of(article).placed())
    flagged = set(
        Flag.objects.filter(statement__in=[s.pk for s in placed]).values_list("statement", flat=True)
    )
    likely: dict[int, list[LikelyPosition]] = {}
    waiting = [s.pk for s in placed if s.review == Review.SUGGESTED]
    guesses = LikelyPosition.objects.filter(statement__in=waiting, issue__merged_into=None)
    for guess in guesses.select_related("issue"):
        likely.setdefault(guess.statement_id, []).append(guess)
    for statement in placed:
        statement.article = article
    return [
        Row(n, s, s.pk in flagged, likely.get(s.pk, []), editor, _near(placed, n - 1))
        for n, s in enumerate(placed, start=1)
    ]


def _near(placed: list[Statement], here: int) -> list[Attribution]:
    """Who speaks in the statements around this one, each once: those before it first, the nearest first."""
    around = [*reversed(placed[max(0, here - REACH) : here]), *placed[here + 1 : here + 1 + REACH]]
    found: dict[int, Attribution] = {}
    for statement in around:
        for row in statement.speakers:
            found.setdefault(row.actor_id, row)
    return list(found.values())[:SPEAKERS]


def counted(rows: Iterable[Row]) -> dict[str, int]:
    """How many rows each filter lists."""
    found = dict.fromkeys(FILTERS, 0)
    for row in rows:
        for name in row.kinds:
            found[name] += 1
    return found


def marks_of(rows: Iterable[Row]) -> list[Mark]:
    return [Mark(start, end, row.statement.pk) for row in rows for start, end in row.statement.fragments]


def text_of(article: Article, marks: Iterable[Mark]) -> list[Paragraph]:
    return paragraphs(article.text, marks)
