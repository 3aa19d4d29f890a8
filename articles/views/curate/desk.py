"""The page of the review desk: the article with its marks, the chosen statement in its form."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles.addresses import number
from articles.curate import verbs
from articles.curate.forms import EntryForms, spans, whole_words, written
from articles.curate.publish import PUBLISHES
from articles.curate.teamwork import editors
from articles.history.events import actions_on
from articles.models import (
    Action,
    Article,
    Assignment,
    CodingTask,
    Country,
    Issue,
    Orphan,
    Review,
    Statement,
    Verb,
)
from articles.registry.utterances import may_be_the_same
from articles.text.passages import Mark, paragraphs
from articles.views.access import show_page

OFFERED = 4  # likely positions, under the keys 1 to 4
SHARES = (95, 90, 80, 70)  # percent, offered to accept above


def show_desk(
    request: HttpRequest,
    article: Article,
    chosen: Statement | None,
    forms: EntryForms | None = None,
    status: int = 200,
) -> HttpResponse:
    """The desk with this statement in these forms; without forms in those of what stands on record."""
    forms = forms or _fresh_forms(request, article, chosen)
    listed = _listed(article, chosen)
    context = {
        "article": article,
        "chosen": chosen,
        "forms": forms,
        "address": f"?{urlencode({'s': chosen.pk})}" if chosen else f"?{urlencode(request.GET)}",
        **listed,
        "paragraphs": paragraphs(article.text, _marks(listed["statements"], chosen, forms)),
        **(_about(chosen) if chosen else NOTHING_CHOSEN),
        **_tools(request, article),
    }
    return show_page(request, "articles/curate/review_desk.html", context, status)


def _fresh_forms(request: HttpRequest, article: Article, chosen: Statement | None) -> EntryForms | None:
    if place := whole_words(article.text, request.GET.get("new", "")):
        return forms_of(article, chosen, fragments=written(place))
    return forms_of(article, chosen) if chosen else None


def _listed(article: Article, chosen: Statement | None) -> dict[str, Any]:
    """The statements in the order of the text, with the place of the chosen one, and those set aside."""
    aside = (Review.REJECTED, Review.ORPHANED)
    statements = {s.pk: s for s in statements_of(article).exclude(review__in=aside)}
    rejected, orphans = (statements_of(article).filter(review=review) for review in aside)
    order = list(statements.values())
    here = list(statements).index(chosen.pk) if chosen and chosen.pk in statements else None
    return {
        "statements": statements,
        "rejected": rejected,
        "orphans": orphans,
        "here": here,
        "before": order[here - 1] if here else None,
        "after": order[here + 1] if here is not None and here + 1 < len(order) else None,
    }


def _about(chosen: Statement) -> dict[str, Any]:
    """What else is known of the chosen statement."""
    others = chosen.utterance.statements.exclude(pk=chosen.pk)
    likely = chosen.likely_positions.filter(issue__merged_into=None).select_related("issue")
    return {
        "likely": () if chosen.is_reviewed else likely[:OFFERED],
        "orphan": None if chosen.has_place else Orphan.objects.filter(statement=chosen).first(),
        "may_be": () if not chosen.has_place else may_be_the_same(chosen),
        "reports": others.select_related("article__source").order_by("article__published_on", "pk"),
        "comments": chosen.comments.select_related("by"),
        "last": actions_on(chosen).told()[:5],
    }


NOTHING_CHOSEN: dict[str, Any] = {
    "likely": (),
    "may_be": (),
    "orphan": None,
    "reports": (),
    "comments": (),
    "last": (),
}


def _tools(request: HttpRequest, article: Article) -> dict[str, Any]:
    """What the desk offers beside the form."""
    own = Action.objects.standing().filter(by=request.user.pk)
    return {
        "assignment": Assignment.objects.filter(article=article).select_related("editor").first(),
        "editors": editors(),
        "task": CodingTask.objects.open().filter(article=article).first(),
        "leads": request.user.has_perm("articles.delete_statement"),
        "publishes": request.user.has_perm(PUBLISHES),
        "mine": own.exclude(verb=Verb.UNDO).first(),
        "countries": Country.objects.all(),
        "issues": Issue.objects.current(),
        "shares": SHARES,
        "messages": messages.get_messages(request),
    }


def chosen_of(request: HttpRequest, article: Article) -> Statement | None:
    """The statement that the address names; else, unless a new one is being tagged, the first that waits."""
    own = statements_of(article)
    if (pk := number(request.GET.get("s", ""))) is not None:
        return get_object_or_404(own, pk=pk)
    if "new" in request.GET:
        return None
    return own.waiting().first() or own.first()


def statements_of(article: Article) -> Any:
    return article.statements.with_context().order_by("starts_at", "pk")


def forms_of(article: Article, chosen: Statement | None, data: Any = None, **words: Any) -> EntryForms:
    version: Any = {"version": verbs.version(chosen)} if chosen else {}
    return EntryForms(article, chosen, data, **version, **words)


def _marks(
    statements: dict[int, Statement], chosen: Statement | None, forms: EntryForms | None
) -> list[Mark]:
    """The statements of the text, the chosen one where the form has it; 0 is the one being tagged."""
    own = chosen.pk if chosen else 0
    others = [
        Mark(start, end, s.pk) for s in statements.values() if s.pk != own for start, end in s.fragments
    ]
    place = spans(forms.words["fragments"].value() or "") if forms else None
    return others + [Mark(start, end, own) for start, end in place or ()]


def address_of(article: Article, chosen: Statement | None) -> str:
    here = reverse("review_desk", args=[article.pk])
    return f"{here}?s={chosen.pk}#s{chosen.pk}" if chosen else here
