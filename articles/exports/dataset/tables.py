"""The tables of the data set: what each column means, and which rows readers may have.

Statements are those that an editor has confirmed, in articles that are shown; all other tables have what
these need, and articles besides. Of articles there is everything but the text: it belongs to its publisher.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Min, Q, QuerySet

from articles.models import (
    Actor,
    Article,
    Attribution,
    Bloc,
    Country,
    Issue,
    Membership,
    Position,
    Source,
    Statement,
)
from articles.models.statements import REVIEWED

ROWS = 2_000  # read at once


@dataclass(frozen=True, slots=True)
class Column:
    """``kind`` is a type of Table Schema; ``one_of`` lists all values there can be."""

    name: str
    kind: str
    meaning: str
    is_required: bool = False
    one_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """``refers`` is by column: the table whose key it holds. ``rows`` gives values, column by column."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    refers: dict[str, str]
    rows: Callable[[], Iterable[Iterable[Any]]]

    @property
    def key(self) -> str:
        return self.columns[0].name


def _key(meaning: str, name: str = "id", kind: str = "integer") -> Column:
    return Column(name, kind, meaning, is_required=True)


def _needed(name: str, kind: str, meaning: str, *one_of: str) -> Column:
    return Column(name, kind, meaning, is_required=True, one_of=one_of)


def shown() -> Any:
    """The statements of the data set."""
    return Statement.objects.published().order_by("pk")


def _of_shown(model: Any) -> Any:
    return model.objects.filter(
        statement__review__in=REVIEWED, statement__article__state=Article.State.PUBLISHED
    ).order_by("pk")


def _read(rows: QuerySet[Any], *fields: Any) -> Iterator[tuple[Any, ...]]:
    return rows.values_list(*fields).iterator(chunk_size=ROWS)


def _address(thing: Any) -> str:
    return f"{settings.SITE_URL}{thing.get_absolute_url()}"


def _statements() -> Iterator[list[Any]]:
    seen = Q(parent__review__in=REVIEWED, parent__article__state=Article.State.PUBLISHED)
    outer = dict(shown().filter(seen).values_list("pk", "parent"))
    found = _read(
        shown().with_voice(),
        *("pk", "article", "utterance", "quote", "kind", "cue", "fragments", "said_on", "said_until"),
        *("said_on_precision", "said_on_basis", "review", "voice", "confidence"),
    )
    for pk, article, utterance, quote, kind, cue, fragments, *rest in found:
        places = ";".join(f"{start}-{end}" for start, end in fragments)
        statement = Statement(pk=pk, quote=quote)
        yield [pk, article, utterance, outer.get(pk), quote, kind, cue, places, *rest, _address(statement)]


def _utterances() -> Iterator[tuple[Any, ...]]:
    counted = shown().order_by("utterance").values("utterance")
    return _read(
        counted.annotate(n=Count("pk"), articles=Count("article", distinct=True), first=Min("said_on")),
        *("utterance", "n", "articles", "first"),
    )


def _articles() -> Iterator[list[Any]]:
    found = _read(
        Article.objects.published().order_by("pk"),
        *("pk", "source__slug", "title", "url", "published_on", "published_about", "language", "author"),
        "text_sha256",
    )
    for pk, source, title, *rest in found:
        yield [pk, source, title, *rest, _address(Article(pk=pk, title=title))]


def _sources() -> Iterator[tuple[Any, ...]]:
    published = Article.objects.published().order_by().values("source")
    return _read(
        Source.objects.filter(pk__in=published).order_by("slug"), "slug", "name", "domain", "country"
    )


def _actors() -> Iterator[list[Any]]:
    spoken = _of_shown(Attribution).order_by()
    named = Q(pk__in=spoken.values("actor")) | Q(pk__in=spoken.filter(body__isnull=False).values("body"))
    for slug, *rest in _read(Actor.objects.filter(named).order_by("slug"), "slug", "name", "kind", "country"):
        yield [slug, *rest, _address(Actor(slug=slug))]


def _issues() -> Iterator[list[Any]]:
    found = Issue.objects.current().order_by("slug")
    for slug, *rest, is_claim in _read(found, "slug", "title", "description", "parent__slug", "is_claim"):
        yield [slug, *rest, _address(Issue(slug=slug)), str(is_claim).lower()]


def _attributions() -> Iterator[list[Any]]:
    found = _read(
        _of_shown(Attribution),
        *("pk", "statement", "actor__slug", "country", "body__slug", "role__title", "name_printed"),
        *("role_printed", "is_channel"),
    )
    for *rest, is_channel in found:
        yield [*rest, str(is_channel).lower()]


