"""Follow something, confirm that, and end it; the last two take nothing but the signed key."""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.compare.filters import ComparisonFilter
from articles.compare.sharing import with_basis
from articles.language import SOURCE
from articles.models import Comparison, Statement, Subscription
from articles.news.contents import again, compared, of_query
from articles.news.queueing import confirm_later

ASKED_AGAIN = datetime.timedelta(hours=1)  # after which a further confirmation is sent
MOST_A_DAY = 5  # confirmations to one address

__all__ = ["Wish", "confirm", "end", "follow"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to be told of, and where; ``query`` is canonical, ``site`` begins with http.

    ``language`` is that of the mails; programs are told in English.
    """

    what: str
    title: str
    way: str
    address: str
    often: str
    site: str
    query: str = ""
    comparison: Comparison | None = None
    note: str = ""
    language: str = SOURCE


@transaction.atomic
def follow(wish: Wish) -> tuple[Subscription, bool]:
    """Ask the address whether it wants that; until it says so nothing else is sent there.

    Returns the subscription, and whether it is new: its link is for nobody else than who made it.

    Who asks again for the same is sent the question again, though not more often than once an hour; nobody
    can tell by it who follows what.
    """
    values = {name: getattr(wish, name) for name in Wish.__slots__}
    same = Subscription.objects.filter(
        what=wish.what,
        query=wish.query,
        comparison=wish.comparison,
        way=wish.way,
        address=wish.address,
        ended_at=None,
    )
    found = same.first()
    is_new = found is None
    if found is None:
        try:
            with transaction.atomic():
                found = Subscription.objects.create(**values)
        except IntegrityError:  # somebody asked at the same moment
            return same.get(), False
    elif found.confirmed_at or found.made_at > timezone.now() - ASKED_AGAIN:
        return found, False
    day_ago = timezone.now() - datetime.timedelta(days=1)
    asked = Subscription.objects.filter(address=wish.address, made_at__gt=day_ago, confirmed_at=None)
    if asked.count() <= MOST_A_DAY:
        Subscription.objects.filter(pk=found.pk).update(made_at=timezone.now())
        confirm_later(found)
    return found, is_new


@transaction.atomic
def confirm(subscription: Subscription) -> bool:
    """From now on it is told what is new; returns whether that was still to be done."""
    chosen = Subscription.objects.select_for_update(of=("self",)).filter(pk=subscription.pk, ended_at=None)
    waiting = chosen.filter(confirmed_at=None).first()
    if waiting is None:
        return False
    now = timezone.now()
    waiting.confirmed_at = waiting.told_until = now
    waiting.due_at = waiting.next_due(now)
    waiting.baseline = _baseline(waiting, now)
    waiting.save()
    return True


def end(subscription: Subscription) -> bool:
    """Nothing more is sent; returns whether it still stood. The address is forgotten with it."""
    return bool(
        Subscription.objects.filter(pk=subscription.pk, ended_at=None).update(
            ended_at=timezone.now(), baseline=None, address=""
        )
    )


def _baseline(subscription: Subscription, now: datetime.datetime) -> dict[str, object] | None:
    """What a comparison shows at the moment from which on its differences are told; a fixed one knows it."""
    if subscription.what == Subscription.What.STATEMENTS:
        return None
    if subscription.comparison:
        comparison = subscription.comparison
        return compared(comparison.query, with_basis(comparison))
    return again(ComparisonFilter(of_query(subscription.query), Statement.objects.all()).selection, now)
