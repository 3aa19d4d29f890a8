"""What is new in something followed, as plain data that mails and webhooks are made of."""

import datetime
from typing import Any

from django.http import QueryDict

from articles.browse.filterset import StatementFilter
from articles.compare.changes_since import compared_again
from articles.compare.comparison import compare
from articles.compare.difference import differences
from articles.compare.selection import Selection
from articles.compare.words import Shown
from articles.formatting import count, credit, curly, said_or_reported, shorten
from articles.language import gettext
from articles.models import Comparison, Statement, Subscription, Told

Content = dict[str, Any]
LISTED = 50  # statements or differences of one delivery; the page has all
LATE = datetime.timedelta(minutes=10)  # a transaction may be seen so long after it wrote
LONGEST = 400  # characters of a quotation


def of_query(query: str) -> QueryDict:
    return QueryDict(query.removeprefix("?"))


def compared(query: str, shown: Shown) -> Content:
    """A comparison as it was told last: what was asked for, and the table with the statements behind it."""
    return {"query": query, "shown": shown}


def again(selection: Selection, now: datetime.datetime) -> Content:
    return compared(str(selection.query), compare(selection, now, with_basis=True, whole=True))


def new_statements(subscription: Subscription) -> tuple[Content | None, list[int]]:
    """What is to be told of statements, if any are new, and their keys: all that were never told before."""
    assert subscription.confirmed_at and subscription.told_until
    since = max(subscription.told_until - LATE, subscription.confirmed_at)
    filterset = StatementFilter(of_query(subscription.query), Statement.objects.all())
    told = Told.objects.filter(subscription=subscription).values("statement_id")
    lately: Any = filterset.qs.latest_first()
    new = lately.filter(came_at__gt=since).exclude(pk__in=told)
    keys = list(new.values_list("pk", flat=True))
    if not keys:
        return None, []
    listed = Statement.objects.filter(pk__in=keys[:LISTED]).with_context().newest_first()
    lines = [_line(statement) for statement in listed]
    return _content(subscription, count(len(keys), "new statement"), lines, len(keys)), keys


def _line(statement: Any) -> Content:
    channels = [row.actor for row in statement.channels]
    speakers = credit([row.actor for row in statement.speakers], channels) or gettext("Speaker not known")
    known = statement.said_on, statement.said_on_precision, statement.said_on_basis
    positions = "; ".join(_taken(position) for position in statement.positions.all())
    flag = "" if statement.is_reviewed else gettext("machine-read, not reviewed")
    return {
        "head": f"{speakers}, {said_or_reported(*known, statement.article.dated)}",
        "text": gettext("“%(words)s”") % {"words": shorten(curly(statement.quote), LONGEST)},
        "more": "; ".join(filter(None, (positions, flag))),
        "path": statement.get_absolute_url(),
        "statement": statement.pk,
    }


def _taken(position: Any) -> str:
    """ "opposes: Further sanctions"."""
    return gettext("%(stance)s: %(issue)s") % {
        "stance": position.verb,
        "issue": position.issue,
    }


def difference(subscription: Subscription, now: datetime.datetime) -> tuple[Content | None, Content | None]:
    """What is to be told of a comparison, if anything changed, and what it shows now: the next baseline.

    Without a next one nothing is left on record of what was followed.
    """
    before: Content = subscription.baseline or {}
    asked = Comparison(query=before["query"], shown=before["shown"])
    found = compared_again(asked, now)
    today = compared(found.query, found.today) if found.today["columns"] else None
    sentences = differences(found)
    if not sentences:
        return None, today
    lines = [
        {"head": "", "text": sentence, "more": "", "path": subscription.followed} for sentence in sentences
    ]
    return _content(subscription, _summary(sentences), lines[:LISTED], len(lines)), today


def _summary(sentences: list[str]) -> str:
    """The first difference, and how many there are besides: never a bare “something changed”."""
    rest = len(sentences) - 1
    first = shorten(sentences[0], 150)
    if not rest:
        return first
    told = {"first": first, "differences": count(rest, "more difference")}
    return gettext("%(first)s (and %(differences)s)") % told


def _content(subscription: Subscription, summary: str, lines: list[Content], total: int) -> Content:
    return {
        "title": subscription.title,
        "summary": summary,
        "note": subscription.note,
        "lines": lines,
        "left_out": total - len(lines),
        "path": subscription.followed,
    }
