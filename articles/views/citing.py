"""Statements and frozen comparisons as references to carry away."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from articles.exports.citations import FORMATS
from articles.exports.references import Reference, of_comparison, of_statement
from articles.language import SOURCE, speaking
from articles.models import Comparison, Statement
from articles.views.access import of_shared
from articles.views.jinja import absolute


def statement_cite(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """``bib``, ``ris``, ``json``, ``txt``; rejected statements have no citation, as they have no page."""
    statement = get_object_or_404(Statement.objects.with_suggestions().with_context(), pk=pk)
    return _file(statement_reference(request, statement), kind)


@of_shared
def comparison_cite(request: HttpRequest, comparison: Comparison, kind: str) -> HttpResponse:
    return _file(comparison_reference(request, comparison), kind)


def statement_reference(request: HttpRequest, statement: Statement) -> Reference:
    address = absolute(request, statement.get_absolute_url())
    with speaking(SOURCE):  # the same words as in the files
        return of_statement(statement, settings.SITE_NAME, address, timezone.now().date())


def comparison_reference(request: HttpRequest, comparison: Comparison) -> Reference:
    address = absolute(request, comparison.get_absolute_url())
    with speaking(SOURCE):
        return of_comparison(comparison, settings.SITE_NAME, address, timezone.now().date())


@dataclass(frozen=True, slots=True)
class Citation:
    """What the disclosure "Cite" shows: a footnote, and (name of format, address) of the files."""

    footnote: str
    files: tuple[tuple[str, str], ...]


def citation_of(reference: Reference, view: str, which: int | str) -> Citation:
    files = [(name, reverse(view, args=[which, kind])) for kind, (name, *_) in FORMATS.items()]
    return Citation(reference.footnote, tuple(files))


def _file(reference: Reference, kind: str) -> HttpResponse:
    _, content_type, write = FORMATS[kind]
    name = f"{reference.site.lower()}-{reference.ident}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write(reference), content_type=content_type, headers=headers)
