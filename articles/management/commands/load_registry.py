"""manage.py load_registry: put the packaged register of who is who on record."""

import sys
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.formatting import count, number
from articles.importing.files.entries import Flaw
from articles.importing.office_terms import Refused, Term
from articles.importing.officeholders import Written
from articles.importing.register import Loaded, load_register


class Command(BaseCommand):
    help = (
        "Puts international bodies with their members, and who held which office from when to when, on "
        "record from the packaged register: all of it, or nothing. Safe to repeat."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_register(self.progress)
        except Flaw as flaw:
            raise CommandError(str(flaw)) from None
        self.sum_up(loaded)

    def progress(self, terms: list[Term | Refused]) -> Iterable[Term | Refused]:
        return tqdm(terms, unit=" terms", disable=not sys.stderr.isatty())

    def sum_up(self, loaded: Loaded) -> None:
        written = [outcome for outcome in loaded.outcomes if isinstance(outcome, Written)]
        refused = Counter(outcome.kind for outcome in loaded.outcomes if isinstance(outcome, Refused))
        new = [
            count(loaded.bodies, "international body", "international bodies"),
            count(loaded.blocs, "bloc"),
            count(sum(outcome.is_new_person for outcome in written), "person", "persons"),
            count(len(written), "role"),
            count(loaded.names, "other name"),
        ]
        if loaded.is_new:
            self.stdout.write(f"New on record: {', '.join(new)}.")
        else:
            self.stdout.write("Nothing is new: the register was on record already.")
        known = len(loaded.outcomes) - len(written) - refused.total()
        self.stdout.write(
            f"{count(known, 'term')} known already; {count(loaded.undated, 'row')} of the register left out, "
            "because no day of theirs is certain."
        )
        for kind, times in refused.most_common():
            self.stdout.write(f"  left out, {kind}: {number(times)}")
