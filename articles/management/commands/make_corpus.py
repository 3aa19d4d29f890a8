"""manage.py make_corpus: an invented record of any size, to try out and measure what a large one costs."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.samples import corpus


class Command(BaseCommand):
    help = (
        "Fills the database with invented statements, the same for the same seed and database. They are "
        "written past the triggers: the corpus has no history, and nothing in it can be undone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--statements", type=int, default=100_000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--append", action="store_true", help="though there are articles already")

    def handle(self, *args: Any, statements: int, seed: int, append: bool, **options: Any) -> None:
        if not (append or corpus.is_empty()):
            raise CommandError("There are articles already; --append adds the corpus to them.")
        hidden = not sys.stderr.isatty()
        with tqdm(total=statements, unit=" statements", disable=hidden) as bar:
            for written in corpus.load(statements, seed):
                bar.update(written)
        corpus.analyse()
        self.stdout.write(f"{statements} statements are on record. manage.py build_index counts them.")
