"""manage.py propose_issues: find issues in the statements on record, for editors to decide on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from articles.formatting import count
from articles.importing.proposed_issues import propose_issues
from articles.registry.locking import Refused


class Command(BaseCommand):
    help = "Finds what several countries speak of in several articles; editors accept or dismiss it."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            number = propose_issues()
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{count(number, 'issue')} proposed; decide on them at {reverse('review_issues')}")
