"""Statements with these words, or of speakers with these names."""

import django_filters

from articles.browse.filters.declaration import Filter
from articles.index.matching import Column

FILTER = Filter(
    field=django_filters.CharFilter(max_length=200),
    narrow=lambda statements, wanted: statements.matching(wanted["q"]),
    column=Column(lambda part, asked: asked.hits_in(part).mask | part.actor.having(asked.called)),
    chip=lambda wanted, value: f"words: {value}",
)
