"""The forms in which an editor says what a statement is."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.text import slugify

from articles import dates
from articles.addresses import number
from articles.curate.aliases import alias_of
from articles.curate.correct import NewIssue
from articles.curate.merging_entries import signed
from articles.curate.verbs import Entries, Refused, Speaker, says_the_same
from articles.dates import Period
from articles.formatting import names
from articles.models import Actor, Article, Attribution, Country, Issue, Position, Role, Statement
from articles.registry.likeness import alike
from articles.text import normal
from articles.text.passages import Fragments, Span, including, moved, sentenced, snapped, to_clause

Initial = tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]
MOVES = ("start:-1", "start:1", "end:-1", "end:1", "clause:-1", "clause:1", "sentence", "here", "more")
MEANT = 4  # issues named where several have the words that were typed
SIGNS = {"+": "support", "-": "oppose", "−": "oppose", "?": "conditional", "=": "neutral"}
"""Before the words of an issue, the stance on it."""
DIGITS = {"year": 4, "month": 7, "day": 10}


class WordsForm(forms.Form):
    """Where the words stand, how they are reported, and when they were said."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    text_sha256 = forms.CharField(required=False, widget=forms.HiddenInput)
    was = forms.CharField(required=False, widget=forms.HiddenInput)
    fragments = forms.CharField(
        widget=forms.HiddenInput, error_messages={"required": "Mark the words in the text first."}
    )
    reworded = forms.BooleanField(required=False)
    kind = forms.ChoiceField(choices=Statement.Kind.choices)
    said = forms.CharField(required=False, max_length=10)

    def __init__(self, *args: Any, text: str, was: str = "", **kwargs: Any) -> None:
        """``was``: the words that stood in the former text, of an orphan."""
        super().__init__(*args, **kwargs)
        self.text, self.former = text, was

    def clean_fragments(self) -> Fragments:
        found = spans(self.cleaned_data["fragments"])
        whole = tuple(span for start, end in found or () if (span := snapped(self.text, start, end)))
        in_order = all(a[1] <= b[0] for a, b in pairwise(whole))
        if not whole or len(whole) != len(found or ()) or not in_order or whole[-1][1] > len(self.text):
            raise ValidationError("This is no place in the text; mark the words again.")
        return whole

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        place = cleaned.get("fragments")
        if (
            self.former
            and place
            and not cleaned["reworded"]
            and not says_the_same(self.text, place, self.former)
        ):
            self.add_error("fragments", "These are other words than before; tick that they mean the same.")
        return cleaned

    def clean_said(self) -> Period | None:
        read = dates.typed if "said" in self.changed_data else Period.parse
        try:
            return read(self.cleaned_data["said"]) if self.cleaned_data["said"] else None
        except ValueError as error:
            raise ValidationError(str(error)) from None


class SpeakerForm(forms.Form):
    """One speaker by name or alias; an empty name takes the speaker away."""

    attribution = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(required=False, max_length=200)
    country = forms.CharField(required=False, max_length=100)
    role = forms.ModelChoiceField(Role.objects.none(), required=False, empty_label="as of the day")
    kind = forms.ChoiceField(choices=[("", "–"), *Actor.Kind.choices], required=False)
    learns = forms.BooleanField(required=False)
    is_channel = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if actor := self.initial.get("actor"):
            self.fields["role"].queryset = Role.objects.filter(actor=actor)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("name") and not self.errors:
            cleaned["country"] = self._country(cleaned["country"])
            cleaned["actor"] = self._actor(cleaned)
            if "name" in self.changed_data and "country" not in self.changed_data:
                cleaned["country"] = cleaned["actor"].country_id
                cleaned["role"] = None
            if cleaned["is_channel"]:
                cleaned["country"] = cleaned["role"] = None
        return cleaned

    def _country(self, typed: str) -> str | None:
        if not typed:
            return None
        found = Country.objects.filter(Q(iso3__iexact=typed) | Q(name__plain=normal.label(typed))).first()
        if found is None:
            raise ValidationError(
                {"country": f"“{typed}” is no country; write its name or ISO code, such as RUS."}
            )
        return found.iso3

    def _actor(self, cleaned: dict[str, Any]) -> Actor:
        if "name" not in self.changed_data and self.initial.get("actor"):
            return self.initial["actor"]
        found = _named(cleaned["name"], cleaned["country"])
        if len(found) > 1:
            listed = names([f"{actor} ({actor.slug})" for actor in found[:5]])
            raise ValidationError(
                {"name": f"Several speakers have this name: {listed}. Write the one in brackets."}
            )
        if not found and not cleaned["kind"]:
            self.near = alike(cleaned["name"])
            meant = f" Did you mean {alternatives(self.near)}?" if self.near else ""
            raise ValidationError(
                {"name": f"Nobody of this name is on record.{meant} Choose what it is to add it."}
            )
        if not found and cleaned["kind"] == Actor.Kind.STATE and not cleaned["country"]:
            raise ValidationError({"country": "A state needs its country."})
        if not found and cleaned["kind"] == Actor.Kind.BODY and cleaned["country"]:
            raise ValidationError({"country": "An international body speaks for no country: leave it empty."})
        new = Actor(name=cleaned["name"], kind=cleaned["kind"], country_id=cleaned["country"])
        return found[0] if found else new


