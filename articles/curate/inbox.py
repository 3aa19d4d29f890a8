"""What waits for one editor: what others asked, answered or took back."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles.models import Action, Assignment, CodingTask, Comment, InboxVisit, Statement

DAYS = 60  # after which something is no longer listed
MOST = 100
EVER = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True)
class Message:
    """One thing in the inbox: its kind in a word, what it is in a sentence, and where it leads."""

    kind: str
    at: datetime.datetime
    words: str
    address: str
    is_new: bool


def inbox(person: User) -> list[Message]:
    """The latest first."""
    since = timezone.now() - datetime.timedelta(days=DAYS)
    seen = _seen(person)
    found = (*_assigned(person, since), *_mentions(person, since), *_undone(person, since), *_coding(person))
    messages = [Message(kind, at, words, address, at > seen) for kind, at, words, address in found]
    return sorted(messages, key=lambda message: message.at, reverse=True)[:MOST]


def count_new(person: Any) -> int:
    """How much of it came since the person last looked."""
    return sum(message.is_new for message in inbox(person))


def look(person: User) -> None:
    """From now on all of it counts as seen."""
    InboxVisit.objects.update_or_create(person=person, defaults={"at": timezone.now()})


def _seen(person: User) -> datetime.datetime:
    return InboxVisit.objects.filter(person=person).values_list("at", flat=True).first() or EVER


Found = Iterator[tuple[str, datetime.datetime, str, str]]


def _assigned(person: User, since: datetime.datetime) -> Found:
    given = Assignment.objects.filter(editor=person, assigned_at__gte=since).exclude(assigned_by=person)
    for row in given.select_related("article", "assigned_by")[:MOST]:
        who = row.assigned_by or "Somebody"
        address = reverse("review_desk", args=[row.article_id])
        yield "assigned", row.assigned_at, f"{who} gave you “{row.article}” to review.", address


def _mentions(person: User, since: datetime.datetime) -> Found:
    """Comments that name the person with @, and those on statements on which they commented before."""
    named = re.compile(rf"@{re.escape(person.get_username())}\b", re.IGNORECASE)
    own = dict(Comment.objects.filter(by=person).order_by("-at").values_list("statement", "at"))
    asked = Q(text__icontains=f"@{person.get_username()}") | Q(statement__in=own)
    others = Comment.objects.filter(asked, at__gte=since).exclude(by=person).select_related("by")
    comments = list(others.order_by("-at")[:MOST])
    statements = Statement.objects.only("article", "quote").in_bulk([c.statement_id for c in comments])
    for comment in comments:
        is_named = bool(named.search(comment.text))
        if comment.statement_id not in statements:
            continue
        if not is_named and own.get(comment.statement_id, timezone.now()) > comment.at:
            continue
        said = statements[comment.statement_id]
        address = f"{reverse('review_desk', args=[said.article_id])}?s={said.pk}"
        told = "named you" if is_named else "answered"
        kind = "mentioned" if is_named else "answered"
        yield kind, comment.at, f"{comment.by} {told}: {comment.text}", address


def _undone(person: User, since: datetime.datetime) -> Found:
    undone = Action.objects.of(person).undone_by_others().filter(undone_by__at__gte=since).told()
    for action in undone[:MOST]:
        by = action.undone_by
        yield "undone", by.at, f"{by.by} took back what you did: {action}", by.get_absolute_url()


def _coding(person: User) -> Found:
    """Articles to code, and for chief editors those whose coders are all done."""
    for task in CodingTask.objects.to_be_coded_by(person.pk).select_related("article").defer("text")[:MOST]:
        address = reverse("coding_desk", args=[task.article_id])
        yield "to code", task.opened_at, f"“{task.article}” is yours to code.", address
    if not person.has_perm("articles.delete_statement"):
        return
    for task in CodingTask.objects.open().prefetch_related("coders").select_related("article")[:MOST]:
        if task.is_coded:
            address = reverse("coding_agreement", args=[task.article_id])
            done = max(coder.done_at for coder in task.coders.all() if coder.done_at)
            yield "to resolve", done, f"All coders of “{task.article}” are done.", address
