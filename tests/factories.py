"""Makes articles and statements in a line each, through the same bridge as the importer.

What they name is put on record before: the importer finds names sooner than it makes them.
"""

import datetime
import itertools

from django.db import connection
from django.utils.text import slugify
from pghistory import runtime
from psycopg.types.json import Jsonb

from articles import extraction
from articles.dates import Period
from articles.extraction.languages import language_of
from articles.extraction.records import Position, Speaker, Statement
from articles.importing.articles import MACHINE_FIELDS, add_statements, store_article
from articles.importing.files.entries import ArticleText
from articles.models import Actor, Article, Bloc, Issue, Membership, Review
from articles.models import Statement as Row
from articles.registry import copies
from articles.registry.bodies import body_named
from articles.registry.utterances import MIN_WORDS, plain_words
from articles.text import normal

SPEAKERS = {
    "Lavrov": Speaker("Sergei Lavrov", "person", "Foreign Minister", "RUS"),
    "Haley": Speaker("Nikki Haley", "person", "Ambassador", "USA"),
    "Liu": Speaker("Liu Jieyi", "person", "Ambassador", "CHN"),
    "Russia": Speaker("Russia", "state", None, "RUS"),
    "China": Speaker("China", "state", None, "CHN"),
    "UN": Speaker("UN Security Council", "organisation", None, None),
    "official": Speaker("a senior official", "group", None, None),
    "Ministry": Speaker("Foreign Ministry of Russia", "office", None, "RUS"),
}

CONFIDENCE = 0.75

# Unless anything of that name or address is there: then the importer decides whom or what is meant.
SOURCE = """
INSERT INTO articles_source (name, slug, domain, is_trusted) SELECT %(name)s, %(slug)s, '', false
WHERE NOT EXISTS (SELECT FROM articles_source WHERE name = %(name)s OR slug LIKE %(slug)s || '%%')
"""
ISSUE = """
INSERT INTO articles_issue (title, slug, description, about, phrases)
VALUES (%(name)s, %(slug)s, '', '{}', '{}')
ON CONFLICT DO NOTHING
"""
ACTOR = """
INSERT INTO articles_actor (name, slug, kind, country_id) SELECT %(name)s, %(slug)s, %(kind)s, %(country)s
WHERE NOT EXISTS (
    SELECT FROM articles_actor WHERE slug LIKE %(slug)s || '%%'
    OR articles_name_key(name) = articles_name_key(%(name)s) OR kind = 'state' AND country_id = %(country)s
) AND NOT EXISTS (
    SELECT FROM articles_actoralias WHERE articles_name_key(name) = articles_name_key(%(name)s)
)
"""


def put(insert, name, slug="", **more):
    with connection.cursor() as cursor:
        cursor.execute(insert, {"name": name, "slug": slug or slugify(name), **more})


def put_names(names, positions):
    """Issues and speakers; not international bodies, of which the importer knows names and members."""
    for slug in (slug.replace("_", "-") for slug in positions):
        put(ISSUE, _title(slug), slug)
    for who in (SPEAKERS[name] for name in names if not body_named(SPEAKERS[name].name)):
        put(ACTOR, who.name, kind=who.kind, country=who.country)


