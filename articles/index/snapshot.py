"""An index: what was built of the record, and what has changed since."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from articles.index.articles import Texts
from articles.index.postings import Array
from articles.index.segments import Segment
from articles.index.stances import Stances
from articles.index.told import Summary
from articles.index.vocabulary import Vocabulary
from articles.models import record_version


@dataclass(frozen=True, slots=True)
class Later:
    """What has changed since an index was built: it counts no more as it stood, but as it stands here."""

    changes: record_version.Changes
    segment: Segment
    texts: Texts


@dataclass(frozen=True, slots=True)
class Index:
    """All visible statements and all articles of one state of the record.

    ``main`` and ``texts`` are what the files hold, of the writes in ``seen``.
    """

    seen: record_version.Seen
    vocabulary: Vocabulary
    main: Segment
    texts: Texts
    later: Later | None = None
    whole: dict[tuple[str, bool, bool], Any] = field(default_factory=dict, compare=False)  # see Fitting.kept

    @property
    def version(self) -> str:
        return record_version.name_of(self.later.changes.seen if self.later else self.seen)

    def parts(self) -> Iterator[tuple[Segment, Array]]:
        """Segments, and which of their rows are valid."""
        changed = self.later.changes.statements if self.later else ()
        yield self.main, ~self.main.among(np.array(changed, np.int64))
        if self.later and len(self.later.segment):
            yield self.later.segment, np.ones(len(self.later.segment), bool)

    def told(self) -> Summary:
        """What countries told, by group; groups are numbered by the issues of the vocabulary.

        Only the groups of which anything has changed since the index was built are counted anew.
        """
        own = self._numbered(self.main, self.main.told.summary())
        if not self.later:
            return own
        changed = self.main.rows_of(np.array(self.later.changes.statements, np.int64))[1].astype(np.int64)
        affected = (self._groups(self.main, changed), self._groups(self.later.segment))
        groups = np.unique(np.concatenate(affected))
        return own.renewed(Summary.of(Stances.joined(self._confirmed(groups)), groups))

    def _numbered(self, part: Segment, summary: Summary) -> Summary:
        return replace(summary, groups=self._number(part, summary.groups))

    def _number(self, part: Segment, groups: Array) -> Array:
        country, issue = np.divmod(groups.astype(np.int64), part.issues)
        return country * max(len(self.vocabulary["issue"]), 1) + issue

    def _groups(self, part: Segment, rows: Array | None = None) -> Array:
        """The groups of some rows, or of all."""
        return self._number(part, part.told.groups if rows is None else part.entries(rows).groups)

    def _confirmed(self, groups: Array) -> Iterator[Stances]:
        """What is confirmed and valid of these groups, by part."""
        for part, valid in self.parts():
            own = self._groups(part)
            entries = part.told.entries(np.flatnonzero(np.isin(own, groups)))
            entries = entries.take((valid & part.reviewed)[entries.rows])
            yield part.stances(entries.rows, self._number(part, entries.groups), entries.stances)

    def arrays(self) -> dict[str, Array]:
        """What was built, by name, as files keep it."""
        return {**self.main.arrays(), **self.texts.arrays()}

    def articles(self) -> Iterator[tuple[Texts, Array]]:
        """Articles, and which of their rows are valid."""
        changed = self.later.changes.articles if self.later else ()
        yield self.texts, self.texts.without(np.array(changed, np.int64))
        if self.later and len(self.later.texts):
            yield self.later.texts, np.ones(len(self.later.texts), bool)
