"""Reads what was typed: "russia sanctions july 2017" names a country, two issues and a month.

The same words are read in the same way as long as the record knows the same names. Of readings that share
words the longest counts; what nothing reads, and what is quoted, excluded or begun*, is left as words.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from django.http import QueryDict

from articles.browse.asking import words
from articles.browse.asking.choices import LABELS, choices
from articles.browse.asking.countries import countries
from articles.browse.asking.issues import concerned, issues
from articles.browse.asking.meant import Meant
from articles.browse.asking.periods import Found, periods
from articles.browse.asking.slips import slips
from articles.browse.asking.speakers import speakers
from articles.browse.asking.words import Typed
from articles.browse.choices import Known
from articles.dates import Period
from articles.dates import typed as typed_date
from articles.formatting import count, period, place
from articles.language import gettext, text

TITLES = {
    "country": text("country"), "bloc": text("bloc"), "actor": text("speaker"), "issue": text("issue"),
    "stance": text("stance"), "kind": text("kind"), "said": text("said"),
}  # fmt: skip
PERIOD = ("said_after", "said_before")
OPPOSE = Known("oppose", "oppose", LABELS["stance"]["oppose"])


@dataclass(frozen=True, slots=True)
class Part:
    """What the words from ``start`` to ``end`` are read as: values of a filter, or a period ("said")."""

    filter: str
    text: str
    start: int
    end: int
    values: tuple[Known, ...] = ()
    after: Period | None = None
    before: Period | None = None
    instead: str = ""

    @property
    def title(self) -> str:
        return TITLES[self.filter]

    @property
    def label(self) -> str:
        """What is meant: the name of the one value, the words for several, the period."""
        if self.filter == "said":
            return period(_written(self.after), _written(self.before))
        if len(self.values) != 1:
            return self.text
        label = self.values[0].label
        return gettext(label) if self.filter in LABELS else place(label)

    @property
    def aside(self) -> str:
        """What has to be told beside the label: how many are meant, or for which word."""
        if self.instead:
            return gettext("for “%(words)s”") % {"words": self.instead}
        many = {"country": "countries", "actor": "speakers"}.get(self.filter, f"{self.filter}s")
        return count(len(self.values), self.title, many) if len(self.values) > 1 else ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was typed, in its normal form, its parts in the order of the text, and the words that are left."""

    text: str
    parts: tuple[Part, ...] = ()
    rest: str = ""

    @property
    def marked(self) -> str:
        """What is to be marked in the statements found: the words, and those by which issues are named."""
        issues = [part.text for part in self.parts if part.filter == "issue"]
        return " or ".join(filter(None, [self.rest, *issues]))

    @property
    def filters(self) -> dict[str, list[str]]:
        """The values of each filter that is named, as addresses write them."""
        found: dict[str, list[str]] = {}
        for part in self.parts:
            if part.filter != "said":
                found.setdefault(part.filter, []).extend(known.value for known in part.values)
        for part in self.parts:
            for name, end in (("said_after", part.after), ("said_before", part.before)):
                if end:
                    found[name] = [str(end)]
        return {name: list(dict.fromkeys(values)) for name, values in found.items()}

    def without(self, *parts: Part) -> str:
        """What would be typed without the words of these parts."""
        return _tidy(_cut(self.text, parts))

    def as_words(self) -> str:
        """What would be typed to search for all of it as words."""
        text, parts = self.text, self.parts
        while parts:  # once the first period is quoted, a second one would be read
            text = _quoted(text, parts)
            parts = reading(text).parts
        return text


def reading(text: str) -> Reading:
    """Of any text; it costs a dozen queries at most, whatever it is."""
    typed = words.typed(text)
    if not typed.words:
        return Reading(typed.text, (), typed.text)
    dates = periods(_unquoted(typed.text))
    free = tuple(w for w in typed.words if all(w.end <= d.start or w.start >= d.end for d in dates))
    typed = Typed(typed.text, free)
    parts = (*(_dated(typed.text, each) for each in dates), *(_part(typed, each) for each in _meant(typed)))
    ordered = tuple(sorted(parts, key=lambda part: part.start))
    if not ordered or not _are_alternatives(typed.text, ordered):
        return Reading(typed.text, (), typed.text)
    return Reading(typed.text, ordered, _rest(typed.text, ordered))


def merged(data: QueryDict, read: Reading) -> QueryDict:
    """The values of all filters: those of the address, and those that were read in its words.

    Several values of one filter are alternatives, wherever they stand; of two periods what both share counts.
    """
    if not read.parts:
        return data
    every = data.copy()
    every["q"] = read.rest
    for name, values in read.filters.items():
        if name in PERIOD:
            every[name] = _narrower(name, values[0], data.get(name, ""))
        else:
            every.setlist(name, list(dict.fromkeys([*data.getlist(name), *values])))
    every["typed"] = read.text
    return every


def _narrower(name: str, read: str, given: str) -> str:
    """The later beginning, or the earlier end; what is no date stays, for the field to say so."""
    try:
        ends = [typed_date(given), Period.parse(read)] if given else [Period.parse(read)]
    except ValueError:
        return given
    if name == "said_after":
        return str(max(ends, key=lambda end: end.first))
    return str(min(ends, key=lambda end: end.last))


