"""What every file of the record says of itself: licence, moment, filters, and the version of its format."""

import datetime
from dataclasses import dataclass

VERSION = "1"
"""Of the formats below; it grows when a reader of the last one would misread the next."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """``address`` is that of the list with its filters, ``as_of`` the moment of which everything is told."""

    site: str
    address: str
    as_of: datetime.datetime
    licence: str
    licence_url: str
