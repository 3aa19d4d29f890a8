"""manage.py import_articles PATH...: read articles from files and find the statements in them."""

import os
import resource
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.formatting import count
from articles.importing.articles import Imported, Known, Outcome, import_articles
from articles.importing.files.entries import KNOWN, UnknownKeys, Unreadable
from articles.importing.files.reading import Read, read_paths
from articles.importing.tasks import match_articles
from articles.models import Article
from articles.text import normal

MANY = 64  # texts, from which on they are read in several processes
OWN, READERS = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
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
            "--processes",
            type=int,
            default=os.cpu_count() or 1,
            metavar="N",
            help=f"in which texts are read, if there are {MANY} or more; by default one for each processor",
        )
        parser.add_argument(
            "--metadata", type=Path, help='JSON list of {"file", "title", "source", "published_on", ...}'
        )

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        self.tally: Counter[str] = Counter()
        state = Article.State.DRAFT if options["draft"] else Article.State.PUBLISHED
        texts, rest = _split(read_paths(options["paths"], options["metadata"]), MANY)
        processes = options["processes"] if len(texts) == MANY else 1  # each loads the parser, for seconds
        outcomes = import_articles(chain(texts, rest), state, processes)
        for outcome in tqdm(outcomes, unit=" articles", disable=not sys.stderr.isatty()):
            self.report(outcome)
        new, known, refused = (self.tally[kind.__name__] for kind in (Imported, Known, Unreadable))
        self.stdout.write(f"{new} imported, {known} known already, {refused} refused")
        if new >= MANY:
            self.tell_more(new, time.monotonic() - began)
        if refused:
            rest_was = "everything else was" if new + known else "there was nothing else"
            raise CommandError(f"{refused} could not be imported; {rest_was}.")

    def tell_more(self, new: int, seconds: float) -> None:
        """Of an import that took its time: how fast it was, and what came of it."""
        found, copies = self.tally["statements"], self.tally["copies"]
        own, others = (resource.getrusage(who).ru_maxrss // 1024 for who in (OWN, READERS))
        self.stdout.write(
            f"{count(found, 'statement')}; {count(copies, 'near copy', 'near copies')} of other articles; "
            f"{new / seconds:.1f} articles/s; {own} MB, and {others} MB in each process that reads"
        )

    def report(self, outcome: Outcome) -> None:
        self.tally[type(outcome).__name__] += 1
        if isinstance(outcome, Imported):
            self.tally["statements"] += outcome.statements
            self.tally["copies"] += outcome.is_copy
            waits = "waits" if outcome.statements == 1 else "wait"
            found = f"{count(outcome.statements, 'statement')} {waits} for review"
            self.stdout.write(f"{outcome.name}: imported as article {outcome.article.pk}; {found}")
            if outcome.note:
                self.stderr.write(f"{outcome.name}: {outcome.note}; the embedded reader read it")
            match_articles.defer(articles=[outcome.article.pk])
        elif isinstance(outcome, Known):
            self.stdout.write(
                f"{outcome.name}: known already as article {outcome.article.pk}; nothing written"
            )
        elif isinstance(outcome, UnknownKeys):
            self.stderr.write(f"{outcome.name}: {_not_read(outcome.keys)}")
        else:
            self.stderr.write(f"{outcome.name}: {outcome.reason}")


def _split(texts: Iterator[Read], first: int) -> tuple[list[Read], Iterator[Read]]:
    """So many of the texts, or all there are, and the rest."""
    return list(islice(texts, first)), texts


def _not_read(keys: tuple[str, ...]) -> str:
    named = [f"“{normal.line(key)[:LONGEST_KEY]}”" for key in keys[:MOST_KEYS]]
    more = [f"{len(keys) - MOST_KEYS} more"] if len(keys) > MOST_KEYS else []
    return f"not read: {', '.join([*named, *more])}; known are {', '.join(KNOWN)}"