def _named(name: str, country: str | None) -> list[Actor]:
    """Those of this name or address; of several, those who usually speak for the country."""
    by_address = Actor.objects.current().filter(slug=name)
    found = list(by_address) or list(Actor.objects.current().named(name).order_by("name"))
    return [actor for actor in found if country and actor.country_id == country] or found


class PositionForm(forms.Form):
    """A stance on an issue, by its title or address; an empty issue takes the position away."""

    issue = forms.CharField(required=False, max_length=200)
    stance = forms.ChoiceField(choices=[("", "–"), *Position.Stance.choices], required=False)
    create = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        name, stance = self.add_prefix("issue"), self.add_prefix("stance")
        if data is not None and (sign := SIGNS.get(data.get(name, "").strip()[:1])):
            signed_data = data.copy()
            signed_data[name], signed_data[stance] = data[name].strip()[1:].strip(), sign
            self.data = signed_data

    def clean_issue(self) -> Issue | NewIssue | None:
        typed = normal.label(self.cleaned_data["issue"])
        return issue_named(typed, self.data.get(self.add_prefix("create"), "") != "") if typed else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("issue") and not cleaned.get("stance"):
            raise ValidationError({"stance": "Choose the stance on this issue."})
        if not self.errors and cleaned.get("stance") and not cleaned.get("issue") and self.has_changed():
            raise ValidationError({"issue": "Choose the issue of this stance, or take the stance away too."})
        return cleaned


def issue_named(typed: str, creates: bool = False) -> Issue | NewIssue:
    """The issue of this title or address, else the only one with these words; ValidationError for others.

    One that ``creates`` is not on record yet: the verb puts it there.
    """
    current = Issue.objects.current()
    named = Q(slug=typed) | Q(title__plain=typed)
    found = (
        list(current.filter(named)[:2])
        or list(current.filter(slug__startswith=slugify(typed) or "-")[:2])
        or list(current.called(typed)[: MEANT + 1])
    )
    if len(found) == 1:
        return found[0]
    if found:
        listed = alternatives([issue.title for issue in found[:MEANT]])
        raise ValidationError(f"Several issues have these words: {listed}. Write more of the one you mean.")
    if creates:
        return NewIssue(typed)
    raise ValidationError("No issue has these words. Choose one of the list, or tick that it is a new one.")


def alternatives(titles: Sequence[str]) -> str:
    """“Talks” or “Further sanctions”."""
    told = [f"“{title}”" for title in titles]
    return " or ".join([", ".join(told[:-1]), told[-1]]) if len(told) > 1 else told[0]


class PositionsFormSet(BaseFormSet):
    def clean(self) -> None:
        issues = [form.cleaned_data.get("issue") for form in self.forms if form.is_valid()]
        chosen = [issue.pk or issue.title for issue in issues if issue]
        if len(set(chosen)) < len(chosen):
            raise ValidationError("An issue is chosen twice; a statement takes one stance on each.")


class SpeakersFormSet(BaseFormSet):
    def clean(self) -> None:
        actors = [form.cleaned_data.get("actor") for form in self.forms if form.is_valid()]
        chosen = [actor.pk or normal.name_key(actor.name) for actor in actors if actor]
        if len(set(chosen)) < len(chosen):
            raise ValidationError("A speaker is named twice.")
        rows = [
            form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data.get("actor")
        ]
        if rows and all(row["is_channel"] for row in rows):
            raise ValidationError("Name who said it, too: these only passed it on.")


Speakers = formset_factory(SpeakerForm, formset=SpeakersFormSet, extra=1, max_num=20)
Positions = formset_factory(PositionForm, formset=PositionsFormSet, extra=1, max_num=20)


class EntryForms:
    """The forms of one statement together: of one on record, or of a new one at a place in the article."""

    def __init__(
        self,
        article: Article,
        statement: Statement | None,
        data: QueryDict | None = None,
        said: Initial | None = None,
        **words: Any,
    ) -> None:
        """``said`` is shown instead of what the statement says: of its words, speakers and positions."""
        own = said or initial_of(statement)
        initial = {**own[0], "text_sha256": article.text_sha256, **words}
        was = statement.quote if statement and not statement.has_place else ""
        initial["was"] = signed(own)
        self.words = WordsForm(data, initial=initial, text=article.text, was=was)
        self.speakers = Speakers(data, initial=own[1], prefix="speaker")
        self.positions = Positions(data, initial=own[2], prefix="position")

    def is_valid(self) -> bool:
        return all([self.words.is_valid(), self.speakers.is_valid(), self.positions.is_valid()])

    @property
    def has_changed(self) -> bool:
        formsets = (self.speakers, self.positions)
        own = set(self.words.changed_data) - {"was", "version", "text_sha256"}
        return bool(own) or any(formset.has_changed() for formset in formsets)

    @property
    def entries(self) -> Entries:
        """What was said in the forms, once they are valid."""
        words = self.words.cleaned_data
        speakers = (form.cleaned_data for form in self.speakers.forms)
        positions = (form.cleaned_data for form in self.positions.forms)
        return Entries(
            fragments=words["fragments"],
            reworded=words["reworded"],
            kind=words["kind"],
            said=words["said"],
            speakers=tuple(
                Speaker(
                    *(row[name] for name in ("actor", "country", "role", "attribution")),
                    *(row[name] for name in ("learns", "is_channel")),
                )
                for row in speakers
                if row.get("actor")
            ),
            positions={row["issue"]: row["stance"] for row in positions if row.get("issue")},
        )


