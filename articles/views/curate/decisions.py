"""What is sent from the review desk: each verb by the name of its button."""

import re
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from articles.addresses import number
from articles.curate import verbs
from articles.curate.flags import toggle_flag
from articles.curate.forms import (
    MOVES,
    EntryForms,
    initial_of,
    marked_words,
    spans,
    with_answer,
    with_position,
    with_words_moved,
    written,
)
from articles.curate.merging_entries import Merged, merged
from articles.curate.teamwork import assign, comment
from articles.formatting import names
from articles.formatting import said as said_words
from articles.models import Action, Article, Review, Statement
from articles.views.curate.desk import address_of, chosen_of, forms_of, show_desk
from articles.views.curate.rows import statements_of

REPLACED = (
    "The text of this article was replaced after you had opened it. Look whether the words are the right "
    "ones, or mark them again; your other entries are kept."
)
WHY = {
    "1": "not a statement",
    "2": "words wrong",
    "3": "speaker wrong",
    "4": "duplicate",
}


def _onward(request: HttpRequest, article: Article, done: Statement, told: str) -> HttpResponse:
    """To the next statement that waits, from the last to the first; the status line says what was done."""
    waiting = statements_of(article).waiting()
    later = waiting.filter(starts_at__gte=done.starts_at) if done.has_place else waiting.none()
    following = later.exclude(pk=done.pk).first() or waiting.first()
    now = f" Now statement {_number(following)}." if following else " Nothing waits any more."
    messages.success(request, f"{told}{now}")
    return redirect(address_of(article, following or done))


def _number(statement: Statement) -> int:
    """Its place among the statements of its article, from 1."""
    placed = statement.article.statements.placed()
    before = Q(starts_at__lt=statement.starts_at) | Q(starts_at=statement.starts_at, pk__lte=statement.pk)
    return int(placed.filter(before).count())


def _summed(statement: Statement) -> str:
    """Which statement it is and what stands on record of it: 4: Sergei Lavrov, 30 November 2017, opposes …"""
    said = statements_of(statement.article).get(pk=statement.pk)
    who = [row.actor.name for row in said.speakers]
    who += [str(row) for row in said.channels]
    day = said_words(said.said_on, said.said_on_precision)
    sides = [f"{row.verb} {row.issue.title}" for row in said.positions.all()]
    return f"{_number(said)}: {', '.join([*(who or ['nobody']), day, *(sides or ['no position'])])}."


def _accept(request: HttpRequest, article: Article) -> HttpResponse:
    """Accept as it stands; what was changed in the form is saved, not dropped."""
    chosen = _needed(request, article)
    if "fragments" in request.POST and forms_of(article, chosen, request.POST).has_changed:
        return _save(request, article)
    is_second = chosen.review == Review.ACCEPTED
    verb = verbs.check if is_second else verbs.accept
    try:
        verb(Statement.objects.filter(pk=chosen.pk), request.user, seen=_seen(request))
    except verbs.Refused as refusal:
        return _again(request, article, chosen, refusal)
    return _onward(request, article, chosen, f"{'Checked' if is_second else 'Accepted'} {_summed(chosen)}")


def _reject(request: HttpRequest, article: Article) -> HttpResponse:
    chosen = _needed(request, article)
    because = WHY.get(request.POST["do"].partition(":")[2], "")
    try:
        verbs.reject(
            Statement.objects.filter(pk=chosen.pk), request.user, seen=_seen(request), because=because
        )
    except verbs.Refused as refusal:
        return _again(request, article, chosen, refusal)
    reason = f": {because}" if because else ""
    number = f" {_number(chosen)}" if chosen.has_place else ""
    return _onward(request, article, chosen, f"Rejected{number}{reason}.")


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
            tagged = verbs.tag(article, forms.entries, request.user)
            messages.success(request, f"Tagged {_summed(tagged)}")
            return redirect(address_of(article, tagged))
        verbs.correct(chosen, forms.entries, request.user, seen=_seen(request))
    except verbs.Outdated as refusal:
        return _merge(request, article, chosen, refusal)
    except verbs.Refused as refusal:
        article.refresh_from_db()
        return _again(request, article, chosen, refusal)
    return _onward(request, article, Statement.objects.get(pk=chosen.pk), f"Corrected {_summed(chosen)}")


