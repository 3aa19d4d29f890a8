"""manage.py import_articles PATH...: read articles from files and find the statements in them."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.formatting import count
from articles.importing.articles import Imported, Known, Outcome, import_articles
from articles.importing.files.entries import KNOWN, UnknownKeys, Unreadable
from articles.importing.files.reading import read_paths
from articles.importing.tasks import match_articles
from articles.models import Article
from articles.text import normal

MOST_KEYS, LONGEST_KEY = 10, 40  # named at most, and characters of each: a CSV may lack its first line


class Command(BaseCommand):
    help = (
        "Imports articles from .txt (with metadata), .html, .pdf, .docx, .eml, .jsonl, .csv and .zip files, "
        "or folders of them; - reads JSON Lines from standard input."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument(
            "--draft", action="store_true", help="wait for an editor to publish them; else readers see them"
        )
        parser.add_argument(
            "--metadata", type=Path, help='JSON list of {"file", "title", "source", "published_on", ...}'
        )

    def handle(self, *args: Any, **options: Any) -> None:
        tally = {Imported: 0, Known: 0}
        refused = 0
        state = Article.State.DRAFT if options["draft"] else Article.State.PUBLISHED
        outcomes = import_articles(read_paths(options["paths"], options["metadata"]), state)
        for outcome in tqdm(outcomes, unit=" articles", disable=not sys.stderr.isatty()):
            self.report(outcome)
            if type(outcome) in tally:
                tally[type(outcome)] += 1
            elif isinstance(outcome, Unreadable):
                refused += 1
        self.stdout.write(f"{tally[Imported]} imported, {tally[Known]} known already, {refused} refused")
        if refused:
            rest = "everything else was" if any(tally.values()) else "there was nothing else"
            raise CommandError(f"{refused} could not be imported; {rest}.")

    def report(self, outcome: Outcome) -> None:
        if isinstance(outcome, Imported):
            waits = "waits" if outcome.statements == 1 else "wait"
            found = f"{count(outcome.statements, 'statement')} {waits} for review"
            self.stdout.write(f"{outcome.name}: imported as article {outcome.article.pk}; {found}")
            match_articles.defer(articles=[outcome.article.pk])
        elif isinstance(outcome, Known):
            self.stdout.write(
                f"{outcome.name}: known already as article {outcome.article.pk}; nothing written"
            )
        elif isinstance(outcome, UnknownKeys):
            self.stderr.write(f"{outcome.name}: {_not_read(outcome.keys)}")
        else:
            self.stderr.write(f"{outcome.name}: {outcome.reason}")


def _not_read(keys: tuple[str, ...]) -> str:
    named = [f"“{normal.line(key)[:LONGEST_KEY]}”" for key in keys[:MOST_KEYS]]
    more = [f"{len(keys) - MOST_KEYS} more"] if len(keys) > MOST_KEYS else []
    return f"not read: {', '.join([*named, *more])}; known are {', '.join(KNOWN)}"
