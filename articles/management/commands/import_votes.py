"""manage.py import_votes PATH: read how states voted from a CSV file."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.formatting import count
from articles.importing.files.entries import Flaw
from articles.importing.votes import Outcome, import_votes, read_ballots


class Command(BaseCommand):
    help = (
        "Imports roll calls from a CSV file with the columns country, roll_call, date, vote, title and, if "
        "there is one, resolution: a row for each vote. Safe to repeat."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument(
            "--source", required=True, help="Who publishes these votes, and under what licence"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path, outcome, flaw = options["path"], Outcome(), None
        try:
            with tqdm(unit=" rows", disable=not sys.stderr.isatty()) as bar:
                for outcome in import_votes(read_ballots(path), options["source"]):
                    bar.update(outcome.votes + outcome.known + len(outcome.refused) - bar.n)
        except Flaw as error:
            flaw = error
        for refused in outcome.refused:
            self.stderr.write(f"{path} {refused.row}: {refused.reason}")
        self.stdout.write(
            f"{count(outcome.roll_calls, 'new roll call')}, {count(outcome.votes, 'new vote')}, "
            f"{count(outcome.known, 'vote')} known already"
        )
        if flaw:
            raise CommandError(f"{path}: {flaw}")
        if outcome.refused:
            raise CommandError(
                f"{count(len(outcome.refused), 'row')} could not be imported; all others were."
            )
