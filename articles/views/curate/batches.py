"""A batch, from what was given to what became of it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from articles.addresses import number
from articles.curate import verbs
from articles.curate.batch_forms import CandidateForm
from articles.curate.tasks import is_being_taken, take_later, take_now
from articles.exports.records import csv_lines
from articles.importing.tasks import fetch_later
from articles.models import Article, Batch, Candidate
from articles.registry.candidates import flaws, names_of_sources
from articles.views.access import HtmxRequest, for_editors, numbered, show_page, wants_fragment

AT_ONCE = 100  # texts that are put on record while the editor waits
SHOWN = 50  # texts that a page offers to be mended


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def review_batch(request: HtmxRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(Batch.objects.select_related("by"), pk=pk)
    if request.method != "POST":
        return _show(request, batch)
    try:
        verbs.permitted(request.user, verbs.ADDS)
        do = request.POST.get("do", "save").partition(":")[0]
        return VERBS.get(do, _save)(request, batch)
    except verbs.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(batch)


def _save(request: HtmxRequest, batch: Batch) -> HttpResponse:
    forms = _sent(request, batch)
    return redirect(batch) if _keep(forms) else _show(request, batch, forms, status=422)


def _read(request: HtmxRequest, batch: Batch) -> HttpResponse:
    """Keep what was typed, then read all texts; if something must be mended first, say what."""
    forms = _sent(request, batch)
    if not _keep(forms):
        return _show(request, batch, forms, status=422)
    sources = names_of_sources()
    sound_only = request.POST["do"] == "read_sound"
    flawed = [form for form in forms if form.tell_flaws(sources)]
    if flawed and not sound_only:
        return _show(request, batch, forms, status=422)
    by = verbs.permitted(request.user, verbs.ADDS)
    waiting = batch.candidates.filter(state=Candidate.State.PROPOSED).defer("text")
    flawless = sum(not flaws(one, sources) for one in waiting)
    if flawless > AT_ONCE and (sound_only or flawless == len(waiting)):
        take_later(batch, by, sound_only)
    else:
        take_now(batch, by, sound_only)
    return redirect(batch)


def _sent(request: HttpRequest, batch: Batch) -> list[CandidateForm]:
    """The forms that came with the request; of texts that somebody took or removed meanwhile, none."""
    waiting = batch.candidates.filter(state=Candidate.State.PROPOSED).defer("text")
    sent = [name for name in request.POST if name.endswith("-title")]
    keys = [number(name.removeprefix("c").removesuffix("-title")) for name in sent[:SHOWN]]
    chosen = waiting.filter(pk__in=[key for key in keys if key])
    return [CandidateForm(request.POST, instance=one, prefix=f"c{one.pk}") for one in chosen]


def _keep(forms: list[CandidateForm]) -> bool:
    """Keep what was typed; False if a field cannot hold it."""
    valid = [form for form in forms if form.is_valid()]
    for form in valid:
        form.save()
    return len(valid) == len(forms)


def _remove(request: HtmxRequest, batch: Batch) -> HttpResponse:
    """All texts that were not read, or the one of this key."""
    waiting = batch.candidates.filter(state=Candidate.State.PROPOSED)
    _, is_one, key = request.POST["do"].partition(":")
    _keep(_sent(request, batch))
    (waiting.filter(pk=number(key) or 0) if is_one else waiting).delete()
    return redirect(batch)


def _undo(request: HtmxRequest, batch: Batch) -> HttpResponse:
    verbs.undo_batch(batch, request.user)
    messages.success(request, "What was added from this batch was taken back, with all that was read in it.")
    return redirect(batch)


def _fetch(request: HtmxRequest, batch: Batch) -> HttpResponse:
    """Try once more to fetch the pages that were not fetched."""
    with transaction.atomic():
        failed = batch.candidates.exclude(url="").filter(state=Candidate.State.REFUSED, page=None)
        again = list(failed.select_for_update())
        batch.candidates.filter(pk__in=[one.pk for one in again]).update(state=Candidate.State.FETCHING)
        fetch_later(again)
    return redirect(batch)


VERBS: dict[str, Callable[[HtmxRequest, Batch], HttpResponse]] = {
    "save": _save,
    "read": _read,
    "read_sound": _read,
    "remove": _remove,
    "undo": _undo,
    "fetch": _fetch,
}


def _show(
    request: HtmxRequest, batch: Batch, sent: list[CandidateForm] | None = None, status: int = 200
) -> HttpResponse:
    tally = batch.candidates.tally()
    if wants_fragment(request):
        return _progress(request, batch, tally)
    waiting = list(batch.candidates.filter(state=Candidate.State.PROPOSED).defer("text"))
    sources = names_of_sources()
    flawed = {one.pk for one in waiting if flaws(one, sources)}
    first = sorted(waiting, key=lambda one: (one.pk not in flawed, one.pk))[:SHOWN]
    forms = sent or [CandidateForm(instance=one, prefix=f"c{one.pk}") for one in first]
    context = {
        **_told(request, batch, tally),
        "forms": forms,
        "waiting": len(waiting),
        "flawed": len(flawed),
        "is_refused": status == 422,
        "copies": _copies(first),
        "sources": sorted(sources)[:1000],
        "messages": messages.get_messages(request),
    }
    return show_page(request, "articles/curate/review_batch.html", context, status)


def _progress(request: HtmxRequest, batch: Batch, tally: dict[str, int]) -> HttpResponse:
    """What htmx asks for every few seconds; once all pages are fetched, the whole page is due."""
    response = show_page(request, "articles/curate/_batch_progress.html", _told(request, batch, tally))
    is_due = request.GET.get("fetching") and not tally["fetching"]
    if is_due or (request.GET.get("taking") and not is_being_taken(batch)):
        response["HX-Refresh"] = "true"
    return response


def _told(request: HttpRequest, batch: Batch, tally: dict[str, int]) -> dict[str, Any]:
    """How far the batch is, and what came of its texts."""
    taken = Article.objects.filter(pk__in=batch.candidates.filter(state="taken").values("article"))
    articles = taken.select_related("source").defer("text").with_counts().order_by("pk")
    refused = batch.candidates.filter(state=Candidate.State.REFUSED).values_list("reason", "name")
    there = Candidate.objects.filter(article__source__isnull=False)  # undo may have taken it away
    known = there.filter(batch=batch, state=Candidate.State.KNOWN).select_related("article__source")
    return {
        "batch": batch,
        "is_being_taken": is_being_taken(batch),
        "tally": tally,
        "unfetched": batch.candidates.exclude(url="").filter(state="refused", page=None).count(),
        "tried": batch.candidates.filter(state="fetching").exclude(reason="")[:3],
        "page": numbered(request, articles),
        "refused": _by_reason(list(refused)),
        "known": known.defer("article__text")[:SHOWN],
    }


def _by_reason(refused: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for reason, name in refused:
        found.setdefault(reason, []).append(name)
    return found


def _copies(candidates: list[Candidate]) -> dict[str, Article]:
    """Articles of other sources with exactly the text of one of these, by its SHA-256."""
    same = Article.objects.filter(text_sha256__in=[one.text_sha256 for one in candidates])
    return {article.text_sha256: article for article in same.select_related("source").defer("text")}


@for_editors
@require_safe
def review_batch_report(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of each text of the batch, as CSV."""
    batch = get_object_or_404(Batch, pk=pk)
    lines = csv_lines(_report(batch.candidates.with_articles().defer("text").order_by("pk")))
    headers = {"Content-Disposition": f'attachment; filename="batch-{batch.pk}.csv"'}
    return HttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _report(candidates: QuerySet[Any]) -> Iterator[Iterable[Any]]:
    yield "text", "title", "state", "reason", "article"
    for one in candidates.iterator():
        is_undone = one.state == Candidate.State.TAKEN and not one.is_there
        state = "undone" if is_undone else one.get_state_display()
        yield one.name, one.title, state, one.reason, one.article_id
