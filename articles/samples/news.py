"""Real news on a dozen disputes, machine-read, with the registered office holders on record."""

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.core.management import call_command

from articles.importing.articles import Outcome, import_articles
from articles.importing.files.reading import read_paths
from articles.importing.likely_positions import match_waiting
from articles.models import Article, Issue
from articles.samples.demo import is_made, load_blocs

NEWS = Path(__file__).parent / "news"
SOURCE = "Wikinews"


def loaded() -> int:
    """How many of the articles are on record, whatever became of them."""
    return Article.objects.filter(url__in=addresses()).count() if is_made(Article) else 0


@cache
def addresses() -> tuple[str, ...]:
    lines = (NEWS / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line)["url"] for line in lines)


def load(stdout: Any, processes: int = os.cpu_count() or 1) -> Iterator[Outcome]:
    """Blocs, issues and the register first, so that speakers have their offices; then each article."""
    load_blocs()
    for slug, entry in json.loads((NEWS / "issues.json").read_text(encoding="utf-8")).items():
        Issue.objects.get_or_create(slug=slug, defaults=entry)
    call_command("load_registry", stdout=stdout)
    yield from import_articles(read_paths([NEWS / "articles.jsonl"]), processes=processes)
    match_waiting()
