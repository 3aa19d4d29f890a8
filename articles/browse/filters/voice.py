"""Statements of these voices: a state's, an international body's, or another (press, experts, armed groups).

Unless any is asked for, lists take the official voices: StatementFilter sees to that.
"""

from typing import Any

import numpy as np
from django.db.models import QuerySet

from articles.browse.choices import choices
from articles.browse.fields import several_of
from articles.browse.filters.declaration import Counted, Filter
from articles.browse.filters.grouping import grouped
from articles.index.matching import Column, Fitting
from articles.index.postings import Array, tallied
from articles.index.segments import VOICES
from articles.index.vocabulary import terms_of
from articles.language import gettext, text
from articles.models import Voice

LABELS = {
    "state": text("states"),
    "body": text("international bodies"),
    "other": text("other voices"),
}


def by_sql(filterset: Any) -> QuerySet:
    return grouped(filterset.narrowed({"voice"}).with_voice(), "voice", "voice", "pk")


def by_index(fitting: Fitting) -> Array:
    return fitting.counted(
        "voice",
        ["voice"],
        lambda part, fit: tallied(part.voice, fit, len(VOICES)),
    )


FILTER = Filter(
    field=several_of(text("a voice; use state, body or other"), Voice.choices),
    narrow=lambda statements, wanted: statements.voiced(*wanted["voice"]),
    column=Column(
        lambda part, asked: np.isin(part.voice, asked.codes("voice")),
        terms_of(VOICES, LABELS),
    ),
    chip=lambda wanted, value: gettext("by %(voice)s") % {"voice": gettext(LABELS.get(value, value))},
    counted=Counted(
        place=3,
        title=text("Voice"),
        plural=text("voices"),
        known=choices(LABELS),
        by_sql=by_sql,
        by_index=by_index,
        labels=LABELS,
    ),
)
