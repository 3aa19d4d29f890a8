"""What is different between two tables of a comparison, cell by cell, in words."""

from collections import Counter
from collections.abc import Iterable

from articles.compare.changes_since import ADDED, CORRECTED, DELETED, Again, Change
from articles.compare.words import Shown
from articles.formatting import count, dated_words, stance_verb
from articles.formatting import place as place_name
from articles.language import gettext, text

SILENT = text("no statement found")
Place = tuple[str, str]  # title of an issue, name of a column


def differences(again: Again) -> list[str]:
    """A sentence for each cell that is not as it was, in the order of the table; empty if nothing changed.

    "China on Further sanctions: opposes → conditional, 5 July 2017; 2 new statements".
    """
    called = {c["code"]: c["name"] for table in (again.then, again.today) for c in table["columns"]}
    gone = [change for change in again.changes if change.kind == DELETED]
    kinds: dict[Place, Counter[str]] = {}
    for change in again.changes:
        if change.kind != DELETED:
            place = (change.issue, called.get(change.column, change.column))
            kinds.setdefault(place, Counter())[change.kind] += 1
    then, today = _latest(again.then), _latest(again.today)
    cells = (_cell(place, then.get(place), today.get(place), kinds[place]) for place in kinds)
    return [*_gone(gone), *cells]


def _gone(changes: Iterable[Change]) -> list[str]:
    return [
        gettext("%(what)s is no longer on record") % {"what": change.column or change.issue}
        for change in changes
    ]


def _latest(table: Shown) -> dict[Place, Shown]:
    """The cell of each column on each issue; of several stretches of time the latest that has words."""
    called = {column["id"]: column["name"] for column in table["columns"]}
    return {
        (row["issue"]["title"], called[cell["column"]]): {**cell, "issue": row["issue"]}
        for row in table["rows"]
        for cell in row["cells"]
        if cell["statements"] and cell["column"] in called
    }


def _cell(place: Place, then: Shown | None, today: Shown | None, kinds: Counter[str]) -> str:
    before, now = _stance(then), _stance(today)
    latest = today and today.get("latest")
    turned = f"{before} → {now}" if before != now else gettext("still %(stance)s") % {"stance": now}
    if latest and before != now:
        turned += f", {dated_words(latest)}"
    parts = [turned, *(_counted(kind, number) for kind, number in kinds.items())]
    told = {"who": place_name(place[1]), "issue": place[0], "changes": "; ".join(parts)}
    return gettext("%(who)s on %(issue)s: %(changes)s") % told


def _stance(cell: Shown | None) -> str:
    return stance_verb(cell["stance"], issue=cell["issue"]) if cell else gettext(SILENT)


def _counted(kind: str, number: int) -> str:
    if kind == ADDED:
        return count(number, "new statement")
    if kind == CORRECTED:
        return count(number, "corrected statement")
    return gettext("%(statements)s %(kind)s") % {
        "statements": count(number, "statement"),
        "kind": gettext(kind),
    }
