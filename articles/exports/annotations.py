"""Statements as W3C Web Annotations: https://www.w3.org/TR/annotation-model/."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from articles.exports.provenance import VERSION, Provenance
from articles.models import Attribution, Position, Statement

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
OWN = ("stance", "country", "role", "cue", "saidOn", "saidUntil", "precision", "review", "kind")
"""Terms of our own; their addresses lead to the page that describes the data."""
AROUND = 32  # characters before and after, by which the words are found in a text that has changed
Whole = Callable[[str], str]


def annotation_page(statements: Iterable[Statement], told: Provenance, whole: Whole) -> Iterator[str]:
    """One AnnotationPage, piece by piece; each statement one Annotation whose target is its words.

    Statements come with their attributions, positions and articles.
    """
    head: dict[str, Any] = {
        "@context": [CONTEXT, {name: whole(f"/about/data/#{name}") for name in OWN}],
        "id": told.address,
        "type": "AnnotationPage",
        "generated": told.as_of.isoformat(),
        "generator": {"type": "Software", "name": told.site, "schema:softwareVersion": VERSION},
    }
    if told.licence_url:
        head["rights"] = told.licence_url
    yield _json(head)[:-1] + ',"items":['
    for n, statement in enumerate(statements):
        yield ("," if n else "") + "\n" + _json(annotation(statement, whole))
    yield "\n]}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def annotation(statement: Statement, whole: Whole) -> dict[str, Any]:
    """Its bodies identify who spoke, and classify by issue; whatever else is known stands beside them."""
    known = {
        "cue": statement.cue,
        "saidOn": statement.said_on and statement.said_on.isoformat(),
        "saidUntil": statement.said_until and statement.said_until.isoformat(),
        "precision": statement.said_on_precision,
        "review": statement.review,
        "kind": statement.kind,
    }
    speakers = [_speaker(attribution, whole) for attribution in statement.speakers]
    channels = [
        {**_speaker(attribution, whole), "purpose": "describing"} for attribution in statement.channels
    ]
    positions = [_position(position, whole) for position in statement.positions.all()]
    source, text = whole(statement.article.get_absolute_url()), statement.article.text
    targets = [_target(source, text, start, end) for start, end in statement.fragments]
    return {
        "id": whole(statement.get_absolute_url()),
        "type": "Annotation",
        "motivation": ["identifying", "classifying"],
        "created": statement.added_at.isoformat(),
        **{name: value for name, value in known.items() if value},
        "body": [*speakers, *channels, *positions],
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _speaker(attribution: Attribution, whole: Whole) -> dict[str, Any]:
    body = {
        "type": "SpecificResource",
        "purpose": "identifying",
        "source": whole(attribution.actor.get_absolute_url()),
        "country": attribution.country_id,
        "role": attribution.role_title,
    }
    return {name: value for name, value in body.items() if value}


def _position(position: Position, whole: Whole) -> dict[str, Any]:
    source = whole(position.issue.get_absolute_url())
    return {
        "type": "SpecificResource", "purpose": "classifying", "source": source, "stance": position.stance,
    }  # fmt: skip


def _target(source: str, text: str, start: int, end: int) -> dict[str, Any]:
    """By its words and what stands around them, and by its place, in code points as both have them."""
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(0, start - AROUND) : start],
        "suffix": text[end : end + AROUND],
    }
    place = {"type": "TextPositionSelector", "start": start, "end": end}
    return {"type": "SpecificResource", "source": source, "selector": [quote, place]}
