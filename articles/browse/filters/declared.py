"""All filters by name, in the order of ``articles.addresses.FILTERS``, each from the module of its name."""

from importlib import import_module

from articles.addresses import FILTERS
from articles.browse.filters.declaration import Counted, Filter
from articles.index.matching import Column

DECLARED: dict[str, Filter] = {
    name: import_module(f"articles.browse.filters.{name}").FILTER for name in FILTERS
}
COLUMNS: dict[str, Column] = {name: each.column for name, each in DECLARED.items() if each.column}
COUNTED: dict[str, Counted] = dict(
    sorted(
        ((name, each.counted) for name, each in DECLARED.items() if each.counted),
        key=lambda pair: pair[1].place,
    )
)
"""Those whose values are listed, in the order of the page."""
