"""Send mails and webhooks; whatever goes wrong is NotSent, with whether a later try may help."""

import hashlib
import hmac
import json
import smtplib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from articles.formatting import one_line
from articles.importing.fetching.failures import NotFetched
from articles.importing.fetching.posting import post
from articles.language import gettext, speaking, text
from articles.models import Delivery, Subscription

SIGNATURE = "X-Demarche-Signature"
Content = Mapping[str, Any]


class NotSent(Exception):
    """Why something was not sent; ``again`` is true where a later try may succeed."""

    def __init__(self, reason: str, again: bool) -> None:
        super().__init__(reason)
        self.again = again


def ask(subscription: Subscription) -> bool:
    """Ask the address whether it wants the news; True if it has said so already, as a webhook does."""
    if subscription.way == Subscription.Way.EMAIL:
        _ask_a_reader(subscription)
        return False
    challenge = hmac.new(subscription.secret.encode(), b"challenge", hashlib.sha256).hexdigest()
    told = webhook(subscription, {"type": "confirm", "challenge": challenge}, f"confirm-{subscription.pk}")
    if challenge not in told:
        raise NotSent("The address did not answer with the challenge that it was sent.", again=False)
    return True


OFTEN = {"at once": text("at once"), "daily": text("daily"), "weekly": text("weekly")}


def _ask_a_reader(subscription: Subscription) -> None:
    """By a mail with the link that confirms it."""
    with speaking(subscription.language):
        asked = gettext("Somebody, probably you, wants to be told %(often)s at this address of:")
        confirm = gettext("If that is so, confirm it here: %(address)s")
        lines = [
            asked % {"often": gettext(OFTEN[subscription.often])},
            f"  {subscription.title}",
            *([f"  ({subscription.note})"] if subscription.note else []),
            "",
            confirm % {"address": subscription.site + subscription.get_absolute_url()},
            gettext("If not, do nothing: you will be sent no more."),
        ]
        subject = gettext("Confirm: %(title)s") % {"title": subscription.title}
    mail(subscription, subject, "\n".join(lines), "", f"confirm-{subscription.pk}")


def send(delivery: Delivery) -> None:
    """What the delivery tells, to whom follows that."""
    subscription = delivery.subscription
    ident = f"delivery-{delivery.pk}"
    if subscription.way == Subscription.Way.WEBHOOK:
        webhook(subscription, {"type": "news", "period": delivery.period, **whole(delivery)}, ident)
        return
    context = {**whole(delivery), "site_name": settings.SITE_NAME, "manage": _manage(subscription)}
    with speaking(subscription.language):
        html = render_to_string("articles/news/digest.html", context, using="jinja")
        told = {"title": subscription.title, "summary": delivery.content["summary"]}
        subject, plain = gettext("%(title)s: %(summary)s") % told, in_plain_text(context)
    mail(subscription, subject, plain, html, ident)


def whole(delivery: Delivery) -> dict[str, Any]:
    """The content with whole addresses in place of paths."""
    site, content = delivery.subscription.site, delivery.content
    lines = [{**line, "address": site + line["path"]} for line in content["lines"]]
    told = {**content, "lines": lines, "address": site + content["path"]}
    del told["path"]
    for line in lines:
        del line["path"]
    return told


def in_plain_text(told: Content) -> str:
    parts = [told["title"], told["summary"], *([gettext("Why: %(note)s") % told] if told["note"] else [])]
    for line in told["lines"]:
        said = [line["head"], line["text"], line["more"], line["address"]]
        parts.append("\n".join(each for each in said if each))
    if told["left_out"]:
        parts.append(gettext("%(left_out)s more: %(address)s") % told)
    whole, end = gettext("All of it: %(address)s"), gettext("End this, or see what you follow: %(manage)s")
    parts.append(f"{whole % told}\n{end % told}")
    return "\n\n".join(parts)


def _manage(subscription: Subscription) -> str:
    return subscription.site + subscription.get_absolute_url()


def mail(subscription: Subscription, subject: str, text: str, html: str, ident: str) -> None:
    """One mail, which its reader can end by one click (RFC 8058)."""
    end = subscription.site + reverse("follow_end", args=[subscription.key])
    headers = {
        "List-Unsubscribe": f"<{end}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Message-ID": _message_id(ident),
    }
    message = EmailMultiAlternatives(
        one_line(subject)[:200], text, to=[subscription.address], headers=headers
    )
    if html:
        message.attach_alternative(html, "text/html")
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise NotSent(f"The mail server does not take this address ({codes[0]}).", codes[0] < 500) from None
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"The mail server answered {error.smtp_code}.", error.smtp_code < 500) from None
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"The mail server cannot be reached ({type(error).__name__}).", again=True) from None


def _message_id(ident: str) -> str:
    """The same for each try, so that whoever keeps mails knows a second one as the first."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return f"<{hashlib.sha256(ident.encode() + settings.SECRET_KEY.encode()).hexdigest()[:32]}@{domain}>"


def webhook(subscription: Subscription, told: Content, ident: str) -> str:
    """Post it as JSON, signed over its bytes; returns what was answered."""
    body = json.dumps({"id": ident, **told}, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        SIGNATURE: f"sha256={signature(subscription.secret, body)}",
    }
    try:
        return post(subscription.address, body, headers, **ADJUSTED)
    except NotFetched as failure:
        raise NotSent(str(failure), failure.again) from None


ADJUSTED: dict[str, Any] = {}
"""For tests: which private addresses may be reached."""


def signature(secret: str, body: bytes) -> str:
    """HMAC-SHA256 in hexadecimal digits."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
