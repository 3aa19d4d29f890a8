"""Real news on a dozen disputes: part of it labelled, the rest machine-read; with the register of offices."""

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction

from articles import extraction
from articles.importing.articles import (
    Imported,
    Known,
    Outcome,
    add_statements,
    document_of,
    import_articles,
    store_article,
)
from articles.importing.files.entries import ArticleText
from articles.importing.files.reading import read_paths
from articles.importing.likely_positions import match_waiting
from articles.models import Article, Issue
from articles.samples.demo import is_made, load_blocs, record_of

NEWS = Path(__file__).parent / "news"
FILES = ("labelled.jsonl", "articles.jsonl")
SOURCE = "Wikinews"
LABELS = "demo-labels"  # the account in whose name the labels stand; nobody can log in to it


def loaded() -> int:
    """How many of the articles are on record, whatever became of them."""
    return Article.objects.filter(url__in=addresses()).count() if is_made(Article) else 0


@cache
def addresses() -> tuple[str, ...]:
    lines = [line for name in FILES for line in (NEWS / name).read_text(encoding="utf-8").splitlines()]
    return tuple(json.loads(line)["url"] for line in lines)


def labels() -> dict[str, dict[str, Any]]:
    """For each labelled article, by its address, the speakers and what they say."""
    told: dict[str, dict[str, Any]] = _json("labels.json")
    return told


def has_labels() -> bool:
    """Whether the record holds statements that were labelled for this demo."""
    return User.objects.filter(username=LABELS).exists()


def load(stdout: Any, processes: int = os.cpu_count() or 1) -> Iterator[Outcome]:
    """Blocs, issues and the register first, so that speakers have their offices; then each article."""
    load_blocs()
    for slug, entry in _json("issues.json").items():
        Issue.objects.get_or_create(slug=slug, defaults=entry)
    call_command("load_registry", stdout=stdout)
    yield from _load_labelled()
    yield from import_articles(read_paths([NEWS / "articles.jsonl"]), processes=processes)
    match_waiting()


def _load_labelled() -> Iterator[Outcome]:
    nobody = {"is_active": False, "password": make_password(None)}
    by = User.objects.get_or_create(username=LABELS, defaults=nobody)[0]
    labelled = labels()
    for text in read_paths([NEWS / "labelled.jsonl"]):
        assert isinstance(text, ArticleText)
        yield _load_one(text, list(_labels(labelled[text.url])), by)


@transaction.atomic
def _load_one(text: ArticleText, labels: list[dict[str, Any]], by: User) -> Outcome:
    article, is_new = store_article(text)
    if not is_new:
        return Known(text.name, article)
    readings = extraction.read(document_of(text))
    records = [record_of(label, text.text, readings) for label in labels]
    return Imported(text.name, article, len(add_statements(article, records, by=by)))


def _labels(kept: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Those of one article as ``record_of`` takes them; the file names each speaker once."""
    speakers = [{"country": None, **speaker} for speaker in kept["speakers"]]
    for label in kept["statements"]:
        yield {
            "date": None,
            **label,
            "speakers": [speakers[n] for n in label["speakers"]],
            "positions": [{"issue": i, "stance": s} for i, s in label.get("positions", {}).items()],
        }


def _json(name: str) -> Any:
    return json.loads((NEWS / name).read_text(encoding="utf-8"))