ISO = "ISO 3166-1 alpha-3 code of the country"
ADDRESS = Column("address", "string", "Permanent address on the site")
TABLES = (
    Table(
        "statements",
        "One thing reported as said in one article, confirmed by an editor",
        (
            _key("Number of the statement; it never changes"),
            _needed("article", "integer", "Number of the article that reports it"),
            _needed(
                "utterance", "integer", "Number of the utterance; the same thing said once has one number"
            ),
            Column("parent", "integer", "Number of the statement that reports this one, if any does"),
            _needed(
                "quote", "string", "The article's words, as printed; “ … ” stands where words are left out"
            ),
            _needed("kind", "string", "Quoted, partly quoted or paraphrased", *Statement.Kind.values),
            Column("cue", "string", "The reporting words: said, called for …"),
            _needed(
                "places", "string", "Where the words stand in the text: from-to, in characters, end excluded"
            ),
            Column("said_on", "date", "First day on which it may have been said"),
            Column("said_until", "date", "Last day on which it may have been said"),
            _needed("said_on_precision", "string", "How exactly that is known", *Statement.Precision.values),
            _needed("said_on_basis", "string", "What that is known from", *Statement.Basis.values),
            _needed("review", "string", "By one editor, or checked by a second", *map(str, REVIEWED)),
            _needed(
                "voice",
                "string",
                "Who speaks: a state, an international body, another",
                "state",
                "body",
                "other",
            ),
            Column("confidence", "number", "How sure the machine was that it is a statement, 0 to 1"),
            ADDRESS,
        ),
        {"article": "articles", "utterance": "utterances", "parent": "statements"},
        _statements,
    ),
    Table(
        "attributions",
        "Who made a statement, and for which country or body; a joint statement has several. Also who passed "
        "it on",
        (
            _key("Number of the attribution"),
            _needed("statement", "integer", "Number of the statement"),
            _needed("actor", "string", "Address (slug) of the speaker"),
            Column("country", "string", f"{ISO} spoken for"),
            Column("body", "string", "Address (slug) of the international body spoken for"),
            Column("role", "string", "What the speaker was on that day"),
            Column("name_printed", "string", "The speaker as printed"),
            Column("role_printed", "string", "The role as printed"),
            _needed("channel", "boolean", "Not the speaker, but through whom the words came"),
        ),
        {"statement": "statements", "actor": "actors", "country": "countries", "body": "actors"},
        _attributions,
    ),
    Table(
        "positions",
        "Where a statement stands on an issue",
        (
            _key("Number of the position"),
            _needed("statement", "integer", "Number of the statement"),
            _needed("issue", "string", "Address (slug) of the issue"),
            _needed(
                "stance",
                "string",
                "For, against, on a condition, or expressly neither",
                *Position.Stance.values,
            ),
        ),
        {"statement": "statements", "issue": "issues"},
        lambda: _read(_of_shown(Position), "pk", "statement", "issue__slug", "stance"),
    ),
    Table(
        "utterances",
        "The same thing said once, however many articles report it",
        (
            _key("Number of the utterance"),
            _needed("statements", "integer", "How many statements of the data set report it"),
            _needed("articles", "integer", "In how many articles"),
            Column("said_on", "date", "First day on which it may have been said"),
        ),
        {},
        _utterances,
    ),
    Table(
        "articles",
        "Articles on record; without their texts, which belong to their publishers",
        (
            _key("Number of the article; it never changes"),
            _needed("source", "string", "Address (slug) of the outlet or publisher"),
            _needed("title", "string", "Its title"),
            Column("original", "string", "Address where it was published"),
            Column("published_on", "date", "Day of publication"),
            Column("published_about", "string", "Month (YYYY-MM) or year, where the day is not known"),
            Column("language", "string", "Code of its language"),
            Column("author", "string", "Its author as printed"),
            _needed("text_sha256", "string", "SHA-256 of the text in UTF-8, to know the same text again"),
            ADDRESS,
        ),
        {"source": "sources"},
        _articles,
    ),
    Table(
        "sources",
        "Outlets and publishers",
        (
            _key("Address (slug) of the source", "slug", "string"),
            _needed("name", "string", "Its name"),
            Column("domain", "string", "Its domain on the web"),
            Column("country", "string", ISO),
        ),
        {"country": "countries"},
        _sources,
    ),
    Table(
        "actors",
        "Who speaks",
        (
            _key("Address (slug) of the speaker", "slug", "string"),
            _needed("name", "string", "The usual name"),
            _needed("kind", "string", "What it is", *Actor.Kind.values),
            Column("country", "string", f"{ISO} that it usually speaks for"),
            ADDRESS,
        ),
        {"country": "countries"},
        _actors,
    ),
    Table(
        "issues",
        "What one can be for or against, worded as a proposal; or a claim of fact",
        (
            _key("Address (slug) of the issue", "slug", "string"),
            _needed("title", "string", "The proposal"),
            Column("description", "string", "What is meant"),
            Column("parent", "string", "Address (slug) of the issue that it is part of"),
            ADDRESS,
            _needed("is_claim", "boolean", "A claim of fact: support affirms it, oppose disputes it"),
        ),
        {"parent": "issues"},
        _issues,
    ),
    Table(
        "countries",
        "Countries of ISO 3166-1",
        (
            _key(ISO, "iso3", "string"),
            _needed("name", "string", "The usual name in English"),
            _needed("official_name", "string", "The official name in English"),
            _needed("region", "string", "Part of the world"),
            _needed("un_member", "boolean", "Whether it is a member of the United Nations"),
        ),
        {},
        lambda: (
            [*rest, str(member).lower()]
            for *rest, member in _read(
                Country.objects.order_by("pk"), "iso3", "name", "official_name", "region", "un_member"
            )
        ),
    ),
    Table(
        "blocs",
        "Groups of countries that are looked at together",
        (_key("Address (slug) of the bloc", "slug", "string"), _needed("name", "string", "Its name")),
        {},
        lambda: _read(Bloc.objects.order_by("slug"), "slug", "name"),
    ),
    Table(
        "memberships",
        "From when to when a country belonged to a bloc, both days included",
        (
            _key("Number of the membership"),
            _needed("bloc", "string", "Address (slug) of the bloc"),
            _needed("country", "string", ISO),
            Column("starts_on", "date", "First day; empty: since ever"),
            Column("ends_on", "date", "Last day; empty: to this day"),
        ),
        {"bloc": "blocs", "country": "countries"},
        lambda: _read(
            Membership.objects.order_by("pk"), "pk", F("bloc__slug"), "country", "starts_on", "ends_on"
        ),
    ),
)
