"""What narrows a list, filters chosen and what was understood: each with the address without it."""

from dataclasses import dataclass

from articles.addresses import FILTERS, Query
from articles.browse.asking.reading import settled
from articles.browse.filters.declared import DECLARED
from articles.browse.filterset import StatementFilter
from articles.language import gettext, text

MOST = 50  # each chip repeats all others in its address


@dataclass(frozen=True, slots=True)
class Chip:
    """``title`` says of what kind it is, ``aside`` what else is to be known; ``query`` leaves it out."""

    title: str
    label: str
    aside: str
    query: Query

    @property
    def words(self) -> str:
        """All of it, to be read aloud."""
        return " ".join(filter(None, (gettext(self.title) if self.title else "", self.label, self.aside)))


def canonical(filterset: StatementFilter, typed: Query) -> Query:
    """The same list by filters alone: what its address becomes when one of them is changed."""
    read = filterset.read
    if not read.parts:
        return typed
    values = {name: filterset.data.getlist(name) for name in (*FILTERS, "sort", "cursor")}
    return type(typed)({**values, "q": [settled(read.rest)]})


def chips(filterset: StatementFilter, typed: Query) -> list[Chip]:
    """Those of filters that were chosen, then those that were read, in the order in which they were typed."""
    given = [(name, value) for name, value in typed.items() if name in DECLARED and name != "q"]
    if len(given) > MOST:
        return []
    chosen = [Chip("", _label(filterset, *pair), "", typed.without(*pair)) for pair in given]
    read = filterset.read
    understood = [
        Chip(part.title, part.label, part.aside, typed.replace(q=read.without(part))) for part in read.parts
    ]
    left = " ".join(part.text for part in read.parts)
    worded = [Chip(text("words"), read.rest, "", typed.replace(q=left))] if read.rest else []
    return [*chosen, *understood, *worded]


def _label(filterset: StatementFilter, name: str, value: str) -> str:
    return DECLARED[name].chip(filterset.wanted.get(name), value)