def initial_of(statement: Statement | None) -> Initial:
    """What the forms of a statement show of it: words, speakers, positions."""
    return _words(statement), _speakers(statement), _positions(statement)


def spans(text: str) -> Fragments | None:
    """Read 12-34,50-60; None for anything else."""
    pieces = [piece.partition("-")[::2] for piece in text.split(",")]
    numbers = [(number(start), number(end)) for start, end in pieces]
    found = tuple((start, end) for start, end in numbers if start is not None and end is not None)
    return found if len(found) == len(pieces) else None


def written(fragments: Any) -> str:
    """12-34,50-60."""
    return ",".join(f"{start}-{end}" for start, end in fragments)


def whole_words(text: str, typed: str) -> Fragments:
    """The places typed as 12-34,50-60, each with its words made whole; what is no place is left out."""
    return tuple(span for start, end in spans(typed) or () if (span := snapped(text, start, end)))


def with_words_moved(text: str, entries: QueryDict) -> QueryDict:
    """The same entries with the words at another place, as ``do`` says, which is one of MOVES."""
    data = entries.copy()
    place = spans(str(data.get("fragments", ""))) or ()
    if not place or place[-1][1] <= len(text):
        data["fragments"] = written(_replaced(text, data, place))
    return data


def with_answer(entries: QueryDict, answer: str) -> QueryDict:
    """The same entries with these values of fields, written as in an address."""
    data = entries.copy()
    for name, value in parse_qsl(answer, keep_blank_values=True):
        if name in data or name in WordsForm.base_fields:
            data[name] = value
    return data


def with_position(entries: QueryDict, slug: str, stance: str) -> QueryDict:
    """The same entries with this stance on the issue as well; without an issue with no position."""
    data = entries.copy()
    issue = Issue.objects.filter(slug=slug).values_list("title", flat=True).first() or ""
    rows = range(number(data.get("position-TOTAL_FORMS", "")) or 0)
    if not issue:
        for row in rows:
            data[f"position-{row}-issue"] = data[f"position-{row}-stance"] = ""
        return data
    taken = {data.get(f"position-{row}-issue", ""): row for row in reversed(rows)}
    row = taken.get(issue, taken.get("", len(rows)))
    data[f"position-{row}-issue"], data[f"position-{row}-stance"] = issue, stance
    data["position-TOTAL_FORMS"] = str(max(len(rows), row + 1))
    return data


def _replaced(text: str, data: QueryDict, place: Fragments) -> Fragments:
    do, _, words = str(data["do"]).partition(":")
    if do in {"here", "more"}:
        marked = marked_words(text, data)
        return (marked,) if do == "here" else including(place, marked)
    if not place:  # of an orphan
        return place
    if do == "clause":
        return to_clause(text, place, int(words))
    return sentenced(text, place) if do == "sentence" else moved(text, place, do, int(words))


def marked_words(text: str, data: QueryDict) -> Span:
    """The words that were marked, by their place or else as they were typed; Refused if that is none."""
    for whole in whole_words(text, str(data.get("at", ""))):
        return whole
    words = normal.text(str(data.get("words", "")))
    times = text.count(words) if words else 0
    if not words:
        raise Refused("Mark or write the words first.")
    if times != 1:
        where = f"stand there {times} times" if times else "do not stand in the text exactly so"
        raise Refused(f"These words {where}; give some that stand there once.")
    start = text.index(words)
    return start, start + len(words)


def _words(statement: Statement | None) -> dict[str, str]:
    if statement is None:
        return {"kind": Statement.Kind.DIRECT}
    said = statement.said_on.isoformat()[: DIGITS[statement.said_on_precision]] if statement.said_on else ""
    return {"kind": statement.kind, "said": said, "fragments": written(statement.fragments)}


def _speakers(statement: Statement | None) -> list[dict[str, Any]]:
    rows = statement.attributions.all() if statement else ()
    return [_speaker(row, statement) for row in rows]


def _speaker(row: Attribution, statement: Any) -> dict[str, Any]:
    of_the_day = row.role is None or row.role == row.actor.role_on(statement.said_on)
    return {
        "attribution": row.pk,
        "actor": row.actor,
        "name": row.actor.name,
        "country": row.country_id,
        "role": None if of_the_day else row.role,
        "alias": alias_of(row),
        "is_channel": row.is_channel,
    }


def _positions(statement: Statement | None) -> list[dict[str, Any]]:
    rows = statement.positions.all() if statement else ()
    return [{"issue": row.issue.title, "stance": row.stance} for row in rows]
