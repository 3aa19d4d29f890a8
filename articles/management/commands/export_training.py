"""manage.py export_training > training.jsonl: what editors decided on, for the extractor to learn from."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.exports.training import training_lines


class Command(BaseCommand):
    help = (
        "Writes accepted, mended, added and rejected statements as JSON Lines, an article a line, "
        "to standard output. Holds what is not public."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for line in training_lines():
            self.stdout.write(line)
