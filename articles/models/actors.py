"""Who speaks, under which names, and what they were at which time."""

import datetime
from typing import Any

import pghistory
from django.apps import apps
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower

from articles.addresses import path_to
from articles.language import text
from articles.models.merged import left_by_all, merged_as_a_key, not_on_merged
from articles.models.names import NameField, NameKey, Plain, typed, with_words
from articles.models.writes import noted_writes, writes_of_names
from articles.text import normal


def _heard(actor: Any) -> Exists:
    """Whether the actor of this key in the outer query has a statement that readers may see."""
    spoken = apps.get_model("articles", "Attribution").objects.filter(actor=actor)
    seen = spoken.exclude(statement__review__in=("rejected", "orphaned"))
    return Exists(seen.filter(statement__article__state="published"))


class ActorQuerySet(models.QuerySet["Actor"]):
    def current(self) -> "ActorQuerySet":
        """Actors that were not merged into another."""
        return self.filter(merged_into=None)

    def named(self, name: str) -> "ActorQuerySet":
        """Actors that bear the name, as their own or as an alias, in any spelling (``normal.name_key``)."""
        by_name = Actor.objects.filter(name__key=name).order_by()
        by_alias = ActorAlias.objects.filter(name__key=name).order_by()
        return self.filter(pk__in=by_name.values("pk").union(by_alias.values("actor_id")))  # an index each

    def called(self, words: str) -> "ActorQuerySet":
        """Actors with these words in their name, or an alias, of which the last may go on ("Safron").

        Neither case nor accents matter.
        """
        held = with_words("name", words)
        by_name, by_alias = Actor.objects.filter(held).order_by(), ActorAlias.objects.filter(held).order_by()
        return self.filter(pk__in=by_name.values("pk").union(by_alias.values("actor_id")))  # an index each

    def heard(self) -> "ActorQuerySet":
        """Actors with a statement that can be seen: a register may know many more."""
        return self.filter(_heard(OuterRef("pk")))

    def heard_first(self) -> "ActorQuerySet":
        return self.annotate(is_heard=_heard(OuterRef("pk"))).order_by("-is_heard", "name")

    def beginning(self, text: str) -> "ActorQuerySet":
        """Current actors of whose name, or an alias, a word begins like this; all for no text."""
        text = normal.label(text)
        begins = Q(name__plain__startswith=typed(text)) | Q(name__plain__contains=typed(f" {text}"))
        by_name = Actor.objects.filter(begins).order_by().values("pk")
        by_alias = ActorAlias.objects.filter(begins).order_by().values("actor_id")
        return self.current().filter(pk__in=by_name.union(by_alias)).select_related("country")


@pghistory.track()
class Actor(models.Model):
    """A person, office, organisation, international body, state or group that speaks."""

    class Kind(models.TextChoices):
        PERSON = "person", text("person")
        OFFICE = "office", text("office")
        ORGANISATION = "organisation", text("organisation")
        BODY = "body", text("international body")
        STATE = "state", text("state")
        GROUP = "group", text("group or unnamed")

    name = NameField(max_length=200)
    slug = models.SlugField(max_length=220, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    country = models.ForeignKey(
        "Country",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="actors",
        help_text="For whom the actor usually speaks; a dated role takes precedence.",
    )
    bloc = models.ForeignKey(
        "Bloc",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bodies",
        help_text="Of an international body: the bloc that holds its members.",
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", editable=False
    )

    objects = ActorQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        triggers = [
            *writes_of_names(),
            left_by_all(
                "actor",
                *((table, "actor") for table in ("attribution", "role", "actoralias")),
                *((table, "body") for table in ("attribution", "role")),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), "kind", "country", name="actor_once_per_country", nulls_distinct=False
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="actor_not_merged_into_itself"),
            merged_as_a_key("actor"),
            models.CheckConstraint(
                condition=~Q(kind="state") | Q(country__isnull=False), name="actor_state_has_country"
            ),
            models.CheckConstraint(
                condition=~Q(kind="body") | Q(country=None), name="actor_body_is_of_no_country"
            ),
            models.CheckConstraint(
                condition=Q(bloc=None) | Q(kind="body"), name="actor_of_members_is_a_body"
            ),
        ]
        indexes = [
            models.Index(NameKey("name"), name="actor_name_key"),  # named()
            GinIndex(
                OpClass(Plain("name"), "gin_trgm_ops"), name="actor_name_part", fastupdate=False
            ),  # called()
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("actor_detail", self.slug)

    def role_on(self, day: datetime.date | None) -> "Role | None":
        """The role held on that day, the latest begun first; None when no dated role covers it."""
        return self.roles.held_on(day).first() if day else None


@pghistory.track()
class ActorAlias(models.Model):
    """Another name of an actor, as texts print it."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="aliases")
    name = NameField(max_length=200)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "actor aliases"
        triggers = [*noted_writes(), not_on_merged("actoralias", "actor", "actor")]
        constraints = [models.UniqueConstraint(Lower("name"), "actor", name="actor_alias_once")]
        indexes = [
            models.Index(NameKey("name"), name="actor_alias_key"),  # Actor.named()
            GinIndex(
                OpClass(Plain("name"), "gin_trgm_ops"), name="actor_alias_part", fastupdate=False
            ),  # Actor.called()
        ]

    def __str__(self) -> str:
        return self.name


class RoleQuerySet(models.QuerySet["Role"]):
    def held_on(self, day: datetime.date) -> "RoleQuerySet":
        """Roles held on that day; the first and the last day of a term count."""
        begun = Q(starts_on=None) | Q(starts_on__lte=day)
        not_ended = Q(ends_on=None) | Q(ends_on__gte=day)
        return self.filter(begun & not_ended).order_by(F("starts_on").desc(nulls_last=True), "-id")


@pghistory.track()
class Role(models.Model):
    """What an actor was, for whom, from when to when (both days included), and who says so."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="roles")
    title = models.CharField(max_length=200)
    country = models.ForeignKey(
        "Country", null=True, blank=True, on_delete=models.PROTECT, related_name="roles"
    )
    body = models.ForeignKey(
        Actor,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offices",
        limit_choices_to={"kind": Actor.Kind.BODY, "merged_into": None},
        verbose_name="international body",
        help_text="Instead of a country: the body whose office it is.",
    )
    starts_on = models.DateField("from", null=True, blank=True)
    ends_on = models.DateField("to", null=True, blank=True)
    reference = models.CharField(
        "source of this entry", max_length=500, help_text="A publication or address that says so"
    )

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = [F("starts_on").desc(nulls_last=True), "-id"]
        triggers = [
            *noted_writes(),
            not_on_merged("role", "actor", "actor"),
            not_on_merged("role", "body", "actor"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="role_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["actor", "title", "country", "body", "starts_on"],
                name="role_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(country=None) | Q(body=None), name="role_for_a_country_or_a_body"
            ),
        ]

    def __str__(self) -> str:
        return self.title
