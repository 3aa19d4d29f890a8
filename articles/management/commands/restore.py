"""manage.py restore FILE: put a backup in place of everything in the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from articles.management.databases import here
from articles.models import Statement
from diplomacy import backup


class Command(BaseCommand):
    help = "Replaces everything in the database by a backup, in one transaction, then migrates it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="NAME.dump, with NAME.json beside it")
        parser.add_argument("--yes", action="store_true", help="replace a record that is in use")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            into = here()
            facts = backup.check(options["file"], into, _known())
            if (number := _statements()) and not options["yes"]:
                raise CommandError(
                    f"The database “{into.name}” holds {number:,} statements, and all of it would be "
                    "replaced. Make a backup of it first, stop the site, then add --yes."
                )
            connection.close()
            backup.restore(options["file"], into)
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(
            f"Restored what stood on {facts.made_at}: {Statement.objects.count():,} statements."
        )


def _known() -> dict[str, set[str]]:
    """The migrations of this release, by application."""
    known: dict[str, set[str]] = {}
    for app, name in MigrationLoader(None).disk_migrations or {}:
        known.setdefault(app, set()).add(name)
    return known


def _statements() -> int:
    try:
        return Statement.objects.count()
    except DatabaseError:  # an empty database, or what is left of one
        return 0
