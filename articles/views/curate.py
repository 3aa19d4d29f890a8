"""The review desk: an article with its statements, the chosen one in a form, and the verbs for it."""

import re
from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from articles import curation
from articles.entries import MOVES, EntryForms, marked_words, spans, whole_words, with_words_moved, written
from articles.models import (
    Action,
    Actor,
    Article,
    Assignment,
    CodingTask,
    Country,
    Issue,
    Orphan,
    Review,
    Statement,
)
from articles.passages import Mark, paragraphs
from articles.proposals import Proposal
from articles.quality import by_version, qualities
from articles.teamwork import assign, comment, editors
from articles.trail import actions_on
from articles.views.access import numbered, show_page

ORDERS = {
    "oldest": ("published_on", "pk"),
    "newest": ("-published_on", "-pk"),
    "source": ("source__name", "published_on", "pk"),
    "sure": ("-least", "pk"),
    "unsure": ("least", "pk"),
}
REPLACED = (
    "The text of this article was replaced after you had opened it. Look whether the words are the right "
    "ones, or mark them again; your other entries are kept."
)
SHARES = (95, 90, 80, 70)  # percent, offered to accept above


def for_editors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Staff who may change statements; others are asked to log in, or refused."""
    permitted = permission_required("articles.change_statement", raise_exception=True)(view)
    return wraps(view)(never_cache(staff_member_required(permitted)))


@for_editors
@require_safe
def review_queue(request: HttpRequest) -> HttpResponse:
    """The articles in which suggestions wait."""
    order = request.GET.get("order", "oldest")
    counted: Any = Article.objects.select_related("source").with_counts().with_coding()
    articles = counted.filter(waiting__gt=0).select_related("assignment__editor")
    mine = "mine" in request.GET
    if mine:
        articles = articles.filter(assignment__editor=request.user.pk)
    articles = articles.annotate(least=Min("statements__confidence")).order_by(
        *ORDERS.get(order, ORDERS["oldest"])
    )
    context = {"page": numbered(request, articles), "order": order, "orders": list(ORDERS), "mine": mine}
    return show_page(request, "articles/curate/review_queue.html", context)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def review_desk(request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.select_related("source").with_counts(), pk=pk)
    if request.method != "POST":
        return _desk(request, article, _chosen(request, article))
    do = VERBS.get(request.POST.get("do", "save"), _save)
    try:
        return do(request, article)
    except curation.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(_address(article, _chosen(request, article)))


@for_editors
@require_safe
def review_quality(request: HttpRequest) -> HttpResponse:
    """What became of the machine's suggestions, week by week."""
    weeks = qualities()
    names = [field.name for field in fields(Proposal)]
    context = {"weeks": weeks, "versions": by_version(weeks), "fields": names}
    return show_page(request, "articles/curate/review_quality.html", context)


@for_editors
@require_safe
def review_actors(request: HttpRequest) -> HttpResponse:
    """Speakers whose name or alias begins like what is typed, as options of a field."""
    typed = str(next((value for name, value in request.GET.items() if name.endswith("name")), "")).strip()
    return show_page(request, "articles/curate/_actors.html", {"actors": Actor.objects.beginning(typed)[:12]})


def _chosen(request: HttpRequest, article: Article) -> Statement | None:
    """The statement that the address names; else, unless a new one is being tagged, the first that waits."""
    own = _statements(article)
    if (number := request.GET.get("s", "")).isdecimal():
        return get_object_or_404(own, pk=int(number))
    if "new" in request.GET:
        return None
    return own.waiting().first() or own.first()


def _statements(article: Article) -> Any:
    return article.statements.for_cards().order_by("starts_at", "pk")


