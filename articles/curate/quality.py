"""How good the machine's suggestions were, by what editors made of them: per week and extractor version."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import Count
from django.utils import timezone

from articles.history.proposals import Proposal, as_it_stands, proposals
from articles.models import Review, Statement
from articles.models.statements import REVIEWED

WEEKS = 26
CHUNK = 500
DECIDED = (*REVIEWED, Review.REJECTED)
FIELDS = ("words", "kind", "speaker", "country", "day", "position")
"""What a reader proposes of a statement."""


@dataclass(slots=True)
class Quality:
    """What became of the suggestions of one extractor that were decided on in the week from ``monday``.

    ``edits`` counts by field (``FIELDS``) how many were mended in it.
    """

    monday: datetime.date
    extractor: str
    unchanged: int = 0
    mended: int = 0
    rejected: int = 0
    edits: Counter[str] = field(default_factory=Counter)

    @property
    def decided(self) -> int:
        return self.unchanged + self.mended + self.rejected

    @property
    def kept(self) -> int:
        return self.unchanged + self.mended

    @property
    def precision(self) -> float:
        """The share that editors kept, 0 to 1."""
        return self.kept / self.decided

    @property
    def flawless(self) -> float:
        """The share that editors kept as it was, 0 to 1."""
        return self.unchanged / self.decided

    def right(self, name: str) -> float | None:
        """Of those that editors kept the share whose field they left as it was, 0 to 1; None of none."""
        return (self.kept - self.edits[name]) / self.kept if self.kept else None


def qualities(today: datetime.date | None = None) -> list[Quality]:
    """The last ``WEEKS`` weeks in which anything was decided, latest first; versions of a week by name."""
    monday = _monday(today or timezone.localdate())
    since = monday - datetime.timedelta(weeks=WEEKS - 1)
    decided = Statement.objects.filter(review__in=DECIDED, reviewed_at__date__gte=since).exclude(extractor="")
    rows = decided.defer("quote", "words_vector").prefetch_related("attributions", "positions").order_by("pk")
    found: dict[tuple[datetime.date, str], Quality] = {}
    for statement, mended in _with_edits(rows.iterator(chunk_size=CHUNK)):
        assert statement.reviewed_at
        place = _monday(statement.reviewed_at.date()), statement.extractor
        _count(found.setdefault(place, Quality(*place)), statement, mended)
    return sorted(found.values(), key=lambda quality: (-quality.monday.toordinal(), quality.extractor))


def _with_edits(statements: Iterator[Statement]) -> Iterator[tuple[Statement, list[str]]]:
    while chunk := list(islice(statements, CHUNK)):
        proposed = proposals(statement.pk for statement in chunk)
        unseen = _accepted_with_others([statement.pk for statement in chunk])
        for statement in chunk:
            if statement.pk in proposed:
                mended = _differing(proposed[statement.pk], as_it_stands(statement))
                if mended or statement.pk not in unseen:
                    yield statement, mended


def _accepted_with_others(keys: list[int]) -> set[int]:
    """Those that were accepted by one action with others: nobody says that each was looked at."""
    events = Statement.pgh_event_model.objects.order_by()  # type: ignore[attr-defined]
    accepted = events.filter(review=Review.ACCEPTED, pgh_context__isnull=False)
    own = accepted.filter(pgh_obj_id__in=keys).order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")
    contexts = dict(own.values_list("pgh_obj_id", "pgh_context"))
    together = accepted.filter(pgh_context__in=set(contexts.values())).values("pgh_context")
    several = together.annotate(n=Count("pgh_obj_id", distinct=True)).filter(n__gt=1)
    found = set(several.values_list("pgh_context", flat=True))
    return {pk for pk, context in contexts.items() if context in found}


def _differing(proposed: Proposal, now: Proposal) -> list[str]:
    """The fields that are not the same; whom another country was given is still the same speaker."""
    (who, whose), (who_now, whose_now) = map(_speakers, (proposed, now))
    same = {
        "words": proposed.fragments == now.fragments,
        "kind": proposed.type == now.type,
        "speaker": who == who_now,
        "country": whose == whose_now if who != who_now else proposed.speakers == now.speakers,
        "day": proposed.said == now.said,
        "position": proposed.positions == now.positions,
    }
    return [name for name in FIELDS if not same[name]]


def _speakers(proposal: Proposal) -> tuple[set[int], set[str | None]]:
    return {actor for actor, _ in proposal.speakers}, {country for _, country in proposal.speakers}


def _count(quality: Quality, statement: Statement, mended: list[str]) -> None:
    if statement.review == Review.REJECTED:
        quality.rejected += 1
    elif mended:
        quality.mended += 1
        quality.edits.update(mended)
    else:
        quality.unchanged += 1


def by_version(rows: Iterable[Quality]) -> list[Quality]:
    """The same summed up for each extractor; ``monday`` is that of its latest week."""
    found: dict[str, list[Quality]] = defaultdict(list)
    for row in rows:
        found[row.extractor].append(row)
    return [_sum(of_one) for _, of_one in sorted(found.items())]


def _sum(rows: list[Quality]) -> Quality:
    total = Quality(max(row.monday for row in rows), rows[0].extractor)
    for row in rows:
        total.unchanged += row.unchanged
        total.mended += row.mended
        total.rejected += row.rejected
        total.edits += row.edits
    return total


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())
