"""Which words report speech, and what they report: a clause, an infinitive, an object; which nouns speak.

The lists are general English, kept in ``data/cues.json`` and ``data/actors.json`` so that a rule can be added
without touching code.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / "cues.json").read_text(encoding="utf-8"))
    return loaded


@cache
def words(name: str) -> frozenset[str]:
    """The words of one list of ``cues.json``; the lists are strings of words split by white space."""
    return frozenset(_data()["lists"][name].split())


@cache
def _of_actors() -> dict[str, str]:
    loaded: dict[str, str] = json.loads((DATA / "actors.json").read_text(encoding="utf-8"))
    return loaded


@cache
def nouns(name: str) -> frozenset[str]:
    """The words of one list of ``actors.json``: roles, offices, bodies, given names."""
    return frozenset(_of_actors()[name].split())


@cache
def prepositions() -> dict[str, frozenset[str]]:
    """Verb or noun lemma → prepositions whose object it reports ("call" → "for")."""
    return {lemma: frozenset(value.split()) for lemma, value in _data()["prepositions"].items()}


@cache
def reporting() -> frozenset[str]:
    """Lemmas of every verb that may be a cue."""
    return frozenset.union(
        *(words(name) for name in ("say", "ask", "promise", "urge", "judge", "label", "attitudes", "others")),
        prepositions(),
    )


@cache
def prefilter() -> re.Pattern[str]:
    """Matches a paragraph that could hold a statement: a quotation mark, or the stem of a cue."""
    stems = {_stem(lemma) for lemma in reporting() | words("nouns") | words("ask")}
    stems |= set(_data()["irregular"].split())
    return re.compile(
        r"[\"“”„«»‘]|''|:|\baccording\b|\b(?:" + "|".join(sorted(stems)) + r")\w{0,5}\b", re.IGNORECASE
    )


def _stem(lemma: str) -> str:
    return lemma[:-1] if lemma[-1] in "ey" and len(lemma) > 3 else lemma
