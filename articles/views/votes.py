"""How states voted: a list of roll calls, each of them, and where one said one thing and voted another."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.compare.voting import Ballot, ballots
from articles.models import Country, Issue, Question, RollCall, Vote
from articles.views.access import numbered, show_page
from articles.views.page_cache import public

PAGE_ROWS = 20  # roll calls, each of which takes three queries


class VotesForm(forms.Form):
    """Of which country, on which issue; only where it said one thing and voted another."""

    country = forms.ModelChoiceField(Country.objects.all(), required=False)
    issue = forms.ModelChoiceField(Issue.objects.current(), required=False, to_field_name="slug")
    differ = forms.ChoiceField(choices=[("", ""), ("only", "only")], required=False)


@public("country issue differ page")
def roll_call_list(request: HttpRequest) -> HttpResponse:
    form = VotesForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = numbered(request, _questions(wanted) if form.is_valid() else Question.objects.none(), PAGE_ROWS)
    chosen = [wanted["country"].pk] if wanted.get("country") else []
    told = [(question, ballots(question, chosen)) for question in page]
    if wanted.get("differ"):
        told = [(question, [ballot for ballot in found if ballot.differs]) for question, found in told]
        told = [(question, found) for question, found in told if found]
    context = {
        "errors": form.errors,
        "page": page,
        "told": told,
        "wanted": wanted,
        "countries": Country.objects.filter(Exists(Vote.objects.filter(country=OuterRef("pk")))).order_by(
            "name"
        ),
        "issues": Issue.objects.filter(questions__isnull=False).distinct(),
    }
    return show_page(request, "articles/browse/roll_call_list.html", context)


def _questions(wanted: dict[str, Any]) -> Any:
    found = Question.objects.select_related("roll_call", "issue").order_by("-roll_call__held_on", "-pk")
    if wanted.get("issue"):
        found = found.filter(issue=wanted["issue"])
    return found.filter(roll_call__votes__country=wanted["country"]) if wanted.get("country") else found


@public()
def roll_call_detail(request: HttpRequest, pk: int) -> HttpResponse:
    roll_call = get_object_or_404(RollCall, pk=pk)
    votes = roll_call.votes.select_related("country").order_by("country__name")
    by_choice: dict[str, list[Country]] = {}
    for vote in votes:
        by_choice.setdefault(vote.choice, []).append(vote.country)
    questions = roll_call.questions.select_related("issue", "roll_call")
    context = {
        "roll_call": roll_call,
        "by_choice": by_choice,
        "told": [(question, ballots(question)) for question in questions],
    }
    return show_page(request, "articles/browse/roll_call_detail.html", context)


def voted_on(issue: Issue) -> list[tuple[Question, list[Ballot]]]:
    """The latest questions on an issue, for its own page."""
    latest = issue.questions.select_related("roll_call", "issue").order_by("-roll_call__held_on", "-pk")
    return [(question, ballots(question)) for question in latest[:3]]
