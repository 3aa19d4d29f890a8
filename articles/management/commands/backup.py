"""manage.py backup: the whole database into a file that can be checked and restored."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.management.databases import here, migrations_here
from diplomacy import backup


class Command(BaseCommand):
    help = "Writes a backup of the whole database, and removes all but the newest. Safe while the site runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, default=Path(settings.BACKUP_DIR), help="folder (BACKUP_DIR)")
        parser.add_argument("--keep", type=int, default=14, help="how many stay in the folder (14)")
        parser.add_argument(
            "--check", type=Path, metavar="FILE", help="only look whether this backup is sound"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["check"]:
                facts = backup.facts_of(options["check"])
                self.stdout.write(
                    f"Sound: {facts.bytes:,} bytes of {facts.made_at}, PostgreSQL {facts.server}."
                )
                return
            if options["keep"] < 1:
                raise CommandError("--keep must be 1 or more: the backup that is made stays.")
            made = backup.make(here(), options["to"], migrations_here(), timezone.now())
            backup.facts_of(made)  # as it is on the disk
            gone = backup.rotate(options["to"], options["keep"])
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made}: {made.stat().st_size:,} bytes.")
        for path in gone:
            self.stdout.write(f"Removed {path.name}.")
