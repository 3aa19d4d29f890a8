"""Remembers, by place in the text, who was mentioned, and finds who a pronoun means."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .lexicon import nouns
from .records import Span, Speaker
from .roles import Gender, is_role

ENOUGH = 120  # mentions looked back upon
NOT_LEADING, REPORTED, UNSURE, SPOKE = 220, 250, 60, -120  # characters added to a mention's distance
NAMELESS = 150  # the same, of "a Chinese official" for "he" or "she"
EARLIER_PARAGRAPH = 80  # the same, of who stands in another paragraph than the pronoun
NOT_PLURAL = 150  # the same, of a body that "they" would mean
OFFICES = frozenset(
    ("prime", "foreign", "defence", "defense", "finance", "interior", "justice", "trade", "health", "energy")
)
BELOW = frozenset(("vice", "deputy", "former"))
PLURAL = frozenset(("they", "them", "their"))


@dataclass(slots=True)
class Mention:
    """Someone who could be meant by a later pronoun; ``at`` is a place in the text."""

    at: int
    speakers: tuple[Speaker, ...]
    gender: Gender
    leading: bool  # a subject or a speaker, not a mere object
    spoke: bool = False
    reported: bool = False  # inside somebody's words, hence less salient


class Memory:
    """The mentions of one text in order of place.

    ``contents`` are the ranges of reported words, ``paragraphs`` the places where paragraphs begin, in order.
    """

    def __init__(self, contents: list[Span], paragraphs: Sequence[int] = ()) -> None:
        self.mentions: list[Mention] = []
        self._paragraphs = paragraphs
        self._contents = sorted(contents)

    def add(self, mention: Mention) -> None:
        insort(self.mentions, mention, key=lambda known: known.at)

    def is_reported(self, at: int) -> bool:
        place = bisect_right(self._contents, (at, float("inf"))) - 1
        return any(start <= at < end for start, end in self._contents[max(0, place - 3) : place + 1])

    def before(self, at: int) -> Iterator[Mention]:
        """The latest mentions before a place, the nearest first."""
        end = bisect_left(self.mentions, at, key=lambda known: known.at)
        return iter(self.mentions[max(0, end - ENOUGH) : end][::-1])

    def antecedent(self, at: int, word: str, wanted: Gender | None, quoting: bool = False) -> Mention | None:
        """Whom the pronoun ``word`` at ``at`` means; ``quoting`` prefers who spoke last."""
        best: tuple[float, Mention] | None = None
        for mention in self.before(at):
            if not _compatible(mention, word, wanted) or (word == "it" and not mention.leading):
                continue
            if word in PLURAL and self._is_far_office(mention, at):
                continue
            distance = at - mention.at + _penalty(mention, wanted, quoting)
            if self._is_of_earlier_paragraph(mention, at):
                distance += EARLIER_PARAGRAPH
            if word in PLURAL and len(mention.speakers) == 1 and mention.speakers[0].kind != "group":
                distance += NOT_PLURAL
            if best is None or distance < best[0]:
                best = (distance, mention)
        return best[1] if best else None

    def _is_far_office(self, mention: Mention, at: int) -> bool:
        """A ministry is "they" only where the same paragraph tells of it."""
        is_office = len(mention.speakers) == 1 and mention.speakers[0].kind == "office"
        return is_office and (not mention.leading or self._is_of_earlier_paragraph(mention, at))

    def _is_of_earlier_paragraph(self, mention: Mention, at: int) -> bool:
        return bisect_right(self._paragraphs, mention.at) != bisect_right(self._paragraphs, at)

    def latest_country(self, at: int) -> str | None:
        """The country of the state, or of the office of a state, that was named last."""
        last = (m.speakers[0] for m in self.before(at) if m.speakers[0].kind in ("state", "office"))
        return next((speaker.country for speaker in last if speaker.country), None)

    def role_holder(self, at: int, role: str, country: str | None, printed: str) -> Speaker | None:
        """ "the president": the person who was given that role before; of several, of whom it tells.

        ``printed`` is all of the phrase: "the foreign minister" is no prime minister.
        """
        near = list(self.before(at))
        holders: dict[str, Speaker] = {}
        for mention in near:
            person = mention.speakers[0]
            holds = person.kind == "person" and _holds(person.role or "", role, printed)
            if holds and country in (None, person.country):
                holders.setdefault(person.name, person)
        named = [m for m in near if m.speakers[0].name in holders]
        last = min(named, key=lambda m: at - m.at + _penalty(m, None, False), default=None)
        return None if last is None else holders[last.speakers[0].name]

    def nameless(self, at: int, noun: str) -> Speaker | None:
        """ "The official": the "senior Iranian official" told of last; "the spokesman": whose spoke last."""
        for mention in self.before(at):
            speaker = mention.speakers[0]
            is_such = speaker.name.endswith(f" {noun}") or _speaks_as(speaker, noun)
            is_sure = speaker.kind != "group" or mention.spoke  # "the leaders" may be those of others, too
            if len(mention.speakers) == 1 and is_such and is_sure:
                return speaker
        return None

    def body(self, at: int, word: str) -> Speaker | None:
        """ "the ministry": the ministry named last by more than that word."""
        for mention in self.before(at):
            speaker = mention.speakers[0]
            words = speaker.name.lower().split()
            if speaker.kind in ("office", "organisation") and word in words and len(words) > 1:
                return speaker
        return None


def _speaks_as(speaker: Speaker, role: str) -> bool:
    return speaker.kind != "person" and speaker.role == role


def _holds(held: str, role: str, printed: str) -> bool:
    """Is a role that somebody has the one that a phrase means: neither another office nor one below it?"""
    held, role, printed = (text.lower().replace("-", " ") for text in (held, role, printed))
    words, wanted = set(held.split()), set(printed.split())
    return role in held and wanted & OFFICES <= words and words & BELOW <= wanted


def _penalty(mention: Mention, wanted: Gender | None, quoting: bool) -> int:
    penalty = (0 if mention.leading else NOT_LEADING) + (REPORTED if mention.reported else 0)
    penalty += UNSURE if wanted and mention.gender == "?" else 0
    penalty += NAMELESS if wanted and mention.speakers[0].kind != "person" else 0
    return penalty + (SPOKE if mention.spoke and quoting else 0)


def _compatible(mention: Mention, word: str, wanted: Gender | None) -> bool:
    kind = mention.speakers[0].kind
    if wanted is not None:
        one = kind == "person" or (kind == "office" and _holds_a_role(mention.speakers[0].name))
        return one and mention.gender in (wanted, "?") and len(mention.speakers) == 1
    if word in PLURAL:
        is_state = kind == "state" and mention.spoke and word == "they"  # "Peru objected. They said"
        return len(mention.speakers) > 1 or kind in ("group", "organisation", "office") or is_state
    if word == "it":
        return kind not in ("person", "group") and len(mention.speakers) == 1
    return word == "who" or kind != "person"


def _holds_a_role(name: str) -> bool:
    """ "senior British official", who has no name but is one person; not "president's office"."""
    return is_role(name) and not nouns("office_words") & set(name.lower().split())
