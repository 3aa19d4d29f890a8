"""An invented record of any size, skewed as news is: a few countries, speakers and issues are heard most.

Pure: numbers in, tuples out, in the order of the columns named in TABLES; the same for the same seed. Every
name is put together from syllables, and every quote from common words and invented ones.
"""

import datetime
import hashlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

TABLES = {
    "source": "id name slug domain is_trusted",
    "issue": "id title slug description about phrases",
    "actor": "id name slug kind country_id",
    "bloc": "id name slug",
    "membership": "bloc_id country_id starts_on ends_on",
    "article": "id source_id title url published_on published_about language author text text_sha256 "
    "extractor state withdrawn_because added_at",
    "utterance": "id created_at",
    "statement": "id article_id utterance_id kind fragments quote cue said_on said_until said_on_precision "
    "said_on_basis said_on_phrase review reviewed_at machine_fields confidence extractor added_at changed_at",
    "attribution": "statement_id actor_id country_id name_printed role_printed",
    "position": "statement_id issue_id stance",
}
SOURCES, ISSUES, ACTORS, BLOCS, MEMBERS = 2_000, 300, 20_000, 12, 15
FIRST_DAY, DAYS = datetime.date(1995, 1, 1), 30 * 365
MOMENT = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
SHOWN = ("published", "", MOMENT)  # articles: state, why withdrawn, when added
AN_ARTICLE = 4  # statements, on average
REPEATED = 0.08  # statements that report again what another article has reported
ARTICLES_AT_ONCE = 500

STANCES = ("support", "oppose", "conditional", "neutral")
KINDS = ("direct", "mixed", "indirect")
REVIEWS = ("accepted", "suggested", "checked", "rejected")
PRECISIONS = ("day", "month", "year", "unknown")
CUES = ("said", "told reporters", "warned", "announced", "insisted", "added", "called for", "argued")
SYLLABLES = "ba ke li mo nu ra se ti vo zu dal fer gim hon jur kal len mar nos pel"
COMMON = """
the of and to in that we our for is on not with this be will as it are by at an have has must all from their
peace talks border agreement people government support region security trade council sanctions country states
should would can need because there which more than between until against without before after every other
continue respect hope ready clear united common future sides process solution dialogue measures forces effort
rights law international joint next step new full early strong firm serious open direct honest lasting final
remain believe expect welcome reject accept propose discuss resolve prevent protect ensure demand urge deny
water energy food health ports rivers islands ships grain gas oil mines farms schools roads markets prices
"""
PARTS, WORDS = SYLLABLES.split(), COMMON.split()

Row = tuple[object, ...]
Rows = dict[str, list[Row]]


@dataclass(slots=True)
class Said:
    """What one statement reports, and may be reported again."""

    utterance: int
    quote: str
    kind: str
    actors: list[int]
    positions: list[tuple[int, str]]
    day: datetime.date
    precision: str


