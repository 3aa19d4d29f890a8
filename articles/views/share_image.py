"""The picture that stands for a frozen comparison where its address is shared."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from articles.exports.drawing import png, svg
from articles.exports.share_image import SIZE, card
from articles.formatting import one_line
from articles.models import Comparison
from articles.views import memory
from articles.views.access import of_shared
from articles.views.jinja import absolute

HOUR = 60 * 60  # what is frozen does not change, but it may be taken down


@cache_control(public=True, max_age=HOUR)
@of_shared
def comparison_card(request: HttpRequest, comparison: Comparison, kind: str) -> HttpResponse:
    """``svg`` or ``png``, 1200 × 630."""
    address = absolute(request, comparison.get_absolute_url())
    tag = f"card of {address} {comparison.checksum} {kind}"  # what was fixed is drawn alike for good
    if drawn := memory.pages.get(tag):
        return drawn
    shapes = card(comparison, settings.SITE_NAME, address)
    if kind == "png":
        answer = HttpResponse(png(shapes, SIZE), content_type="image/png")
    else:
        content = svg(shapes, SIZE, one_line(comparison.title))
        answer = HttpResponse(content, content_type="image/svg+xml")
    memory.pages.keep(tag, answer)
    return answer
