"""Makes articles and statements in a line each, through the same bridge as the importer.

What they name is put on record before: the importer finds names sooner than it makes them.
"""

import datetime
import itertools

from django.db import connection
from django.utils.text import slugify

from articles.extraction.records import Position, Speaker, Statement
from articles.importing.articles import add_statements, store_article
from articles.importing.files.entries import ArticleText
from articles.models import Actor, Article, Bloc, Issue, Membership, Review
from articles.models import Statement as Row
from articles.registry.bodies import body_named

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
        published = on if on and len(on) == 10 else "2017-07-05"
        article = article or self.article(f"{next(self.numbers)}. {quote}", published_on=published)
        start = article.text.index(quote)
        span = (start, start + len(quote))
        statement = self._write(article, names, span, on, by, kind, positions, via)
        if parent:
            Row.objects.filter(pk=statement.pk).update(parent=parent)
            statement.refresh_from_db()
        return statement

    def _write(self, article, names, span, on, by, kind, positions, via):
        for slug in (slug.replace("_", "-") for slug in positions):
            put(ISSUE, _title(slug), slug)
        # An international body is made by the importer, which knows its other names and its members.
        credited = [*names, *([via] if via else [])]
        for who in (SPEAKERS[name] for name in credited if not body_named(SPEAKERS[name].name)):
            put(ACTOR, who.name, kind=who.kind, country=who.country)
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
            confidence=0.75,
            channel=SPEAKERS[via] if via else None,
        )
        return add_statements(article, [record], by=by)[0]


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
