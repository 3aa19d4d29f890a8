"""manage.py export_dna FILE: the record as a file of Discourse Network Analyzer."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict

from articles.browse.filterset import StatementFilter
from articles.exports.dna.record import export_dna
from articles.formatting import count
from articles.models import Statement

EVERYTHING = "voice=state&voice=body&voice=other"


class Command(BaseCommand):
    help = (
        "Writes what readers see as a .dna file of Discourse Network Analyzer 3. What such files brought "
        "comes out as it came in, coders and their passwords too, unless editors have changed it since."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument(
            "--query",
            default="",
            help="Filters as in the address of /statements/, such as country=RUS&review=all",
        )
        parser.add_argument(
            "--password", default="demarche", help="Of the coder Admin, if no file brought one"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path, query = options["path"], options["query"].removeprefix("?")
        if path.exists():
            raise CommandError(f"{path} is there already: name a file that is not.")
        filterset = StatementFilter(QueryDict(query or EVERYTHING), Statement.objects.all())
        if not filterset.is_valid():
            told = " ".join(str(each) for errors in filterset.form.errors.values() for each in errors)
            raise CommandError(f"These filters are not understood: {told}")
        try:
            made = export_dna(path, filterset, not query, _whole, options["password"])
        except OSError as error:
            raise CommandError(f"{path} could not be written ({error.strerror}).") from None
        self.stdout.write(
            f"{count(made.documents, 'document')} and {count(made.statements, 'statement')} in {path}; "
            f"{made.given_back:,} of these as a file had them"
        )


def _whole(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"
