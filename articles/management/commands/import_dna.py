"""manage.py import_dna FILE --by EDITOR: put what a file of Discourse Network Analyzer says on record."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from articles.formatting import count
from articles.importing.dna.storing import Outcome, import_dna
from articles.importing.files.entries import Flaw
from articles.models import Article
from articles.registry.locking import Refused

NEEDS = "articles.add_statement"


class Command(BaseCommand):
    help = (
        "Imports a .dna file of Discourse Network Analyzer 3, all of it or nothing. What the record has no "
        "place for is kept, and given back by export_dna. Safe to repeat."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument("--by", required=True, help="The editor who stands for what the file says")
        parser.add_argument(
            "--draft", action="store_true", help="Do not show its documents to readers for now"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        editor = User.objects.filter(username=options["by"], is_active=True).first()
        if editor is None or not editor.has_perm(NEEDS):
            raise CommandError(f"There is no editor {options['by']}: name one who may add statements.")
        state = Article.State.DRAFT if options["draft"] else Article.State.PUBLISHED
        try:
            outcome = import_dna(options["path"], editor, state)
        except (Flaw, Refused) as error:
            raise CommandError(f"{options['path']} {error}. Nothing was imported.") from None
        self.stdout.write(_told(outcome))


def _told(outcome: Outcome) -> str:
    if outcome.is_known:
        return "All that the file says is on record already."
    lines = [
        f"{count(outcome.documents, 'new document')} ({count(outcome.articles, 'new article')}), "
        f"{count(outcome.marked, 'new statement')} of the file",
        f"{count(outcome.statements, 'new statement')} on record; statements of the same words are one",
    ]
    told = (
        (outcome.kept, "kept beside the record: nobody said them (notes and the like)"),
        (outcome.at_odds, "at odds with another on the same words and concept: kept, the first one counts"),
        (outcome.known, "known from an earlier file"),
    )
    return "\n".join([*lines, *(f"{count(n, 'statement')} {what}" for n, what in told if n)])
