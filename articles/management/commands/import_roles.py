"""manage.py import_roles PATH: read from a CSV file who held which office from when to when."""

import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.formatting import count, number
from articles.importing.files.entries import Flaw
from articles.importing.office_terms import Refused, read_terms
from articles.importing.officeholders import Outcome, Written, record


class Command(BaseCommand):
    help = (
        "Imports terms of office from a CSV file with the columns name, other_names, iso3, role, from, to "
        "and source; - reads standard input. Safe to repeat."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcomes = self.record(options["path"])
        except Flaw as flaw:
            raise CommandError(f"{options['path']}: {flaw}") from None
        refused = Counter(outcome.kind for outcome in outcomes if isinstance(outcome, Refused))
        self.sum_up(outcomes, refused)
        if refused:
            raise CommandError(f"{count(refused.total(), 'row')} could not be imported; all others were.")

    def record(self, path: Path) -> list[Outcome]:
        rows = list(read_terms(path))
        outcomes = list(tqdm(record(rows), total=len(rows), unit=" rows", disable=not sys.stderr.isatty()))
        for outcome in outcomes:
            if isinstance(outcome, Refused):
                self.stderr.write(f"{path} {outcome.row}: {outcome.reason}")
        return outcomes

    def sum_up(self, outcomes: list[Outcome], refused: Counter[str]) -> None:
        written = [outcome for outcome in outcomes if isinstance(outcome, Written)]
        known = len(outcomes) - len(written) - refused.total()
        persons = count(sum(outcome.is_new_person for outcome in written), "new person")
        self.stdout.write(
            f"{count(len(written), 'role')} written, with {persons}; "
            f"{count(known, 'row')} known already, {number(refused.total())} refused"
        )
        still = sum(outcome.is_open for outcome in written)
        if still:
            self.stdout.write(f"{count(still, 'role')} of these without an end: held from then on")
        for kind, times in refused.most_common():
            self.stdout.write(f"  refused, {kind}: {number(times)}")
