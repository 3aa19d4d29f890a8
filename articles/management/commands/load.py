"""manage.py load FOLDER: read what dump wrote into an empty database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader
from psycopg.errors import InsufficientPrivilege

from articles.formatting import count
from articles.models import Article
from diplomacy.dumping import DumpError, Manifest, load, manifest_of


class Command(BaseCommand):
    help = "Reads what dump wrote, of this release or an older one, into an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = manifest_of(options["folder"])
            self.require(manifest)
            call_command("migrate", verbosity=0)
            if Article.objects.exists() or User.objects.exists():
                raise DumpError("This database is not empty: load into a new one.")
            self.load(options["folder"], manifest)
        except DumpError as error:
            raise CommandError(str(error)) from None
        rows = sum(table.rows for table in manifest.tables.values())
        self.stdout.write(f"{count(rows, 'row')} of {count(len(manifest.tables), 'table')} loaded")

    def load(self, folder: Path, manifest: Manifest) -> None:
        """At the release of the dump; whatever happens, the database is of this one afterwards."""
        try:
            call_command("migrate", "articles", manifest.migration, verbosity=0)
            load(folder, manifest)
        except ProgrammingError as error:
            if isinstance(error.__cause__, InsufficientPrivilege):
                raise DumpError(
                    "To load, the database's user must be a superuser; nothing was written."
                ) from error
            raise
        finally:
            call_command("migrate", verbosity=0)

    def require(self, manifest: Manifest) -> None:
        """That this release knows the dump's."""
        if ("articles", manifest.migration) not in MigrationLoader(connection).disk_migrations:
            raise DumpError(
                f"The dump comes from a newer release ({manifest.migration}): install that one first."
            )
