"""Plain text: all of it is the article."""

from articles.importing.files.charsets import decoded
from articles.importing.files.entries import Told


def read(data: bytes) -> Told:
    return Told({"text": decoded(data, guess=True)})
