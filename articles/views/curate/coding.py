"""Double coding: where an editor codes an article, and where the chief editor sees agreement and decides."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.addresses import number
from articles.curate import verbs
from articles.curate.coding import serialize, tasks, units
from articles.curate.forms import (
    MOVES,
    EntryForms,
    issue_named,
    marked_words,
    spans,
    whole_words,
    with_words_moved,
    written,
)
from articles.models import Article, Code, Coder, CodingTask, Country, Issue, Statement
from articles.text import normal
from articles.text.passages import Mark, paragraphs
from articles.views.access import for_editors, numbered, show_page

Chosen = Statement | Code | None


@for_editors
@require_safe
def coding_list(request: HttpRequest) -> HttpResponse:
    """The coding tasks: to chief editors all, to others what they still have to code."""
    listed = CodingTask.objects.select_related("article__source", "issue").defer("text", "article__text")
    leads = request.user.has_perm(tasks.LEAD)
    own = Q(pk__in=CodingTask.objects.to_be_coded_by(request.user.pk))
    listed = with_coders(listed) if leads else listed.filter(own)
    to_code = set(CodingTask.objects.filter(own).values_list("pk", flat=True))
    context = {"page": numbered(request, listed), "leads": leads, "to_code": to_code}
    return show_page(request, "articles/curate/coding_list.html", context)


@for_editors
@permission_required(tasks.LEAD, raise_exception=True)
@require_POST
def coding_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens a coding task of the article."""
    article = get_object_or_404(Article, pk=pk)
    typed = normal.label(request.POST.get("issue", ""))
    try:
        named = issue_named(typed) if typed else None
        issue = named if isinstance(named, Issue) else None
        tasks.open_task(article, request.POST.getlist("coder"), request.user, issue)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    except verbs.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("review_desk", pk)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def coding_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """An article as one coder sees it: the suggestions, and what this coder says of them."""
    found = with_coders(CodingTask.objects.open().filter(article=pk).select_related("article__source"))
    task = found.first()
    coder = units.coder_of(task, request.user.pk) if task else None
    if task is None or coder is None:
        messages.error(request, "You have nothing to code in this article.")
        return redirect("review_desk", pk)
    desk = Desk(request, task, coder)
    if request.method != "POST":
        return desk.page()
    try:
        return desk.apply(request.POST.get("do", "save"))
    except verbs.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(desk.address(desk.chosen))


