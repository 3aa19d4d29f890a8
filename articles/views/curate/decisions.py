"""What is sent from the review desk: each verb by the name of its button."""

import re
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from articles.addresses import number
from articles.curate import verbs
from articles.curate.forms import MOVES, EntryForms, marked_words, with_position, with_words_moved, written
from articles.curate.teamwork import assign, comment
from articles.models import Action, Article, Review, Statement
from articles.views.curate.desk import address_of, chosen_of, forms_of, show_desk, statements_of

REPLACED = (
    "The text of this article was replaced after you had opened it. Look whether the words are the right "
    "ones, or mark them again; your other entries are kept."
)


def _onward(article: Article, done: Statement | None) -> HttpResponse:
    """To the next statement that waits; from the last one to the first."""
    waiting = statements_of(article).waiting()
    later = waiting.filter(starts_at__gte=done.starts_at) if done and done.has_place else waiting.none()
    following = later.exclude(pk=done.pk).first() if done else None
    following = following or waiting.first()
    return redirect(address_of(article, following or done))


def _accept(request: HttpRequest, article: Article) -> HttpResponse:
    """Accept as it stands; what was changed in the form is saved, not dropped."""
    chosen = _needed(request, article)
    if "fragments" in request.POST and forms_of(article, chosen, request.POST).has_changed:
        return _save(request, article)
    verb = verbs.check if chosen.review == Review.ACCEPTED else verbs.accept
    verb(Statement.objects.filter(pk=chosen.pk), request.user, seen=_seen(request))
    return _onward(article, chosen)


def _reject(request: HttpRequest, article: Article) -> HttpResponse:
    chosen = _needed(request, article)
    verbs.reject(Statement.objects.filter(pk=chosen.pk), request.user, seen=_seen(request))
    return _onward(article, chosen)


def _seen(request: HttpRequest) -> str:
    """The version of the statement that the editor had before them."""
    return request.POST.get("version", "")


def _needed(request: HttpRequest, article: Article) -> Statement:
    chosen = chosen_of(request, article)
    if chosen is None:
        raise verbs.Refused("Choose a statement first.")
    return chosen


def _save(request: HttpRequest, article: Article) -> HttpResponse:
    """Write what the form says; with faults or when it is refused show it again, entries kept."""
    chosen = chosen_of(request, article)
    forms = forms_of(article, chosen, request.POST)
    if not forms.is_valid() or _is_of_former_text(request, article):
        return _again(request, article, chosen)
    if chosen and not forms.has_changed and not chosen.is_reviewed:
        return _accept(request, article)
    try:
        if chosen is None:
            return redirect(address_of(article, verbs.tag(article, forms.entries, request.user)))
        verbs.correct(chosen, forms.entries, request.user, seen=_seen(request))
    except verbs.Refused as refusal:
        article.refresh_from_db()
        return _again(request, article, chosen, refusal)
    return _onward(article, Statement.objects.get(pk=chosen.pk))


def _again(
    request: HttpRequest,
    article: Article,
    chosen: Statement | None,
    refusal: verbs.Refused | None = None,
) -> HttpResponse:
    """The form as it was sent, with what is wrong with it or why it was refused."""
    data = request.POST.copy()
    chosen = statements_of(article).filter(pk=chosen.pk).first() if chosen else None
    reasons = [str(refusal)] if refusal else []
    if isinstance(refusal, verbs.Outdated) and chosen:  # from now on the other's change counts as seen
        data["version"] = verbs.version(chosen)
        kept = "Your entries are kept; save again to put them."
        reasons = [f"{meanwhile} {kept}" for meanwhile in refusal.meanwhile]
    if _is_of_former_text(request, article):  # and the places of then mean nothing in it
        data["text_sha256"] = article.text_sha256
        data["fragments"] = written(chosen.fragments) if chosen else ""
        reasons = [REPLACED]
    forms = EntryForms(article, chosen, data)
    forms.is_valid()
    for reason in reasons:
        forms.words.add_error(None, ValidationError(reason))
    return show_desk(request, article, chosen, forms, status=409 if reasons else 422)


