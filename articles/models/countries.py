"""States as ISO 3166-1 lists them, and the names by which texts refer to them."""

from django.db import models

from articles.addresses import path_to
from articles.models.names import with_words
from articles.models.writes import noted_writes, writes_of_names


class CountryQuerySet(models.QuerySet["Country"]):
    def heard(self) -> "CountryQuerySet":
        """Countries for which at least one statement is on record."""
        return self.filter(attributions__isnull=False).distinct()

    def called(self, words: str) -> "CountryQuerySet":
        """Countries with these words in their name, of which the last may go on."""
        return self.filter(with_words("name", words))


class Country(models.Model):
    """One entry of ISO 3166-1. Filled from the packaged gazetteer, never typed in."""

    iso3 = models.CharField("ISO 3166-1 code", max_length=3, primary_key=True)
    iso2 = models.CharField("two-letter code", max_length=2, unique=True)
    name = models.CharField(max_length=100, unique=True)
    official_name = models.CharField(max_length=200)
    region = models.CharField(max_length=50)
    un_member = models.BooleanField("member of the United Nations")

    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        triggers = writes_of_names()
        verbose_name_plural = "countries"
        constraints = [
            models.CheckConstraint(condition=models.Q(iso3__regex="^[A-Z]{3}$"), name="country_iso3_capitals")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("country_detail", self.iso3)


class CountryName(models.Model):
    """Another name by which a text may mean the country: "Britain", "Russian", "the Kremlin"."""

    class Kind(models.TextChoices):
        ALIAS = "alias", "other name"
        DEMONYM = "demonym", "demonym"
        CAPITAL = "capital", "capital"
        SEAT = "seat", "seat of government"

    country = models.ForeignKey(Country, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        ordering = ["name"]
        triggers = noted_writes()
        constraints = [
            models.UniqueConstraint(fields=["country", "kind", "name"], name="country_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