class Desk:
    """One request of one coder; of codes it never reads any but this coder's own."""

    def __init__(self, request: HttpRequest, task: CodingTask, coder: Coder) -> None:
        self.request, self.task, self.coder = request, task, coder
        self.article, self.path = task.article, reverse("coding_desk", args=[task.article_id])
        found = (
            Statement.objects.with_context().filter(pk__in=list(task.suggestions)).order_by("starts_at", "pk")
        )
        self.statements = {statement.pk: statement for statement in found.order_by("starts_at", "pk")}
        codes = list(coder.codes.all())
        self.codes = {code.statement_id: code for code in codes if code.statement_id}
        self.tagged = {code.pk: code for code in codes if code.statement_id is None}
        self.chosen = None if coder.done_at else self._chosen()

    def _chosen(self) -> Chosen:
        """What the address names; else, unless words are being tagged, the first without a code."""
        named: dict[str, dict[int, Any]] = {"s": self.statements, "c": self.tagged}
        for name, rows in named.items():
            if chosen := rows.get(number(self.request.GET.get(name, "")) or 0):
                return chosen
        return None if "new" in self.request.GET else self.next_of(0)

    def next_of(self, start: int) -> Statement | None:
        """The next suggestion without a code from this place of the text on; from the last to the first."""
        left = [statement for pk, statement in self.statements.items() if pk not in self.codes]
        return next((one for one in left if one.starts_at >= start), left[0] if left else None)

    def address(self, chosen: Chosen) -> str:
        if chosen is None:
            return self.path
        name = "s" if isinstance(chosen, Statement) else "c"
        return f"{self.path}?{name}={chosen.pk}#{name}{chosen.pk}"

    def forms(self, data: Any = None, **words: str) -> EntryForms:
        """The form with what this coder said, else with what the machine did."""
        statement = self.chosen if isinstance(self.chosen, Statement) else None
        code = self.codes.get(statement.pk) if statement else self.chosen
        said = serialize.initial(code.entries) if isinstance(code, Code) and code.entries else None
        return EntryForms(self.article, statement, data, said, **words)

    def page(self, forms: EntryForms | None = None, status: int = 200) -> HttpResponse:
        place = whole_words(self.article.text, self.request.GET.get("new", ""))
        if forms is None and not self.coder.done_at and (place or self.chosen):
            forms = self.forms(fragments=written(place)) if place else self.forms()
        listed = list(self.statements)
        here = listed.index(self.chosen.pk) if isinstance(self.chosen, Statement) else None
        context = {
            "task": self.task,
            "article": self.article,
            "coder": self.coder,
            "statements": self.statements,
            "codes": self.codes,
            "tagged": self.tagged,
            "chosen": self.chosen if isinstance(self.chosen, Statement) else None,
            "code": self.chosen if isinstance(self.chosen, Code) else None,
            "orphan": None,
            "here": here,
            "left": len(self.statements.keys() - self.codes.keys()),
            "before": self.statements[listed[here - 1]] if here else None,
            "after": self.statements[listed[here + 1]] if here is not None and listed[here + 1 :] else None,
            "forms": forms,
            "address": f"?{self.request.GET.urlencode()}" if forms and not self.chosen else self._query(),
            "paragraphs": paragraphs(self.article.text, self._marks(forms)),
            "countries": Country.objects.all(),
            "issues": Issue.objects.current().select_related("parent__parent__parent"),
            "messages": messages.get_messages(self.request),
        }
        return show_page(self.request, "articles/curate/coding_desk.html", context, status)

    def _query(self) -> str:
        return self.address(self.chosen).removeprefix(self.path).partition("#")[0]

    def _marks(self, forms: EntryForms | None) -> list[Mark]:
        """Suggestions by their number, words tagged anew by theirs below 0, and 0 for those being tagged."""
        chosen = self.chosen.pk if self.chosen else 0
        own = -chosen if isinstance(self.chosen, Code) else chosen
        places = {pk: self._place(statement) for pk, statement in self.statements.items()}
        places |= {-pk: code.place for pk, code in self.tagged.items()}
        if forms:
            places[own] = spans(forms.words["fragments"].value() or "") or ()
        return [Mark(start, end, pk) for pk, place in places.items() for start, end in place]

    def _place(self, statement: Statement) -> Any:
        code = self.codes.get(statement.pk)
        return (code.place if code else None) or statement.fragments

    def apply(self, do: str) -> HttpResponse:
        if do in MOVES:
            return self.page(self.forms(with_words_moved(self.article.text, self.request.POST)))
        return VERBS.get(do, Desk.save)(self)

    def onward(self) -> HttpResponse:
        """To the next suggestion without a code, as it is after what was written."""
        start = self.chosen.starts_at if isinstance(self.chosen, Statement) else 0
        if isinstance(self.chosen, Statement):
            self.codes[self.chosen.pk] = Code()
        return redirect(self.address(self.next_of(start) or self.chosen))

    def keep(self) -> HttpResponse:
        """Right as the machine has it; what was changed in the form is saved, not dropped."""
        statement = self.suggestion()
        if "fragments" in self.request.POST and self.forms(self.request.POST).has_changed:
            return self.save()
        tasks.code_suggestion(self.coder, statement, serialize.as_it_stands(statement))
        return self.onward()

    def reject(self) -> HttpResponse:
        tasks.code_suggestion(self.coder, self.suggestion(), None)
        return self.onward()

    def suggestion(self) -> Statement:
        if not isinstance(self.chosen, Statement):
            raise verbs.Refused("Choose a suggestion first.")
        return self.chosen

    def save(self) -> HttpResponse:
        forms = self.forms(self.request.POST)
        if not forms.is_valid():
            return self.page(forms, status=422)
        entries = serialize.plain(forms.entries)
        if isinstance(self.chosen, Statement):
            tasks.code_suggestion(self.coder, self.chosen, entries)
            return self.onward()
        return redirect(self.address(tasks.code_words(self.coder, entries, self.chosen)))

    def find(self) -> HttpResponse:
        place = written([marked_words(self.article.text, self.request.POST)])
        return redirect(f"{self.path}?new={place}#new")

    def drop(self) -> HttpResponse:
        if isinstance(self.chosen, Code):
            tasks.drop(self.coder, self.chosen)
        return redirect(self.path)

    def finish(self) -> HttpResponse:
        tasks.finish(self.coder)
        return redirect(self.path)


VERBS: dict[str, Callable[[Desk], HttpResponse]] = {
    "accept": Desk.keep,
    "reject": Desk.reject,
    "find": Desk.find,
    "drop": Desk.drop,
    "finish": Desk.finish,
}


def with_coders(queryset: Any) -> Any:
    return queryset.prefetch_related(Prefetch("coders", Coder.objects.select_related("editor")))
