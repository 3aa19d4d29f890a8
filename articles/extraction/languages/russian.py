"""Names in the cases of Russian: what forms of a name have in common, and the nominative of another case."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Literal

ENDING = re.compile(r"(?:ыми|ими|ого|его|ому|ему|ым|им|ом|ем|ой|ей|ою|ую|ая|ий|ый|а|я|у|ю|е|ы|и|й|ь|о)$")
OBLIQUE = (
    (re.compile(r"(?<=[иоеыёИОЕ][нв])ым$"), ""),
    (re.compile(r"(?<=[сц]к)им$"), "ий"),
    (re.compile(r"(?<=[бвгдзклмнпрстфхцчшж])ом$"), ""),
    (re.compile(r"(?<=[лнр])ем$"), "ь"),
    (re.compile(r"(?<=[аеиоуя])ем$"), "й"),
    (re.compile(r"(?<=[бвгдзклмнпрстфх])ой$"), "а"),
    (re.compile(r"(?<=[иь])ей$"), "я"),
    (re.compile(r"(?<=[оеи][вн])ой$"), "а"),
    (re.compile(r"(?<=ск)ой$"), "ая"),
    (re.compile(r"(?<=ск)ого$"), "ий"),
    (re.compile(r"ого$"), "ый"),
    (re.compile(r"ии$"), "ия"),
    (re.compile(r"(?<=[гкхжшчщ])и$"), "а"),
    (re.compile(r"ы$"), "а"),
    (re.compile(r"(?<=[аеиоуя])я$"), "й"),
    (re.compile(r"(?<=[лнр])я$"), "ь"),
    (re.compile(r"(?<=[бвгдзклмнпрстфхцчш])а$"), ""),
)  # fmt: skip


OF_WOMEN = (
    (re.compile(r"(?<=[оеёиы][вн])(?:ой|у|ы)$"), "а"),
    (re.compile(r"(?<=[сц]к)(?:ой|ую)$"), "ая"),
    (re.compile(r"(?<=вн)(?:ой|ы|у|е)$"), "а"),
    (re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])(?:ой|ы|у)$"), "а"),
    (re.compile(r"(?<=[ьиая])(?:ей|ю|и)$"), "я"),
)
PLURAL_ENDING = re.compile(r"(?:ами|ями|ах|ях|ам|ям|ов|ев|ей|ы|и|а|я|е)$")
VERBAL = (
    "ал", "ел", "ил", "ул", "ял", "ыл", "лся", "лась", "лись", "лось", "ала", "ела", "ила", "ула",
    "яла", "ыла", "али", "ели", "или", "ули", "яли", "ыли", "ало", "ело", "ило", "ует", "ает", "яет",
    "ают", "яют", "уют", "еют", "ется", "ются", "ится", "ятся", "аются", "шла", "шли", "шел", "мет",
    "жет", "гут", "дет", "дут", "стоит", "идет", "идут", "ведет",
)  # fmt: skip

IRREGULAR = {"Павл": "Павел", "Льв": "Лев"}


def name_stem(word: str) -> str:
    """The part of a name that its cases share."""
    stem = ENDING.sub("", word)
    return stem if len(stem) >= 3 else word


def plural_stem(word: str) -> str:
    """The part of a noun that the cases of its plural share: "экспертов", "экспертами"."""
    stem = PLURAL_ENDING.sub("", word)
    return stem if len(stem) >= 3 else word


def nominative(name: str) -> str:
    """The nominative of a name in another case; one whose given name is in the nominative stays."""
    first, *others = name.split()
    known = given_name(first.lower().replace("ё", "е"))
    if known is None or not others:
        return " ".join(map(_nominative, name.split()))
    gender, is_nominative = known
    if is_nominative:
        return name
    base = _base_of()[first.lower().replace("ё", "е")]
    rules = OF_WOMEN if gender == "f" else OBLIQUE
    return " ".join([base.capitalize(), *(_nominative(word, rules) for word in others)])


def _nominative(word: str, rules: tuple[tuple[re.Pattern[str], str], ...] = OBLIQUE) -> str:
    for pattern, ending in rules:
        if pattern.search(word):
            changed = pattern.sub(ending, word)
            return IRREGULAR.get(changed, changed)
    return word


DATA = Path(__file__).parent / "data"
Gender = Literal["m", "f"]
GENDERS: tuple[Gender, ...] = ("m", "f")
MEN = (("й", ("я", "ю", "ем", "е")), ("ь", ("я", "ю", "ем", "е")), ("", ("а", "у", "ом", "е")))
WOMEN = (
    ("ия", ("ии", "ию", "ией")),
    ("ья", ("ьи", "ье", "ью", "ьей")),
    ("я", ("и", "е", "ю", "ей")),
    ("а", ("ы", "и", "е", "у", "ой", "ей")),
    ("ь", ("и", "ью")),
)


@cache
def _data() -> dict[str, dict[str, None]]:
    """Given names by gender, and nouns that end like verbs."""
    raw = json.loads((DATA / "given.ru.json").read_text(encoding="utf-8"))
    return {kind: dict.fromkeys(words.lower().split()) for kind, words in raw.items()}


@cache
def _given() -> dict[str, tuple[Gender, bool]]:
    """Given names in all cases, each with its gender and whether that form is the nominative."""
    listed = {gender: _data()[gender] for gender in GENDERS}
    found: dict[str, tuple[Gender, bool]] = {}
    for gender, names in listed.items():
        for name in names:
            for form in _cases(name, MEN if gender == "m" and name[-1] not in "ая" else WOMEN):
                found.setdefault(form, (gender, False))
    first = {name: (gender, True) for gender, names in listed.items() for name in names}
    return {**found, **first}


def _cases(name: str, endings: tuple[tuple[str, tuple[str, ...]], ...]) -> list[str]:
    for ending, others in endings:
        if name.endswith(ending):
            return [name[: len(name) - len(ending)] + other for other in others]
    return []


@cache
def _base_of() -> dict[str, str]:
    """The nominative of each form of a given name."""
    return {
        form: name
        for gender in GENDERS
        for name in _data()[gender]
        for form in _cases(name, MEN if gender == "m" and name[-1] not in "ая" else WOMEN)
    }


def given_name(low: str) -> tuple[Gender, bool] | None:
    """The gender of a given name, and whether it is in the nominative; None for any other word."""
    return _given().get(low)


def ends_like_verb(low: str) -> bool:
    """True for a word with the ending of a finite verb that is not one of the nouns that end so, too."""
    return low.endswith(VERBAL) and len(low) > 3 and low not in _data()["nouns_like_verbs"]


def first_of_adjective(word: str) -> str:
    """The masculine nominative of an adjective in another case: "белорусского"."""
    for ending in ("ого", "ому", "ым", "ом"):
        if word.endswith(ending):
            stem = word[: -len(ending)]
            return stem + ("ий" if stem.endswith(("к", "г", "х")) else "ый")
    return word
