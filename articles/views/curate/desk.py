"""The page of the review desk: the article with its marks, the chosen statement in its form.

A script that has the text on its page sends the header ``Desk-Since``: when the last statement on it
was changed, how many they are, and how many issues can be chosen. It gets the form, and of the text and the
list only what was changed since.
"""

import datetime
from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from articles.addresses import number
from articles.curate import verbs
from articles.curate.forms import EntryForms, spans, whole_words, written
from articles.curate.prefill import prefilled
from articles.curate.publish import PUBLISHES
from articles.curate.tasks import is_being_read
from articles.curate.teamwork import editors
from articles.extraction.blocks import split
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
from articles.registry.exchanges import may_refer_to
from articles.registry.utterances import may_be_the_same
from articles.text.passages import Mark, Paragraph
from articles.views.access import show_page
from articles.views.curate.rows import FILTERS, Row, counted, marks_of, rows_of, statements_of, text_of

OFFERED = 4  # likely positions, under the keys 1 to 4
OWN_ACTIONS = 100  # of the editor, among which the last one in the article is looked for
LONG = 60_000  # characters from which the browser lays out only what is seen


def show_desk(
    request: HttpRequest,
    article: Article,
    chosen: Statement | None,
    forms: EntryForms | None = None,
    status: int = 200,
    every: Sequence[Statement] | None = None,
) -> HttpResponse:
    """The desk with this statement in these forms; without forms in those of what stands on record.

    ``every`` statement of the article, if they are read already.
    """
    forms = forms or _fresh_forms(request, article, chosen)
    every = list(statements_of(article)) if every is None else every
    rows = rows_of(article, request.user, every)
    since = f"{_latest(rows)}/{_sizes(rows)}"
    listed = request.GET.get("show", "")
    context = {
        "article": article,
        "chosen": chosen,
        "forms": forms,
        "address": _address(request, chosen),
        "rows": rows,
        "by_key": {row.statement.pk: row for row in rows},
        "filters": FILTERS,
        "counts": counted(rows),
        "listed": listed if listed in FILTERS else "all",
        "since": since,
        **_places(rows, chosen),
        **(_about(chosen, rows) if chosen else NOTHING_CHOSEN),
        **_aside(every),
        **_tools(request, article),
    }
    changed = _changed_since(request.headers.get("Desk-Since", ""), since, rows)
    if changed is not None:
        context["changed"] = [row for row in rows if row.statement.pk in changed]
        context["parts"] = _changed_parts(article, rows, changed)
        return show_page(request, "articles/curate/_desk_parts.html", context, status)
    own = _own_marks(chosen, forms, rows)
    context["parts"] = _parts(article, text_of(article, own))
    context["is_long"] = len(article.text) > LONG
    context["unread"] = "" if every else _unread(article)
    response = show_page(request, "articles/curate/review_desk.html", context, status)
    if "Desk-Since" in request.headers:  # statements or issues came or went: all of the desk is due
        response["HX-Retarget"] = response["HX-Reselect"] = "#review_desk"
        response["HX-Reswap"] = "outerHTML show:none"
    return response


def _unread(article: Article) -> str:
    """Whether nobody has looked for statements in it, and a worker will: "waits", "yes" or empty."""
    if not article.is_unread:
        return ""
    return "waits" if is_being_read(article) else "yes"


def _address(request: HttpRequest, chosen: Statement | None) -> str:
    query = {"s": chosen.pk} if chosen else {k: v for k, v in request.GET.items() if k != "show"}
    return f"?{urlencode(query)}"


def _latest(rows: list[Row]) -> str:
    """When the last of the statements was changed."""
    return max((row.statement.changed_at.isoformat() for row in rows), default="")


def _sizes(rows: list[Row]) -> str:
    """How many statements stand on the page, and how many issues its field offers."""
    return f"{len(rows)}/{Issue.objects.current().count()}"


def _changed_since(header: str, now: str, rows: list[Row]) -> Collection[int] | None:
    """The keys of the statements that are not as the page has them; None if all of it is due."""
    moment, _, sizes = header.partition("/")
    try:
        since = datetime.datetime.fromisoformat(moment)
    except ValueError:
        return None
    statements = [row.statement for row in rows]
    if sizes != now.partition("/")[2] or any(s.added_at > since for s in statements):
        return None
    return {s.pk for s in statements if s.changed_at > since}


def _changed_parts(article: Article, rows: list[Row], changed: Collection[int]) -> list[Paragraph]:
    """The paragraphs in which changed statements stand, or stood before."""
    marks = marks_of(rows)
    places = [(m.start, m.end) for m in marks if m.statement in changed]
    events = Statement.pgh_event_model.objects.filter(pgh_obj_id__in=changed)  # type: ignore[attr-defined]
    former = events.order_by("-pgh_id").values_list("fragments", flat=True)[: 4 * len(changed)]
    places += [(start, end) for fragments in former for start, end in fragments]
    if not places:
        return []

    def is_changed(paragraph: Paragraph) -> bool:
        first, last = paragraph[0].start, paragraph[-1].start + len(paragraph[-1].text)
        return any(start < last and end > first for start, end in places)

    return [paragraph for paragraph in text_of(article, marks) if is_changed(paragraph)]


def _parts(article: Article, every: list[Paragraph]) -> list[tuple[bool, list[Paragraph]]]:
    """Paragraphs in a row that belong to the article, and those that do not: "Share this"."""
    furniture = [block for block in split(article.text) if block.kind == "boilerplate"]
    starts = {
        p[0].start
        for p in every
        if any(b.start <= p[0].start < b.end for b in furniture) and not any(s.statements for s in p)
    }
    return [(told, list(group)) for told, group in groupby(every, key=lambda p: p[0].start not in starts)]


