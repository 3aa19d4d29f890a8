"""What people do with their own account: e-mail, password, where they are logged in, a second factor."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from articles.browse.fields import later
from articles.language import gettext, ngettext, text
from articles.models import SignIn
from articles.models.sign_ins import moved
from articles.registry import second_factor as devices
from articles.views.access import show_page

WRONG = text("This is not your password.")
MOST_SHOWN = 50  # sessions


def for_members(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever is logged in; others are asked to log in."""
    return wraps(view)(never_cache(login_required(require_http_methods(["GET", "HEAD", "POST"])(view))))


class Confirmed(forms.Form):
    """Asks for the password again: a screen may have been left alone."""

    password = forms.CharField(
        max_length=4096, strip=False, error_messages={"required": later(text("Type your password."))}
    )

    def __init__(self, user: User, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(gettext(WRONG))
        return password


class EmailForm(Confirmed):
    email = forms.EmailField(required=False, max_length=254)


class CodeForm(forms.Form):
    otp_token = forms.CharField(
        max_length=20,
        error_messages={"required": later(text("Type the code that your authenticator shows."))},
    )


@sensitive_post_parameters("password")
@for_members
def account(request: HttpRequest) -> HttpResponse:
    """The e-mail address, and what else there is; ``do=end`` ends sessions."""
    person = person_of(request)
    if request.POST.get("do") == "end":
        return _end(request, person)
    sent = request.POST if request.method == "POST" else None
    form = EmailForm(person, sent, initial={"email": person.email})
    if form.is_bound and form.is_valid():
        person.email = form.cleaned_data["email"]
        person.save(update_fields=["email"])
        messages.success(request, gettext("Your e-mail address was changed."))
        return redirect("account")
    context = {
        "form": form,
        "groups": [group.name for group in person.groups.all()],
        "sign_ins": list(person.sign_ins.lasting()[:MOST_SHOWN]),
        "here": request.session.session_key,
        "has_second_factor": devices.has_second_factor(person),
        "messages": messages.get_messages(request),
    }
    return show_page(request, "articles/account/account.html", context, 422 if form.is_bound else 200)


def _end(request: HttpRequest, person: User) -> HttpResponse:
    """One session by its number, or all but this one; those of others are not found."""
    wanted = SignIn.objects.filter(user=person).exclude(session_key=request.session.session_key)
    which = request.POST.get("which", "")
    if which != "others":
        wanted = wanted.filter(
            pk=int(which) if which.isascii() and which.isdecimal() and len(which) < 18 else 0
        )
    ended = wanted.end()
    messages.success(
        request,
        ngettext("%(number)s session was ended.", "%(number)s sessions were ended.", ended)
        % {"number": ended},
    )
    return redirect("account")


@sensitive_post_parameters()
@for_members
def account_password(request: HttpRequest) -> HttpResponse:
    """A new password logs everybody else out who uses the account."""
    person = person_of(request)
    form = PasswordChangeForm(person, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        form.save()
        here = request.session.session_key or ""
        auth.update_session_auth_hash(request, person)
        moved(here, request.session.session_key or "")
        SignIn.objects.filter(user=person).exclude(session_key=request.session.session_key).end()
        messages.success(request, gettext("Your password was changed, and every other session ended."))
        return redirect("account")
    return show_page(request, "articles/account/password.html", {"form": form}, 422 if form.is_bound else 200)


@sensitive_post_parameters()
@for_members
def account_second_factor(request: HttpRequest) -> HttpResponse:
    """Set one up (show the secret, then take it into use by its code), or take it off by the password."""
    person = person_of(request)
    sent = request.POST if request.method == "POST" else None
    if devices.has_second_factor(person):
        return _taken_off(request, person, Confirmed(person, sent))
    form = CodeForm(sent)
    codes = devices.confirm(person, form.cleaned_data["otp_token"]) if form.is_valid() else None
    if codes is None and form.is_bound and form.is_valid():
        form.add_error(
            "otp_token",
            gettext("This is not the code that is shown now: look again, and at the clock of the device."),
        )
    device = None if codes else devices.waiting(person)
    context = {
        "form": form,
        "codes": codes,
        "secret": device and devices.secret_of(device),
        "picture": device and devices.picture_of(device),
    }
    status = 422 if form.is_bound and not codes else 200
    return show_page(request, "articles/account/second_factor.html", context, status)


def _taken_off(request: HttpRequest, person: User, form: Confirmed) -> HttpResponse:
    if form.is_bound and form.is_valid():
        devices.remove(person)
        messages.success(request, gettext("Your account has no second factor any more."))
        return redirect("account")
    context = {"form": form}
    return show_page(
        request, "articles/account/second_factor_off.html", context, 422 if form.is_bound else 200
    )


def person_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
