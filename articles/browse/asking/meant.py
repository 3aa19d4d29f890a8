"""What some of the words may mean: values of one filter."""

from dataclasses import dataclass

from articles.browse.choices import Known


@dataclass(frozen=True, slots=True)
class Meant:
    """Values of a filter for the words from ``first`` to ``last``, both included.

    Of two that share words the one of more words counts, then that of the lower ``rank``. ``instead`` is the
    word that was typed, where that is not quite the name.
    """

    filter: str
    values: tuple[Known, ...]
    first: int
    last: int
    rank: int
    weight: int = 0  # words that tell something; those that only join others do not
    instead: str = ""
