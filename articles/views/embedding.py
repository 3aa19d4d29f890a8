"""Frozen comparisons inside the pages of others: the frame, and oEmbed (https://oembed.com) to find it."""

from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.clickjacking import xframe_options_exempt

from articles.addresses import number
from articles.compare.changes_since import changes_soon
from articles.compare.sharing import of_then
from articles.exports.references import summary
from articles.models import Comparison
from articles.views.access import of_shared, show_page
from articles.views.jinja import absolute

WIDTH, HEIGHT = 960, 600
HOUR = 60 * 60
EMBEDDABLE = {"comparison_show", "comparison_embed"}


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@of_shared
def comparison_embed(request: HttpRequest, comparison: Comparison) -> HttpResponse:
    """The only page that other sites may frame: it has no form and sets no cookie."""
    shown = of_then(comparison, 1)
    address = comparison.get_absolute_url()
    context = {
        "comparison": comparison,
        "shown": shown,
        "places": {row["issue"]["slug"]: f"{address}#w-{row['issue']['slug']}" for row in shown["rows"]},
        "summary": summary(comparison),
        "changes": changes_soon(comparison, timezone.now()),
    }
    return show_page(request, "articles/compare/comparison_embed.html", context)


def oembed(request: HttpRequest) -> HttpResponse:
    """404 for addresses that cannot be embedded, 501 for formats but JSON, 400 for sizes that are none."""
    if request.GET.get("format", "json") != "json":
        refusal = HttpResponse("Only format=json is given.", status=501, content_type="text/plain")
        refusal._has_been_logged = True  # type: ignore[attr-defined]  # what others ask is no error of ours
        return refusal
    sizes = [_size(request.GET.get(name, "")) for name in ("maxwidth", "maxheight")]
    if None in sizes:
        return JsonResponse({"errors": {"size": ["Write a whole number of pixels."]}}, status=400)
    comparison = get_object_or_404(Comparison, key=_key(request), takedown=None)
    width, height = (min(own, size or own) for own, size in zip((WIDTH, HEIGHT), sizes, strict=True))
    return JsonResponse(
        {
            "version": "1.0",
            "type": "rich",
            "provider_name": settings.SITE_NAME,
            "provider_url": absolute(request, reverse("home")),
            "title": comparison.title,
            "width": width,
            "height": height,
            "html": iframe(request, comparison, width, height),
            "cache_age": HOUR,
        }
    )


def iframe(request: HttpRequest, comparison: Comparison, width: int = WIDTH, height: int = HEIGHT) -> str:
    """The frame as HTML for a page of somebody else's; here it is text, to be escaped when it is shown."""
    address = escape(absolute(request, reverse("comparison_embed", args=[comparison.key])))
    size = f'width="{width}" height="{height}"'
    return f'<iframe src="{address}" {size} title="{escape(comparison.title)}" loading="lazy"></iframe>'


def _size(text: str) -> int | None:
    """Pixels; 0 when not given, None when not a number that can be meant."""
    if not text:
        return 0
    return number(text) or None


def _key(request: HttpRequest) -> str:
    """The key of the comparison at ``?url=``; empty when that is no page of this site that can be framed."""
    try:
        address = urlsplit(request.GET.get("url", ""))
        match = resolve(address.path if address.path.endswith("/") else f"{address.path}/")
    except (ValueError, Resolver404):
        return ""
    hosts = {request.get_host(), urlsplit(settings.SITE_URL).netloc}
    is_ours = address.scheme in {"http", "https"} and address.netloc in hosts
    return match.kwargs["key"] if is_ours and match.url_name in EMBEDDABLE else ""