def _merge(
    request: HttpRequest, article: Article, chosen: Statement | None, refusal: verbs.Outdated
) -> HttpResponse:
    """What the other changed and this editor did not stays theirs; where both did, this one decides."""
    chosen = statements_of(article).filter(pk=chosen.pk).first() if chosen else None
    if chosen is None or _is_of_former_text(request, article):
        return _again(request, article, chosen, refusal)
    found = merged(request.POST, initial_of(chosen))
    forms = forms_of(article, chosen, found.data)
    seen = verbs.version(chosen)
    if not found.differing and chosen.is_reviewed and forms.is_valid():
        try:
            verbs.correct(chosen, forms.entries, request.user, seen=seen)
        except verbs.Refused as again:
            return _again(request, article, chosen, again)
        kept = f" {refusal.meanwhile[-1].who} changed {names(found.taken)} meanwhile; that stays."
        return _onward(request, article, chosen, f"Corrected {_summed(chosen)}{kept if found.taken else ''}")
    return _again(request, article, chosen, refusal, found)


def _again(
    request: HttpRequest,
    article: Article,
    chosen: Statement | None,
    refusal: verbs.Refused | None = None,
    found: Merged | None = None,
) -> HttpResponse:
    """The form as it was sent, with what is wrong with it or why it was refused."""
    chosen = statements_of(article).filter(pk=chosen.pk).first() if chosen else None
    if isinstance(refusal, verbs.Outdated) and chosen and not found and "fragments" in request.POST:
        found = merged(request.POST, initial_of(chosen))
    data = found.data if found else request.POST.copy()
    reasons = [str(refusal)] if refusal else []
    if isinstance(refusal, verbs.Outdated) and chosen:  # from now on the other's change counts as seen
        data["version"] = verbs.version(chosen)
        reasons = [f"{meanwhile} {_kept(found)}" for meanwhile in refusal.meanwhile]
    if _is_of_former_text(request, article):  # and the places of then mean nothing in it
        data["text_sha256"] = article.text_sha256
        data["fragments"] = written(chosen.fragments) if chosen else ""
        reasons = [REPLACED]
    if "fragments" not in data:  # a button outside of the form was pressed
        messages.error(request, " ".join(reasons))
        return redirect(address_of(article, chosen))
    forms = EntryForms(article, chosen, data)
    forms.is_valid()
    for reason in reasons:
        forms.words.add_error(None, ValidationError(reason))
    return show_desk(request, article, chosen, forms, status=409 if reasons else 422)


def _kept(found: Merged | None) -> str:
    if found and found.differing:
        both = names(found.differing)
        return f"Both of you changed {both}: yours stands in the form; save again to put it, or mend it."
    return "That stands in the form now, beside what you changed; save again to put it."


def _is_of_former_text(request: HttpRequest, article: Article) -> bool:
    return request.POST.get("text_sha256", "") != article.text_sha256


def _move(request: HttpRequest, article: Article) -> HttpResponse:
    """Show the form with the words at another place; nothing is written yet."""
    chosen = chosen_of(request, article)
    try:
        data = with_words_moved(article.text, request.POST)
    except verbs.Refused as refusal:
        return _again(request, article, chosen, refusal)
    return show_desk(request, article, chosen, EntryForms(article, chosen, data))


def _take(request: HttpRequest, article: Article) -> HttpResponse:
    """Show the form with an answer to what is to be checked; nothing is written yet."""
    chosen = _needed(request, article)
    kind, _, answer = request.POST["do"].partition(":")
    if kind == "set":
        data = with_answer(request.POST, answer)
    else:
        issue, _, stance = answer.partition(":")
        bare = with_position(request.POST, "", "") if kind == "only" else request.POST
        data = with_position(bare, issue, stance)
    return show_desk(request, article, chosen, EntryForms(article, chosen, data))


def _keep(request: HttpRequest, article: Article) -> HttpResponse:
    """A field that was looked at stays as it is: nothing to do, but the form as it was sent."""
    chosen = _needed(request, article)
    return show_desk(request, article, chosen, EntryForms(article, chosen, request.POST))


def _split(request: HttpRequest, article: Article) -> HttpResponse:
    """Cut the chosen statement in two where words are marked, or where the cursor stands."""
    chosen = _needed(request, article)
    place = spans(request.POST.get("at", "")) or ()
    if not place and len(chosen.fragments) > 1:
        place = ((chosen.fragments[-1][0], 0),)
    if not place:
        at = article.text.find(request.POST.get("words", "").strip() or "\0", chosen.starts_at or 0)
        place = ((at, 0),) if at > 0 else ()
    if not place:
        raise verbs.Refused("Mark where the second statement begins, or write its first words; then split.")
    second = verbs.split(chosen, place[0][0], request.user, seen=_seen(request))
    messages.success(request, f"Split {_number(chosen)} in two: this is the first half.")
    del second
    return redirect(address_of(article, chosen))


