"""The verbs by which people change the record; each checks, writes and is written down as an Action."""

from articles.curation.acting import Editor, Refused, Verb, acting
from articles.curation.reviewing import (
    accept,
    check,
    confirm_edit,
    confirm_fields,
    discard,
    redate,
    reject,
)
from articles.curation.undoing import undo

__all__ = [
    "Editor",
    "Refused",
    "Verb",
    "accept",
    "acting",
    "check",
    "confirm_edit",
    "confirm_fields",
    "discard",
    "redate",
    "reject",
    "undo",
]
