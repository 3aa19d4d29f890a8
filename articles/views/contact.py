"""Whom to tell about a hole in the site (RFC 9116)."""

import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from articles.views.jinja import absolute

LASTS = datetime.timedelta(days=180)


def security_txt(request: HttpRequest) -> HttpResponse:
    """404 while the settings name no contact: nobody would read it."""
    contact = settings.SECURITY_CONTACT or settings.CONTACT
    if not contact:
        raise Http404("No contact is set.")
    whom = contact if "://" in contact or contact.startswith("mailto:") else f"mailto:{contact}"
    until = (timezone.now() + LASTS).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {whom}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {absolute(request, reverse('security_txt'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
