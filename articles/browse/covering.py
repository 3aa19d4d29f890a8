"""What was searched: the figures of a Coverage, told by an index."""

import datetime
from typing import Any

import numpy as np

from articles.index.matching import PERIOD, Fitting
from articles.index.postings import Array, added


def covered(fitting: Fitting) -> dict[str, Any]:
    """Of the articles published in the period, whatever else is asked for."""
    return _figures(fitting) if fitting.is_bounded else fitting.kept("coverage", lambda: _figures(fitting))


def _figures(fitting: Fitting) -> dict[str, Any]:
    pairs = [(texts, mask & _within(texts.published_on, fitting)) for texts, mask in fitting.index.articles()]
    days = np.concatenate([texts.published_on[mask] for texts, mask in pairs])
    sources = added([np.bincount(texts.source[mask], minlength=1) for texts, mask in pairs])
    dated = days[days > 0]
    waiting = (_within(days, fitting) for days in fitting.kept("waiting", lambda: _waiting(fitting)))
    return {
        "articles": len(days),
        "sources": int(np.count_nonzero(sources)),
        "first": _day(dated.min()) if len(dated) else None,
        "last": _day(dated.max()) if len(dated) else None,
        "waiting": sum(int(np.count_nonzero(mask)) for mask in waiting),
    }


def _waiting(fitting: Fitting) -> list[Array]:
    """Of the machine's suggestions, the days on which their articles were published."""
    return [part.published_on[valid & ~part.reviewed] for part, valid in fitting.parts]


def _within(days: Array, fitting: Fitting) -> Array:
    """Which of these days are in the period."""
    after, before = (fitting.wanted.get(name) for name in PERIOD)
    mask = np.ones(len(days), bool)
    if after:
        mask &= days >= after.first.toordinal()
    if before:
        mask &= (days > 0) & (days <= before.last.toordinal())
    return mask


def _day(ordinal: Any) -> datetime.date:
    return datetime.date.fromordinal(int(ordinal))
