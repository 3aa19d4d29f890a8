"""Deliver each thing once: a worker says that it is sending before it does."""

from django.db import transaction
from django.utils import timezone

from articles.models import Delivery
from articles.news.sending import NotSent, send

UNSURE = (
    "A worker ended while it was sending this: perhaps it was sent. Have it tried again if it should go out "
    "all the same."
)


def deliver(delivery_id: int) -> bool:
    """Send it if it waits, and returns whether it was sent now; NotSent tells why not.

    Not within a transaction: what is said first must be seen even if this process is killed.
    """
    delivery = _claimed(delivery_id)
    if delivery is None:
        return False
    try:
        send(delivery)
    except NotSent as failure:
        _put(delivery, Delivery.State.WAITING if failure.again else Delivery.State.FAILED, str(failure))
        raise
    Delivery.objects.filter(pk=delivery.pk).update(
        state=Delivery.State.SENT, sent_at=timezone.now(), reason=""
    )
    return True


def _claimed(delivery_id: int) -> Delivery | None:
    """The delivery, marked as being sent; None if nothing is to be sent (any more)."""
    with transaction.atomic():
        rows = Delivery.objects.select_for_update(of=("self",)).select_related("subscription")
        delivery = rows.select_related("subscription__comparison").filter(pk=delivery_id).first()
        if delivery is None or delivery.state in (Delivery.State.SENT, Delivery.State.DROPPED):
            return None
        if delivery.state == Delivery.State.SENDING:
            _put(delivery, Delivery.State.UNSURE, UNSURE)
            was_sending = True
        else:
            was_sending = False
            is_over = delivery.subscription.ended_at is not None
            _put(delivery, Delivery.State.DROPPED if is_over else Delivery.State.SENDING)
            if is_over:
                return None
    if was_sending:
        raise NotSent(UNSURE, again=False)
    return delivery


def _put(delivery: Delivery, state: str, reason: str = "") -> None:
    Delivery.objects.filter(pk=delivery.pk).update(state=state, reason=reason[:500])
