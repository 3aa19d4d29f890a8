"""What all verbs share: who may, in one transaction, under a context of its own, written down once."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils import timezone
from pghistory.models import Context

from articles.history.as_of import own_context
from articles.models import Action, Verb
from articles.registry.locking import Refused

Editor = User | AnonymousUser  # a request knows no better; the latter is refused

_under_way: ContextVar[Action | None] = ContextVar("action", default=None)
_told: ContextVar[dict[str, int]] = ContextVar("told", default={})  # noqa: B039  # never changed in place


@contextmanager
def by_token(token: int) -> Iterator[None]:
    """Whatever verbs do inside bears, in the histories, the key of the token by which it was asked for."""
    before = _told.set({"token": token})
    try:
        yield
    finally:
        _told.reset(before)


@contextmanager
def acting(verb: Verb, by: Editor, needs: str, summary: str = "") -> Iterator[Action]:
    """All changes made inside are one action, all or none; what changes nothing is no action.

    The verb may put a better summary into the action that it is given. A verb within a verb is part of it.
    Refused when the person lacks the permission ``needs`` ("articles.change_statement").
    """
    person = permitted(by, needs)
    outer = _under_way.get()
    if outer:
        yield outer
        return
    with transaction.atomic(), own_context(user=person.pk, verb=verb.value, **_told.get()) as context:
        action = Action(verb=verb, by=person, needs=needs, summary=summary, context_id=context)
        token = _under_way.set(action)
        try:
            yield action
        finally:
            _under_way.reset(token)
        _write(action)


def permitted(by: Editor, needs: str) -> User:
    """The person, if they have the permission; else Refused."""
    if not isinstance(by, User):
        raise Refused("Only somebody who has logged in can change the record.")
    if not by.has_perm(needs):
        raise Refused(f"{by} may not do this: it takes the permission {needs}. Ask a chief editor.")
    return by


def _write(action: Action) -> None:
    if Context.objects.filter(pk=action.context_id).exists():
        action.at = timezone.now()
        action.summary = action.summary[:500]
        action.save(force_insert=True)