def _merge_words(request: HttpRequest, article: Article) -> HttpResponse:
    """Join the chosen statement with the one of this article whose key was given."""
    chosen = _needed(request, article)
    other = article.statements.filter(pk=number(request.POST.get("with", "")) or 0).first()
    if other is None:
        raise verbs.Refused("There is no such statement in this article; choose one of the list.")
    verbs.merge_words(chosen, other, request.user, seen=_seen(request))
    messages.success(request, f"Joined: {_summed(chosen)}")
    return redirect(address_of(article, chosen))


def _flag(request: HttpRequest, article: Article) -> HttpResponse:
    chosen = _needed(request, article)
    is_flagged = toggle_flag(chosen, request.user)
    Statement.objects.filter(pk=chosen.pk).update(changed_at=timezone.now())
    told = "Flagged for a second look" if is_flagged else "Not flagged any more"
    messages.success(request, f"{told}: statement {_number(chosen)}.")
    return redirect(address_of(article, chosen))


def _undo(request: HttpRequest, article: Article) -> HttpResponse:
    action = get_object_or_404(Action, pk=number(request.POST.get("action", "")))
    verbs.undo(action, request.user)
    messages.success(request, f"Undone: {action}")
    back = statements_of(article).filter(pk__in=_touched(article, action)).first()
    return redirect(address_of(article, back or _still_chosen(request, article)))


def _still_chosen(request: HttpRequest, article: Article) -> Statement | None:
    """The statement that the address names; none if it is gone, as one that was tagged and undone."""
    pk = number(request.GET.get("s", "")) or 0
    return statements_of(article).filter(pk=pk).first()


def _touched(article: Article, action: Action) -> list[int]:
    events = Statement.pgh_event_model.objects  # type: ignore[attr-defined]
    return list(
        events.filter(pgh_context=action.context_id, article=article).values_list("pgh_obj_id", flat=True)
    )


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
    verbs.join(chosen, _statement_named(request.POST.get("other", "")), request.user)
    return redirect(address_of(article, chosen))


def _statement_named(typed: str) -> Statement:
    """By its number or address; Refused if there is none."""
    named = re.search(r"(?:/statements/|^)(\d+)(?:/|$)", typed.strip())
    found = Statement.objects.filter(pk=number(named[1]) or 0).first() if named else None
    if found is None:
        raise verbs.Refused(f"“{typed.strip()}” is no statement on record; give its number or address.")
    return found


def _refer(request: HttpRequest, article: Article) -> HttpResponse:
    """Note that the chosen statement refers to the one offered ("kind:number"), or typed with a kind."""
    chosen = _needed(request, article)
    kind, _, typed = request.POST.get("reference", "").rpartition(":")
    other = _statement_named(typed or request.POST.get("other", ""))
    verbs.refer(chosen, other, kind or request.POST.get("kind", ""), request.user)
    return redirect(address_of(article, chosen))


def _no_reference(request: HttpRequest, article: Article) -> HttpResponse:
    chosen = _needed(request, article)
    verbs.no_reference(chosen, _statement_named(request.POST.get("other", "")), request.user)
    return redirect(address_of(article, chosen))


def _part(request: HttpRequest, article: Article) -> HttpResponse:
    chosen = _needed(request, article)
    verbs.part(chosen, request.user)
    return redirect(address_of(article, chosen))


def _find(request: HttpRequest, article: Article) -> HttpResponse:
    """Open the form of a new statement at the words marked or typed; a refusal keeps what was typed."""
    try:
        place = written([marked_words(article.text, request.POST)])
    except verbs.Refused as refusal:
        messages.error(request, str(refusal))
        return show_desk(request, article, _still_chosen(request, article), status=422)
    return redirect(f"{reverse('review_desk', args=[article.pk])}?new={place}#new")


VERBS: dict[str, Callable[[HttpRequest, Article], HttpResponse]] = {
    "accept": _accept,
    "reject": _reject,
    "save": _save,
    "undo": _undo,
    "find": _find,
    "join": _join,
    "part": _part,
    "refer": _refer,
    "no_reference": _no_reference,
    "split": _split,
    "merge": _merge_words,
    "flag": _flag,
    "comment": _comment,
    "assign": _assign,
    "publish": _publish,
    "withdraw": _withdraw,
    "position": _take,
    "only": _take,
    "set": _take,
    "keep": _keep,
    **dict.fromkeys(MOVES, _move),
}


def decide(request: HttpRequest, article: Article) -> HttpResponse:
    """Apply the verb that was sent; without one the entries are saved. A refusal is told on the page."""
    do = request.POST.get("do", "save")
    verb = VERBS.get(do) or VERBS.get(do.partition(":")[0], _save)
    try:
        return verb(request, article)
    except verbs.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(address_of(article, _still_chosen(request, article)))