def _is_of_former_text(request: HttpRequest, article: Article) -> bool:
    return request.POST.get("text_sha256", "") != article.text_sha256


def _move(request: HttpRequest, article: Article) -> HttpResponse:
    """Show the form with the words at another place; nothing is written yet."""
    chosen = chosen_of(request, article)
    data = with_words_moved(article.text, request.POST)
    return show_desk(request, article, chosen, EntryForms(article, chosen, data))


def _take(request: HttpRequest, article: Article) -> HttpResponse:
    """Show the form with one of the likely positions, or with none; nothing is written yet."""
    chosen = _needed(request, article)
    _, issue, stance = (*request.POST["do"].split(":"), "", "")[:3]
    data = with_position(request.POST, issue, stance)
    return show_desk(request, article, chosen, EntryForms(article, chosen, data))


def _undo(request: HttpRequest, article: Article) -> HttpResponse:
    action = get_object_or_404(Action, pk=number(request.POST.get("action", "")))
    verbs.undo(action, request.user)
    messages.success(request, f"Undone: {action}")
    back = statements_of(article).filter(pk__in=_touched(article, action)).first()
    return redirect(address_of(article, back or chosen_of(request, article)))


def _touched(article: Article, action: Action) -> list[int]:
    events = Statement.pgh_event_model.objects  # type: ignore[attr-defined]
    return list(
        events.filter(pgh_context=action.context_id, article=article).values_list("pgh_obj_id", flat=True)
    )


def _accept_above(request: HttpRequest, article: Article) -> HttpResponse:
    """Accept all suggestions of the article of which the machine is at least so sure."""
    share = number(request.POST.get("at_least", "")) or 0
    if not 0 < share <= 100:
        raise verbs.Refused("Choose a percentage from 1 to 100.")
    sure = article.statements.waiting().filter(confidence__gte=share / 100)
    accepted = verbs.accept(sure, request.user)
    messages.success(request, f"{accepted} accepted.")
    return redirect(address_of(article, None))


def _comment(request: HttpRequest, article: Article) -> HttpResponse:
    chosen = _needed(request, article)
    comment(chosen, request.POST.get("text", ""), request.user)
    return redirect(address_of(article, chosen))


def _assign(request: HttpRequest, article: Article) -> HttpResponse:
    assign(article, request.POST.get("editor", ""), request.user)
    return redirect(address_of(article, chosen_of(request, article)))


def _publish(request: HttpRequest, article: Article) -> HttpResponse:
    verbs.publish([article], request.user)
    messages.success(request, "Published: readers see what is reviewed.")
    return redirect(address_of(article, chosen_of(request, article)))


def _withdraw(request: HttpRequest, article: Article) -> HttpResponse:
    verbs.withdraw([article], request.POST.get("reason", ""), request.user)
    messages.success(request, "Withdrawn: readers do not see it any more.")
    return redirect(address_of(article, chosen_of(request, article)))


def _join(request: HttpRequest, article: Article) -> HttpResponse:
    """Join the chosen statement with the one whose number or address was given."""
    chosen = _needed(request, article)
    typed = request.POST.get("other", "").strip()
    named = re.search(r"(?:/statements/|^)(\d+)(?:/|$)", typed)
    other = Statement.objects.filter(pk=number(named[1]) or 0).first() if named else None
    if other is None:
        raise verbs.Refused(f"“{typed}” is no statement on record; give its number or address.")
    verbs.join(chosen, other, request.user)
    return redirect(address_of(article, chosen))


def _part(request: HttpRequest, article: Article) -> HttpResponse:
    chosen = _needed(request, article)
    verbs.part(chosen, request.user)
    return redirect(address_of(article, chosen))


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
    "publish": _publish,
    "withdraw": _withdraw,
    **dict.fromkeys(MOVES, _move),
}


def decide(request: HttpRequest, article: Article) -> HttpResponse:
    """Apply the verb that was sent; without one the entries are saved. A refusal is told on the page."""
    try:
        do = request.POST.get("do", "save")
        verb = _take if do.startswith("position:") else VERBS.get(do, _save)
        return verb(request, article)
    except verbs.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(address_of(article, chosen_of(request, article)))
