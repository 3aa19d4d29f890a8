"""Members of parliaments of the last decades, by the packaged list (``data/politicians.csv``).

It knows when they were born and little of their terms. So a name counts only in full, of somebody of an age
to hold a seat, in a text that names the country, and beside a role only if that is one of politics.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Container
from datetime import date
from functools import cache

from .lexicon import DATA, nouns
from .officeholders import folded, same_class
from .parties import Entry

# The first and the last word of a name: few texts have those between.
Ends = tuple[tuple[str, ...], tuple[str, ...]]
YOUNGEST, OLDEST = 25, 80  # years
PARTY = re.compile(r"\b(?:party|opposition|candidate|democrat|republican|labou?r|liberal|conservative)", re.I)


def of_member(name: str, role: str | None, on: date | None, named: Container[str]) -> str | None:
    """ISO3 of the only country named in the text of which somebody of this full name sat in parliament."""
    if on is None or " " not in name or (role and not _is_political(role)):
        return None
    words = folded(name)
    found = {
        one.iso3
        for one in _members().get((words[:1], words[-1:]), ())
        if set(words) <= set(one.words) and one.since <= on.year <= one.until and one.iso3 in named
    }
    return found.pop() if len(found) == 1 else None


def _is_political(role: str) -> bool:
    words = set(re.findall(r"\w+", role.lower()))
    return bool(words & nouns("politicians") or PARTY.search(role) or same_class(role, role))


@cache
def _members() -> dict[Ends, list[Entry]]:
    found: dict[Ends, list[Entry]] = defaultdict(list)
    with (DATA / "politicians.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            born = int(row["born"])
            until = int(row["died"]) if row["died"].isdigit() else born + OLDEST
            words = folded(row["name"])
            since = int(row["from"] or born + YOUNGEST)
            found[words[:1], words[-1:]].append(Entry(row["iso3"], since, until, words))
    return found
