"""What programs write by a token, through the verbs of editors: articles, proposed statements, acceptance."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, QueryDict
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from articles.api.authentication import Writes, owner, token_sent
from articles.api.problems import problem
from articles.api.schema import Schema
from articles.curate import verbs
from articles.curate.correct import ADD
from articles.curate.forms import EntryForms, written
from articles.curate.publish import PUBLISHES
from articles.curate.review import CHANGE
from articles.curate.tasks import take_now
from articles.importing.batches import fill
from articles.importing.files.entries import MAX_TEXT_BYTES
from articles.models import Actor, Article, Batch, Candidate, Position, Statement
from articles.registry.candidates import flaws, names_of_sources
from articles.text import normal
from articles.views.jinja import absolute

MOST = 20  # speakers or positions of a statement


def _text(meaning: str, most: int, **options: Any) -> serializers.CharField:
    return serializers.CharField(help_text=meaning, max_length=most, **options)


class NewArticleSerializer(serializers.Serializer):
    """An article to be added; without ``publish`` it stays a draft."""

    text = serializers.CharField(
        help_text="Paragraphs with an empty line between them", trim_whitespace=False
    )
    title = _text("Headline", 500)
    source = _text("Name of the outlet or publisher", 200)  # type: ignore[assignment]
    is_new_source = serializers.BooleanField(
        default=False, help_text="That the source is not on record is meant"
    )
    published_on = _text("2017-07-05, July 2017, or unknown", 40)
    language = _text("BCP 47; told by the text if left out", 10, default="", allow_blank=True)
    author = _text("As printed", 200, default="", allow_blank=True)
    url = serializers.URLField(
        max_length=1000, default="", allow_blank=True, help_text="Where it was published"
    )
    publish = serializers.BooleanField(default=False, help_text="Show it to readers; takes that right")

    def validate_text(self, text: str) -> str:
        size = len(normal.text(text).encode())
        if not size:
            raise serializers.ValidationError("The text is empty.")
        if size > MAX_TEXT_BYTES:
            raise serializers.ValidationError(
                f"The text has {size:,} bytes; at most {MAX_TEXT_BYTES:,} are read: split it."
            )
        return text


class AddedArticleSerializer(serializers.Serializer):
    """The article as it is on record now."""

    id = serializers.IntegerField()
    is_new = serializers.BooleanField(help_text="False if exactly this text of the source was there already")
    state = serializers.ChoiceField(Article.State.choices)
    address = serializers.URLField(help_text="Its page, once it is published")
    text_sha256 = serializers.CharField(help_text="Of the text in its normal form, in which places count")


class NewSpeakerSerializer(serializers.Serializer):
    name = _text("Name, other spelling or slug", 200)
    country = _text("For which they spoke: name or ISO 3166-1 alpha-3", 100, default="", allow_blank=True)
    kind = serializers.ChoiceField(
        Actor.Kind.choices, required=False, help_text="Of a speaker not yet on record, who is added"
    )
    channel = serializers.BooleanField(
        source="is_channel", default=False, help_text="Who only passed the words on, beside who said them"
    )


class NewPositionSerializer(serializers.Serializer):
    issue = _text("Slug of the issue", 200)
    stance = serializers.ChoiceField(Position.Stance.choices)


class NewStatementSerializer(serializers.Serializer):
    """A statement to be proposed: editors see it as they see what a machine found."""

    fragments = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(min_value=0), min_length=2, max_length=2),
        min_length=1,
        max_length=50,
        help_text="[start, end) in the article's text, in code points; words are made whole",
    )
    kind = serializers.ChoiceField(Statement.Kind.choices, help_text="Quoted, partly quoted, paraphrased")
    said = _text(
        "The day: 2017-07-05; a month or a year alone; empty = not known", 40, default="", allow_blank=True
    )
    speakers = NewSpeakerSerializer(many=True, max_length=MOST)  # type: ignore[call-arg]
    positions = NewPositionSerializer(many=True, max_length=MOST, required=False)  # type: ignore[call-arg]
    text_sha256 = _text("Of the text that was read; refused if it is another by now", 64, required=False)


class WrittenStatementSerializer(serializers.Serializer):
    """The statement as it is on record now."""

    id = serializers.IntegerField()
    review = serializers.CharField(help_text="suggested until somebody accepts it")
    quote = serializers.CharField()
    fragments = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))
    version = serializers.CharField(help_text="To be sent with what is done to it next")
    address = serializers.URLField(help_text="Its page, once its article is published")


class AcceptSerializer(serializers.Serializer):
    version = _text("As it was seen; refused if it was changed since", 200, required=False)


class Writing(APIView):
    """A view to which a program sends; ``needs`` is the right that its account must have."""

    permission_classes = [Writes]
    refusals: ClassVar[tuple[int, ...]] = (400, 401, 403, 404, 409, 413, 415, 429)
    sent: ClassVar[type[serializers.Serializer]]
    made: ClassVar[type[serializers.Serializer]]
    done: ClassVar[tuple[int, ...]] = (201,)
    needs: ClassVar[str]
    schema = Schema()

    def read(self, request: Request) -> dict[str, Any]:
        """What was sent, understood; problems come before anything is done."""
        if not request.user.has_perm(self.needs):
            raise PermissionDenied(f"The account of this token lacks the right {self.needs}.")
        given = self.sent(data=request.data)
        given.is_valid(raise_exception=True)
        if unknown := set(request.data) - set(given.fields):
            takes = f"There is no such field; these are: {', '.join(given.fields)}."
            raise ValidationError({name: [takes] for name in sorted(unknown)})
        return dict(given.validated_data)


@contextmanager
def _acting(request: Request) -> Iterator[None]:
    """What verbs do inside is kept as done by this token."""
    with verbs.by_token(token_sent(request).pk):
        yield


def _answered(work: Callable[[], Response], request: Request) -> Response:
    """The answer of the work, or a 409 with the sentence of the verb that refused."""
    try:
        with _acting(request):
            return work()
    except verbs.Refused as refusal:
        return problem(409, str(refusal))


class AddArticle(Writing):
    """Add an article, which is then read for statements; a draft unless it is to be published."""

    sent, made, needs, done = NewArticleSerializer, AddedArticleSerializer, verbs.ADDS, (200, 201)

    def post(self, request: Request) -> Response:
        told = self.read(request)
        publishes = told.pop("publish")
        if publishes and not request.user.has_perm(PUBLISHES):
            raise PermissionDenied(f"The account of this token lacks the right {PUBLISHES}.")
        return _answered(lambda: self._add(request, told, publishes), request)

    def _add(self, request: Request, told: dict[str, Any], publishes: bool) -> Response:
        candidate = _candidate(request, told)
        if candidate.state == Candidate.State.KNOWN:
            return self._row(request, candidate, 200)
        with transaction.atomic():
            candidate.batch.save()
            candidate.save()
            take_now(candidate.batch, owner(request), sound_only=False)
            candidate.refresh_from_db()
            if publishes and candidate.article and not candidate.article.is_published:
                verbs.publish([candidate.article], request.user)
                candidate.article.refresh_from_db()
        return self._row(request, candidate, 201)

    def _row(self, request: Request, candidate: Candidate, status: int) -> Response:
        article = candidate.article
        assert article is not None
        row = {
            "id": article.pk,
            "is_new": status == 201,
            "state": article.state,
            "address": absolute(request, article.get_absolute_url()),
            "text_sha256": article.text_sha256,
        }
        return Response(row, status=status)


def _candidate(request: Request, told: dict[str, Any]) -> Candidate:
    """The article as the desk takes one, not yet saved; what is wrong with it is a problem."""
    batch = Batch(origin=Batch.Origin.API, label=f"API: {token_sent(request).name}", by=owner(request))
    candidate = Candidate(batch=batch, name="API", is_new_source=told.pop("is_new_source"))
    fill(candidate, told.pop("text"), **told)
    if candidate.state != Candidate.State.KNOWN and (wrong := flaws(candidate, names_of_sources())):
        raise ValidationError({name: [sentence] for name, sentence in wrong.items()})
    return candidate


class ProposeStatement(Writing):
    """Propose a statement of an article; it waits for review as what a machine finds does."""

    sent, made, needs = NewStatementSerializer, WrittenStatementSerializer, ADD

    def post(self, request: Request, key: int) -> Response:
        told = self.read(request)
        article = Article.objects.filter(pk=key).first()
        if article is None:
            raise Http404
        if told.get("text_sha256", article.text_sha256) != article.text_sha256:
            return problem(409, "The text of the article is another by now; look at it again.")
        forms = EntryForms(article, None, _typed(told))
        if not forms.is_valid():
            raise ValidationError(_wrong(forms))
        if not forms.entries.speakers:
            raise ValidationError({"speakers": ["A statement has a speaker; name at least one."]})
        return _answered(lambda: self._propose(request, article, forms), request)

    def _propose(self, request: Request, article: Article, forms: EntryForms) -> Response:
        maker = f"API: {token_sent(request).name}"
        statement = verbs.propose(article, forms.entries, request.user, maker)
        return Response(_written(request, statement), status=201)


def _typed(told: dict[str, Any]) -> QueryDict:
    """The same as the form of the desk would send it."""
    data = QueryDict(mutable=True)
    data["fragments"] = written(told["fragments"])
    data["kind"], data["said"] = told["kind"], told["said"]
    for prefix, rows in (("speaker", told["speakers"]), ("position", told.get("positions", []))):
        data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = str(len(rows)), "0"
        for number, row in enumerate(rows):
            for name, value in row.items():
                data[f"{prefix}-{number}-{name}"] = value
    return data


def _wrong(forms: EntryForms) -> dict[str, Any]:
    found = {name: list(errors) for name, errors in forms.words.errors.items()}
    for name, rows in (("speakers", forms.speakers), ("positions", forms.positions)):
        told = [*rows.non_form_errors(), *_of_rows(rows.errors)]
        if told:
            found[name] = told
    return found


def _of_rows(rows: Any) -> list[str]:
    """The sentences on each row of a formset."""
    return [sentence for row in rows for each in row.values() for sentence in each]


class AcceptStatement(Writing):
    """Accept a statement that waits for review, as it stands."""

    sent, made, needs, done = AcceptSerializer, WrittenStatementSerializer, CHANGE, (200,)

    def post(self, request: Request, key: int) -> Response:
        seen = self.read(request).get("version")
        return _answered(lambda: self._accept(request, key, seen), request)

    def _accept(self, request: Request, key: int, seen: str | None) -> Response:
        chosen = Statement.objects.filter(pk=key)
        if not chosen.exists():
            raise Http404
        verbs.accept(chosen, request.user, seen)
        return Response(_written(request, chosen.get()))


def _written(request: Request, statement: Statement) -> dict[str, Any]:
    return {
        "id": statement.pk,
        "review": statement.review,
        "quote": statement.quote,
        "fragments": statement.fragments,
        "version": verbs.version(statement),
        "address": absolute(request, statement.get_absolute_url()),
    }
