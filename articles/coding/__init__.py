"""Double coding: editors code an article blind to each other; the chief editor resolves what they said."""

from articles.coding.agreement import Row, agreement
from articles.coding.plain import Plain, as_it_stands, entries_of, initial, plain
from articles.coding.resolving import adopt, reopen, resolve, take, unit_of
from articles.coding.units import FIELDS, Unit, coder_of, units
from articles.coding.working import LEAD, close, code_suggestion, code_words, drop, finish, open_task

__all__ = [
    "FIELDS",
    "LEAD",
    "Plain",
    "Row",
    "Unit",
    "adopt",
    "agreement",
    "as_it_stands",
    "close",
    "code_suggestion",
    "code_words",
    "coder_of",
    "drop",
    "entries_of",
    "finish",
    "initial",
    "open_task",
    "plain",
    "reopen",
    "resolve",
    "take",
    "unit_of",
    "units",
]
