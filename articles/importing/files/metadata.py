"""Metadata that stands beside the file of an article: a.json for a.txt, or a list of several in one file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from articles.importing.files.charsets import decoded
from articles.importing.files.entries import Flaw
from articles.importing.files.json_lines import parsed


class NoMetadata(Flaw):
    """Nothing is said of the article but what its own file says."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The .json files of one folder, by name; read when they are asked for. ``folder`` as people know it."""

    folder: PurePath
    files: Mapping[str, Callable[[], bytes]]
    is_given: bool = False  # by --metadata: then its faults concern whoever asks, and no a.json is looked for
    listings: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)  # those read already

    def of(self, file: str) -> tuple[Mapping[str, Any], str]:
        """What is said of the article of that file, and where; NoMetadata, or Flaw if it is broken."""
        own = PurePath(file).with_suffix(".json").name
        if own in self.files and not self.is_given:
            entry = self._json(own)
            if not isinstance(entry, dict):
                raise Flaw(f"{own} must hold one JSON object")
            return entry, str(self.folder / own)
        for name, listing in self._listings():
            for entry in listing:
                if entry.get("file") == file:
                    return entry, str(self.folder / name)
        raise NoMetadata(f"has no metadata: write {own} beside it, or list it in a file given by --metadata")

    def _listings(self) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
        for name in self.files:
            if name not in self.listings:
                try:
                    self.listings[name] = _entries(self._json(name))
                except Flaw:
                    if self.is_given:
                        raise
                    self.listings[name] = []  # what is not sound is some other article's trouble
            yield name, self.listings[name]

    def _json(self, name: str) -> Any:
        try:
            return parsed(decoded(self.files[name]()))
        except Flaw as flaw:
            raise Flaw(f"the metadata file {name} {flaw}") from None


def _entries(found: Any) -> list[Mapping[str, Any]]:
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []
