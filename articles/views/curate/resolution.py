"""How far the coders of an article agree, and what the chief editor makes of where they do not."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from articles.addresses import number
from articles.curate import verbs
from articles.curate.coding import agreement, resolution, serialize, tasks, units
from articles.curate.coding.units import Unit
from articles.curate.forms import MOVES, EntryForms, spans, with_words_moved
from articles.models import Action, CodingTask, Country, Issue
from articles.text.passages import quoted
from articles.views.access import for_editors, show_page
from articles.views.curate.coding import with_coders

CONTEXT = 160  # characters of the text shown before and after the words


@for_editors
@permission_required(tasks.LEAD, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def coding_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Of the article's latest coding task; before all coders are done only who is."""
    found = with_coders(CodingTask.objects.filter(article=pk).select_related("article__source", "issue"))
    task = found.first()
    if task is None:
        raise Http404("Nobody was asked to code this article.")
    if request.method != "POST":
        return _page(request, task)
    try:
        return VERBS.get(request.POST.get("do", ""), _take)(request, task)
    except verbs.Refused as refusal:
        messages.error(request, str(refusal))
        return _back(task)


def _page(
    request: HttpRequest, task: CodingTask, forms: EntryForms | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "task": task,
        "article": task.article,
        "messages": messages.get_messages(request),
    }
    if task.is_coded:
        context |= _figures(request, task, forms)
    return show_page(request, "articles/curate/coding_agreement.html", context, status)


def _figures(request: HttpRequest, task: CodingTask, forms: EntryForms | None) -> dict[str, Any]:
    every = units.units(task)
    left = [unit for unit in every if unit.is_open and not task.closed_at]
    chosen = next((unit for unit in left if unit.key == request.GET.get("u", "")), None)
    return {
        "rows": agreement.agreement(task, every),
        "differing": [unit for unit in left if not unit.is_agreed],
        "agreed": [unit for unit in left if unit.is_agreed],
        "resolved": [unit for unit in every if unit not in left],
        "passages": {unit.key: passage(task.text, unit) for unit in left},
        "names": _names(every),
        "mine": Action.objects.standing().filter(by=request.user.pk).exclude(verb="undo").first(),
        **_form(task, chosen, forms),
        "countries": Country.objects.all(),
        "issues": Issue.objects.current().select_related("parent__parent__parent"),
    }


def _form(task: CodingTask, unit: Unit | None, forms: EntryForms | None) -> dict[str, Any]:
    """The unit being written, with its form and its words as the form has them."""
    forms = forms or (_forms(task, unit) if unit else None)
    place = spans(forms.words["fragments"].value() or "") if forms else None
    return {
        "unit": unit,
        "chosen": unit.statement if unit else None,
        "orphan": None,
        "forms": forms,
        "words_in_form": quoted(task.text, place) if place else "",
    }


def passage(text: str, unit: Unit) -> tuple[str, str, str]:
    """The words of a unit, from first to last, with what stands before and after them."""
    start, end = unit.place[0][0], unit.place[-1][1]
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return before.partition(" ")[2] if start > CONTEXT else before, text[start:end], after.rpartition(" ")[0]


def _names(every: list[Unit]) -> dict[str, str]:
    """What the fields in which coders code are called."""
    keys = {name.partition(" ")[2] for unit in every for name in unit.shown if " " in name}
    issues = {f"issue {issue.pk}": issue.title for issue in Issue.objects.filter(pk__in=keys)}
    return {"words": "Words", **units.FIELDS, **issues}


def _forms(task: CodingTask, unit: Unit, data: Any = None) -> EntryForms:
    """The form of a unit, with what the first coder said who found a statement."""
    said = next((code.entries for code in unit.codes.values() if code.entries), None)
    if said is None and unit.statement:
        said = serialize.as_it_stands(unit.statement)
    return EntryForms(task.article, unit.statement, data, serialize.initial(said) if said else None)


def _take(request: HttpRequest, task: CodingTask) -> HttpResponse:
    resolution.take(task, request.POST.get("unit", ""), request.POST.get("coder", ""), request.user)
    return _back(task)


def _reject(request: HttpRequest, task: CodingTask) -> HttpResponse:
    resolution.resolve(task, request.POST.get("unit", ""), None, request.user)
    return _back(task)


def _reopen(request: HttpRequest, task: CodingTask) -> HttpResponse:
    resolution.reopen(task, request.POST.get("unit", ""), request.user)
    return _back(task)


def _save(request: HttpRequest, task: CodingTask) -> HttpResponse:
    """Resolve by what the chief editor writes; with faults show the form again."""
    unit = resolution.unit_of(task, request.GET.get("u", ""))
    forms = _forms(task, unit, request.POST)
    if not forms.is_valid():
        return _page(request, task, forms, status=422)
    resolution.resolve(task, unit.key, serialize.plain(forms.entries), request.user)
    return _back(task)


def _move(request: HttpRequest, task: CodingTask) -> HttpResponse:
    unit = resolution.unit_of(task, request.GET.get("u", ""))
    return _page(request, task, _forms(task, unit, with_words_moved(task.article.text, request.POST)))


def _adopt(request: HttpRequest, task: CodingTask) -> HttpResponse:
    number = resolution.adopt(task, request.user)
    messages.success(request, f"{number} adopted.")
    return _back(task)


def _undo(request: HttpRequest, task: CodingTask) -> HttpResponse:
    action = get_object_or_404(Action, pk=number(request.POST.get("action", "")))
    verbs.undo(action, request.user)
    messages.success(request, f"Undone: {action}")
    return _back(task)


def _close(request: HttpRequest, task: CodingTask) -> HttpResponse:
    tasks.close(task, request.user)
    return _back(task)


def _back(task: CodingTask) -> HttpResponse:
    return redirect(reverse("coding_agreement", args=[task.article_id]))


VERBS: dict[str, Callable[[HttpRequest, CodingTask], HttpResponse]] = {
    "take": _take,
    "reject": _reject,
    "reopen": _reopen,
    "save": _save,
    "adopt": _adopt,
    "undo": _undo,
    "close": _close,
    **dict.fromkeys(MOVES, _move),
}
