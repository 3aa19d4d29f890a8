"""Whose token a request bears: ``Authorization: Bearer …``."""

from django.http import HttpRequest

from articles.models import ApiToken

SCHEME = "bearer"


def secret_of(request: HttpRequest) -> str | None:
    """What stands behind “Bearer”; None if nothing of that kind was sent."""
    scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").strip().partition(" ")
    return secret.strip() if scheme.lower() == SCHEME else None


def token_of(request: HttpRequest) -> ApiToken | None:
    """The token of the request if it may be used; looked up once."""
    if not hasattr(request, "api_token"):
        secret = secret_of(request)
        request.api_token = ApiToken.objects.of_secret(secret) if secret else None  # type: ignore[attr-defined]
    found: ApiToken | None = request.api_token  # type: ignore[attr-defined]
    return found
