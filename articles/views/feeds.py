"""New statements as a feed; it takes the filters of /statements/."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, SyndicationFeed

from articles.addresses import FeedQuery
from articles.browse.filterset import StatementFilter
from articles.exports.json_feed import JsonFeed1
from articles.formatting import credit, said_or_reported
from articles.models import Statement
from articles.views.access import query_of
from articles.views.exports import refusal
from articles.views.jinja import chip
from articles.views.page_cache import Public

LENGTH = 50
TITLED = 8  # filters that a title names


class StatementFeed(Feed):
    """The statements that fit the filters, those first that were reviewed last.

    Whoever asks for suggestions, too, gets these by when they were read.
    """

    public = Public(FeedQuery, is_page=False)
    feed_type: type[SyndicationFeed] = Atom1Feed
    address = "statement_feed"
    subtitle = "Who said what, for which country, on which issue, and when"

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        filterset = StatementFilter(request.GET, Statement.objects.all())
        return super().__call__(request) if filterset.is_valid() else refusal(filterset)

    def get_object(self, request: HttpRequest) -> HttpRequest:
        return request

    def title(self, request: HttpRequest) -> str:
        """The site's name, and the filters in words."""
        filterset = StatementFilter(request.GET, Statement.objects.all())
        chips = [chip(filterset, name, value) for name, value in query_of(request).items()]
        return f"{settings.SITE_NAME}: {', '.join(chips[:TITLED]) or 'statements'}"

    def link(self, request: HttpRequest) -> str:
        return f"{reverse('statement_list')}{query_of(request)}"

    def feed_url(self, request: HttpRequest) -> str:
        return f"{reverse(self.address)}{query_of(request)}"

    def items(self, request: HttpRequest) -> Any:
        filterset = StatementFilter(request.GET, Statement.objects.all())
        statements = filterset.qs.with_context()
        with_suggestions = filterset.wanted.get("review") == "all"
        return statements.latest_first()[:LENGTH] if with_suggestions else statements.reviewed_lately(LENGTH)

    def item_title(self, statement: Any) -> str:
        channels = [a.actor for a in statement.channels]
        speakers = credit([a.actor for a in statement.speakers], channels) or "Speaker not known"
        known = statement.said_on, statement.said_on_precision, statement.said_on_basis
        return f"{speakers}, {said_or_reported(*known, statement.article.dated)}"

    def item_description(self, statement: Any) -> str:
        flag = "" if statement.is_reviewed else " (machine-read, not reviewed)"
        return f"{statement.quote}{flag}"

    def item_categories(self, statement: Any) -> list[str]:
        return [str(position) for position in statement.positions.all()]

    def item_pubdate(self, statement: Any) -> datetime.datetime:
        return statement.came_at

    def item_updateddate(self, statement: Any) -> datetime.datetime:
        return statement.changed_at


class StatementJsonFeed(StatementFeed):
    """The same as JSON Feed."""

    feed_type = JsonFeed1
    address = "statement_json_feed"
