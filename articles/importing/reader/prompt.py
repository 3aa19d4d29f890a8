"""What a language model is asked: instructions, and the article as JSON, which no text can leave."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from articles.extraction import blocks
from articles.extraction.given import in_normal_form
from articles.extraction.overlap import tokens
from articles.extraction.records import Document, IssueHint

VERSION = "p1"
"""Raised whenever ``prompt.txt`` or the schema changes; statements bear it beside the model's name."""
CHUNK = 20_000  # characters of paragraphs in one request
MOST_ISSUES = 100
LEAST_LENGTH = 4  # characters of a word by which issues are likened to a text
CHARACTERS_A_TOKEN = 3  # at least; of English it is about 4
MOST_ANSWERED = 8_192  # tokens


@dataclass(frozen=True, slots=True)
class Question:
    """One request. ``key`` is the SHA-256 of what it asks which model; ``tokens`` its cost at most."""

    key: str
    messages: tuple[dict[str, str], ...]
    tokens: int


def questions(document: Document, issues: Sequence[IssueHint], model: str) -> list[Question]:
    """One question, or several for a long text, a run of paragraphs each; none where nothing may speak."""
    document = in_normal_form(document)
    asked_about = [{"id": issue.slug, "title": issue.title} for issue in _nearest(document, issues)]
    day = document.published_on.isoformat() if document.published_on else None
    return [
        _question({"title": document.title, "date": day, "paragraphs": run}, asked_about, model)
        for run in _runs(document.text)
    ]


def paragraphs(text: str) -> dict[int, tuple[int, int]]:
    """The places of the paragraphs that may speak, by the numbers that a model is told."""
    return {n: (b.start, b.end) for n, b in enumerate(blocks.split(text), start=1) if b.speaks}


def _runs(text: str) -> Iterator[list[dict[str, Any]]]:
    run: list[dict[str, Any]] = []
    length = 0
    for number, (start, end) in paragraphs(text).items():
        if run and length + end - start > CHUNK:
            yield run
            run, length = [], 0
        run.append({"number": number, "text": text[start:end]})
        length += end - start
    if run:
        yield run


def _nearest(document: Document, issues: Sequence[IssueHint]) -> list[IssueHint]:
    """At most ``MOST_ISSUES``: those whose titles share most words with the text, then by their slugs."""
    if len(issues) > MOST_ISSUES:
        words = _words(f"{document.title} {document.text}")
        shared = Counter({issue.slug: len(words & _words(issue.title)) for issue in issues})
        issues = sorted(issues, key=lambda issue: (-shared[issue.slug], issue.slug))[:MOST_ISSUES]
    return sorted(issues, key=lambda issue: issue.slug)


def _words(text: str) -> set[str]:
    return {word for _, _, word in tokens(text) if len(word) >= LEAST_LENGTH}


def _question(article: dict[str, Any], issues: list[dict[str, str]], model: str) -> Question:
    data = json.dumps({"article": article, "issues": issues}, ensure_ascii=False)
    messages = ({"role": "system", "content": _instructions()}, {"role": "user", "content": data})
    whole = json.dumps([model, messages, SCHEMA])
    characters = sum(len(message["content"]) for message in messages)
    tokens = characters // CHARACTERS_A_TOKEN + MOST_ANSWERED
    return Question(hashlib.sha256(whole.encode()).hexdigest(), messages, tokens)


@cache
def _instructions() -> str:
    return Path(__file__).with_name("prompt.txt").read_text(encoding="utf-8")


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


STRING, MAYBE = {"type": "string"}, {"type": ["string", "null"]}
KINDS = ("person", "office", "organisation", "state", "group")
STANCES = ("support", "oppose", "conditional", "neutral")
SCHEMA = _object(
    statements=_list(
        _object(
            paragraph={"type": "integer"},
            quotes=_list(STRING),
            cue=MAYBE,
            speakers=_list(
                _object(
                    words=STRING,
                    name=STRING,
                    kind={"type": "string", "enum": list(KINDS)},
                    role=MAYBE,
                    country=MAYBE,
                )
            ),
            day=MAYBE,
            day_words=MAYBE,
            positions=_list(
                _object(issue=STRING, stance={"type": "string", "enum": list(STANCES)}, evidence=STRING)
            ),
        )
    )
)
"""Of the answer. Servers that know JSON schema hold the model to it; what comes is checked all the same."""
