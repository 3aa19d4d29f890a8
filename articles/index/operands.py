"""Queries as PostgreSQL writes them, answered from lexemes: 'gov':* & !'peac' | 'talk'."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from articles.index.postings import Array
from articles.models import Statement

TOKEN = re.compile(r"\s*('(?:[^']|'')*'(?::\*)?|[&|!()]|\S+)")
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


def written(query: Any) -> str:
    """A query as PostgreSQL writes it; empty without any statement."""
    asked = Statement.objects.order_by().annotate(asked=Cast(query, TextField()))
    return asked.values_list("asked", flat=True).first() or ""


class Reader:
    """Reads & before |, ! before both; ``rows`` gives those of an operand.

    KeyError for anything else, such as phrases.
    """

    def __init__(self, text: str, rows: Callable[[Operand], Array]) -> None:
        self.tokens = TOKEN.findall(text)[::-1]
        self.rows = rows

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
        found = self.one()
        while self._next("&"):
            found = found & self.one()
        return found

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