def _desk(
    request: HttpRequest,
    article: Article,
    chosen: Statement | None,
    forms: EntryForms | None = None,
    status: int = 200,
) -> HttpResponse:
    place = whole_words(article.text, request.GET.get("new", ""))
    forms = forms or _forms(article, chosen, None, fragments=written(place)) if place else forms
    forms = forms or (_forms(article, chosen) if chosen else None)
    aside = (Review.REJECTED, Review.ORPHANED)
    statements = {s.pk: s for s in _statements(article).exclude(review__in=aside)}
    rejected, orphans = (_statements(article).filter(review=review) for review in aside)
    listed = list(statements)
    here = listed.index(chosen.pk) if chosen and chosen.pk in statements else None
    context = {
        "article": article,
        "statements": statements,
        "rejected": rejected,
        "orphans": orphans,
        "orphan": Orphan.objects.filter(statement=chosen).first()
        if chosen and not chosen.has_place
        else None,
        "chosen": chosen,
        "here": here,
        "before": statements[listed[here - 1]] if here else None,
        "after": statements[listed[here + 1]] if here is not None and here + 1 < len(listed) else None,
        "forms": forms,
        "address": f"?{urlencode({'s': chosen.pk})}" if chosen else f"?{urlencode(request.GET)}",
        "paragraphs": paragraphs(article.text, _marks(statements, chosen, forms)),
        "reports": _reports(chosen) if chosen else (),
        "comments": chosen.comments.select_related("by") if chosen else (),
        "assignment": Assignment.objects.filter(article=article).select_related("editor").first(),
        "editors": editors(),
        "task": CodingTask.objects.open().filter(article=article).first(),
        "leads": request.user.has_perm("articles.delete_statement"),
        "last": actions_on(chosen).told()[:5] if chosen else (),
        "mine": _last_of(request, article),
        "countries": Country.objects.all(),
        "issues": Issue.objects.current(),
        "shares": SHARES,
        "messages": messages.get_messages(request),
    }
    return show_page(request, "articles/curate/review_desk.html", context, status)


def _reports(chosen: Statement) -> Any:
    """The other reports of the same utterance."""
    others = chosen.utterance.statements.exclude(pk=chosen.pk)
    return others.select_related("article__source").order_by("article__published_on", "pk")


def _forms(article: Article, chosen: Statement | None, data: Any = None, **words: Any) -> EntryForms:
    version: Any = {"version": curation.version(chosen)} if chosen else {}
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


def _last_of(request: HttpRequest, article: Article) -> Action | None:
    """What this editor did last, if that can be undone."""
    return Action.objects.standing().filter(by=request.user.pk).exclude(verb="undo").first()


def _address(article: Article, chosen: Statement | None) -> str:
    here = reverse("review_desk", args=[article.pk])
    return f"{here}?s={chosen.pk}#s{chosen.pk}" if chosen else here


def _onward(article: Article, done: Statement | None) -> HttpResponse:
    """To the next statement that waits; from the last one to the first."""
    waiting = _statements(article).waiting()
    later = waiting.filter(starts_at__gte=done.starts_at) if done and done.has_place else waiting.none()
    following = later.exclude(pk=done.pk).first() if done else None
    following = following or waiting.first()
    return redirect(_address(article, following or done))


def _accept(request: HttpRequest, article: Article) -> HttpResponse:
    chosen = _unchanged(request, article)
    verb = curation.check if chosen.review == Review.ACCEPTED else curation.accept
    verb(Statement.objects.filter(pk=chosen.pk), request.user)
    return _onward(article, chosen)


def _reject(request: HttpRequest, article: Article) -> HttpResponse:
    chosen = _unchanged(request, article)
    curation.reject(Statement.objects.filter(pk=chosen.pk), request.user)
    return _onward(article, chosen)


def _unchanged(request: HttpRequest, article: Article) -> Statement:
    """The chosen statement; Refused if somebody changed it after the editor had opened it."""
    chosen = _needed(request, article)
    for meanwhile in curation.changed_since(chosen, request.POST.get("version", "")):
        raise curation.Refused(f"{told(meanwhile)} Look again; nothing was changed.")
    return chosen


def _needed(request: HttpRequest, article: Article) -> Statement:
    chosen = _chosen(request, article)
    if chosen is None:
        raise curation.Refused("Choose a statement first.")
    return chosen


def told(meanwhile: curation.Meanwhile) -> str:
    """Who changed what, in a sentence."""
    what = "; ".join(f"{c.row}, {c.field}: {c.before or '–'} → {c.after or '–'}" for c in meanwhile.changes)
    return f"{meanwhile.who} changed this statement on {meanwhile.when}, after you had opened it ({what})."


def _save(request: HttpRequest, article: Article) -> HttpResponse:
    """Write what the form says; with faults or after somebody else's change show it again, entries kept."""
    chosen = _chosen(request, article)
    forms = _forms(article, chosen, request.POST)
    meanwhile = curation.changed_since(chosen, request.POST.get("version", "")) if chosen else []
    if not forms.is_valid() or meanwhile or _is_of_former_text(request, article):
        return _again(request, article, chosen, meanwhile)
    if chosen is None:
        return redirect(_address(article, curation.tag(article, forms.entries, request.user)))
    if not forms.has_changed and not chosen.is_reviewed:
        return _accept(request, article)
    curation.correct(chosen, forms.entries, request.user)
    return _onward(article, Statement.objects.get(pk=chosen.pk))


