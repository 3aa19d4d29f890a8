"""What readers have reported as wrong, for editors to settle."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from articles.addresses import number
from articles.browse.cards import cards
from articles.curate.actions import Refused
from articles.curate.error_reports import settle
from articles.models import ErrorReport, Statement
from articles.views.access import for_editors, numbered, show_page

SHOWN = 20  # on a page; and that were settled, the latest


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def review_errors(request: HttpRequest) -> HttpResponse:
    """What waits, with the statement it is about; what was settled lately."""
    refusal = ""
    if request.method == "POST":
        pk = number(request.POST.get("report", "")) or 0
        report = ErrorReport.objects.filter(pk=pk).first()
        try:
            if report is None:
                raise Refused("This report is not there any more: what it was about was discarded.")
            settle(report, request.POST.get("outcome", ""), request.user)
            messages.success(request, f"Settled: {report}")
            return redirect("review_errors")
        except Refused as error:
            refusal = str(error)
    context = _context(request) | {"refusal": refusal, "messages": messages.get_messages(request)}
    return show_page(request, "articles/curate/review_errors.html", context, status=409 if refusal else 200)


def _context(request: HttpRequest) -> dict[str, Any]:
    page = numbered(request, ErrorReport.objects.waiting().select_related("statement__article"), SHOWN)
    shown = {card.pk: card for card in cards(Statement.objects.all(), [one.statement_id for one in page])}
    settled = ErrorReport.objects.settled().select_related("statement", "settled_by")[:SHOWN]
    return {"page": page, "cards": shown, "settled": settled}
