"""Where nothing was found: whether anything could be, and which other lists hold something."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from django.http import QueryDict

from articles.addresses import FILTERS, Query
from articles.browse.chips import Chip, canonical, chips
from articles.browse.coverage import Coverage
from articles.browse.filterset import StatementFilter
from articles.browse.results import Results, results
from articles.formatting import place
from articles.language import gettext
from articles.models import Country, Statement

MOST = 5  # that are offered
TRIED = 16  # lists that are counted
Try = tuple[Query, tuple[str, ...], str]  # the list, what it leaves out, what it adds


@dataclass(frozen=True, slots=True)
class Remedy:
    """Another list with the number of its statements; ``left_out`` are the chips that it does without."""

    query: Query
    total: int
    left_out: tuple[str, ...] = ()
    adds: str = ""


def remedies(filterset: StatementFilter, typed: Query) -> list[Remedy]:
    """Those that find something: with least left out first."""
    tried: dict[str, Remedy] = {}
    for query, left_out, adds in _tries(filterset, typed):
        if len(tried) >= TRIED:
            break
        if str(query) not in tried and any(name in FILTERS and name != "review" for name, _ in query.items()):
            tried[str(query)] = Remedy(query, _total(query), left_out, adds)
    return [remedy for remedy in tried.values() if remedy.total and _is_more(remedy, tried)][:MOST]


def _is_more(remedy: Remedy, tried: dict[str, Remedy]) -> bool:
    """Than the same has without what the machine read."""
    reviewed = tried.get(str(remedy.query.replace(review="")))
    return not remedy.adds or reviewed is None or reviewed is remedy or remedy.total > reviewed.total


def elsewhere(filterset: StatementFilter) -> Coverage | None:
    """All articles, if there are any and none is of the period asked for."""
    period = [filterset.wanted.get(name) for name in ("said_after", "said_before")]
    if not any(period) or results(filterset).coverage.articles:
        return None
    whole = _found(Query({})).coverage
    return whole if whole.articles else None


def _tries(filterset: StatementFilter, typed: Query) -> Iterator[Try]:
    is_reviewed = typed.one("review") != "all"
    given = chips(filterset, typed)
    if is_reviewed:
        yield typed.replace(review="all"), (), gettext("include machine-read")
    yield from _less(typed, [(chip,) for chip in _by_tightness(given)], is_reviewed)
    yield from _others_for_the_country(filterset, typed)
    yield from _less(typed, combinations(_by_tightness(given), 2), is_reviewed)


def _less(typed: Query, several: Iterable[tuple[Chip, ...]], is_reviewed: bool) -> Iterator[Try]:
    for left_out in several:
        names = tuple(chip.label for chip in left_out)
        query = _without(typed, left_out)
        yield query, names, ""
        if is_reviewed:
            yield query.replace(review="all"), names, gettext("include machine-read")


def _by_tightness(given: list[Chip]) -> list[Chip]:
    """A period first, then words, then what was said on it, and whose it is last."""
    order = {"said": 0, "words": 1, "kind": 2, "stance": 3, "issue": 4}
    return sorted(given, key=lambda chip: order.get(chip.title, 1 if not chip.title else 5))


def _without(typed: Query, left_out: tuple[Chip, ...]) -> Query:
    """What is typed or chosen without several chips: what each of them leaves has to be left by all."""
    first, *others = left_out
    query = first.query
    for chip in others:
        again = StatementFilter(QueryDict(str(query).removeprefix("?")), Statement.objects.all())
        same = [each for each in chips(again, query) if (each.title, each.label) == (chip.title, chip.label)]
        query = same[0].query if same else query
    return query


def _others_for_the_country(filterset: StatementFilter, typed: Query) -> Iterator[Try]:
    actors = filterset.wanted.get("actor") or ()
    codes = sorted({actor.country_id for actor in actors if actor.country_id})
    if not codes:
        return
    name = Country.objects.get(pk=codes[0]).name
    told = gettext("other speakers for %(country)s, at any time")
    others = canonical(filterset, typed).replace(actor="", country=codes)
    yield others.replace(said_after="", said_before=""), (), told % {"country": place(name)}


def _total(query: Query) -> int:
    return _found(query).total


def _found(query: Query) -> Results:
    return results(StatementFilter(QueryDict(str(query).removeprefix("?")), Statement.objects.all()))
