"""Jobs by the names of their tasks: the rooms below need not know what a task does."""

from procrastinate.contrib.django import app

from articles.models import Subscription

CONFIRM, DELIVER = "confirm_subscription", "deliver_news"


def confirm_later(subscription: Subscription) -> None:
    """Have the address asked whether it wants what was wished for."""
    app.configure_task(CONFIRM, queue="news").defer(subscription_id=subscription.pk)


def deliver_later(delivery_id: int) -> None:
    app.configure_task(DELIVER, queue="news", lock=f"delivery {delivery_id}").defer(delivery_id=delivery_id)
