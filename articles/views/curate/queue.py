"""The editors' pages: the queue, the desk, and how good the suggestions were."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.curate.quality import FIELDS, by_version, qualities
from articles.curate.tasks import read_later
from articles.importing.queue import depths
from articles.importing.reader.comparing import FIELDS as COMPARED
from articles.models import OFFICIAL, Actor, Article, ReaderDay, ReaderReading
from articles.registry.likeness import likely
from articles.views.access import for_editors, numbered, show_page
from articles.views.curate.decisions import decide
from articles.views.curate.desk import open_desk

MOST, FEW = 12, 3  # speakers that are offered; with fewer, also those of like names
BARE = 30  # articles without a statement that are listed
DAYS = 14  # of a reader, on the page of qualities
ORDERS = {
    "oldest": ("published_on", "pk"),
    "newest": ("-published_on", "-pk"),
    "source": ("source__name", "published_on", "pk"),
    "sure": ("-least", "pk"),
    "unsure": ("least", "pk"),
}


@for_editors
@require_safe
def review_queue(request: HttpRequest) -> HttpResponse:
    """The articles in which suggestions wait."""
    order = request.GET.get("order", "oldest")
    mine, every_voice = "mine" in request.GET, request.GET.get("voice") == "all"
    waiting = Article.objects.filter(assignment__editor=request.user.pk) if mine else Article.objects.all()
    official = waiting.waiting(*OFFICIAL)
    articles = waiting.waiting() if every_voice else official
    articles = articles.with_counts().with_coding().defer("text")
    articles = articles.select_related("source", "assignment__editor").order_by(
        *ORDERS.get(order, ORDERS["oldest"])
    )
    bare = waiting.without_statements()
    page = numbered(request, articles)
    shown, besides = page.paginator.count, (official if every_voice else waiting.waiting()).count()
    context = {
        "bare": bare.select_related("source").defer("text").order_by("-published_on", "-pk")[:BARE],
        "bares": bare.count(),
        "page": page,
        "order": order,
        "orders": list(ORDERS),
        "mine": mine,
        "every_voice": every_voice,
        "depths": [depth for depth in depths() if depth.waiting or depth.failed],
        "others": abs(shown - besides),
    }
    return show_page(request, "articles/curate/review_queue.html", context)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def review_desk(request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.select_related("source").with_counts(), pk=pk)
    if request.method == "POST":
        return decide(request, article)
    return open_desk(request, article)


@for_editors
@permission_required("articles.change_article", raise_exception=True)
@require_POST
def review_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Has the article read, if nobody has looked for statements in it."""
    article = get_object_or_404(Article, pk=pk)
    if not article.is_unread:
        messages.info(request, "It was read already.")
    elif read_later(article):
        messages.success(request, "It is read as soon as a worker is free.")
    return redirect("review_desk", pk)


@for_editors
@require_safe
def review_quality(request: HttpRequest) -> HttpResponse:
    """What became of the machine's suggestions, week by week."""
    weeks = qualities()
    context = {
        "weeks": weeks,
        "versions": by_version(weeks),
        "fields": FIELDS,
        "readers": ReaderReading.objects.summed(),
        "compared": COMPARED,
        "reader_days": ReaderDay.objects.all()[:DAYS],
    }
    return show_page(request, "articles/curate/review_quality.html", context)


@for_editors
@require_safe
def review_actors(request: HttpRequest) -> HttpResponse:
    """Speakers whose name or alias begins like what is typed, as options of a field."""
    typed = str(next((value for name, value in request.GET.items() if name.endswith("name")), "")).strip()
    found = list(Actor.objects.beginning(typed).heard_first()[:MOST])
    if len(found) < FEW and len(typed) > 2:  # nobody's name begins so: a slip, or another script
        found += [actor for actor in likely(typed) if actor not in found]
    return show_page(request, "articles/curate/_actors.html", {"actors": found})
