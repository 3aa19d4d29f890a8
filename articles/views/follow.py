"""Follow a list, a comparison, a country, a speaker or an issue; confirm and end that by a signed link."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.addresses import ComparisonQuery, FeedQuery, path_to
from articles.browse.fields import later
from articles.browse.filterset import StatementFilter
from articles.compare.comparison import compare
from articles.compare.filters import ComparisonFilter
from articles.compare.sharing import title_of
from articles.importing.fetching.failures import NotFetched
from articles.importing.fetching.hosts import target_of
from articles.language import SOURCE, gettext, spoken, text
from articles.models import Comparison, Statement, Subscription
from articles.news import subscribing
from articles.news.contents import of_query
from articles.news.sending import ADJUSTED
from articles.news.subscribing import Wish
from articles.text import normal
from articles.views.access import of_shared, query_of, show_page
from articles.views.jinja import absolute, chip

TITLED = 8  # filters that a title names
What, Way, Often = Subscription.What, Subscription.Way, Subscription.Often


class FollowForm(forms.Form):
    """Where to, how often, and why; the address is that of a mailbox or of a program, as ``way`` says."""

    way = forms.ChoiceField(choices=Way.choices)
    address = forms.CharField(
        max_length=1000,
        error_messages={"required": later(text("Write the address to which news are to be sent."))},
    )
    often = forms.ChoiceField(choices=Often.choices)
    note = forms.CharField(required=False, max_length=500)

    def clean_note(self) -> str:
        return normal.line(self.cleaned_data["note"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        check = {Way.EMAIL: _check_mailbox, Way.WEBHOOK: _check_program}.get(cleaned.get("way", ""))
        if check and "address" in cleaned:
            try:
                check(cleaned["address"])
            except ValidationError as error:
                self.add_error("address", error)
        return cleaned


def _check_mailbox(address: str) -> None:
    if len(address) > 254:
        raise ValidationError(gettext("An e-mail address has 254 characters at most."))
    EmailValidator(gettext("This is no e-mail address; write one like name@example.org."))(address)


def _check_program(address: str) -> None:
    try:
        target_of(address, ADJUSTED.get("allow", frozenset()))
    except NotFetched as failure:
        raise ValidationError(str(failure)) from None


@require_http_methods(["GET", "HEAD", "POST"])
def follow_statements(request: HttpRequest) -> HttpResponse:
    """New statements that fit the filters in the address."""
    given = {name: values for name, values in request.GET.lists() if name != "sort"}
    query = FeedQuery(given).replace()
    filterset = StatementFilter(of_query(str(query)), Statement.objects.all())
    if not filterset.is_valid():
        return redirect(f"{path_to('statement_list')}{query}")
    chips = [chip(filterset, name, value) for name, value in query.items()]
    title = gettext("All new statements")
    if chips:
        title = gettext("Statements: %(filters)s") % {"filters": ", ".join(chips[:TITLED])}
    return _ask(request, What.STATEMENTS, title, query=str(query))


@require_http_methods(["GET", "HEAD", "POST"])
def follow_comparison(request: HttpRequest) -> HttpResponse:
    """What changes in a live comparison: of all time, not stretch by stretch."""
    query = query_of(request).into(ComparisonQuery).replace(by="", differ="", as_of="")
    selection = ComparisonFilter(of_query(str(query)), Statement.objects.all()).selection
    if not selection.columns:
        return redirect(f"{path_to('comparison_build')}{query}")
    title = title_of(compare(selection, timezone.now(), page=1))
    return _ask(
        request, What.COMPARE, gettext("Comparison: %(title)s") % {"title": title}, query=str(selection.query)
    )


@of_shared
@require_http_methods(["GET", "HEAD", "POST"])
def follow_fixed(request: HttpRequest, comparison: Comparison) -> HttpResponse:
    """What changes in the record against a fixed version."""
    return _ask(
        request,
        What.FIXED,
        gettext("Comparison: %(title)s") % {"title": comparison.title},
        comparison=comparison,
    )


def _ask(request: HttpRequest, what: str, title: str, **followed: Any) -> HttpResponse:
    """The form; once it is filled in, the address is asked whether it wants that."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    title = title[:300]
    context = {"form": form, "title": title, "ways": Way.choices, "frequencies": Often.choices}
    if form.is_bound and form.is_valid():
        site = absolute(request, "/").rstrip("/")
        code = spoken() if form.cleaned_data["way"] == Way.EMAIL else SOURCE
        wish = Wish(what=what, title=title, site=site, language=code, **followed, **form.cleaned_data)
        made, is_new = subscribing.follow(wish)
        if made.way == Way.WEBHOOK and is_new:
            return redirect(made)
        return show_page(request, "articles/news/follow_asked.html", {**context, "way": made.way})
    back = {"back": _back(what, **followed)}
    status = 422 if form.is_bound else 200
    return show_page(request, "articles/news/follow.html", {**context, **back}, status)


def _back(what: str, query: str = "", comparison: Comparison | None = None) -> str:
    return Subscription(what=what, query=query, comparison=comparison).followed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_manage(request: HttpRequest, key: str) -> HttpResponse:
    """What is followed, and what was sent; ``do=confirm`` begins it, opening the link changes nothing."""
    subscription = _of_key(key)
    if request.POST.get("do") == "confirm":
        subscribing.confirm(subscription)
        return redirect(subscription)
    context = {
        "subscription": subscription,
        "deliveries": subscription.deliveries.all()[:20],
        "site": settings.SITE_NAME,
    }
    return show_page(request, "articles/news/follow_manage.html", context)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_end(request: HttpRequest, key: str) -> HttpResponse:
    """End it by a button, or by one click in a mail program, which POSTs without a cookie (RFC 8058)."""
    subscription = _of_key(key)
    if request.method == "POST":
        subscribing.end(subscription)
        return redirect(subscription)
    return show_page(request, "articles/news/follow_end.html", {"subscription": subscription})


def _of_key(key: str) -> Subscription:
    found = Subscription.objects.of_key(key)
    if found is None:
        raise Http404
    return found
