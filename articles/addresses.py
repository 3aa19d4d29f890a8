"""Addresses of views: the same choices always give the same query string."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from ipaddress import ip_address, ip_network
from typing import ClassVar, Self, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.text import slugify

from articles.dates import canonical

FILTERS = (
    "country", "bloc", "actor", "issue", "stance", "kind", "source", "precision", "voice",
    "said_after", "said_before", "q", "review", "hand",
)  # fmt: skip
"""The filters of statements; each is declared in the module of its name in ``articles/browse/filters/``."""
ORDER = (*FILTERS, "by", "differ", "as_of", "sort", "cursor")
DEFAULTS = {"review": "reviewed", "sort": "newest", "page": "1"}
ONE = {  # of these the last value counts; others may have several
    "said_after", "said_before", "q", "review", "hand",
    "by", "differ", "as_of", "sort", "cursor", "find", "page",
}  # fmt: skip
DATES = ("said_after", "said_before", "as_of")  # 5 July 2017 is written 2017-07-05
MOST_VALUES = 50  # of one filter; each link of a page repeats them
HIDDEN = r"\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
WEB = rf"^https?://[^/?#{HIDDEN}][^{HIDDEN}]*$"  # for Python and PostgreSQL, in letters of any case
"""A page elsewhere, as browsers open it; without spaces, control characters and marks that nobody sees."""
Kind = TypeVar("Kind", bound="Query")
DIGITS = re.compile(r"[0-9]{1,18}")  # what fits into 64 bits; int() refuses thousands of them


def number(text: str) -> int | None:
    """The whole number that was typed or sent, with 18 digits at most; None for anything else."""
    return int(text) if DIGITS.fullmatch(text) else None


def is_web(text: str) -> bool:
    """Whether it is the address of a page elsewhere: no script, data or file."""
    return bool(re.fullmatch(WEB, text, re.IGNORECASE))


def path_to(name: str, *args: object) -> str:
    """The path of a page by the name of its pattern; a list leads to a hundred, most of them often."""
    return _path_to(get_script_prefix(), name, args)


@lru_cache(maxsize=10_000)
def _path_to(prefix: str, name: str, args: tuple[object, ...]) -> str:
    return reverse(name, args=args)


def slug_of(text: str, otherwise: str, words: int | None = None) -> str:
    """The end of an address, made of its first words: for people only, and left out when compared."""
    return slugify(" ".join(text.split()[:words]))[:60].strip("-") or otherwise


class Query:
    """The parameters of an address, in canonical order, without defaults and repetitions. Immutable."""

    order: ClassVar[tuple[str, ...]] = ORDER

    @classmethod
    def taking(cls, *names: str) -> type["Query"]:
        """The class of queries that have these parameters alone."""
        return type(cls.__name__, (cls,), {"order": names})

    def __init__(self, values: Mapping[str, Iterable[str]]) -> None:
        self._set({name: _kept(name, values[name]) for name in self.order if name in values})

    def _set(self, kept: Mapping[str, list[str]]) -> Self:
        self._values = {name: kept[name] for name in self.order if kept.get(name)}
        self._settle()
        return self

    def _settle(self) -> None:
        """When the words are taken out of a form, the order by them goes too, and the place in it."""
        if "q" not in self._values and self.one("sort") == "relevance":
            del self._values["sort"]
            self._values.pop("cursor", None)

    def all(self, name: str) -> list[str]:
        return self._values.get(name, [])

    def one(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    def replace(self, **changes: str | Iterable[str]) -> Self:
        """The same query with these parameters set anew; an empty value removes one. Starts at page one."""
        new = {name: _kept(name, [v] if isinstance(v, str) else v) for name, v in changes.items()}
        same = type(self).__new__(type(self))  # what is kept need not be put in order once more
        return same._set({**self._values, "cursor": [], "page": [], **new})

    def within(self, after: str, before: str) -> str:
        """The address of the same query with another period, which a chart needs for each of its bars."""
        head, tail = self._around_period
        ends = (("said_after", after), ("said_before", before))
        return f"?{head}{'&'.join(f'{name}={end}' for name, end in ends if end)}{tail}"

    @cached_property
    def _around_period(self) -> tuple[str, str]:
        names = [name for name in self.order if name not in ("said_after", "said_before")]
        early = [name for name in names if self.order.index(name) < self.order.index("said_after")]
        head = urlencode(self.only(*early).items())
        tail = urlencode(self.only(*names).replace(**dict.fromkeys(early, "")).items())
        return head and f"{head}&", tail and f"&{tail}"

    def adding(self, name: str, value: str) -> Self:
        return self.replace(**{name: [*self.all(name), value]})

    def without(self, name: str, value: str) -> Self:
        return self.replace(**{name: [kept for kept in self.all(name) if kept != value]})

    def only(self, *names: str) -> Self:
        return type(self)({name: self.all(name) for name in names})

    def uncrowded(self) -> Self:
        """Without the filters that have too many values, which are refused: no link needs to repeat them."""
        crowded = [name for name, values in self._values.items() if len(values) > MOST_VALUES]
        return self.replace(**dict.fromkeys(crowded, "")) if crowded else self

    def about(self, *columns: str) -> Self:
        """The same query about these columns alone, each written as its filter: country=RUS, bloc=eu."""
        chosen = [column.partition("=") for column in columns]
        kinds = ("country", "bloc", "actor")
        return self.replace(**{kind: [key for name, _, key in chosen if name == kind] for kind in kinds})

    def into(self, kind: type[Kind]) -> Kind:
        """The same values, of the parameters that this kind has."""
        return kind(self._values)

    def items(self) -> list[tuple[str, str]]:
        return [(name, value) for name, values in self._values.items() for value in values]

    def __bool__(self) -> bool:
        return bool(self._values)

    def __str__(self) -> str:
        """Ready to follow a path: "?country=RUS&issue=thaad", or nothing."""
        return f"?{urlencode(self.items())}" if self._values else ""


class ListQuery(Query):
    """The parameters of a list of statements, as known now or at a moment."""

    order = tuple(name for name in ORDER if name not in ("by", "differ"))


class CurrentQuery(ListQuery):
    """The same where only what is known now can be told."""

    order = tuple(name for name in ListQuery.order if name != "as_of")


class FileQuery(ListQuery):
    """The same for files: machines are told when an order has no words to go by."""

    def _settle(self) -> None:
        pass


class EveryQuery(FileQuery):
    """Whatever was given, in the order of the alphabet: the API names what it does not take."""

    def _set(self, kept: Mapping[str, list[str]]) -> Self:
        self._values = {name: kept[name] for name in sorted(kept) if kept[name]}
        return self

    def __init__(self, values: Mapping[str, Iterable[str]]) -> None:
        self._set({name: _kept(name, values[name]) for name in values})


class FeedQuery(FileQuery):
    """Feeds tell what is new, and know no past."""

    order = CurrentQuery.order


class ComparisonQuery(Query):
    """The parameters of a comparison."""

    order: ClassVar[tuple[str, ...]] = (
        "country", "bloc", "actor", "issue", "said_after", "said_before", "review", "hand",
        "by", "differ", "as_of", "page",
    )  # fmt: skip


class AgreementQuery(ComparisonQuery):
    """The same without what agreement does not look at: whatever was said at any time counts alike."""

    order = tuple(name for name in ComparisonQuery.order if name not in ("by", "differ", "page"))


class ValuesQuery(Query):
    """The parameters of a list of a filter's values: the filters, what is looked for, and the page."""

    order = (*(name for name in CurrentQuery.order if name != "cursor"), "find", "page")

    @property
    def filters(self) -> Query:
        return Query(self._values)


def _kept(name: str, values: Iterable[str]) -> list[str]:
    given = [value.strip() for value in values]
    if name in ONE:
        given = given[-1:]
    if name in DATES:
        given = [canonical(value) for value in given]
    if name == "page":
        given = [str(number(value) or "") for value in given]
    return sorted(set(given) - {"", DEFAULTS.get(name, "")})


def address_of(meta: Mapping[str, str]) -> str:
    """The network address of who asks, as the last proxy that is ours saw it; empty if there is none.

    ``PROXIES`` says how many stand in front: what is further to the left in X-Forwarded-For anybody can send.
    """
    passed = [part.strip() for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    hops = settings.PROXIES
    given = passed[-hops] if hops and len(passed) >= hops else meta.get("REMOTE_ADDR", "")
    try:
        return str(ip_address(given))
    except ValueError:
        return ""


def address_of_request(request: HttpRequest) -> str:
    """The same, as django-axes asks for it."""
    return address_of(request.META)


def network_of(address: str) -> str:
    """What is counted as one client: an address of IPv4, a network of 64 bits of IPv6."""
    if ":" not in address:
        return address
    return str(ip_network(f"{address.partition('%')[0]}/64", strict=False))