def _own_marks(chosen: Statement | None, forms: EntryForms | None, rows: list[Row]) -> list[Mark]:
    """The marks of the text, the chosen one where the form has it; 0 is the one being tagged."""
    own = chosen.pk if chosen else 0
    others = [mark for mark in marks_of(rows) if mark.statement != own]
    place = spans(forms.words["fragments"].value() or "") if forms else None
    return others + [Mark(start, end, own) for start, end in place or ()]


def _fresh_forms(request: HttpRequest, article: Article, chosen: Statement | None) -> EntryForms | None:
    if place := whole_words(article.text, request.GET.get("new", "")):
        if chosen:
            return forms_of(article, chosen, fragments=written(place))
        return EntryForms(article, None, None, prefilled(article, place))
    return forms_of(article, chosen) if chosen else None


def _places(rows: list[Row], chosen: Statement | None) -> dict[str, Any]:
    """The chosen row with those before and after it, and the next ones to go to."""
    own = next((n for n, row in enumerate(rows) if chosen and row.statement.pk == chosen.pk), None)
    onward = [] if own is None else [*rows[own + 1 :], *rows[:own]]
    return {
        "here": rows[own] if own is not None else None,
        "before": rows[own - 1] if own else None,
        "after": rows[own + 1] if own is not None and own + 1 < len(rows) else None,
        "next_asking": next((row for row in onward if row.checks), None),
        "next_waiting": next((row for row in onward if not row.is_decided), None),
    }


def _aside(every: Sequence[Statement]) -> dict[str, Any]:
    """The statements that have no place in the text."""
    placeless = [s for s in every if not s.has_place]
    return {
        "orphans": [s for s in placeless if s.review == Review.ORPHANED],
        "rejected": [s for s in placeless if s.review == Review.REJECTED],
    }


def _about(chosen: Statement, rows: list[Row]) -> dict[str, Any]:
    """What else is known of the chosen statement."""
    others = chosen.utterance.statements.exclude(pk=chosen.pk)
    own = next((row for row in rows if row.statement.pk == chosen.pk), None)
    return {
        "likely": own.likely[:OFFERED] if own else (),
        "checks": {check.field: check for check in own.checks} if own else {},
        "orphan": None if chosen.has_place else Orphan.objects.filter(statement=chosen).first(),
        "may_be": () if not chosen.has_place else may_be_the_same(chosen),
        "refers": chosen.references.select_related("to__article__source"),
        "may_refer": may_refer_to(chosen),
        "reports": others.select_related("article__source").order_by("article__published_on", "pk"),
        "comments": chosen.comments.select_related("by"),
        "last": actions_on(chosen).told()[:5],
    }


NOTHING_CHOSEN: dict[str, Any] = {
    "likely": (),
    "checks": {},
    "may_be": (),
    "refers": (),
    "may_refer": (),
    "orphan": None,
    "reports": (),
    "comments": (),
    "last": (),
}


def _tools(request: HttpRequest, article: Article) -> dict[str, Any]:
    """What the desk offers beside the form."""
    return {
        "assignment": Assignment.objects.filter(article=article).select_related("editor").first(),
        "editors": editors(),
        "task": CodingTask.objects.open().filter(article=article).first(),
        "leads": request.user.has_perm("articles.delete_statement"),
        "publishes": request.user.has_perm(PUBLISHES),
        "mine": last_action_in(article, request.user),
        "countries": Country.objects.all(),
        "issues": Issue.objects.current().select_related("parent__parent__parent"),
        "messages": list(messages.get_messages(request)),
    }


def last_action_in(article: Article, person: Any) -> Action | None:
    """The last thing that the person did to this article or its statements, and that still stands."""
    own = Action.objects.standing().filter(by=person.pk).exclude(verb=Verb.UNDO)
    latest = {action.context_id: action for action in own[:OWN_ACTIONS]}
    of_statements = Statement.pgh_event_model.objects.filter(article=article.pk)  # type: ignore[attr-defined]
    of_itself = Article.pgh_event_model.objects.filter(pgh_obj_id=article.pk)  # type: ignore[attr-defined]
    here: set[Any] = set()
    for events in (of_statements, of_itself):
        touching = events.filter(Q(pgh_context__in=latest)).order_by()
        here |= set(touching.values_list("pgh_context", flat=True))
    return next((action for context, action in latest.items() if context in here), None)


def open_desk(request: HttpRequest, article: Article) -> HttpResponse:
    """The desk as its address has it; the statements are read once."""
    every = list(statements_of(article))
    return show_desk(request, article, _named(request, every), every=every)


def chosen_of(request: HttpRequest, article: Article) -> Statement | None:
    """The statement that the address names; else, unless a new one is being tagged, the first that waits."""
    if (pk := number(request.GET.get("s", ""))) is not None:
        return _named(request, list(statements_of(article).filter(pk=pk)))
    return None if "new" in request.GET else _named(request, list(statements_of(article)))


def _named(request: HttpRequest, every: Sequence[Statement]) -> Statement | None:
    if (pk := number(request.GET.get("s", ""))) is not None:
        if (found := next((s for s in every if s.pk == pk), None)) is None:
            raise Http404(f"There is no statement {pk} in this article.")
        return found
    if "new" in request.GET:
        return None
    return next((s for s in every if s.review == Review.SUGGESTED), next(iter(every), None))


def forms_of(article: Article, chosen: Statement | None, data: Any = None, **words: Any) -> EntryForms:
    version: Any = {"version": verbs.version(chosen)} if chosen else {}
    return EntryForms(article, chosen, data, **version, **words)


def address_of(article: Article, chosen: Statement | None) -> str:
    here = reverse("review_desk", args=[article.pk])
    return f"{here}?s={chosen.pk}#s{chosen.pk}" if chosen else here