def settled(rest: str) -> str:
    """The words that are left, so quoted that by themselves they are read as words, too."""
    again = reading(rest) if rest else Reading("")
    return again.as_words() if again.parts else rest


def _meant(typed: Typed) -> list[Meant]:
    if not typed.words:
        return []
    states = countries(typed)
    found = [*states, *speakers(typed), *choices(typed), *issues(typed, states), *concerned(typed, states)]
    chosen = _chosen(found)
    unread = set(range(len(typed.words))) - {n for each in chosen for n in range(each.first, each.last + 1)}
    chosen += slips(typed, sorted(unread))
    if all(each.filter in LABELS for each in chosen):  # a stance, or a kind, of nobody on nothing is a word
        return []
    return _narrowed([*chosen, *_against(typed, chosen)])


def _chosen(found: Iterable[Meant]) -> list[Meant]:
    """Those of most words that share none with another."""
    chosen: list[Meant] = []
    for each in sorted(found, key=lambda m: (-m.weight, m.rank, m.first, m.last)):
        if all(each.last < other.first or each.first > other.last for other in chosen):
            chosen.append(each)
    return chosen


def _against(typed: Typed, chosen: list[Meant]) -> Iterator[Meant]:
    """ "against sanctions" opposes them."""
    taken = {n for each in chosen for n in range(each.first, each.last + 1)}
    for each in chosen:
        at = each.first - 1
        is_about = each.filter == "issue" and each.rank > 0
        if is_about and at >= 0 and at not in taken and typed.words[at].plain == "against":
            yield Meant("stance", (OPPOSE,), at, at, 0, 1)


def _narrowed(chosen: list[Meant]) -> list[Meant]:
    """Issues named and a country that they are about narrow each other, if any issue fits both."""
    about = [each for each in chosen if each.filter == "issue" and each.rank < 0]
    named = [each for each in chosen if each.filter == "issue" and each.rank >= 0]
    both = {v for each in about for v in each.values} & {v for each in named for v in each.values}
    if not both:
        return chosen
    return [
        replace(each, values=kept)
        if each.filter == "issue" and (kept := tuple(v for v in each.values if v in both))
        else each
        for each in chosen
    ]


def _written(end: Period | None) -> str | None:
    return str(end) if end else None


def _are_alternatives(text: str, parts: Iterable[Part]) -> bool:
    """Whether each "or" stands between values of one filter: no address has other alternatives."""
    before = {part.end: part for part in parts}
    after = {part.start: part for part in parts}
    for match in re.finditer(r"\s+or\s+", _unquoted(text), re.IGNORECASE):
        one, other = before.get(match.start()), after.get(match.end())
        if (one or other) and not (one and other and one.filter == other.filter != "said"):
            return False
    return True


def _dated(text: str, found: Found) -> Part:
    return Part("said", text[found.start : found.end], found.start, found.end, (), found.after, found.before)


def _part(typed: Typed, meant: Meant) -> Part:
    start, end = typed.words[meant.first].start, typed.words[meant.last].end
    return Part(meant.filter, typed.text[start:end], start, end, meant.values, instead=meant.instead)


def _unquoted(text: str) -> str:
    """The text with signs for what is quoted, so that no period is read there."""
    return re.sub(r'-?"[^"]*"?', lambda match: "_" * len(match[0]), text)


def _cut(text: str, parts: Iterable[Part]) -> str:
    for part in sorted(parts, key=lambda part: -part.start):
        text = f"{text[: part.start]} {text[part.end :]}"
    return text


def _quoted(text: str, parts: Iterable[Part]) -> str:
    for part in sorted(parts, key=lambda part: -part.start):
        text = f'{text[: part.start]}"{text[part.start : part.end]}"{text[part.end :]}'
    return text


def _rest(text: str, parts: Iterable[Part]) -> str:
    """What no part reads, without words that only join others, and without "or" beside what was read."""
    marked = text
    for part in sorted(parts, key=lambda part: -part.start):
        marked = f"{marked[: part.start]} \0 {marked[part.end :]}"
    pieces = [match[0] for match in re.finditer(r'\0|-?"[^"]*"?|[^\s",;:!?()\0]+', marked)]
    pieces = [piece for piece in pieces if piece == "or" or piece.lower() not in words.JOINING]
    around = ["\0", *pieces, "\0"]
    kept = [
        piece
        for before, (piece, after) in zip(around, pairwise(around[1:]), strict=False)
        if piece != "\0" and not (piece.lower() == "or" and "\0" in (before, after))
    ]
    return " ".join(kept) if any(re.search(r"\w", piece) for piece in kept) else ""


def _tidy(text: str) -> str:
    """Without joining words at its ends, which joined what is gone."""
    pieces = text.split()
    while pieces and pieces[-1].lower() in words.JOINING:
        pieces.pop()
    while pieces and pieces[0].lower() in words.JOINING:
        pieces.pop(0)
    return " ".join(pieces)