class World:
    """What is on record in one test."""

    def __init__(self, first=1):
        self.numbers = itertools.count(first)  # of articles, which differ by it

    def issue(self, slug, title=""):
        return Issue.objects.get_or_create(slug=slug, defaults={"title": title or _title(slug)})[0]

    def article(
        self,
        text="Nothing was said.",
        source="Gazette",
        published_on="2017-07-05",
        title="",
        state="published",
    ) -> Article:
        title = title or f"Article {next(self.numbers)}"
        day = datetime.date.fromisoformat(published_on) if published_on else None
        put(SOURCE, source)
        return store_article(ArticleText(title, text, title, source, day), state)[0]

    def say(
        self,
        speakers,
        quote,
        on="2017-07-05",
        *,
        by=None,
        article=None,
        kind="direct",
        parent=None,
        via=None,
        **positions,
    ):
        """One statement, in an article of its own unless one is given.

        ``thaad="oppose"`` is a position; ``by`` an editor who has read it, else it is a suggestion; ``via``
        who passed it on.
        """
        names = [speakers] if isinstance(speakers, str) else speakers
        if article is None:
            published = on if on and len(on) == 10 else "2017-07-05"
            text, title = f"{next(self.numbers)}. {quote}", f"Article {next(self.numbers)}"
            if not (via or parent) and is_plain(text):
                said = plainly(text, quote, title, published, names, on, by, kind, positions)
                if (statement := at_once(said) or at_once(said, names, positions)) is not None:
                    return statement
            article = self.article(text, published_on=published, title=title)
        start = article.text.index(quote)
        span = (start, start + len(quote))
        statement = self._write(article, names, span, on, by, kind, positions, via)
        if parent:
            Row.objects.filter(pk=statement.pk).update(parent=parent)
            statement.refresh_from_db()
        return statement

    def _write(self, article, names, span, on, by, kind, positions, via):
        put_names([*names, *([via] if via else [])], positions)
        record = Statement(
            fragments=(span,),
            kind=kind,
            quote=article.text[slice(*span)],
            cue_span=None,
            speaker_span=None,
            speakers=tuple(SPEAKERS[name] for name in names),
            said_on=on,
            said_on_precision="day",
            said_on_basis="article" if on else "none",
            said_on_phrase=None,
            positions=tuple(
                Position(stance, slug.replace("_", "-"), span) for slug, stance in positions.items()
            ),
            parent=None,
            turn=0,
            confidence=CONFIDENCE,
            channel=SPEAKERS[via] if via else None,
        )
        return add_statements(article, [record], by=by)[0]


def is_plain(text):
    """Whether the importer would find nothing to do about the text, nor compare it with any other."""
    outer = getattr(runtime._tracker, "value", None)
    return outer is None and text == normal.text(text) and len(text.split()) < copies.SHORTEST


def plainly(text, quote, title, published, names, on, by, kind, positions):
    """What tests/say.sql wants to know of a statement in an article of its own."""
    starts, period = text.index(quote), Period.parse(on) if on else None
    speakers = [SPEAKERS[name] for name in names]
    return {
        "source": "Gazette",
        "title": title,
        "text": text,
        "sha256": normal.sha256(text),
        "language": language_of(text),
        "version": extraction.VERSION,
        "published_on": published,
        "kind": kind,
        "quote": quote,
        "starts": starts,
        "ends": starts + len(quote),
        "said_on": period and str(period.first),
        "said_until": period and str(period.last),
        "precision": period.precision if period else Row.Precision.UNKNOWN,
        "basis": "article" if on else "none",
        "by": by and by.pk,
        "machine_fields": [] if by else MACHINE_FIELDS,
        "confidence": None if by else CONFIDENCE,
        "speakers": [
            {"name": s.name, "kind": s.kind, "role": s.role, "country": s.country} for s in speakers
        ],
        "positions": [{"issue": slug.replace("_", "-"), "stance": held} for slug, held in positions.items()],
        "may_be_known": kind != "indirect" and len(plain_words(quote).split()) >= MIN_WORDS,
    }


def at_once(said, names=(), positions=()):
    """The statement, put on record by one query; None if the importer would have to decide anything."""
    if names:
        put(SOURCE, said["source"])
        put_names(names, positions)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tests.say(%s)", [Jsonb(said)])
        (key,) = cursor.fetchone()
    return Row.objects.select_related("article", "utterance").get(pk=key) if key else None


def _title(slug):
    return slug.replace("-", " ").capitalize()


def actor(name) -> Actor:
    return Actor.objects.get(name=SPEAKERS[name].name)


def rejected(statement, by):
    Row.objects.filter(pk=statement.pk).update(
        review=Review.REJECTED, reviewed_by=by, reviewed_at=statement.added_at
    )
    return statement


def bloc(slug, **members) -> Bloc:
    """A bloc; ``members`` are ISO codes with the first and last day of membership, None for an open end."""
    made = Bloc.objects.create(slug=slug, name=slug.capitalize())
    for iso3, (start, end) in members.items():
        Membership.objects.create(bloc=made, country_id=iso3, starts_on=start, ends_on=end)
    return made
