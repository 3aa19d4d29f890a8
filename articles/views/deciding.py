"""What is sent from the review desk: each verb by the name of its button."""

import re
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from articles import curation
from articles.entries import MOVES, EntryForms, marked_words, with_words_moved, written
from articles.models import Action, Article, Review, Statement
from articles.teamwork import assign, comment
from articles.views.desk import address_of, chosen_of, forms_of, show_desk, statements_of

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
    chosen = chosen_of(request, article)
    if chosen is None:
        raise curation.Refused("Choose a statement first.")
    return chosen


def told(meanwhile: curation.Meanwhile) -> str:
    """Who changed what, in a sentence."""
    what = "; ".join(f"{c.row}, {c.field}: {c.before or '–'} → {c.after or '–'}" for c in meanwhile.changes)
    return f"{meanwhile.who} changed this statement on {meanwhile.when}, after you had opened it ({what})."


def _save(request: HttpRequest, article: Article) -> HttpResponse:
    """Write what the form says; with faults or after somebody else's change show it again, entries kept."""
    chosen = chosen_of(request, article)
    forms = forms_of(article, chosen, request.POST)
    meanwhile = curation.changed_since(chosen, request.POST.get("version", "")) if chosen else []
    if not forms.is_valid() or meanwhile or _is_of_former_text(request, article):
        return _again(request, article, chosen, meanwhile)
    if chosen is None:
        return redirect(address_of(article, curation.tag(article, forms.entries, request.user)))
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
    return show_desk(request, article, chosen, forms, status=409 if meanwhile or is_of_former_text else 422)


def _is_of_former_text(request: HttpRequest, article: Article) -> bool:
    return request.POST.get("text_sha256", "") != article.text_sha256


def _move(request: HttpRequest, article: Article) -> HttpResponse:
    """Show the form with the words at another place; nothing is written yet."""
    chosen = chosen_of(request, article)
    data = with_words_moved(article.text, request.POST)
    return show_desk(request, article, chosen, EntryForms(article, chosen, data))


def _undo(request: HttpRequest, article: Article) -> HttpResponse:
    number = request.POST.get("action", "")
    action = get_object_or_404(Action, pk=int(number) if number.isdecimal() else 0)
    curation.undo(action, request.user)
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
    share = request.POST.get("at_least", "")
    if not share.isdecimal() or not 0 < int(share) <= 100:
        raise curation.Refused("Choose a percentage from 1 to 100.")
    sure = article.statements.waiting().filter(confidence__gte=int(share) / 100)
    number = curation.accept(sure, request.user)
    messages.success(request, f"{number} accepted.")
    return redirect(address_of(article, None))


def _comment(request: HttpRequest, article: Article) -> HttpResponse:
    chosen = _needed(request, article)
    comment(chosen, request.POST.get("text", ""), request.user)
    return redirect(address_of(article, chosen))


def _assign(request: HttpRequest, article: Article) -> HttpResponse:
    assign(article, request.POST.get("editor", ""), request.user)
    return redirect(address_of(article, chosen_of(request, article)))


def _join(request: HttpRequest, article: Article) -> HttpResponse:
    """Join the chosen statement with the one whose number or address was given."""
    chosen = _needed(request, article)
    typed = request.POST.get("other", "").strip()
    number = re.search(r"(?:/statements/|^)(\d+)(?:/|$)", typed)
    other = Statement.objects.filter(pk=int(number[1])).first() if number else None
    if other is None:
        raise curation.Refused(f"“{typed}” is no statement on record; give its number or address.")
    curation.join(chosen, other, request.user)
    return redirect(address_of(article, chosen))


def _part(request: HttpRequest, article: Article) -> HttpResponse:
    chosen = _needed(request, article)
    curation.part(chosen, request.user)
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
    **dict.fromkeys(MOVES, _move),
}


def decide(request: HttpRequest, article: Article) -> HttpResponse:
    """Apply the verb that was sent; without one the entries are saved. A refusal is told on the page."""
    try:
        return VERBS.get(request.POST.get("do", "save"), _save)(request, article)
    except curation.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(address_of(article, chosen_of(request, article)))
