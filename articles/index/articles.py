"""Articles as columns: what was searched, however little of it anybody said."""

from dataclasses import dataclass, fields

import numpy as np

from articles.index.postings import Array, packed

Columns = dict[str, Array]


@dataclass(frozen=True, slots=True)
class Texts:
    """All articles by id; days are Python ordinals, 0 if not known, sources places in the vocabulary."""

    ids: Array
    published_on: Array
    source: Array

    @classmethod
    def of(cls, columns: Columns, sources: int) -> "Texts":
        order = np.argsort(columns["id"])
        ids = columns["id"][order]
        return cls(
            ids=packed(ids, int(ids[-1]) + 1 if len(ids) else 1),
            published_on=columns["published_on"][order].astype(np.uint32),
            source=packed(columns["source"][order], sources),
        )

    @classmethod
    def from_arrays(cls, named: Columns) -> "Texts":
        return cls(**{field.name: named[f"texts.{field.name}"] for field in fields(cls)})

    def arrays(self) -> Columns:
        """All of it, by name, as files keep it."""
        return {f"texts.{field.name}": getattr(self, field.name) for field in fields(self)}

    def __len__(self) -> int:
        return len(self.ids)

    def without(self, ids: Array) -> Array:
        """False for each row whose article is among these."""
        mask = np.ones(len(self), bool)
        places = np.searchsorted(self.ids, ids)
        known = places < len(self)
        places, ids = places[known], ids[known]
        mask[places[self.ids[places] == ids]] = False
        return mask
