"""Statements that take one of these stances: on the issues asked for, or on any."""

from typing import Any

import numpy as np
from django.db.models import QuerySet

from articles.browse.choices import choices
from articles.browse.fields import several_of
from articles.browse.filters.declaration import Counted, Filter, Wanted
from articles.browse.filters.grouping import grouped
from articles.browse.filters.taking import BOTH, positions
from articles.browse.filters.taking import narrow as taking
from articles.index.matching import Column, Fitting
from articles.index.postings import Array, Subset
from articles.index.segments import STANCES, Segment
from articles.index.vocabulary import terms_of
from articles.language import gettext, text
from articles.models import Position
from articles.models.merged import unmerged
from articles.models.statements import StatementQuerySet

LABELS = {value: str(label) for value, label in Position.Stance.choices}


def narrow(statements: StatementQuerySet, wanted: Wanted) -> StatementQuerySet:
    return statements if wanted.get("issue") else taking(statements, wanted)  # else done with the issues


def by_sql(filterset: Any) -> QuerySet:
    rows = positions(filterset)
    if issues := filterset.wanted.get("issue"):
        rows = rows.filter(issue__in=unmerged(issues))
    return grouped(rows, "stance", "stance", "statement")


def by_index(fitting: Fitting) -> Array:
    """A statement may take a stance on several issues, and counts once."""
    if not fitting.wanted.get("issue"):
        return fitting.counted("stance", BOTH, lambda part, fit: part.stance.counts(fit))
    by_stance = fitting.positions(STANCES).T
    return fitting.sum(BOTH, lambda part, fit: _taking(by_stance, part, fit))


def _taking(several: Array, part: Segment, fit: Subset) -> Array:
    """How many of the rows that fit have any of the positions in each row of ``several``."""
    return np.array([np.count_nonzero(part.position.having(codes) & fit.mask) for codes in several])


FILTER = Filter(
    field=several_of(text("a stance; use support, oppose, conditional or neutral"), Position.Stance.choices),
    narrow=narrow,
    chip=lambda wanted, value: gettext(LABELS.get(value, value)),
    column=Column(lambda part, asked: part.stance.having(asked.codes("stance")), terms_of(STANCES, LABELS)),
    counted=Counted(
        place=4,
        title=text("Stance"),
        plural=text("stances"),
        known=choices(LABELS),
        by_sql=by_sql,
        by_index=by_index,
        labels=LABELS,
    ),
)
