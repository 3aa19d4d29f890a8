"""Statements said on this day or later, or in or after this month or year."""

from articles.browse.fields import ParsedFilter
from articles.browse.filters.declaration import Filter
from articles.dates import typed
from articles.index.matching import Column
from articles.language import gettext

FILTER = Filter(
    field=ParsedFilter(parse=typed),
    narrow=lambda statements, wanted: statements.said_between(first=wanted["said_after"].first),
    column=Column(lambda part, asked: part.said_until >= asked.wanted["said_after"].first.toordinal()),
    chip=lambda wanted, value: gettext("from %(date)s") % {"date": value},
)
