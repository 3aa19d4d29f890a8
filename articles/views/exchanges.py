"""Statements that refer to each other: on the page of each, and as one exchange."""

import datetime

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from articles.browse.cards import Card, cards
from articles.models import Article, Reference, Statement
from articles.registry.exchanges import MOST, exchange_of
from articles.views.access import gone, show_page
from articles.views.page_cache import public

SHOWN = 10  # references on the page of a statement


def references_of(statement: Statement) -> list[tuple[str, Card]]:
    """What it refers to and what refers to it, each with how, as seen from the statement."""
    links = Reference.objects.between_visible().filter(Q(statement=statement) | Q(to=statement))[:SHOWN]
    told = [
        (link.get_kind_display(), link.to_id)
        if link.statement_id == statement.pk
        else (link.passive, link.statement_id)
        for link in links
    ]
    if not told:
        return []
    shown = {card.pk: card for card in cards(Statement.objects.with_suggestions(), [pk for _, pk in told])}
    return [(how, shown[pk]) for how, pk in told if pk in shown]


@public("page")
def exchange_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """All that belongs to the exchange of which the statement is a part, by the day it was said."""
    statement = Statement.objects.with_suggestions().filter(pk=pk).first()
    if statement is None:
        return gone(request, Article.objects.filter(statements__pk=pk), "statement")
    ids, links = exchange_of(statement)
    found = sorted(cards(Statement.objects.with_suggestions(), ids), key=_day)
    places = {card.pk: n for n, card in enumerate(found, start=1)}
    said = [
        (
            card,
            [(link.get_kind_display(), places[link.to_id]) for link in links if link.statement_id == card.pk],
        )
        for card in found
    ]
    context = {"statement": statement, "said": said, "is_cut": len(ids) == MOST}
    return show_page(request, "articles/browse/exchange_detail.html", context)


def _day(card: Card) -> tuple[datetime.date, int]:
    return card.said_on or card.published_on or datetime.date.max, card.pk
