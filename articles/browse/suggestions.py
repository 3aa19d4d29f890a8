"""What to offer while somebody types, and in place of what was not quite a name; each leads to statements."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from django.http import QueryDict

from articles.addresses import Query
from articles.browse.asking import words
from articles.browse.asking.countries import names
from articles.browse.asking.reading import Part, Reading
from articles.browse.asking.slips import nearest
from articles.browse.asking.speakers import bearers
from articles.browse.asking.telling import Piece, told
from articles.browse.by_sql import Row
from articles.browse.choices import Known
from articles.browse.filterset import StatementFilter
from articles.browse.results import Results, results
from articles.formatting import place
from articles.language import gettext, text
from articles.models import Statement, search

MOST = 5  # in place of a name
FEW = 5  # with fewer hits than these, names that are like the words are offered
SHORTEST = 3  # letters of what a name is like
GROUPS = {
    "country": (text("Countries"), 3),
    "bloc": (text("Blocs"), 2),
    "actor": (text("Speakers"), 3),
    "issue": (text("Issues"), 4),
}
BEGUN = 2  # letters at least of a name that is being typed
LOOKED_UP = 4  # words, the last ones


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One list: what leads to it, in pieces, the code of a country, and how many statements it has."""

    pieces: tuple[Piece, ...]
    query: Query
    total: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    suggestions: tuple[Suggestion, ...]


def suggested(typed: Query) -> list[Group]:
    """For what stands in the box by now, beside the filters that are chosen: never what leads to nothing."""
    filterset = _asked(typed)
    if not filterset.read.text or not filterset.is_valid():
        return []
    groups = [_understood(filterset, typed), *_values(filterset.read, typed), _periods(filterset.read, typed)]
    return [group for group in groups if group.suggestions]


def meant(read: Reading, total: int) -> list[tuple[str, Known]]:
    """Filters and values that are like the words that were left, if little was found; all lead somewhere."""
    name = search.bare(read.rest)
    if total >= FEW or len(name) < SHORTEST or '"' in read.rest:
        return []
    found: list[tuple[str, Known]] = []
    for word in words.plainly(re.findall(r"[^\W_]+", name))[:LOOKED_UP]:
        if len(word) >= SHORTEST and (near := nearest(word)):
            found += [(near[0], known) for known in near[1]]
    unique = dict.fromkeys(found)
    return [(name, known) for name, known in unique if _is_heard(name, known.value)][:MOST]


def _understood(filterset: StatementFilter, typed: Query) -> Group:
    if _is_one_value(filterset.read):  # which stands in its own group
        return Group("", ())
    total = results(filterset).total
    own = Suggestion(tuple(told(filterset.read)), typed, total)
    return Group(
        gettext("As understood") if filterset.read.parts else gettext("As words"), (own,) if total else ()
    )


def _is_one_value(read: Reading) -> bool:
    """Whether all that was typed is one name, spelt as it is, or one period."""
    one = [part for part in read.parts if part.filter in GROUPS or part.filter == "said"]
    return not read.rest and len(read.parts) == len(one) == 1 and not one[0].aside


def _values(read: Reading, typed: Query) -> Iterator[Group]:
    """Values of filters whose names begin as a word that is typed, the last word first."""
    kept = typed.replace(q="", sort="")
    found = results(_asked(kept))
    begun = [word.text for word in reversed(_begun(read)[-LOOKED_UP:])]
    for name, (title, most) in GROUPS.items():
        options = _options(found, name, [part for part in read.parts if part.filter == name], begun)
        yield Group(
            gettext(title),
            tuple(
                Suggestion(
                    _marked(place(label), begun),
                    kept.adding(name, value),
                    total,
                    value if name == "country" else "",
                )
                for value, label, total in options[:most]
            ),
        )


def _begun(read: Reading) -> list[words.Word]:
    """The words that may begin a name: not those of a period."""
    said = [part for part in read.parts if part.filter == "said"]
    return [
        word
        for word in words.typed(read.text).words
        if len(word.plain) >= BEGUN
        and not word.is_joining
        and all(word.end <= part.start or word.start >= part.end for part in said)
    ]


def _options(found: Results, name: str, parts: list[Part], begun: list[str]) -> list[Row]:
    """First what was read, then what has a word that begins as the last one typed, or the one before it …"""
    if not parts and not begun:
        return []
    rows = found.rows(name)  # only such as lead to statements, most frequent first
    read = {known.value for part in parts for known in part.values}
    listed = [row for row in rows if row[0] in read][:MOST]
    for word in words.plainly(begun):
        also = _called(name, word)
        begins = re.compile(rf"\b{re.escape(word)}")
        fit = (row for row in rows if row[0] in also or begins.search(_plain(row[1])))
        listed += [row for row in islice(fit, MOST) if row not in listed]
    return listed


def _called(name: str, word: str) -> set[str]:
    """The values of which another name begins so."""
    if name == "actor":
        [found] = bearers([rf"\m{word}"]) if word.isalnum() and len(word) >= SHORTEST else [[]]
        return {actor.value for _, actor, _ in found}
    if name in ("country", "bloc"):
        every = names().items()
        return {
            known.value
            for plain, told in every
            if plain.startswith(word)
            for one, known in told
            if one == name
        }
    return set()


@lru_cache(maxsize=50_000)
def _plain(label: str) -> str:
    """In small letters without accents, as far as composition tells."""
    return "".join(c for c in unicodedata.normalize("NFKD", label.lower()) if not unicodedata.combining(c))


def _periods(read: Reading, typed: Query) -> Group:
    said = [part for part in read.parts if part.filter == "said"]
    kept = typed.replace(q="", sort="")
    found = []
    for part in said:
        query = kept.replace(
            said_after=str(part.after or kept.one("said_after")),
            said_before=str(part.before or kept.one("said_before")),
        )
        if total := results(_asked(query)).total:
            found.append(Suggestion((Piece(part.label, is_named=True),), query, total))
    return Group(gettext("Periods"), tuple(found))


def _marked(label: str, begun: list[str]) -> tuple[Piece, ...]:
    """The label with what begins as a word that was typed."""
    wanted = "|".join(re.escape(word) for word in begun)
    if not wanted:
        return (Piece(label),)
    parts = re.split(rf"(\b(?:{wanted}))", label, flags=re.IGNORECASE)
    return tuple(Piece(part, is_named=n % 2 == 1) for n, part in enumerate(parts) if part)


def _is_heard(name: str, value: str) -> bool:
    return results(_asked(Query({name: [value]}))).total > 0


def _asked(query: Query) -> StatementFilter:
    return StatementFilter(QueryDict(str(query).removeprefix("?")), Statement.objects.all())
