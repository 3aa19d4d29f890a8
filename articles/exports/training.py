"""Reviewed articles as training data, a JSON object an article, in the form of corpora of attributed speech.

``statements`` are what editors stand by, ``rejected`` what they turned down. Offsets are code points.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch

from articles.history.proposals import Proposal, as_it_stands, proposals
from articles.models import Actor, Article, Attribution, Issue, Position, Review, Statement
from articles.models.statements import REVIEWED

DECIDED = (*REVIEWED, Review.REJECTED)
Line = dict[str, Any]


def training_lines() -> Iterator[str]:
    """One line for each article of which at least one statement was decided on, oldest first."""
    decided = Statement.objects.placed().filter(article=OuterRef("pk"), review__in=DECIDED)
    articles = Article.objects.filter(Exists(decided)).select_related("source").with_counts()
    for article in articles.order_by("pk").iterator(chunk_size=100):
        yield json.dumps(_line(article, article.waiting), ensure_ascii=False)  # type: ignore[attr-defined]


def _line(article: Article, waiting: int) -> Line:
    """The article and its decided statements, beside the number of suggestions that wait for a decision."""
    statements = list(_decided(article))
    proposed = proposals(statement.pk for statement in statements)
    names = _Names(proposed.values())
    lines = [(s, _statement(article.text, s, proposed.get(s.pk), names)) for s in statements]
    return {
        "id": str(article.pk),
        "source": article.source.name,
        "date": article.published_on and article.published_on.isoformat(),
        "title": article.title,
        "lang": article.language,
        "text": article.text,
        "waiting": waiting,
        "statements": [line for s, line in lines if s.is_reviewed],
        "rejected": [line for s, line in lines if not s.is_reviewed],
    }


def _decided(article: Article) -> Any:
    speakers = Prefetch("attributions", Attribution.objects.select_related("actor", "role"))
    stances = Prefetch("positions", Position.objects.select_related("issue"))
    decided = article.statements.placed().filter(review__in=DECIDED).order_by("starts_at", "pk")
    return decided.prefetch_related(speakers, stances)


def _statement(text: str, statement: Statement, proposed: Proposal | None, names: "_Names") -> Line:
    speakers = statement.speakers
    printed = speakers[0].name_printed if speakers else ""
    fragments = statement.fragments
    mended = proposed.differs_from(as_it_stands(statement)) if proposed else []
    return {
        "start": fragments[0][0],
        "end": fragments[-1][1],
        "quote": statement.quote,
        "type": statement.kind,
        "speaker": printed or None,
        "speaker_span": _place(text, fragments, printed),
        "cue": statement.cue or None,
        "cue_span": _place(text, fragments, statement.cue),
        "fragments": fragments,
        "speech": True,
        "label": _label(statement, proposed, mended),
        "speakers": [_speaker(attribution) for attribution in speakers],
        "said": [day and day.isoformat() for day in (statement.said_on, statement.said_until)],
        "positions": [{"issue": p.issue.slug, "stance": p.stance} for p in statement.positions.all()],
        "extractor": statement.extractor or None,
        "confidence": statement.confidence,
        "proposed": {name: names.plain(name, proposed) for name in mended},
    }


def _label(statement: Statement, proposed: Proposal | None, mended: list[str]) -> str:
    if not statement.is_reviewed:
        return "rejected"
    return "added" if proposed is None else "mended" if mended else "accepted"


def _speaker(attribution: Attribution) -> Line:
    actor = attribution.actor
    return {
        "name": actor.name,
        "kind": actor.kind,
        "role": attribution.role_title or None,
        "country": attribution.country_id,
    }


def _place(text: str, fragments: list[list[int]], words: str) -> list[int] | None:
    """Where the words stand in the paragraphs of the statement, outside it; None unless at one place only."""
    if not words:
        return None
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)")
    start = text.rfind("\n", 0, fragments[0][0]) + 1
    end = text.find("\n", fragments[-1][1])
    found = [match.span() for match in pattern.finditer(text, start, end if end >= 0 else len(text))]
    free = [span for span in found if all(span[1] <= a or b <= span[0] for a, b in fragments)]
    return list(free[0]) if len(free) == 1 else None


class _Names:
    """Names for the ids in proposals; two queries."""

    def __init__(self, proposed: Any) -> None:
        every = list(proposed)
        self.actors = Actor.objects.in_bulk({actor for one in every for actor, _ in one.speakers})
        self.issues = Issue.objects.in_bulk({issue for one in every for issue, _ in one.positions})

    def plain(self, name: str, proposed: Proposal | None) -> Any:
        """The field of the proposal as it stands in a line."""
        value = getattr(proposed, name)
        if name == "speakers":
            return [
                {"name": self.actors[actor].name, "country": iso3} for actor, iso3 in sorted(value, key=str)
            ]
        if name == "positions":
            return [{"issue": self.issues[issue].slug, "stance": stance} for issue, stance in sorted(value)]
        return value
