"""manage.py publish_dataset DIR: write the public part of the record as a data set."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.exports.dataset.publishing import PublishError, latest, publish
from articles.formatting import count


class Command(BaseCommand):
    help = (
        "Writes what editors confirmed and readers see as gzipped CSV with datapackage.json and a README, "
        "into a folder named by the day. With DATASET_DIR set, the worker does so each night, and /dataset/ "
        "serves it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--keep", type=int, default=0, help="So many of the latest versions; 0 keeps all")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            place = publish(options["folder"], timezone.now(), options["keep"])
        except PublishError as error:
            raise CommandError(str(error)) from None
        found = latest(options["folder"])
        rows = {each["name"]: each["rows"] for each in found[1]["resources"]} if found else {}
        told = (
            f"{count(rows.get('statements', 0), 'statement')} of {count(rows.get('articles', 0), 'article')}"
        )
        self.stdout.write(f"{told} in {place}")
