"""The page of all ways in: each makes a batch of what was given."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from articles.addresses import is_web
from articles.curate import verbs
from articles.curate.publish import PUBLISHES
from articles.formatting import count
from articles.importing.batches import fill, propose
from articles.importing.files.entries import MAX_TEXT_BYTES
from articles.importing.files.reading import propose as propose_files
from articles.importing.tasks import fetch_later, poll_later
from articles.models import Batch, Candidate, Feed, Source
from articles.registry.candidates import names_of_sources, not_on_record
from articles.text import normal
from articles.views.access import for_editors, show_page

NO_ADDRESS = "Write an address with http:// or https:// and no spaces."
LATEST = 10  # batches listed beside the ways in
NO_WAYS: dict[str, forms.Form] = {}


class PasteForm(forms.Form):
    """A text, with as much about it as the editor cares to type now."""

    text = forms.CharField(
        strip=False, widget=forms.Textarea, error_messages={"required": "Paste the text first."}
    )
    title = forms.CharField(required=False, max_length=500)
    source = forms.CharField(required=False, max_length=200)
    published_on = forms.CharField(required=False, max_length=40)

    def clean_text(self) -> str:
        text = normal.text(self.cleaned_data["text"])
        size = len(text.encode())
        if not text:
            raise forms.ValidationError("Paste the text first.")
        if size > MAX_TEXT_BYTES:
            raise forms.ValidationError(
                f"The text has {size:,} bytes; at most {MAX_TEXT_BYTES:,} are read: split it."
            )
        return text


class AddressForm(forms.Form):
    """The address of one article."""

    address = forms.URLField(
        max_length=1000,
        assume_scheme="https",
        error_messages={
            "required": "Write the address of an article.",
            "invalid": NO_ADDRESS,
        },
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if not is_web(address):
            raise forms.ValidationError(NO_ADDRESS)
        return address


class FollowForm(AddressForm):
    """The address of a list of articles, and whose they are."""

    source = forms.CharField(max_length=200, error_messages={"required": "Write whose articles these are."})
    is_new_source = forms.BooleanField(required=False)
    is_trusted = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "source" in cleaned:
            cleaned["source"] = normal.label(cleaned["source"])
            sources = names_of_sources()
            if cleaned["source"] not in sources and not cleaned["is_new_source"]:
                self.add_error("source", not_on_record(cleaned["source"], sources))
        if Feed.objects.filter(address=cleaned.get("address", "")).exists():
            self.add_error("address", "This address is followed already.")
        return cleaned


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of files."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(FilesField, self).clean(file, initial) for file in data or [None]]


class FilesForm(forms.Form):
    """One or many files; what is wrong with one of them is told in the batch."""

    file = FilesField(allow_empty_file=True, error_messages={"required": "Choose one or more files first."})


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def review_add(request: HttpRequest) -> HttpResponse:
    way = request.POST.get("do", "")
    if request.method == "POST" and way in WAYS:
        form = WAYS[way][0](request.POST, request.FILES)
        try:
            if form.is_valid():
                return redirect(WAYS[way][1](request, form))
        except verbs.Refused as refusal:
            form.add_error(None, str(refusal))
        return _show_ways(request, {way: form}, status=422)
    return _show_ways(request, NO_WAYS)


def _show_ways(request: HttpRequest, sent: dict[str, forms.Form], status: int = 200) -> HttpResponse:
    context = {
        "ways": {way: sent.get(way) or form() for way, (form, _) in WAYS.items()},
        "opened": next(iter(sent), "paste"),
        "publishes": request.user.has_perm(PUBLISHES),
        "sources": Source.objects.current().values_list("name", flat=True)[:1000],
        "batches": Batch.objects.select_related("by")[:LATEST],
        "messages": messages.get_messages(request),
    }
    return show_page(request, "articles/curate/review_add.html", context, status)


def _paste(request: HttpRequest, form: Any) -> Batch:
    words = form.cleaned_data
    batch = _batch(request, Batch.Origin.PASTE, words["title"] or "Pasted text")
    candidate = Candidate(batch=batch, name="pasted text")
    fill(candidate, words.pop("text"), **words)
    candidate.save()
    return batch


def _files(request: HttpRequest, form: Any) -> Batch:
    files = form.cleaned_data["file"]
    first = str(files[0].name)
    with transaction.atomic():
        batch = _batch(request, Batch.Origin.FILES, first if len(files) == 1 else count(len(files), "file"))
        unknown = propose(batch, propose_files((str(file.name), file.read()) for file in files))
    for one in unknown:
        messages.warning(request, f"{one.name}: not read: {', '.join(one.keys)[:300]}")
    return batch


def _batch(request: HttpRequest, origin: str, label: str) -> Batch:
    by = verbs.permitted(request.user, verbs.ADDS)
    return Batch.objects.create(origin=origin, label=label[:200], by=by)


def _address(request: HttpRequest, form: Any) -> Batch:
    address = form.cleaned_data["address"]
    batch = _batch(request, Batch.Origin.ADDRESS, address)
    with transaction.atomic():
        wanted = Candidate(batch=batch, name=address, url=address, state=Candidate.State.FETCHING)
        wanted.save()
        fetch_later([wanted])
    return batch


def _follow(request: HttpRequest, form: Any) -> str:
    words = form.cleaned_data
    feed = verbs.follow_feed(words["address"], words["source"], request.user, trusts=words["is_trusted"])
    poll_later(feed)
    messages.success(request, f"{feed} is followed; what is new in it comes by itself.")
    return reverse("review_feeds")


Way = tuple[type[forms.Form], Callable[[HttpRequest, Any], Batch | str]]
WAYS: dict[str, Way] = {
    "paste": (PasteForm, _paste),
    "address": (AddressForm, _address),
    "files": (FilesForm, _files),
    "follow": (FollowForm, _follow),
}
