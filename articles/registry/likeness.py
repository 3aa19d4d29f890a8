"""Who may be meant by a name that nobody bears: by likeness of its letters, in whatever script."""

from collections.abc import Iterable

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest

from articles.models import Actor, ActorAlias
from articles.text.latin import spellings

LIKE = 0.35  # trigram similarity from which a name is offered
OFFERED = 4


def likely(name: str) -> list[Actor]:
    """Current actors whose name or alias is like this one, the likest first; at most ``OFFERED``."""
    found: dict[int, float] = {}
    for spelling in spellings(name):
        for key, likeness in _alike(spelling):
            found[key] = max(likeness, found.get(key, 0.0))
    best = sorted(found, key=lambda key: -found[key])[:OFFERED]
    actors = Actor.objects.current().select_related("country").in_bulk(best)
    return [actors[key] for key in best if key in actors]


def alike(name: str) -> list[str]:
    """The names of these."""
    return [actor.name for actor in likely(name)]


def _alike(name: str) -> Iterable[tuple[int, float]]:
    rows: list[tuple[QuerySet, str]] = [
        (Actor.objects.current().order_by(), "pk"),
        (ActorAlias.objects.filter(actor__merged_into=None).order_by(), "actor_id"),
    ]
    for query, key in rows:
        like = Greatest(TrigramSimilarity(F("name"), name), TrigramWordSimilarity(name, F("name")))
        near = query.annotate(likeness=like).filter(likeness__gte=LIKE).order_by("-likeness")
        yield from near.values_list(key, "likeness")[: 4 * OFFERED]
