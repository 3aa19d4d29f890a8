"""Who asks, by a token; reading needs none, but one that is sent must be good."""

from typing import Any

from django.contrib.auth.models import User
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from articles.models import ApiToken
from articles.views.tokens import secret_of, token_of

REALM = 'Bearer realm="Demarche"'


class TokenAuthentication(BaseAuthentication):
    """The owner of the token, as ``request.user``; the token itself as ``request.auth``."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        if secret_of(request._request) is None:
            return None
        token = token_of(request._request)
        if token is None:
            raise AuthenticationFailed("This token is not known, was revoked, or its account is closed.")
        token.note_use()
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        """What a 401 says in WWW-Authenticate (RFC 6750)."""
        return REALM if secret_of(request._request) is None else f'{REALM}, error="invalid_token"'


def token_sent(request: Request) -> ApiToken:
    """The token of a request that was let in by one."""
    assert isinstance(request.auth, ApiToken)
    return request.auth


def owner(request: Request) -> User:
    """Whose token it is."""
    assert isinstance(request.user, User)
    return request.user


class Reads(BasePermission):
    """Anybody; a token must be one for reading."""

    message = "This token is not for reading. Make one with that right on your account page."

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.auth is None or ApiToken.Scope.READ in token_sent(request).scopes


class Writes(BasePermission):
    """Whoever sends a token for writing; what its owner may do in particular, verbs know."""

    message = "This token is not for writing. Make one with that right on your account page."

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.auth is not None and ApiToken.Scope.WRITE in token_sent(request).scopes


class TokenScheme(OpenApiAuthenticationExtension):
    """For the schema."""

    target_class = "articles.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token of your account page"}
