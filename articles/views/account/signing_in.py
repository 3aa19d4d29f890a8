"""Logging in and out: name and password, and the code of a second factor where somebody has set one up."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from articles.language import gettext, text
from articles.registry.second_factor import has_second_factor, verified
from articles.views.access import show_page

LOCKED = text(
    "Too many attempts with a wrong password were made under this name from your address. "
    "Wait for %(minutes)s minutes, or have a chief editor set a new password."
)


class SignInForm(AuthenticationForm):
    """Also asks for the code of the second factor; who has none leaves it empty."""

    password = forms.CharField(strip=False, max_length=4096)
    otp_token = forms.CharField(required=False, max_length=20)

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if not has_second_factor(user):
            return
        token = self.cleaned_data.get("otp_token", "")
        if not token:
            raise forms.ValidationError(gettext("This account has a second factor: type its code, too."))
        user.otp_device = verified(user, token)
        if user.otp_device is None:
            raise forms.ValidationError(
                gettext("This code is not valid (any more): type the one that is shown now.")
            )


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_login(request: HttpRequest, otherwise: str = "account") -> HttpResponse:
    """Leads on to ``next`` if that is a page of this site, else to the page named by ``otherwise``."""
    form = SignInForm(request, data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        auth.login(request, form.get_user())
        return redirect(_next(request) or reverse(otherwise))
    context = {"form": form, "next": _next(request), "person": request.user}
    return show_page(request, "articles/account/login.html", context, 422 if form.is_bound else 200)


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else ""


def locked(request: HttpRequest, *_: Any) -> HttpResponse:
    """What django-axes answers in place of the form while a name is locked for an address."""
    seconds = int(settings.AXES_COOLOFF_TIME.total_seconds())
    context = {"told": gettext(LOCKED) % {"minutes": seconds // 60}, "title": gettext("Not now")}
    response = show_page(request, "429.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response


@require_POST
def account_logout(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, User) and request.session.session_key:
        request.user.sign_ins.filter(session_key=request.session.session_key).delete()
    auth.logout(request)
    return redirect("home")
