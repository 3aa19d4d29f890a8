"""Keeps the Country table equal to the packaged gazetteer; runs after every migrate."""

from typing import Any

from django.db import transaction

from articles.extraction import countries
from articles.models import Country, CountryName


def load_after_migrate(using: str, **_: Any) -> None:
    load(using)


@transaction.atomic
def load(using: str = "default") -> int:
    """Insert or bring up to date all countries and their names; returns the number of countries."""
    entries = countries.load()
    Country.objects.using(using).bulk_create(
        [_row(entry) for entry in entries],
        update_conflicts=True,
        unique_fields=["iso3"],
        update_fields=["iso2", "name", "official_name", "region", "un_member"],
    )
    names = [name for entry in entries for name in _names(entry)]
    CountryName.objects.using(using).bulk_create(names, ignore_conflicts=True)
    return len(entries)


def _row(entry: countries.Country) -> Country:
    return Country(
        iso3=entry.iso3,
        iso2=entry.iso2,
        name=entry.name,
        official_name=entry.official,
        region=entry.region,
        un_member=entry.un_member,
    )


def _names(entry: countries.Country) -> list[CountryName]:
    kinds = {
        CountryName.Kind.ALIAS: entry.aliases,
        CountryName.Kind.DEMONYM: entry.demonyms,
        CountryName.Kind.CAPITAL: entry.capitals,
        CountryName.Kind.SEAT: entry.seats,
    }
    return [
        CountryName(country_id=entry.iso3, kind=kind, name=name)
        for kind, names in kinds.items()
        for name in names
    ]
