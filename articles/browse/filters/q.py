"""Statements with these words: in what was said, or in the names that stand with it."""

import django_filters

from articles.browse.filters.declaration import Filter
from articles.index.matching import Column

FILTER = Filter(
    field=django_filters.CharFilter(max_length=200),
    narrow=lambda statements, wanted: statements.matching(wanted["q"]),
    column=Column(lambda part, asked: asked.worded_in(part)),
    chip=lambda wanted, value: f"words: {value}",
)
