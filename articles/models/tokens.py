"""Tokens by which programs act for an account."""

import hashlib
import secrets

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.language import text

BEGIN = "demarche_"  # so that whoever scans files for secrets knows it as one
MOST = 20  # that an account has in use
EVERY = 60  # seconds after which a further use is noted


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def in_use(self) -> "ApiTokenQuerySet":
        """Those that were not revoked."""
        return self.filter(revoked_at=None)

    def revoke(self) -> int:
        """From now on they are refused; returns how many could still be used."""
        return self.in_use().update(revoked_at=timezone.now())

    def of_secret(self, secret: str) -> "ApiToken | None":
        """The token with this secret, with its owner, if both may still be used."""
        found = self.in_use().select_related("owner").filter(digest=digest_of(secret), owner__is_active=True)
        return found.first()


class ApiToken(models.Model):
    """One program's key to the API; the secret itself is shown once, and only its SHA-256 is kept."""

    class Scope(models.TextChoices):
        READ = "read", text("read the record")
        WRITE = "write", text("change the record")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope))
    made_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(scopes=[]), name="api_token_for_something")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def make(cls, owner: User, name: str, scopes: list[str]) -> tuple["ApiToken", str]:
        """A new token, and its secret, which nobody can tell again."""
        secret = BEGIN + secrets.token_urlsafe(32)
        token = cls.objects.create(owner=owner, name=name, scopes=scopes, digest=digest_of(secret))
        return token, secret

    def note_use(self) -> None:
        """Keep when it was used, to the minute: a write for each request would cost more than the answer."""
        now = timezone.now()
        if self.last_used_at is None or (now - self.last_used_at).total_seconds() >= EVERY:
            type(self).objects.filter(pk=self.pk).update(last_used_at=now)


def digest_of(secret: str) -> str:
    """SHA-256, 64 hexadecimal digits; the secrets are random, so no salt or slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
