"""What of a suggestion an editor should look at: by field, why, and what else it may be.

Which facts tell that a field is wrong was measured on labelled articles: docs/decisions.md. No share is
shown: a number would say how sure the machine is, not what to look at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from articles.formatting import shorten
from articles.models import Actor, Attribution, LikelyPosition, Statement

PRONOUNS = frozenset(("he", "she", "it", "they", "who", "his", "her", "their"))
ASKED = (Actor.Kind.STATE, Actor.Kind.GROUP, Actor.Kind.ORGANISATION)
SURE = 0.6  # confidence below which words are to be checked
LIKELY = 0.5  # chance from which an issue that is not chosen is a question
OFFERED = 4  # likely positions, in the order of their chance
FIELDS = ("words", "speaker", "said", "position")


@dataclass(frozen=True, slots=True)
class Answer:
    """``sets`` is what it writes into the form: "set:" and names with values, or "position:slug:stance"."""

    label: str
    sets: str


@dataclass(frozen=True, slots=True)
class Check:
    """Why a field (one of ``FIELDS``) should be looked at, and answers besides "keep"."""

    field: str
    why: str
    answers: tuple[Answer, ...] = ()


def checks(statement: Statement, likely: Sequence[LikelyPosition] = ()) -> list[Check]:
    """The fields of a suggestion to look at, in the order of the form; none once it is decided on."""
    if statement.review != "suggested":
        return []
    found = (_words(statement), _speaker(statement), _said(statement), _position(statement, likely))
    return [check for check in found if check]


def _words(statement: Statement) -> Check | None:
    if statement.confidence is not None and statement.confidence < SURE:
        return Check("words", "perhaps no statement, or more or fewer words")
    return None


def _speaker(statement: Statement) -> Check | None:
    rows = list(statement.attributions.all())
    if not rows:
        return Check("speaker", "nobody was found who says this")
    reasons = (_who(row) or _for_whom(row) for row in rows)
    return next((Check("speaker", reason) for reason in reasons if reason), None)


def _who(row: Attribution) -> str:
    """Names of persons and offices are mostly right, and so are pronouns for them."""
    printed = shorten(" ".join(row.name_printed.split()), 60)
    if row.actor.kind in ASKED or (printed[:1].islower() and printed.casefold() not in PRONOUNS):
        return f"“{printed or row.actor.name}”: who is that?"
    return ""


def _for_whom(row: Attribution) -> str:
    if row.actor.kind in (Actor.Kind.PERSON, Actor.Kind.OFFICE) and not (row.country_id or row.body_id):
        return "for no country: is that so?"
    return ""


def _said(statement: Statement) -> Check | None:
    if statement.said is None or statement.said_on_basis != Statement.Basis.TURN:
        return None
    phrase = f"“{shorten(statement.said_on_phrase, 40)}”" if statement.said_on_phrase else "the day"
    undated = Answer("undated", f"set:{urlencode({'said': ''})}")
    return Check("said", f"{phrase} is told with another statement", (*_by_article(statement), undated))


def _by_article(statement: Statement) -> tuple[Answer, ...]:
    day = statement.article.published_on
    if day is None or day == statement.said_on:
        return ()
    return (Answer(day.isoformat(), f"set:{urlencode({'said': day.isoformat()})}"),)


def _position(statement: Statement, likely: Sequence[LikelyPosition]) -> Check | None:
    taken = {row.issue_id: row.stance for row in statement.positions.all()}
    answers = tuple(
        Answer(
            f"{guess.get_stance_display()} {guess.issue.title}", f"position:{guess.issue.slug}:{guess.stance}"
        )
        for guess in likely[:OFFERED]
        if taken.get(guess.issue_id) != guess.stance
    )
    if taken or (likely and likely[0].chance >= LIKELY):
        return Check("position", "which side, on what?" if taken else "it may take one of these", answers)
    return None
