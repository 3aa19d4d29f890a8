"""Words without their endings, by how rare they are, and the countries that a text names."""

import json
import re
from functools import cache, lru_cache
from math import log
from typing import Any

from . import gazetteer
from .lexicon import DATA

WORD = re.compile(r"[^\W\d_][\w’'-]*")
ENDINGS = (
    "ations",
    "ation",
    "ings",
    "ing",
    "ments",
    "ment",
    "ies",
    "ions",
    "ion",
    "ed",
    "es",
    "s",
    "al",
    "ive",
)
SHORTEST_STEM = 4
KEPT = 1024  # texts of which the stems are kept: each title is held against every statement


def countries_in(text: str) -> set[str]:
    return {hit.iso3 for hit in gazetteer.scan(text)}


def stem(word: str) -> str:
    plain = word.lower().replace("’", "'").removesuffix("'s")
    ending = next((e for e in ENDINGS if plain.endswith(e) and len(plain) - len(e) >= SHORTEST_STEM), "")
    return plain[: len(plain) - len(ending)]


@lru_cache(maxsize=KEPT)
def stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in WORD.findall(text) if word.lower() not in _frequent())


@cache
def _frequent() -> frozenset[str]:
    return frozenset(kept_weights()["frequent"].split())


def rarity(word: str) -> float:
    """The logarithm of how many times more articles there are than articles with this stem."""
    counts: dict[str, int] = kept_weights()["articles_with"]
    return log((kept_weights()["articles"] + 1) / (counts.get(word, 0) + 1))


_background: dict[str, Any] = {}


def kept_weights() -> dict[str, Any]:
    """What ``train_matching`` has kept: how rare words are, and the weights of ``matching``."""
    if not _background:
        _background.update(json.loads((DATA / "matching.json").read_text(encoding="utf-8")))
    return _background


def knows(background: dict[str, Any]) -> None:
    """Takes the rarity of words from here instead of from the file, until the process ends."""
    _background.update(background)
