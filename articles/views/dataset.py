"""The public part of the record as files to cite: what they are, and the latest of them.

Their page changes with the files, which the worker writes, not with the record: it is made for each reader.
"""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from articles.exports.dataset import publishing
from articles.views.about import about_page
from articles.views.streams import BLOCK, stream

TYPES = {".gz": "application/gzip", ".json": "application/json", ".md": "text/markdown; charset=utf-8"}


def _latest() -> tuple[Path, publishing.Told] | None:
    return publishing.latest(Path(settings.DATASET_DIR)) if settings.DATASET_DIR else None


def dataset(request: HttpRequest) -> HttpResponse:
    found = _latest()
    if not found:
        return about_page(request, "dataset", package=None)
    return about_page(request, "dataset", package=found[1], cited=publishing.citation(found[1]))


def dataset_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the latest version."""
    found = _latest()
    path = found[0] / name if found else None
    if path is None or not path.is_file():
        raise Http404("There is no such file of a data set")
    return stream(request, _blocks(path), TYPES[path.suffix], name)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