def _again(
    request: HttpRequest, article: Article, chosen: Statement | None, meanwhile: list[curation.Meanwhile]
) -> HttpResponse:
    data = request.POST.copy()
    if meanwhile and chosen:  # from now on the other's change counts as seen
        data["version"] = curation.version(chosen)
    is_of_former_text = _is_of_former_text(request, article)
    if is_of_former_text:  # and the places of then mean nothing in it
        data["text_sha256"] = article.text_sha256
        data["fragments"] = written(chosen.fragments) if chosen else ""
    forms = EntryForms(article, chosen, data)
    forms.is_valid()
    if is_of_former_text:
        forms.words.add_error(None, ValidationError(REPLACED))
    for other in meanwhile:
        forms.words.add_error(
            None, ValidationError(f"{told(other)} Your entries are kept; save again to put them.")
        )
    return _desk(request, article, chosen, forms, status=409 if meanwhile or is_of_former_text else 422)


def _is_of_former_text(request: HttpRequest, article: Article) -> bool:
    return request.POST.get("text_sha256", "") != article.text_sha256


def _move(request: HttpRequest, article: Article) -> HttpResponse:
    """Show the form with the words at another place; nothing is written yet."""
    chosen = _chosen(request, article)
    data = with_words_moved(article.text, request.POST)
    return _desk(request, article, chosen, EntryForms(article, chosen, data))


def _undo(request: HttpRequest, article: Article) -> HttpResponse:
    number = request.POST.get("action", "")
    action = get_object_or_404(Action, pk=int(number) if number.isdecimal() else 0)
    curation.undo(action, request.user)
    messages.success(request, f"Undone: {action}")
    back = _statements(article).filter(pk__in=_touched(article, action)).first()
    return redirect(_address(article, back or _chosen(request, article)))


def _touched(article: Article, action: Action) -> list[int]:
    events = Statement.pgh_event_model.objects  # type: ignore[attr-defined]
    return list(
        events.filter(pgh_context=action.context_id, article=article).values_list("pgh_obj_id", flat=True)
    )


def _accept_above(request: HttpRequest, article: Article) -> HttpResponse:
    """Accept all suggestions of the article of which the machine is at least so sure."""
    share = request.POST.get("at_least", "")
    if not share.isdecimal() or not 0 < int(share) <= 100:
        raise curation.Refused("Choose a percentage from 1 to 100.")
    sure = article.statements.waiting().filter(confidence__gte=int(share) / 100)
    number = curation.accept(sure, request.user)
    messages.success(request, f"{number} accepted.")
    return redirect(_address(article, None))


def _comment(request: HttpRequest, article: Article) -> HttpResponse:
    chosen = _needed(request, article)
    comment(chosen, request.POST.get("text", ""), request.user)
    return redirect(_address(article, chosen))


def _assign(request: HttpRequest, article: Article) -> HttpResponse:
    assign(article, request.POST.get("editor", ""), request.user)
    return redirect(_address(article, _chosen(request, article)))


def _join(request: HttpRequest, article: Article) -> HttpResponse:
    """Join the chosen statement with the one whose number or address was given."""
    chosen = _needed(request, article)
    typed = request.POST.get("other", "").strip()
    number = re.search(r"(?:/statements/|^)(\d+)(?:/|$)", typed)
    other = Statement.objects.filter(pk=int(number[1])).first() if number else None
    if other is None:
        raise curation.Refused(f"“{typed}” is no statement on record; give its number or address.")
    curation.join(chosen, other, request.user)
    return redirect(_address(article, chosen))


def _part(request: HttpRequest, article: Article) -> HttpResponse:
    chosen = _needed(request, article)
    curation.part(chosen, request.user)
    return redirect(_address(article, chosen))


def _find(request: HttpRequest, article: Article) -> HttpResponse:
    """Open the form of a new statement at the words marked, typed or pasted."""
    place = written([marked_words(article.text, request.POST)])
    return redirect(f"{reverse('review_desk', args=[article.pk])}?new={place}#new")


VERBS: dict[str, Callable[[HttpRequest, Article], HttpResponse]] = {
    "accept": _accept,
    "reject": _reject,
    "save": _save,
    "undo": _undo,
    "accept_above": _accept_above,
    "find": _find,
    "join": _join,
    "part": _part,
    "comment": _comment,
    "assign": _assign,
    **dict.fromkeys(MOVES, _move),
}
