"""Statements that were reviewed, or also what the machine suggests.

What is reviewed is seen without asking for it, so that StatementFilter.visible and the index begin with it.
"""

from articles.browse.fields import one_of
from articles.browse.filters.declaration import Filter
from articles.language import gettext, text

CHOICES = [("reviewed", "reviewed only"), ("all", "with the machine's suggestions")]

FILTER = Filter(
    field=one_of(text("a choice; use reviewed or all"), CHOICES),
    narrow=lambda statements, wanted: statements,
    chip=lambda wanted, value: gettext("with suggestions") if value == "all" else value,
)
