"""Whether the name or the adjective of a country means the state, its people or one of its citizens."""

import re
from functools import lru_cache
from typing import Any

from . import allegiance, gazetteer
from .lexicon import nouns
from .phrases import phrase_of, plain
from .records import Speaker

BEFORE_A_NAME = ("poss", "compound", "nmod", "amod")
PRIVATE = (
    r"(?:\w+ ){0,2}(?:nationals|citizens|workers|journalists|tourists|hostages|volunteers|sailors|soldiers"
    r"|troops|students|people|families|prisoners|doctors|nurses)\b"
)


def nation(head: Any, text: str) -> Speaker | None:
    """ "The French have accepted": France, as "the Russians" are Russia; not in news of French citizens."""
    hit = gazetteer.lookup(head.text)
    is_alone = head.i and head.doc[head.i - 1].lower_ == "the" and head.dep_ not in BEFORE_A_NAME
    if hit is None or hit[2] != "demonym" or not is_alone or _tells_of_citizens(head.text, text):
        return None
    return Speaker(hit[1], "state", None, hit[0])


@lru_cache(maxsize=64)  # else a long text is searched for each of its sentences
def _tells_of_citizens(demonym: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(demonym)} {PRIVATE}", text) is not None


def is_people(head: Any, phrase: str) -> bool:
    """ "Iraqis said": people of a state, unlike "the Iraqis"."""
    has_article = any(child.lower_ in ("the", "both") for child in head.children)
    hit = gazetteer.lookup(phrase)
    return not has_article and head.tag_ == "NNPS" and hit is not None and hit[2] == "demonym"


def of_several_countries(head: Any) -> tuple[Speaker, ...]:
    """ "US and Iraqi officials" are two groups."""
    phrase = plain(phrase_of(head, with_of=False))
    found = list(gazetteer.scan(phrase))
    if head.tag_ != "NNS" or len({place.iso3 for place in found}) < 2 or " and " not in phrase:
        return ()
    named = [f"{phrase[place.start : place.end]} {head.text}" for place in found]
    return tuple(Speaker(name, "group", None, allegiance.of_body(name)) for name in named)


def of_owner(head: Any, labels: tuple[str, ...], name: str) -> str | None:
    """ "Russia's Safronkov", "Kremlin spokesman Peskov": the state whose name stands right before a name.

    Not a word of the name itself: "Jordan Smith", "Agence France-Presse". "The Russian Petrov" is a citizen.
    """
    own = re.split(r"[\s-]+", name)
    owner = next((c for c in head.children if c.dep_ in labels and c.text not in own), None)
    if owner is None or any(between.text in nouns("groups") for between in head.doc[owner.i : head.i]):
        return None
    hit = gazetteer.lookup(plain(str(owner.doc[owner.left_edge.i : owner.i + 1].text)))
    is_citizen = hit is not None and hit[2] == "demonym" and owner.dep_ != "poss" and owner.i + 1 < head.i
    return hit[0] if hit and not is_citizen else None
