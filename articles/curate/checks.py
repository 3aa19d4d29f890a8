"""What of a suggestion an editor should look at: by field, why, and what else it may be.

Which facts tell that a field is wrong was measured on labelled articles: docs/decisions.md. No share is
shown: a number would say how sure the machine is, not what to look at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from articles.formatting import shorten, stance_verb
from articles.models import Actor, Attribution, Issue, LikelyPosition, Position, Statement

PRONOUNS = frozenset(("he", "she", "it", "they", "who", "his", "her", "their"))
ASKED = (Actor.Kind.STATE, Actor.Kind.GROUP, Actor.Kind.ORGANISATION)
SURE = 0.6  # confidence below which words are to be checked
LIKELY = 0.5  # chance from which an issue that is not chosen is a question
OFFERED = 4  # likely positions, the likeliest first
ANSWERS = 7  # besides "keep" and "no position", so that each has a digit
SIDES = (Position.Stance.SUPPORT, Position.Stance.OPPOSE)
FIELDS = ("words", "speaker", "said", "position")


@dataclass(frozen=True, slots=True)
class Answer:
    """``sets`` is what it writes into the form: "set:" and names with values, or "position:slug:stance".

    "only:slug:stance" takes all other positions away.
    """

    label: str
    sets: str


@dataclass(frozen=True, slots=True)
class Check:
    """Why a field (one of ``FIELDS``) should be looked at, and answers besides "keep"."""

    field: str
    why: str
    answers: tuple[Answer, ...] = ()


def checks(
    statement: Statement, likely: Sequence[LikelyPosition] = (), near: Sequence[Attribution] = ()
) -> list[Check]:
    """The fields of a suggestion to look at, in the order of the form; none once it is decided on.

    ``near``: who else speaks around it, the nearest first.
    """
    if statement.review != "suggested":
        return []
    found = (_words(statement), _speaker(statement, near), _said(statement), _position(statement, likely))
    return [check for check in found if check]


def _words(statement: Statement) -> Check | None:
    if statement.confidence is not None and statement.confidence < SURE:
        return Check("words", "perhaps no statement, or more or fewer words")
    return None


def _speaker(statement: Statement, near: Sequence[Attribution]) -> Check | None:
    rows = statement.speakers
    own = {row.actor_id for row in rows}
    answers = tuple(_is(row) for row in near if row.actor_id not in own)
    if not rows:
        return Check("speaker", "nobody was found who says this", answers)
    reasons = (_who(row) or _for_whom(row) for row in rows)
    return next((Check("speaker", reason, answers) for reason in reasons if reason), None)


def _is(row: Attribution) -> Answer:
    named = {"speaker-0-name": row.actor.name, "speaker-0-country": row.country_id or ""}
    return Answer(row.actor.name, f"set:{urlencode(named)}")


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
    taken = list(statement.positions.all())
    if not (taken or any(guess.by_phrases or guess.chance >= LIKELY for guess in likely[:1])):
        return None
    answers = (*_only(taken), *_turned(taken), *_others(taken, likely))[:ANSWERS]
    return Check("position", "which side, on what?" if taken else "it may take one of these", answers)


def _only(taken: Sequence[Position]) -> Iterator[Answer]:
    """One of several positions, without the others."""
    for row in taken if len(taken) > 1 else ():
        yield _answer(row.issue, row.stance, "only")


def _turned(taken: Sequence[Position]) -> Iterator[Answer]:
    """The other side of a position that is taken."""
    for row in taken:
        for stance in SIDES:
            if row.stance != stance:
                yield _answer(row.issue, stance)


def _others(taken: Sequence[Position], likely: Sequence[LikelyPosition]) -> Iterator[Answer]:
    """What the machine thinks likely besides; of an issue whose phrases are there, either side."""
    known = {row.issue_id for row in taken}
    for guess in likely[:OFFERED]:
        if guess.issue_id not in known:
            for stance in _sides(guess):
                yield _answer(guess.issue, stance)


def _sides(guess: LikelyPosition) -> Sequence[str]:
    """The likelier first."""
    if not guess.by_phrases:
        return (guess.stance,)
    told = [guess.stance] if guess.stance != Position.Stance.NEUTRAL else []
    return [*told, *(side for side in SIDES if side != guess.stance)]


def _answer(issue: Issue, stance: str, kind: str = "position") -> Answer:
    verb = f"{'only ' if kind == 'only' else ''}{stance_verb(stance, issue=issue)}"
    return Answer(f"{verb} {issue.title}", f"{kind}:{issue.slug}:{stance}")
