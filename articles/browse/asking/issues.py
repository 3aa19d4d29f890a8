"""Issues in what was typed: by words of their titles, and by the country that they are about."""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from articles.browse.asking.countries import parts_of_names
from articles.browse.asking.meant import Meant
from articles.browse.asking.words import ABOUT, Typed
from articles.browse.choices import Known
from diplomacy.replicas import connection

RANK = 5
MOST = 12  # issues of the same words; what more of them share says too little
LONGEST = 10  # words
# They stand in titles, and alone say nothing of the issue; nor do parts of the names of countries.
WEAK = frozenset(
    "all end further more new no other side sides support un".split()  # noqa: SIM905
)
TITLED = """
SELECT given.n, issue.id, issue.slug, issue.title
FROM unnest(%s::text[]) WITH ORDINALITY AS given (word, n)
JOIN articles_issue AS issue
ON to_tsvector('demarche', articles_words(issue.title))
    @@ phraseto_tsquery('demarche', articles_words(given.word))
WHERE issue.merged_into_id IS NULL ORDER BY issue.title
"""
CONCERNED = (
    "SELECT id, slug, title FROM articles_issue WHERE merged_into_id IS NULL AND about && %s ORDER BY title"
)


@dataclass(frozen=True, slots=True)
class Titles:
    """Which issues have each of the words in their titles; ``targets`` are countries by their first word."""

    typed: Typed
    by_word: list[set[Known]]
    targets: dict[int, Meant]
    weak: Set[str]

    def of(self, first: int) -> Meant | None:
        """The issues of the longest run of words from here on: of titles that have all of them."""
        if not self._tells(first):
            return None
        found, last, weight, at = self.by_word[first], first, 1, first + 1
        while at < min(len(self.typed.words), first + LONGEST) and self.typed.are_together(last, at):
            end, fit = self._next(at)
            if fit is None:
                at += 1
                continue
            if not (narrower := found & fit):
                break
            weight += end - at + 1
            found, last, at = narrower, end, end + 1
        is_telling = any(
            self._tells(n) and self.typed.words[n].plain not in self.weak for n in range(first, last + 1)
        )
        if not is_telling or len(found) > MOST:
            return None
        return Meant("issue", tuple(sorted(found, key=_by_title)), first, last, RANK, weight)

    def _next(self, at: int) -> tuple[int, set[Known] | None]:
        """Up to which word those from here on narrow it, and to which issues; None for a joining word."""
        if at in self.targets:
            target = self.targets[at]
            codes = [country.value for country in target.values]
            return target.last, _about(codes) if self.typed.words[at - 1].plain in ABOUT else set()
        if self.typed.words[at].is_joining:
            return at, None
        return at, self.by_word[at]

    def _tells(self, n: int) -> bool:
        return bool(self.by_word[n]) and n not in self.targets and not self.typed.words[n].is_joining


def issues(typed: Typed, countries: Iterable[Meant]) -> list[Meant]:
    """The longest run from each word; a country belongs to it only behind "on", "against" and their like."""
    if not typed.words:
        return []
    targets: dict[int, Meant] = {}
    for meant in countries:
        if meant.filter == "country" and meant.last >= targets.get(meant.first, meant).last:
            targets[meant.first] = meant
    titles = Titles(typed, _by_word(typed), targets, WEAK | parts_of_names())
    found = (titles.of(first) for first in range(len(typed.words)))
    return [each for each in found if each]


def concerned(typed: Typed, countries: Iterable[Meant]) -> list[Meant]:
    """For "on Russia" without an issue before: the issues that are about it."""
    found = []
    for meant in countries:
        before = typed.words[meant.first - 1].plain if meant.first else ""
        if meant.filter == "country" and before in ABOUT:
            about = _about([country.value for country in meant.values])
            if 0 < len(about) <= MOST:
                ordered = tuple(sorted(about, key=_by_title))
                found.append(Meant("issue", ordered, meant.first, meant.last, -1, meant.weight))
    return found


def _by_word(typed: Typed) -> list[set[Known]]:
    found: list[set[Known]] = [set() for _ in typed.words]
    with connection().cursor() as cursor:
        cursor.execute(TITLED, [[word.text for word in typed.words]])
        for n, pk, slug, title in cursor:
            found[n - 1].add(Known(pk, slug, title))
    return found


def _about(codes: list[str]) -> set[Known]:
    with connection().cursor() as cursor:
        cursor.execute(CONCERNED, [codes])
        return {Known(*row) for row in cursor}


def _by_title(issue: Known) -> tuple[str, str]:
    return issue.label, issue.value
