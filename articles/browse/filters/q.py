"""Statements with these words: in what was said, or in the names that stand with it."""

import django_filters

from articles.browse.filters.declaration import Filter
from articles.index.matching import Column
from articles.language import gettext

LONGEST = 250  # of 200 that can be typed all words may come to be quoted

FILTER = Filter(
    field=django_filters.CharFilter(max_length=LONGEST),
    narrow=lambda statements, wanted: statements.matching(wanted["q"]),
    column=Column(lambda part, asked: asked.worded_in(part)),
    chip=lambda wanted, value: gettext("words: %(words)s") % {"words": value},
)
