"""Make the deliveries that are due: what is new is fixed and marked as told, in one transaction."""

import datetime
import logging

from django.db import transaction

from articles.language import speaking
from articles.models import Delivery, Subscription, Told
from articles.models.record_version import version
from articles.news.contents import Content, difference, new_statements
from articles.news.queueing import deliver_later

logger = logging.getLogger(__name__)


def plan_due(now: datetime.datetime) -> int:
    """Of all that are due; returns how many deliveries were made. Killed at any moment, it goes on later."""
    record = version()
    due = Subscription.objects.due(now).exclude(often=Subscription.Often.AT_ONCE, record=record)
    keys = list(due.order_by("due_at", "pk").values_list("pk", flat=True))
    return sum(_planned(key, now, record) for key in keys)


def _planned(key: int, now: datetime.datetime, record: str) -> bool:
    """``plan``; what cannot be looked at now waits for the next turn, and keeps nobody else waiting."""
    try:
        return plan(key, now, record)
    except Exception:
        logger.exception("What is new for subscription %s could not be told.", key)
        return False


@transaction.atomic
def plan(key: int, now: datetime.datetime, record: str) -> bool:
    """Make the delivery of one subscription if anything is new in it; whoever else makes it is left alone."""
    chosen = Subscription.objects.due(now).select_for_update(of=("self",), skip_locked=True)
    subscription = chosen.select_related("comparison").filter(pk=key).first()
    if subscription is None:
        return False
    period = _period(subscription, now)
    content = None
    if record != subscription.record:
        with speaking(subscription.language):
            content = _news(subscription, now)
        subscription.record, subscription.told_until = record, now
    subscription.due_at = subscription.next_due(now)
    subscription.save()
    if content is None:
        return False
    delivery = Delivery.objects.create(subscription=subscription, period=period, content=content)
    deliver_later(delivery.pk)
    return True


def _news(subscription: Subscription, now: datetime.datetime) -> Content | None:
    if subscription.what == Subscription.What.STATEMENTS:
        content, keys = new_statements(subscription)
        Told.objects.bulk_create(Told(subscription=subscription, statement_id=key) for key in keys)
        return content
    if subscription.baseline is None or _is_taken_down(subscription):
        return None  # it was told that nothing is left of what was followed
    content, today = difference(subscription, now)
    subscription.baseline = today
    return content


def _is_taken_down(subscription: Subscription) -> bool:
    return subscription.comparison is not None and hasattr(subscription.comparison, "takedown")


def _period(subscription: Subscription, now: datetime.datetime) -> str:
    """What the delivery is one of: the day, the week, or the moment."""
    if subscription.often == Subscription.Often.DAILY:
        return f"{now:%Y-%m-%d}"
    if subscription.often == Subscription.Often.WEEKLY:
        return f"{now:%G-W%V}"
    return now.isoformat()
