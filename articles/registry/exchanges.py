"""Which statements a text says another one refers to, and what belongs to one exchange."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from articles.extraction import embedding, gazetteer
from articles.extraction.passage import sentence_around
from articles.models import Article, Attribution, Reference, Statement
from articles.models.statements import VISIBLE
from articles.registry.utterances import plain_words

WAYS = {  # of several the first one that the sentence has
    "contradicts": r"(?:reject|dismiss|den(?:y|ie)|refut|rebuff|contradict|repudiat)\w*|disput(?:ed|ing)",
    "answers": r"(?:respon[ds]|answer|repl(?:y|ie)|react|retort|counter(?:ed|ing))\w*",
    "repeats": r"(?:reiterat|echo|restat|repeat)\w*|agree[ds]? with",
    "quotes": r"quot(?:es|ing)|cit(?:es|ing)|paraphras\w+",
}
PATTERNS = {kind: re.compile(rf"\b(?:{way})\b", re.IGNORECASE) for kind, way in WAYS.items()}
DAYS_BACK = 14
LOOKED_AT = 200  # statements of those whom the sentence names
OFFERED = 3
MOST = 50  # statements of an exchange that are shown


@dataclass(frozen=True, slots=True)
class Proposal:
    """An earlier statement that this one may refer to; how (``Reference.Kind``), by which words."""

    to: Statement
    kind: str
    words: str


def may_refer_to(statement: Statement) -> list[Proposal]:
    """What its sentence says it refers to, the likeliest first: "rejecting Haley's call"."""
    if not statement.has_place:
        return []
    text = statement.article.text
    sentence = sentence_around(text, statement.fragments[0][0], statement.fragments[-1][1])
    way = next(((kind, found) for kind, one in PATTERNS.items() if (found := one.search(sentence))), None)
    if way is None:
        return []
    known = set(statement.references.values_list("to", flat=True)) | {statement.pk}
    others = [one for one in _earlier(statement, sentence) if one.pk not in known]
    ranked = sorted(others, key=dict(zip(others, _nearness(sentence, others), strict=True)).__getitem__)
    return [Proposal(one, way[0], way[1].group()) for one in reversed(ranked[-OFFERED:])]


def _earlier(statement: Statement, sentence: str) -> list[Statement]:
    """Statements of others whom the sentence names: in this article, or said within the days before."""
    own = {row.actor_id for row in statement.attributions.all()}
    here = Q(statement__article=statement.article_id)
    if statement.said_on and statement.said_on.toordinal() > DAYS_BACK:
        since = statement.said_on - datetime.timedelta(days=DAYS_BACK)
        here |= Q(statement__said_on__range=(since, statement.said_until))
    rows = Attribution.objects.filter(
        here, statement__review__in=VISIBLE, statement__article__state=Article.State.PUBLISHED
    ).exclude(actor__in=own)
    named = _named(sentence, rows.values_list("actor", "actor__name", "actor__kind", "country").distinct())
    found = Statement.objects.filter(pk__in=rows.filter(actor__in=named).values("statement"))
    return list(found.select_related("article__source").defer("article__text").order_by("-pk")[:LOOKED_AT])


def _named(sentence: str, actors: Iterable[tuple[int, str, str, str]]) -> set[int]:
    """Of these actors those whom the sentence names: persons by the last name, states by any name."""
    words = set(plain_words(sentence).split())
    countries = {place.iso3 for place in gazetteer.scan(sentence)}
    return {
        actor
        for actor, name, kind, country in actors
        if (country in countries if kind == "state" else words.intersection(plain_words(name).split()[-1:]))
    }


def _nearness(sentence: str, others: Sequence[Statement]) -> list[float]:
    if not others or not embedding.is_available():
        return [0.0 for _ in others]
    own, *vectors = embedding.embed([sentence, *(one.quote for one in others)])
    return [float(own @ vector) for vector in vectors]


def exchange_of(statement: Statement) -> tuple[list[int], list[Reference]]:
    """The statements that refer to each other, from this one on, at most ``MOST``; and how they do."""
    held, edge = {statement.pk: None}, [statement.pk]
    links: dict[int, Reference] = {}
    while edge and len(held) < MOST:
        near = Reference.objects.between_visible().filter(Q(statement__in=edge) | Q(to__in=edge))
        edge = []
        for link in near[: 4 * MOST]:
            links[link.pk] = link
            for end in _ends(link):
                if end not in held and len(held) < MOST:
                    held[end] = None
                    edge.append(end)
    return list(held), [link for link in links.values() if all(end in held for end in _ends(link))]


def _ends(link: Reference) -> Iterator[int]:
    yield link.statement_id
    yield link.to_id
