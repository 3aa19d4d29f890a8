"""From which copy of the database a public page is read: one that stands where the record does, or none."""

import itertools
from functools import cache

from django.db import DatabaseError

from articles.models.record_version import version
from articles.views.outage import Line
from diplomacy import replicas

PAUSE = 5.0  # seconds between two attempts at a copy that is away

_turn = itertools.count()


class Replica:
    """What this process knows of one copy; threads share it."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.line = Line(pause=PAUSE)
        self.version: str | None = None  # of the record that it was last seen to hold

    def holds(self, record: str) -> bool:
        """Whether it has this state of the record. It is asked once for each, until it does.

        It may have gone on since, as the primary may while a page is made; it never goes back.
        """
        if self.line.may_try() and self.version != record:
            self._ask()
        return not self.line.is_down and self.version == record

    def lose(self) -> None:
        self.version = None
        self.line.note(is_down=True)

    def _ask(self) -> None:
        try:
            with replicas.reading_from(self.alias):
                self.version = version()
        except DatabaseError:
            self.lose()
        else:
            self.line.note(is_down=False)


@cache
def _known() -> list[Replica]:
    return [Replica(alias) for alias in replicas.aliases()]


def holding(record: str) -> Replica | None:
    """A copy with this state of the record, each in turn; None if the primary has to answer."""
    known = _known()
    first = next(_turn) if known else 0
    in_turn = (known[(first + n) % len(known)] for n in range(len(known)))
    return next((each for each in in_turn if each.holds(record)), None)
