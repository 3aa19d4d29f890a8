"""Statements of these speakers, under whatever name they are on record."""

from collections.abc import Sequence

from django.db.models import Q

from articles.browse.choices import begun, things
from articles.browse.fields import several
from articles.browse.filters import speaking
from articles.browse.filters.declaration import Counted, Filter, Wanted, named
from articles.language import text
from articles.models import Actor, ActorAlias
from articles.models.merged import unmerged
from articles.models.statements import StatementQuerySet


def narrow(statements: StatementQuerySet, wanted: Wanted) -> StatementQuerySet:
    slugs = (actor.slug for actor in unmerged(wanted["actor"]))
    return statements.by_actor(*slugs, firsthand=bool(wanted.get("hand")))


def called(words: Sequence[str]) -> Q:
    by_alias = ActorAlias.objects.filter(begun(words, "name")).values("actor_id")
    return begun(words, "name") | Q(pk__in=by_alias)


FILTER = Filter(
    field=several(text("a known speaker"), Actor.objects.select_related("merged_into"), "slug"),
    narrow=narrow,
    column=speaking.column("actor"),
    chip=named,
    counted=Counted(
        place=6,
        title=text("Speaker"),
        plural=text("speakers"),
        known=things(Actor.objects.all, called, "slug", "name", only=lambda actors: actors.heard()),
        by_sql=speaking.by_sql("actor", "actor__slug", "actor__name"),
        by_index=speaking.by_index("actor"),
    ),
)
