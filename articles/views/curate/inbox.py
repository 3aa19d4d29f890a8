"""What waits for the editor who looks, and how far the articles are that wait."""

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from articles.curate.inbox import inbox, look
from articles.models import Action, Article, ErrorReport
from articles.views.access import for_editors, show_page

PROGRESS = 12  # articles beside the inbox
ACTIONS = 8


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def review_inbox(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    if request.method == "POST":
        look(request.user)
        return redirect("review_inbox")
    messages = inbox(request.user)
    kind = request.GET.get("kind", "")
    waiting = Article.objects.waiting().with_counts().select_related("source", "assignment__editor")
    context = {
        "kind": kind,
        "kinds": list(dict.fromkeys(message.kind for message in messages)),
        "inbox": [message for message in messages if kind in ("", message.kind)],
        "new": sum(message.is_new for message in messages),
        "reported": ErrorReport.objects.waiting().count(),
        "progress": waiting.defer("text").order_by("-published_on", "-pk")[:PROGRESS],
        "actions": Action.objects.of(request.user).told()[:ACTIONS],
    }
    return show_page(request, "articles/curate/review_inbox.html", context)
