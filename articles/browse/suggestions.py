"""Filters to take instead of words: those that bear the name that was typed, or one that is like it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import QuerySet, Value

from articles.models import Actor, ActorAlias, Issue, search
from articles.models.merged import unmerged
from articles.models.names import Plain, typed

MOST = 5
FEW = 5  # with fewer hits than these, names that are like the words are offered
SHORTEST = 3  # letters: the trigrams of fewer are in most names
LIKENESS = 0.4  # of a word that is typed, 0 to 1: "Lavrof" is like "Sergei Lavrov" by 0.7, "Lavov" by 0.5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value of the filter ``actor`` or ``issue``."""

    filter: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """``named`` bear a name that holds the words; ``meant``, only if nothing does, one that is like them."""

    named: list[Suggestion]
    meant: list[Suggestion]


def suggestions(words: str, total: int) -> Suggestions:
    """For what was typed, and the number of statements it has found."""
    name = search.bare(words)
    if len(name) < SHORTEST:
        return Suggestions([], [])
    named = _first(_named(name))
    return Suggestions(named, [] if named or total >= FEW else _first(_alike(name)))


def _named(name: str) -> Iterator[Actor | Issue]:
    """Actors before issues, of each the name that has the least beside the words first."""
    plain: Any = Plain(Value(name))  # the stubs allow text alone
    named = Actor.objects.called(name).heard_by_any_name()
    for rows, field in (named, "name"), (Issue.objects.called(name), "title"):
        closeness = TrigramSimilarity(Plain(field), plain)
        ranked = rows.select_related("merged_into").annotate(closeness=closeness)
        yield from ranked.order_by("-closeness", field)[:MOST]


def _alike(name: str) -> list[Actor | Issue]:
    """Actors and issues together, most alike first."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(LIKENESS)])
        heard = Actor.objects.heard_by_any_name()
        actors = _resembling(heard.select_related("merged_into"), "name", name)
        aliases = _resembling(
            ActorAlias.objects.filter(actor__in=heard).select_related("actor__merged_into"), "name", name
        )
        issues = _resembling(Issue.objects.select_related("merged_into"), "title", name)
        found = [(row.likeness, row) for row in (*actors, *issues)]
        found += [(alias.likeness, alias.actor) for alias in aliases]
    return [thing for _, thing in sorted(found, key=lambda pair: (-pair[0], str(pair[1])))]


def _resembling(rows: QuerySet, field: str, name: str) -> QuerySet:
    """Rows of which a part is like the name, by an index."""
    alike = rows.filter(**{f"{field}__plain__trigram_word_similar": typed(name)})
    plain: Any = Plain(Value(name))
    likeness = TrigramWordSimilarity(plain, Plain(field))
    return alike.annotate(likeness=likeness).order_by("-likeness", field)[: 2 * MOST]


def _first(things: Iterable[Actor | Issue]) -> list[Suggestion]:
    """Each once, under the name it has now."""
    kept = list(unmerged(list(things)))[:MOST]
    return [
        Suggestion("issue" if isinstance(thing, Issue) else "actor", thing.slug, str(thing)) for thing in kept
    ]
