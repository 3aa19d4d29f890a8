"""The feeds that are followed: what came of the last look into each, and when the next is due."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.addresses import number
from articles.curate import verbs
from articles.importing.tasks import poll_later
from articles.models import Feed
from articles.views.access import for_editors, numbered, show_page


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def review_feeds(request: HttpRequest) -> HttpResponse:
    """A POST has one feed (``feed``) looked into now, stopped or followed again (``do``)."""
    if request.method == "POST":
        return _decide(request)
    feeds = Feed.objects.select_related("source__merged_into", "added_by")
    context = {
        "page": numbered(request, feeds),
        "now": timezone.now(),
        "messages": messages.get_messages(request),
    }
    return show_page(request, "articles/curate/review_feeds.html", context)


def _decide(request: HttpRequest) -> HttpResponse:
    feed = Feed.objects.filter(pk=number(request.POST.get("feed", "")) or 0).first()
    do = request.POST.get("do", "")
    if feed is None:
        messages.error(request, "That feed is not on record any more.")
        return redirect("review_feeds")
    try:
        if do in ("stop", "follow"):
            verbs.set_followed(feed, request.user, is_active=do == "follow")
            messages.success(request, f"{feed} is followed {'again' if do == 'follow' else 'no more'}.")
        if do in ("look", "follow"):
            verbs.permitted(request.user, verbs.ADDS)
            poll_later(feed)
    except verbs.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("review_feeds")
