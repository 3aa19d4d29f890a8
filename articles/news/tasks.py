"""Work for the background: look for what is new, ask for confirmations, deliver."""

import logging

from django.db import OperationalError
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from articles.models import Subscription
from articles.news.delivering import deliver
from articles.news.planning import plan_due
from articles.news.queueing import CONFIRM, DELIVER
from articles.news.sending import NotSent, ask
from articles.news.subscribing import confirm


class TryAgain(Exception):
    """It was not sent, and a later try may help."""


AGAIN = RetryStrategy(max_attempts=8, exponential_wait=5, retry_exceptions={OperationalError, TryAgain})
logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="plan_news", queue="upkeep", queueing_lock="plan_news", pass_context=False)
def plan_news(timestamp: int) -> int:
    """Make the deliveries that are due; returns how many."""
    return plan_due(timezone.now())


@app.periodic(cron="27 3 * * *")
@app.task(name="forget_followers", queue="upkeep", queueing_lock="forget_followers", pass_context=False)
def forget_followers(timestamp: int) -> int:
    """Delete what was never confirmed, and what ended long ago; returns how many."""
    return Subscription.objects.forget(timezone.now())


@app.task(name=DELIVER, queue="news", pass_context=False, retry=AGAIN)
def deliver_news(delivery_id: int) -> bool:
    """Send it; what cannot be sent is tried again, each time later, and then waits for an editor."""
    try:
        return deliver(delivery_id)
    except NotSent as failure:
        if failure.again:
            raise TryAgain(str(failure)) from None
        raise


@app.task(name=CONFIRM, queue="news", pass_context=False, retry=AGAIN)
def confirm_subscription(subscription_id: int) -> None:
    """Ask an address whether it wants what somebody wished for it; a webhook answers at once."""
    waiting = Subscription.objects.select_related("comparison").filter(confirmed_at=None, ended_at=None)
    subscription = waiting.filter(pk=subscription_id).first()
    if subscription is None:
        return
    try:
        if ask(subscription):
            confirm(subscription)
    except NotSent as failure:
        if failure.again:
            raise TryAgain(str(failure)) from None
        logger.info("Subscription %s was not confirmed: %s", subscription_id, failure)
