"""manage.py list_variants: texts and names that are not in their normal form, and what stands in the way."""

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from articles.history.as_of import own_context
from articles.registry.variants import variants


class Command(BaseCommand):
    help = (
        "Lists texts and names that would be the same as others in their normal form, and actors of one name "
        "in two spellings. Merge them, or close the coding of the article; then --mend does the rest."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mend", action="store_true", help="bring what can be to its normal form")

    def handle(self, *args: Any, mend: bool, **options: Any) -> None:
        with own_context(command="list_variants"):
            for variant in variants(apps, mend):
                self.stdout.write(str(variant))
