"""Statements told at first hand: not what one country says that another said."""

import numpy as np

from articles.browse.fields import one_of
from articles.browse.filters.declaration import Filter
from articles.index.matching import Column
from articles.index.postings import Array
from articles.index.segments import Segment
from articles.language import gettext, text


def firsthand(part: Segment) -> Array:
    mask = np.ones(len(part), bool)
    mask[part.at_second_hand()] = False
    return mask


FILTER = Filter(
    field=one_of(text("a choice; use first, or leave it out"), [("first", "first-hand only")]),
    narrow=lambda statements, wanted: statements.firsthand(),
    column=Column(lambda part, asked: firsthand(part)),
    chip=lambda wanted, value: gettext("first-hand only") if value == "first" else value,
)
