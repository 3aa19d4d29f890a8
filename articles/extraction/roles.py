"""What somebody is, as printed beside a name: "Russian Foreign Minister", "Vice-President"."""

import re
from typing import Literal

from articles.text.letters import CAPITAL, SMALL

from .lexicon import nouns

Gender = Literal["m", "f", "?"]

BEFORE = re.compile(
    rf"[.!?;:\"“”()\n](?<!{CAPITAL}\.)(?<!\b{CAPITAL}[{SMALL}]\.)"
    r"(?<!Sen\.|Rep\.|Gov\.|Gen\.|Maj\.|Col\.|Adm\.|Sgt\.|Amb\.)(?<!Capt\.|Brig\.)"
)
LINK = re.compile(r"\b(?:for|to|of|from|at)(?:\s|$)")
ARTICLE = re.compile(r"^(?:(?:the|an?|its|their)\b)?\s*")
ABBREVIATED = (
    "Sen.", "Rep.", "Gov.", "Gen.", "Amb.", "Lt.", "Col.", "Capt.", "Adm.", "Maj.", "Maj.-Gen.", "Lt.-Gen.",
    "Brig.", "Sgt.",
)  # fmt: skip


def is_role(words: str) -> bool:
    """Is one of these words a role: "minister", "vice-president"?"""
    found = re.findall(r"[\w-]+", words.lower()[:80])
    return any(word in nouns("role_nouns") or is_joined_title(word) for word in found)


def is_joined_title(word: str) -> bool:
    """ "Vice-President", "Attorney-General", "Lieutenant-Colonel"."""
    first, *others = word.lower().rstrip(".").split("-")
    if not others:
        return False
    known = nouns("role_nouns") | nouns("role_links")
    is_made_up = others[-1] in nouns("role_nouns") and known.issuperset([first, *others])
    return is_made_up or word.lower() in nouns("joined_titles")


def gender_of_words(words: str) -> Gender:
    lowered = re.findall(r"\w+", words.lower())
    if any(word in nouns("female_words") for word in lowered):
        return "f"
    return "m" if any(word in nouns("male_words") for word in lowered) else "?"


def role_before(text: str, start: int) -> str | None:
    """The role printed right before a name: "Russian Foreign Minister", "China's UN ambassador,"."""
    window = text[max(0, start - 110) : start]
    words = re.findall(r"\S+", BEFORE.split(window)[-1])
    taken: list[str] = []
    for word in reversed(words):
        if not _belongs(word, first=not taken) or word in nouns("groups"):
            break  # "to Russian journalists President Ruiz said": not what she is
        taken.insert(0, word)
    while taken and taken[0].lower() in ("to", "of", "for", "at", "and", "the", "a", "an", "in"):
        taken.pop(0)
    role = _own_role(" ".join(taken).rstrip(","))
    return role if role and (is_role(role) or _abbreviated(taken[-1])) else None


def _own_role(words: str) -> str:
    """What is printed before a name without whose aide another is: "aide to President" says "President".

    Nothing, if the name is what a preposition leads to: "a spokesman for the".
    """
    parts = LINK.split(words)
    if not ARTICLE.sub("", parts[-1]):
        return ""
    return parts[-1].strip() if len(parts) > 1 and is_role(parts[-1]) else words


def _abbreviated(word: str) -> bool:
    return word.rstrip(",") in ABBREVIATED


def opens_with_role(words: str) -> bool:
    """ "Russia's deputy envoy to the UN", but not "speaking to Russia's envoy", "one of Russia's critics"."""
    for word in words.split()[:8]:
        if not _belongs(word, first=True):
            return False
        if is_role(word):
            return True
    return False


def _belongs(word: str, first: bool) -> bool:
    bare = word.rstrip(",")
    if word != bare and not first:
        return False
    lowered = bare.lower()
    if bare in nouns("not_names") and lowered not in nouns("role_links"):
        return False
    return bare[:1].isupper() or lowered in nouns("role_links") or is_role(lowered)
