"""Recognises the same thing said once and reported by several articles."""

import datetime
import re
from collections.abc import Sequence
from difflib import Match, SequenceMatcher

from rapidfuzz import fuzz

from articles.extraction import embedding
from articles.extraction.words import rarity, stems
from articles.models import Actor, Article, Statement, Utterance
from articles.models.statements import VISIBLE, StatementQuerySet

SAME = 90.0  # partial_ratio of the words; below it, different quotes of one speech begin to match
MIN_WORDS = 5
TELLING = 7.0  # rarity, in all, of the words from which two translations of one sentence are known
FRAME = 7.0  # words that two translations have in common, less half of those that stand between
LONGEST = 400  # words of a quote in which these are looked for
MAX_DAYS_APART = 1
QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
OFFERED = 3  # reports that may be of the same, for an editor to decide
ALIKE = 0.6  # cosine of the words, from which they are offered; other quotes of one speech reach .7


def utterance_for(statement: Statement, actors: list[Actor]) -> Utterance:
    """The utterance that another article already reports, or a new one."""
    return known_utterance(statement, actors) or Utterance.objects.create()


def known_utterance(statement: Statement, actors: list[Actor]) -> Utterance | None:
    """The utterance that another article already reports, if any does.

    Of several the likest; of several alike the one with most of its words.
    """
    is_quoted = statement.kind != Statement.Kind.INDIRECT and not _are_few(plain_words(statement.quote))
    others = _near(statement, actors).exclude(kind=Statement.Kind.INDIRECT) if is_quoted else ()
    alike = {other: _likeness(statement, other) for other in others}
    likest = max(alike, key=alike.__getitem__, default=None)
    return likest.utterance if likest and alike[likest][0] >= SAME else None


def may_be_the_same(statement: Statement) -> list[Statement]:
    """What other articles report of its speakers at that time in like words, the likest first.

    Another translation, a paraphrase, a part: none of these is joined by itself; editors decide.
    """
    actors = [row.actor for row in statement.speakers]
    if not actors:
        return []
    near = _near(statement, actors).exclude(utterance=statement.utterance_id)
    others = list(near.select_related("article__source").defer("article__text", "words_vector"))
    likeness = dict(zip(others, _meant(statement, others), strict=True))
    likely = [other for other in others if likeness[other] >= ALIKE]
    return sorted(likely, key=lambda other: -likeness[other])[:OFFERED]


def _near(statement: Statement, actors: list[Actor]) -> StatementQuerySet:
    """Statements of the same speakers in other articles, dated within a day."""
    others = Statement.objects.filter(review__in=VISIBLE).exclude(article=statement.article)
    if statement.said_on is None:
        return others.none()
    others = others.exclude(article__state=Article.State.WITHDRAWN).said_between(
        _days_from(statement.said_on, -MAX_DAYS_APART),
        _days_from(statement.said_until or statement.said_on, MAX_DAYS_APART),
    )
    for actor in actors:
        others = others.by_actor(actor.slug)
    return others.select_related("utterance").order_by("id")


def _days_from(day: datetime.date, days: int) -> datetime.date:
    """So many days later, or the last of the calendar that there are."""
    ordinal = min(max(day.toordinal() + days, datetime.date.min.toordinal()), datetime.date.max.toordinal())
    return datetime.date.fromordinal(ordinal)


def _likeness(one: Statement, other: Statement) -> tuple[float, int]:
    """How well the shorter, or a part quoted in one, fits somewhere into the other, 0 to 100; its length.

    At least ``SAME`` where both have so many rare words in common, in that order, that it is no chance.
    """
    pairs = [(one.quote, other.quote)]
    for quoting, whole in ((one, other), (other, one)):
        if quoting.kind == Statement.Kind.MIXED:
            pairs += [(part, whole.quote) for part in QUOTED.findall(quoting.quote)]
    fits = [_fits(plain_words(a), plain_words(b)) for a, b in pairs]
    return max(*fits, _shares(plain_words(one.quote), plain_words(other.quote)))


def _shares(a: str, b: str) -> tuple[float, int]:
    """``SAME`` and their number for telling words that both have, else 0.

    In one run, or as the frame of a sentence of which two translators filled some places with other words.
    """
    ours, theirs = a.split()[:LONGEST], b.split()[:LONGEST]
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    longest = max(blocks, key=lambda block: block.size)
    run = ours[longest.a : longest.a + longest.size]
    frame, likeness = _frame(ours, blocks)
    common = [run] if longest.size >= MIN_WORDS else []
    common += [frame] if likeness >= FRAME else []
    telling = [len(words) for words in common if _rarity(words) >= TELLING]
    return (SAME, max(telling)) if telling else (0.0, 0)


def _frame(ours: list[str], blocks: Sequence[Match]) -> tuple[list[str], float]:
    """The stretch of blocks with most words in common, less half of what stands between; and how many."""
    best: list[str] = []
    words: list[str] = []
    likeness = total = 0.0
    end_a = end_b = 0
    for block in blocks:
        total -= max(block.a - end_a, block.b - end_b) / 2
        if total <= 0:
            words, total = [], 0.0
        words = words + ours[block.a : block.a + block.size]
        total += block.size
        end_a, end_b = block.a + block.size, block.b + block.size
        if total > likeness:
            best, likeness = words, total
    return best, likeness


def _rarity(words: Sequence[str]) -> float:
    return sum(map(rarity, stems(" ".join(words))))


def _fits(a: str, b: str) -> tuple[float, int]:
    """0 when one of them is too short to tell."""
    words = min(a.count(" "), b.count(" ")) + 1
    return (0.0, words) if _are_few(a) or _are_few(b) else (fuzz.partial_ratio(a, b), words)


def _are_few(words: str) -> bool:
    return words.count(" ") < MIN_WORDS - 1


def _meant(statement: Statement, others: Sequence[Statement]) -> list[float]:
    """How near each is, up to 1: the cosine of the words, or more where the words are the same."""
    literal = [_likeness(statement, other)[0] for other in others]
    told = [like / 100 if like >= SAME else 0.0 for like in literal]
    if not others or not embedding.is_available():
        return told
    own, *vectors = embedding.embed([statement.quote, *(other.quote for other in others)])
    return [max(like, float(own @ vector)) for like, vector in zip(told, vectors, strict=True)]


def plain_words(text: str) -> str:
    """The words alone: no marks, no case, so that outlets' typography does not tell quotes apart."""
    return " ".join(re.findall(r"\w+", text.casefold()))
