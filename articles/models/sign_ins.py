"""Where people are logged in, so that they can see it and end it."""

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from articles.addresses import address_of

AGENT = 200  # characters kept of what a browser says it is


class SignInQuerySet(models.QuerySet["SignIn"]):
    def lasting(self) -> "SignInQuerySet":
        """Those whose session has neither ended nor run out; the latest first."""
        sessions = Session.objects.filter(expire_date__gt=timezone.now())
        return self.filter(session_key__in=sessions.values("session_key")).order_by("-at", "-pk")

    def end(self) -> int:
        """Log out everywhere where these are; returns how many sessions there were."""
        keys = list(self.values_list("session_key", flat=True))
        ended, _ = Session.objects.filter(session_key__in=keys).delete()
        SignIn.objects.filter(session_key__in=keys).delete()
        return ended


class SignIn(models.Model):
    """One log-in: the session that it began, from where, by which browser."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField(default=timezone.now)
    agent = models.CharField(max_length=AGENT, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)

    objects = SignInQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user} from {self.address or 'an unknown address'}"


def note(sender: object, request: HttpRequest, user: User, **_: object) -> None:
    """Keep a log-in; what ran out meanwhile is forgotten."""
    if request is None or not hasattr(request, "session"):
        return
    if not request.session.session_key:
        request.session.create()
    SignIn.objects.filter(user=user).exclude(pk__in=SignIn.objects.lasting()).delete()
    SignIn.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "agent": request.META.get("HTTP_USER_AGENT", "")[:AGENT].replace("\x00", ""),
            "address": address_of(request.META) or None,
        },
    )


def moved(old: str, new: str) -> None:
    """A session has another key: whoever changes a password gets one."""
    SignIn.objects.filter(session_key=old).update(session_key=new)


def begin_noting() -> None:
    user_logged_in.connect(note, dispatch_uid="sign_ins")
