"""Readers tell what is wrong in a statement."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from articles.browse.cards import cards
from articles.browse.fields import later
from articles.language import text
from articles.models import ErrorReport, Statement
from articles.views.access import show_page


class ReportForm(forms.ModelForm):
    class Meta:
        model = ErrorReport
        fields = ["about", "message", "contact"]
        error_messages = {
            "about": {"required": later(text("Choose what is wrong."))},
            "message": {"required": later(text("Say what is wrong, and how you know."))},
        }


@require_http_methods(["GET", "HEAD", "POST"])
def statement_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, and thanks once it was sent; of a statement that readers do not see there is none."""
    statement = get_object_or_404(Statement.objects.with_suggestions(), pk=pk)
    form = ReportForm(request.POST if request.method == "POST" else None)
    sent = form.is_valid()
    if sent:
        form.instance.statement = statement
        form.save()
    (card,) = cards(Statement.objects.all(), [pk])
    context = {"form": form, "card": card, "sent": sent, "kinds": ErrorReport.About.choices}
    status = 422 if form.is_bound and not sent else 200
    answer = show_page(request, "articles/browse/statement_report.html", context, status=status)
    add_never_cache_headers(answer)
    return answer
