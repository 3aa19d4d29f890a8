"""Statements said on this day or earlier, or in or before this month or year."""

from articles.browse.fields import ParsedFilter
from articles.browse.filters.declaration import Filter
from articles.dates import typed
from articles.index.matching import Column
from articles.language import gettext

FILTER = Filter(
    field=ParsedFilter(parse=typed),
    narrow=lambda statements, wanted: statements.said_between(last=wanted["said_before"].last),
    column=Column(
        lambda part, asked: (
            (part.said_on > 0) & (part.said_on <= asked.wanted["said_before"].last.toordinal())
        )
    ),
    chip=lambda wanted, value: gettext("to %(date)s") % {"date": value},
)
