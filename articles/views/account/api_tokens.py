"""The tokens of an account, by which its programs use the API."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters

from articles.addresses import number
from articles.browse.fields import later
from articles.language import gettext, text
from articles.models import ApiToken
from articles.models.tokens import MOST
from articles.text import normal
from articles.views.access import show_page
from articles.views.account.own import Confirmed, for_members, person_of

SHOWN = 50  # of all that were ever made


class TokenForm(Confirmed):
    """What a new token is called and may do."""

    name = forms.CharField(
        max_length=100,
        error_messages={"required": later(text("Write which program it is for, so that you know it again."))},
    )
    scopes = forms.MultipleChoiceField(
        choices=ApiToken.Scope.choices,
        error_messages={"required": later(text("Choose what the token is for."))},
    )

    def clean_name(self) -> str:
        return normal.line(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        if self.user.api_tokens.in_use().count() >= MOST:
            raise forms.ValidationError(
                gettext("You have %(number)s tokens in use; revoke one first.") % {"number": MOST}
            )
        return super().clean() or self.cleaned_data


@sensitive_post_parameters("password")
@for_members
def account_tokens(request: HttpRequest) -> HttpResponse:
    """Make one, whose secret is shown in this answer alone; ``revoke`` is the number of one to be revoked."""
    person = person_of(request)
    if "revoke" in request.POST:
        return _revoke(request, person)
    form = TokenForm(person, request.POST if request.method == "POST" else None)
    secret = ""
    if form.is_bound and form.is_valid():
        _, secret = ApiToken.make(person, form.cleaned_data["name"], form.cleaned_data["scopes"])
        form = TokenForm(person)
    context = {
        "form": form,
        "scopes": ApiToken.Scope.choices,
        "chosen": request.POST.getlist("scopes") if form.is_bound else [ApiToken.Scope.READ],
        "secret": secret,
        "tokens": ApiToken.objects.filter(owner=person)[:SHOWN],
        "messages": messages.get_messages(request),
    }
    status = 422 if form.is_bound else 200
    return show_page(request, "articles/account/tokens.html", context, status)


def _revoke(request: HttpRequest, person: User) -> HttpResponse:
    """One by its number; those of others are not found."""
    chosen = ApiToken.objects.filter(owner=person, pk=number(request.POST["revoke"]) or 0)
    if chosen.revoke():
        messages.success(request, gettext("The token was revoked: whoever sends it is refused from now on."))
    return redirect("account_tokens")
