"""After an article's date was corrected: the days of statements that were worked out from it."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from articles.curate.actions import Editor, Refused, acting
from articles.curate.coding_lock import require_uncoded
from articles.curate.review import CHANGE
from articles.dates import Period
from articles.extraction.dates import dated
from articles.formatting import count
from articles.models import Action, Article, Review, Statement, Verb
from articles.registry.locking import current, lock, retried

FOLLOWING = (Statement.Basis.ARTICLE, Statement.Basis.TURN, Statement.Basis.EXPLICIT)


@dataclass(frozen=True, slots=True)
class Redating:
    """A statement's date as it is, and as it would be by the date that its article has now."""

    statement: Statement
    before: Period | None
    after: Period | None


def redatings(article: Article, former: datetime.date | None) -> list[Redating]:
    """The statements whose date is what the former date of the article makes of their words, in their order.

    Without words that tell a day it is the article's own. Dates that editors gave are left alone.
    """
    statements = article.statements.filter(said_on_basis__in=FOLLOWING).order_by("starts_at", "pk")
    found = []
    for statement in statements:
        before, after = (_dated(statement.said_on_phrase, day) for day in (former, article.published_on))
        if before == statement.said and before != after:
            found.append(Redating(statement, before, after))
    return found


@retried
def redate_by_article(
    article: Article, former: datetime.date | None, chosen: Collection[int], by: Editor
) -> Action:
    """Give the chosen statements (keys) the date that follows from their article's.

    Refused when one of them does not depend on it any more.
    """
    with acting(Verb.CORRECT, by, CHANGE) as action:
        lock(articles=[article.pk], statements=chosen)
        article = current(article)
        require_uncoded([article.pk])
        made = [each for each in redatings(article, former) if each.statement.pk in chosen]
        if len(made) < len(set(chosen)) or not made:
            raise Refused("What depends on the article's date has changed meanwhile; look again.")
        for each in made:
            _apply(each, by)
        action.summary = f"Re-dated {count(len(made), 'statement')} of “{article}” by its date"
    return action


def _apply(made: Redating, by: Editor) -> None:
    statement = made.statement
    statement.said = made.after
    if made.after is None:
        statement.said_on_basis, statement.said_on_phrase = Statement.Basis.NONE, ""
    if statement.review == Review.CHECKED:  # whoever looked twice saw another date
        statement.review, statement.reviewed_by_id = Review.ACCEPTED, by.pk
    statement.save()


def _dated(phrase: str, published_on: datetime.date | None) -> Period | None:
    said_on = dated(phrase, published_on)
    return Period.parse(said_on) if said_on else None
