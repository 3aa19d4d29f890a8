"""Names of countries, their adjectives, capitals and seats of government in one language."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from .lexicon import load as lexicon

DATA = Path(__file__).parent / "data"
PlaceKind = Literal["name", "place", "part", "adjective"]


@dataclass(frozen=True, slots=True)
class Place:
    """What a word or a phrase says about a country; ``base`` is its nominative form.

    A place is a capital or a seat that stands for the state; a part is a province or another city.
    """

    iso3: str
    kind: PlaceKind
    base: str


@cache
def load(code: str) -> dict[str, Place]:
    """Every form, in small letters, with its country. A form of two countries is left out."""
    found: dict[str, Place | None] = {}
    rows = json.loads((DATA / f"countries.{code}.json").read_text(encoding="utf-8"))
    for iso3, row in rows.items():
        for kind, name in (("names", "name"), ("places", "place"), ("parts", "part")):
            for base in row.get(kind, ()):
                _put(found, _declined(base, code), Place(iso3, name, base))  # type: ignore[arg-type]
        for base in row.get("adjectives", ()):
            _put(found, _agreeing(base, code), Place(iso3, "adjective", base))
    return {form: place for form, place in found.items() if place is not None}


@cache
def first_words(code: str) -> frozenset[str]:
    """The words with which a name of a place can begin."""
    return frozenset(form.replace("'", "' ").split()[0] for form in load(code))


def _put(found: dict[str, Place | None], forms: list[str], place: Place) -> None:
    for form in forms:
        key = form.lower().replace("ё", "е")
        known = found.get(key, place)
        same = known is not None and known.iso3 == place.iso3
        found[key] = (found.get(key) or place) if same else None


def _declined(base: str, code: str) -> list[str]:
    """The cases of a name, where the language has them; only the last or the only word is inflected."""
    forms = [base]
    rules = lexicon(code).raw.get("cases", ())
    if " " in base:
        return [base, *_two_words(base)] if rules else forms
    if base.isupper():
        return forms
    for ending, others in rules:
        if base.endswith(ending):
            stem = base[: len(base) - len(ending)]
            forms.extend(stem + other for other in others)
            break
    return forms


def _two_words(base: str) -> list[str]:
    """Adjective and noun, in the cases of Russian: "Северная Корея", "Белый дом"."""
    first, _, last = base.rpartition(" ")
    feminine = first.endswith("ая") and last.endswith(("я", "а"))
    masculine = first.endswith(("ый", "ий"))
    if feminine:
        stem, tail = first[:-2], last[:-1]
        nouns = ("и", "ю", "ей", "е") if last.endswith("я") else ("ы", "у", "ой", "е")
        return [f"{stem}{a} {tail}{n}" for a, n in zip(("ой", "ую", "ой", "ой"), nouns, strict=True)]
    if masculine:
        stem = first[:-2]
        soft = "его" if first.endswith("ий") and not first.endswith(("кий", "гий")) else "ого"
        cases = ((soft, "а"), (soft[0] + "му", "у"), ("ым", "ом"), (soft[0] + "м", "е"))
        return [f"{stem}{a} {last}{n}" for a, n in cases]
    return []


def _agreeing(base: str, code: str) -> list[str]:
    """An adjective with its endings for gender, number and case."""
    for ending, others in lexicon(code).raw.get("adjective_endings", ()):
        if base.endswith(ending):
            stem = base[: len(base) - len(ending)]
            return [base, *(stem + other for other in others)]
    return [base]
