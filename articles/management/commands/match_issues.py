"""manage.py match_issues: find the issues that waiting statements probably take a position on."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.formatting import count
from articles.importing.likely_positions import match_waiting


class Command(BaseCommand):
    help = "Matches every statement that waits for review with the issues; editors are offered the likeliest."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{count(match_waiting(), 'statement')} matched")
