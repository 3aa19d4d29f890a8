"""What kind of noun a word is by the lists of its language, in the nominative or, with cases, in any case.

Asked of every word several times, so the answers are kept.
"""

from functools import cache, lru_cache
from typing import Literal

from .lexicon import load
from .russian import ends_like_verb, name_stem, plural_stem

NounKind = Literal["role", "office", "group", "document", "body", "place", "name", "pronoun", "plain"]
LISTED: tuple[tuple[str, NounKind], ...] = (
    ("roles", "role"), ("groups", "group"), ("offices", "office"), ("documents", "document"),
    ("bodies", "body"),
)  # fmt: skip
IN_ANY_CASE: tuple[tuple[str, NounKind], ...] = (
    ("groups", "group"), ("roles", "role"), ("offices", "office"), ("documents", "document"),
)  # fmt: skip
PLURAL_CASES = ("ов", "ев", "ей", "ан", "ам", "ям", "ами", "ями", "ах", "ях")
STOPS = ("perfect", "negations", "reflexive", "relatives", "that", "subordinators", "verb_like")
KEPT = 65_536  # answers


@lru_cache(maxsize=KEPT)
def base_of(code: str, kind: str, low: str) -> str | None:
    """The nominative of a role, office, document or, of the plural only, group in any case."""
    if not load(code).raw.get("cases"):
        return None
    if kind != "groups":
        return _stems(code, kind).get(name_stem(low))
    plural = low.endswith(PLURAL_CASES) or load(code).has("groups", low)
    return _stems(code, kind).get(plural_stem(low)) if plural else None


@lru_cache(maxsize=KEPT)
def listed(code: str, low: str, any_case: bool) -> NounKind | None:
    """The kind of a noun that a list has."""
    found = next((kind for name, kind in LISTED if load(code).has(name, low)), None)
    if found is None and is_former(code, low):
        return "role"
    if found is not None or not any_case:
        return found
    return next((kind for name, kind in IN_ANY_CASE if base_of(code, name, low)), None)


def is_former(code: str, low: str) -> bool:
    """ "exministro", "ex-président": a role that somebody had."""
    prefix = load(code).raw.get("former_prefix", "ex")
    return low.startswith(prefix) and load(code).has("roles", low[len(prefix) :].lstrip("-"))


@lru_cache(maxsize=KEPT)
def stops(code: str, low: str) -> bool:
    """Does a noun phrase end at this word whatever follows?"""
    return any(load(code).has(kind, low) for kind in STOPS)


def ends_as_verb(code: str, low: str) -> bool:
    """An ending that no noun has: "recibió", "firmaron"."""
    return low.endswith(tuple(load(code).raw.get("never_nouns", ())))


@lru_cache(maxsize=KEPT)
def is_verb(code: str, low: str) -> bool:
    """A word with the ending of a finite verb that no noun has, or with cases hardly any."""
    cases = bool(load(code).raw.get("cases"))
    return ends_as_verb(code, low) or (cases and ends_like_verb(low))


@cache
def _stems(code: str, kind: str) -> dict[str, str]:
    """What the cases of a word share, with the word; of several with one stem the shortest."""
    words = sorted(load(code).words[kind], key=lambda word: (-len(word), word))
    if kind == "groups":
        return {plural_stem(word): word for word in words}
    forms = load(code).raw.get("role_forms", {}) if kind == "roles" else {}
    return {name_stem(word): word for word in words} | {name_stem(form): word for form, word in forms.items()}
