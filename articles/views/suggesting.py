"""What the search box offers while somebody types."""

from django.http import HttpRequest, HttpResponse

from articles.addresses import CurrentQuery
from articles.browse.suggestions import suggested
from articles.views.access import query_of, show_page
from articles.views.page_cache import public


@public(CurrentQuery, is_page=False)
def statement_suggest(request: HttpRequest) -> HttpResponse:
    """A fragment: groups of links, each with the number of statements it leads to."""
    context = {"groups": suggested(query_of(request).replace(sort="", cursor=""))}
    return show_page(request, "shared/_suggestions.html", context)
