"""Queries as PostgreSQL writes them, answered from lexemes: 'gov':* & !'peac' | 'oil' <-> 'talk'."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from articles.index.postings import Array
from articles.models import Statement

TOKEN = re.compile(r"\s*('(?:[^']|'')*'(?::\*)?|[&|!()]|\S+)")
DISTANCE = re.compile(r"<(-|\d+)>")
LEXEME = re.compile(r"'((?:[^']|'')*)'(:\*)?")


@dataclass(frozen=True, slots=True, order=True)
class Operand:
    """A lexeme, or whatever begins so; ``key`` are the bytes by which PostgreSQL puts them in order."""

    key: bytes
    is_begun: bool = False

    @classmethod
    def read(cls, text: str) -> "Operand":
        """KeyError for anything else."""
        match = LEXEME.fullmatch(text)
        if not match:
            raise KeyError(text)
        return cls(match[1].replace("''", "'").replace("\\\\", "\\").encode(), bool(match[2]))


Step = tuple[int, Operand]
"""How many words behind the one before it an operand of a phrase stands; 0 for the first."""


def written(query: Any) -> str:
    """A query as PostgreSQL writes it; empty without any statement."""
    asked = Statement.objects.order_by().annotate(asked=Cast(query, TextField()))
    return asked.values_list("asked", flat=True).first() or ""


class Reader:
    """Reads & before |, phrases and ! before both.

    ``rows`` gives those of an operand, ``in_a_row`` those of a phrase. KeyError for anything else, such as a
    phrase with a ! in it.
    """

    def __init__(
        self, text: str, rows: Callable[[Operand], Array], in_a_row: Callable[[list[Step]], Array]
    ) -> None:
        self.tokens = TOKEN.findall(text)[::-1]
        self.rows, self.in_a_row = rows, in_a_row

    def whole(self) -> Array:
        found = self.either()
        if self.tokens:
            raise KeyError(self.tokens.pop())
        return found

    def either(self) -> Array:
        found = self.both()
        while self._next("|"):
            found = found | self.both()
        return found

    def both(self) -> Array:
        found = self.phrase()
        while self._next("&"):
            found = found & self.phrase()
        return found

    def phrase(self) -> Array:
        if not DISTANCE.fullmatch("".join(self.tokens[-2:-1])):
            return self.one()
        steps = [(0, Operand.read(self.tokens.pop()))]
        while self.tokens and (match := DISTANCE.fullmatch(self.tokens[-1])):
            self.tokens.pop()
            following = Operand.read(self.tokens.pop() if self.tokens else "")
            steps.append((1 if match[1] == "-" else int(match[1]), following))
        return self.in_a_row(steps)

    def one(self) -> Array:
        if self._next("!"):
            return ~self.one()
        if self._next("("):
            found = self.either()
            if self._next(")"):
                return found
        return self.rows(Operand.read(self.tokens.pop() if self.tokens else ""))

    def _next(self, token: str) -> bool:
        return bool(self.tokens) and self.tokens[-1] == token and bool(self.tokens.pop())
