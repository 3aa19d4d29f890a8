"""Issues that the machine found: their list, and one with its statements, to be accepted or dismissed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from articles.curate import verbs
from articles.importing.tasks import match_all_later
from articles.models import Country, Issue, Position, ProposedIssue, Statement
from articles.views.access import for_editors, numbered, show_page


class IssueForm(forms.Form):
    """How the issue shall be worded, or of which one on record it is part."""

    title = forms.CharField(required=False, max_length=200)
    about = forms.CharField(required=False, max_length=200)
    parent = forms.ModelChoiceField(Issue.objects.current(), required=False, empty_label="–")
    known = forms.ModelChoiceField(Issue.objects.current(), required=False, empty_label="–")

    def clean_about(self) -> tuple[str, ...]:
        codes = [code.strip().upper() for code in self.cleaned_data["about"].split(",") if code.strip()]
        known = set(Country.objects.filter(iso3__in=codes).values_list("iso3", flat=True))
        for code in codes:
            if code not in known:
                raise ValidationError(f"“{code}” is no country; write ISO codes with commas: IRN, USA.")
        return tuple(dict.fromkeys(codes))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("title") and not cleaned.get("known"):
            self.add_error("title", "Word the issue as a proposal, or choose one on record.")
        return cleaned

    @property
    def issue(self) -> Issue | verbs.Wording:
        """What was chosen, once the form is valid."""
        words = self.cleaned_data
        return words["known"] or verbs.Wording(words["title"], words["about"], words["parent"])


@for_editors
@require_safe
def review_issues(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the largest first."""
    page = numbered(request, ProposedIssue.objects.waiting())
    context = {"page": page, "messages": messages.get_messages(request)}
    return show_page(request, "articles/curate/review_issues.html", context)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def review_issue(request: HttpRequest, pk: int) -> HttpResponse:
    proposal = get_object_or_404(ProposedIssue, pk=pk)
    form = IssueForm(
        request.POST if request.method == "POST" else None,
        initial={"title": proposal.title, "about": ", ".join(proposal.about)},
    )
    if request.method == "POST":
        try:
            if done := _decide(request, proposal, form):
                return done
        except verbs.Refused as refusal:
            form.is_valid()
            form.add_error(None, str(refusal))
    return _show(request, proposal, form)


def _decide(request: HttpRequest, proposal: ProposedIssue, form: IssueForm) -> HttpResponse | None:
    """Accept or dismiss it; None when the form has to be shown again."""
    if request.POST.get("do") == "dismiss":
        verbs.dismiss_issue(proposal, request.user)
        messages.success(request, f"“{proposal}” was dismissed.")
        return redirect("review_issues")
    if not form.is_valid():
        return None
    issue = verbs.accept_issue(proposal, form.issue, _stances(request, proposal), request.user)
    match_all_later()
    messages.success(request, f"“{issue}” is an issue now; what it takes from here waits for review.")
    return redirect("review_issues")


def _stances(request: HttpRequest, proposal: ProposedIssue) -> dict[int, str]:
    """The sides that were chosen, by statement; where none was, the statement is left out."""
    chosen = {pk: request.POST.get(f"side-{pk}", "") for pk in _statements(proposal)}
    return {pk: stance for pk, stance in chosen.items() if stance in Position.Stance.values}


def _statements(proposal: ProposedIssue) -> list[int]:
    return list(proposal.positions.values_list("statement", flat=True))


def _show(request: HttpRequest, proposal: ProposedIssue, form: IssueForm) -> HttpResponse:
    rows = list(proposal.positions.all())
    known = Statement.objects.with_context().in_bulk([row.statement_id for row in rows])
    for row in rows:
        row.statement = known[row.statement_id]
        row.stance = request.POST.get(f"side-{row.statement_id}", row.stance)
    context = {
        "proposal": proposal,
        "form": form,
        "rows": rows,
        "stances": Position.Stance.choices,
        "issues": Issue.objects.current().select_related("parent__parent__parent"),
    }
    return show_page(
        request, "articles/curate/review_issue.html", context, status=422 if form.errors else 200
    )
