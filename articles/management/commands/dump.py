"""manage.py dump FOLDER: write the whole site as JSON Lines files with a manifest."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from articles.formatting import count
from articles.history.as_of import is_migrated
from diplomacy.dumping import DumpError, dump


class Command(BaseCommand):
    help = "Writes the whole site, histories and accounts among it, into a new folder; load reads it again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_migrated():
            raise CommandError("The database is not migrated: run manage.py migrate first.")
        ((_, migration),) = MigrationLoader(connection).graph.leaf_nodes("articles")
        try:
            made = dump(options["folder"], migration, timezone.now())
        except DumpError as error:
            raise CommandError(str(error)) from None
        rows = sum(table.rows for table in made.tables.values())
        self.stdout.write(
            f"{count(rows, 'row')} of {count(len(made.tables), 'table')} in {options['folder']}"
        )
