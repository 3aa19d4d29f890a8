"""Groups of countries that are looked at together: the P5, the European Union."""

import pghistory
from django.db import models
from django.db.models import F, Q

from articles.addresses import path_to
from articles.models.names import LabelField
from articles.models.writes import any_write, writes_of_names


@pghistory.track()
class Bloc(models.Model):
    """A named group of countries; its memberships say who belonged to it on which day."""

    name = LabelField(max_length=100, unique=True)
    slug = models.SlugField(max_length=100, unique=True)

    class Meta:
        ordering = ["name"]
        triggers = writes_of_names()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("bloc_detail", self.slug)


@pghistory.track()
class Membership(models.Model):
    """From when to when a country belonged to a bloc, both days included; an empty end is open."""

    bloc = models.ForeignKey(Bloc, on_delete=models.CASCADE, related_name="memberships")
    country = models.ForeignKey("Country", on_delete=models.PROTECT, related_name="memberships")
    starts_on = models.DateField("from", null=True, blank=True)
    ends_on = models.DateField("to", null=True, blank=True)

    class Meta:
        ordering = ["country__name", F("starts_on").asc(nulls_first=True)]
        triggers = any_write()
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["bloc", "country", "starts_on"], name="membership_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} in {self.bloc}"
