"""Lists for editors beside the queue: orphans, and what they did themselves."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Action, Orphan
from articles.views.access import for_editors, numbered, show_page

MOST = 20  # undone ones listed; all stand in the list below them


@for_editors
@require_safe
def review_mine(request: HttpRequest) -> HttpResponse:
    """What the editor did, how much of it this week, and what others took back."""
    own = Action.objects.of(request.user)
    context = {
        "page": numbered(request, own.told()),
        "counts": own.counted(since=monday(timezone.now())),
        "undone": own.undone_by_others().told()[:MOST],
    }
    return show_page(request, "articles/curate/review_mine.html", context)


@for_editors
@require_safe
def review_orphans(request: HttpRequest) -> HttpResponse:
    """Statements whose words were not found again when the text of their article was replaced."""
    orphans = Orphan.objects.waiting().select_related("statement__article__source")
    return show_page(request, "articles/curate/review_orphans.html", {"page": numbered(request, orphans)})


@for_editors
@require_safe
def review_guidelines(request: HttpRequest) -> HttpResponse:
    """What each field of a statement means; the fields of the desk lead here."""
    return show_page(request, "articles/curate/review_guidelines.html", {})


def monday(now: datetime.datetime) -> datetime.datetime:
    """When the week began, by UTC."""
    today = now.astimezone(datetime.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - datetime.timedelta(days=today.weekday())
