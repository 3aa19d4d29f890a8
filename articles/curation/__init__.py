"""The verbs by which people change the record; each checks, writes and is written down as an Action."""

from articles.curation.acting import Editor, Refused, Verb, acting, permitted
from articles.curation.blinding import require_uncoded, resolving
from articles.curation.conflicts import Meanwhile, Outdated, changed_since, require_version, version
from articles.curation.correcting import Entries, Speaker, correct, says_the_same, tag
from articles.curation.joining import join, part
from articles.curation.learning import learn_alias
from articles.curation.merging import Plan, merge, plan
from articles.curation.redating import Redating, redate_by_article, redatings
from articles.curation.replacing import Replacement, replace_text, replacement
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
    "Entries",
    "Meanwhile",
    "Outdated",
    "Plan",
    "Redating",
    "Refused",
    "Replacement",
    "Speaker",
    "Verb",
    "accept",
    "acting",
    "changed_since",
    "check",
    "confirm_edit",
    "confirm_fields",
    "correct",
    "discard",
    "join",
    "learn_alias",
    "merge",
    "part",
    "permitted",
    "plan",
    "redate",
    "redate_by_article",
    "redatings",
    "reject",
    "replace_text",
    "replacement",
    "require_uncoded",
    "require_version",
    "resolving",
    "says_the_same",
    "tag",
    "undo",
    "version",
]
