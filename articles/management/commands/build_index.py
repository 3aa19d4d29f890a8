"""manage.py build_index: count all statements for the filters, before a reader has to wait for it."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.index import files, maintenance


class Command(BaseCommand):
    help = (
        "Builds the index that counts the choices beside each filter. A site does so by itself when the "
        "record has changed, and asks the database meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--unless-another",
            action="store_true",
            help="leave it to another process that builds it right now",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not files.root():
            raise CommandError("FACET_INDEX_DIR is empty, so there is no index.")
        began = time.monotonic()
        index = maintenance.build_unless_another() if options["unless_another"] else maintenance.build()
        if index is None:
            self.stdout.write("Another process builds it.")
            return
        size = sum(array.nbytes for array in index.main.arrays().values()) / 1e6
        seconds = time.monotonic() - began
        self.stdout.write(f"{len(index.main)} statements in {seconds:.1f} s, {size:.1f} MB.")
