"""The words of a language: its reporting verbs in all their forms, and the small words around them.

A language is a file ``data/<code>.json``. Verbs are kept as stems by the class of their endings, so that a
line of data stands for all forms of a verb.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

DATA = Path(__file__).parent / "data"
Mood = Literal["finite", "participle", "gerund", "infinitive"]


@dataclass(frozen=True, slots=True)
class Verb:
    """A form of a reporting verb: whether a clause or an object follows, and what kind of form it is."""

    clause: bool
    object: bool
    mood: Mood


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The data of one language; phrases are kept as tuples of words, the longest first."""

    code: str
    verbs: dict[str, Verb]
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    words: dict[str, frozenset[str]]
    raw: dict[str, Any] = field(repr=False)
    openings: dict[str, frozenset[str]] = field(repr=False)

    def has(self, kind: str, word: str) -> bool:
        return word in self.words[kind]

    def starts(self, kind: str, word: str) -> bool:
        """Does a phrase of that kind begin with the word?"""
        return word in self.openings[kind]


LISTS = (
    "perfect", "reflexive_perfect", "reflexive", "been", "negations", "denials", "that",
    "weak_according", "of", "prepositions", "complement_prepositions", "determiners", "and", "join",
    "relatives", "relative_subjects", "subordinators", "pronouns", "roles", "unofficial", "former",
    "offices", "bodies", "groups", "documents", "titles", "particles", "not_names", "gender_she",
    "abbreviations", "speaker_prepositions", "verb_like", "as_said", "before_noun",
    "official_groups", "thoughts", "cue_nouns", "noun_links", "by", "before_that",
    "also_participles", "reported", "partitives", "not_adverbs", "quoting", "alone", "about_this",
    "about", "sources", "other_persons", "pointing", "one_person", "months", "portfolios",
    "groups_of_states", "state_roles", "private", "envoys", "occasion_nouns", "spoken_to",
    "partitives_before_adjectives", "body_heads", "body_prepositions",
    "things", "circumstances", "general_offices", "impersonal", "media",
    "but", "clitics", "conjunctive", "percent", "possessives", "whose", "near", "one_determined",
    "firsts", "sought",
)  # fmt: skip
PHRASES = (
    "according", "own_according", "skip", "asides", "verb_phrases", "citing", "before_verb", "occasions",
    "occasion_prepositions", "in_passing",
)  # fmt: skip
FILLER = re.compile(r"{(\w+)}")


@cache
def load(code: str) -> Lexicon:
    """The lexicon of a language, read at the first use."""
    raw: dict[str, Any] = json.loads((DATA / f"{code}.json").read_text(encoding="utf-8"))
    verbs, sequences, alone = _verbs(raw)
    raw["verb_phrases"], raw["alone"] = sequences, alone
    raw["also_participles"] = _also_participles(raw)
    raw["skip"] = [phrase for one in raw.get("skip", ()) for phrase in _filled(one, raw)]
    raw["spoken_to"] = {phrase for phrase in raw["skip"] if " " not in phrase} - set(
        raw.get("determiners", ())
    )
    phrases = {name: _phrases(raw.get(name, ())) for name in PHRASES}
    return Lexicon(
        code,
        verbs,
        phrases,
        {name: frozenset(_listed(raw.get(name, ()))) for name in LISTS},
        raw,
        {name: frozenset(phrase[0] for phrase in those) for name, those in phrases.items()},
    )


def _filled(phrase: str, raw: dict[str, Any]) -> list[str]:
    """ "el {day}" with every day of the week, "hace {few} {unit}" with numbers and units of time."""
    blank = FILLER.search(phrase)
    if blank is None:
        return [phrase]
    words = raw["fillers"][blank[1]]
    words = raw[words] if isinstance(words, str) else words
    return [whole for word in words for whole in _filled(phrase.replace(blank[0], word, 1), raw)]


def _listed(value: str | Iterable[str]) -> list[str]:
    return [
        word.replace("_", " ").lower().replace("ё", "е")
        for word in (value.split() if isinstance(value, str) else value)
    ]


def _phrases(value: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    split = (tuple(phrase.replace("'", "' ").split()) for phrase in value)
    return tuple(sorted(split, key=len, reverse=True))


def _verbs(raw: dict[str, Any]) -> tuple[dict[str, Verb], list[str], list[str]]:
    """Each form with what may follow it, the forms of several words ("fait savoir"), and those of one."""
    found: dict[str, Verb] = {}
    sequences: list[str] = []
    alone: list[str] = []
    for group in raw["verbs"]:
        clause, takes_object = "clause" in group["takes"], "object" in group["takes"]
        for form, mood in _forms(group, raw["endings"]):
            words = form.replace("ё", "е").split("_")
            (sequences if len(words) > 1 else alone).append(" ".join(words))
            known = found.get(words[0])
            found[words[0]] = Verb(
                clause or (known is not None and known.clause),
                takes_object or (known is not None and known.object),
                known.mood if known is not None else mood,
            )
    return found, sequences, alone


def _agreeing(participle: str, endings: dict[str, str]) -> list[str]:
    """A participle with its endings for gender and number; one of several words stays as it is."""
    for ending, others in endings.items():
        if "_" not in participle and participle.endswith(ending):
            stem = participle[: len(participle) - len(ending)]
            return [participle, *(stem + other for other in others.split())]
    return [participle]


def _also_participles(raw: dict[str, Any]) -> list[str]:
    """Finite forms that are participles as well, such as German "kritisiert"."""
    moods: dict[str, set[str]] = {}
    for group in raw["verbs"]:
        for form, mood in _forms(group, raw["endings"]):
            moods.setdefault(form, set()).add(mood)
    return [form for form, its in moods.items() if {"finite", "participle"} <= its]


def _forms(group: dict[str, str], endings: dict[str, dict[str, str]]) -> Iterable[tuple[str, Mood]]:
    moods: tuple[Mood, ...] = ("finite", "participle", "gerund", "infinitive")
    yield from ((form, "finite") for form in group.get("forms", "").split())
    for form in group.get("participle", "").split():
        yield from ((agreeing, "participle") for agreeing in _agreeing(form, endings.get("agreement", {})))
    yield from ((form, "gerund") for form in group.get("gerund", "").split())
    yield from ((form, "infinitive") for form in group.get("infinitive", "").split())
    yield from ((form, "infinitive") for form in group.get("infinitive", "").split())
    for name, table in endings.items():
        for stem in group.get(name, "").split():
            for mood in moods:
                forms = (stem + ending for ending in table.get(mood, "").split())
                agreement = endings.get("agreement", {}) if mood == "participle" else {}
                yield from ((one, mood) for form in forms for one in _agreeing(form, agreement))