@dataclass(slots=True)
class Corpus:
    """``statements`` in all, for ``countries`` (ISO codes, most heard first), with ids above ``after``."""

    statements: int
    seed: int
    countries: Sequence[str]
    after: int = 0
    rng: np.random.Generator = field(init=False)
    words: list[str] = field(init=False)
    home: dict[int, str | None] = field(init=False)
    recent: deque[Said] = field(init=False)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.seed)
        self.words = WORDS + [_name(400 + n).lower() for n in range(5_000)]
        self.home = dict(zip(self._ids(ACTORS), self._homes(), strict=True))
        self.recent = deque(maxlen=500)

    def _ids(self, number: int) -> range:
        return range(self.after + 1, self.after + number + 1)

    def _homes(self) -> list[str | None]:
        """The country of each actor; one in twenty speaks for none."""
        drawn, none = self._skewed(len(self.countries), ACTORS), self.rng.random(ACTORS) < 0.05
        return [
            None if free else self.countries[n] for n, free in zip(drawn.tolist(), none.tolist(), strict=True)
        ]

    def _skewed(self, values: int, size: int, by: float = 1.0) -> np.ndarray:
        """Numbers from 0, the nth as frequent as n to the power of minus ``by`` (Zipf)."""
        weights = _weights(values, by)
        return np.searchsorted(weights, self.rng.random(size) * weights[-1])

    def vocabulary(self) -> Rows:
        """Sources, issues, actors and blocs: everything that statements point to."""
        return {
            "source": [(n, f"The {_name(n)} Gazette", f"source-{n}", "", False) for n in self._ids(SOURCES)],
            "issue": [(n, f"A treaty on {_name(n)}", f"issue-{n}", "", [], []) for n in self._ids(ISSUES)],
            "actor": [(n, _person(n), f"speaker-{n}", "person", self.home[n]) for n in self._ids(ACTORS)],
            "bloc": [(n, f"{_name(n)} Pact", f"bloc-{n}") for n in self._ids(BLOCS)],
            "membership": [row for n in self._ids(BLOCS) for row in self._members(n)],
        }

    def _members(self, bloc: int) -> Iterator[Row]:
        """Some from the beginning, some later, some of those no longer."""
        countries = self.rng.permutation(len(self.countries))[:MEMBERS]
        for place, country in enumerate(countries.tolist()):
            start = FIRST_DAY + datetime.timedelta(days=700 * place) if place % 3 else None
            end = FIRST_DAY + datetime.timedelta(days=700 * place + 3_000) if place % 4 == 1 else None
            yield bloc, self.countries[country], start, end

    def batches(self) -> Iterator[Rows]:
        """Articles with their statements, oldest first, some hundred articles at a time."""
        article, statement, left = self.after, self.after, self.statements
        while left:
            rows: Rows = {
                name: [] for name in ("article", "utterance", "statement", "attribution", "position")
            }
            sizes = np.minimum(1 + self.rng.poisson(AN_ARTICLE - 1, ARTICLES_AT_ONCE), 12)
            for size in sizes.tolist():
                if size := min(size, left):
                    article, left = article + 1, left - size
                    self._article(rows, article, range(statement + 1, statement + size + 1))
                    statement += size
            yield rows

    def _article(self, rows: Rows, article: int, ids: range) -> None:
        day = self._day(ids[0])
        told = [self._said(number, day) for number in ids]
        text, spans = _text(told, article)
        for number, said, span in zip(ids, told, spans, strict=True):
            self._statement(rows, number, article, said, span)
        source = self.after + 1 + int(self._skewed(SOURCES, 1)[0])
        title = f"{told[0].quote[:60].rsplit(' ', 1)[0].capitalize()} ({article})"
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        rows["article"].append((article, source, title, "", day, "", "en", "", text, sha256, "", *SHOWN))

    def _day(self, statement: int) -> datetime.date:
        """Later years have more articles."""
        share = (statement - self.after) / (self.statements + 1)
        return FIRST_DAY + datetime.timedelta(days=int(DAYS * share**0.7))

    def _said(self, number: int, day: datetime.date) -> Said:
        if self.recent and self.rng.random() < REPEATED:
            return self.recent[int(self.rng.integers(len(self.recent)))]
        said = self._new(number, day)
        self.recent.append(said)
        return said

    def _new(self, number: int, day: datetime.date) -> Said:
        kind, precision, joint, many, length, back = self.rng.random(6).tolist()
        actors = self._skewed(ACTORS, 1 if joint > 0.04 else 3, 0.9) + self.after + 1
        return Said(
            utterance=number,
            quote=self._quote(15 + int(46 * length)),
            kind=KINDS[int(3 * kind**1.5)],
            actors=sorted(set(actors.tolist())),
            positions=self._positions(int(4 * many**1.7)),
            day=day - datetime.timedelta(days=int(4 * back**2)),
            precision=PRECISIONS[(precision > 0.9) + (precision > 0.94) + (precision > 0.96)],
        )

    def _quote(self, length: int) -> str:
        return " ".join([self.words[n] for n in self._skewed(len(self.words), length).tolist()])

    def _positions(self, number: int) -> list[tuple[int, str]]:
        issues = sorted(set((self._skewed(ISSUES, number) + self.after + 1).tolist()))
        stances = (4 * self.rng.random(len(issues)) ** 1.3).astype(int).tolist()
        return [(issue, STANCES[stance]) for issue, stance in zip(issues, stances, strict=True)]

    def _statement(self, rows: Rows, number: int, article: int, said: Said, span: tuple[int, int]) -> None:
        if said.utterance == number:
            rows["utterance"].append((number, MOMENT))
        cue, review = self.rng.random(2).tolist()
        state = REVIEWS[(review > 0.7) + (review > 0.85) + (review > 0.95)]
        seen = None if state == "suggested" else MOMENT
        basis = "none" if said.precision == "unknown" else "article"
        rows["statement"].append((
            number, article, said.utterance, said.kind, [list(span)], said.quote, CUES[int(8 * cue)],
            *_period(said), said.precision, basis, "", state, seen, [], None, "", MOMENT, MOMENT,
        ))  # fmt: skip
        rows["attribution"] += [(number, actor, self.home[actor], "", "") for actor in said.actors]
        rows["position"] += [(number, issue, stance) for issue, stance in said.positions]


@cache
def _weights(values: int, by: float) -> np.ndarray:
    return np.cumsum(1 / np.arange(1, values + 1) ** by)


def _period(said: Said) -> tuple[datetime.date | None, datetime.date | None]:
    """First and last day on which it may have been said."""
    day = said.day
    if said.precision == "unknown":
        return None, None
    if said.precision == "year":
        return day.replace(month=1, day=1), day.replace(month=12, day=31)
    if said.precision == "month":
        first = day.replace(day=1)
        return first, (first + datetime.timedelta(days=32)).replace(day=1) - datetime.timedelta(days=1)
    return day, day


def _text(told: Sequence[Said], number: int) -> tuple[str, list[tuple[int, int]]]:
    """An article's text, one paragraph a statement, and where each quote stands in it."""
    paragraphs, spans, end = [], [], 0
    for said in told:
        start = end + len(opening := f"{_person(said.actors[0])} spoke: “")
        spans.append((start, start + len(said.quote)))
        paragraphs.append(f"{opening}{said.quote}.”\n\n")
        end += len(paragraphs[-1])
    return f"{''.join(paragraphs)}Report {number}.", spans  # no two texts are the same


def _name(number: int) -> str:
    """A word of its own for each number."""
    syllables: list[str] = []
    while number or len(syllables) < 2:
        number, digit = divmod(number, len(PARTS))
        syllables.append(PARTS[digit])
    return "".join(syllables).capitalize()


@cache
def _person(number: int) -> str:
    return f"{_name(7 * number % 389)} {_name(number)}"
