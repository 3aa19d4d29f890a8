"""Languages other than English: which one a text is in, and what is read in it.

``language_of`` tells the language of a text, ``is_read`` whether statements are found in it, ``name_of`` what
it is called ("not read: Japanese"). The readers of the languages share one engine; what differs is in
``data/``, and is loaded when the first such text comes.
"""

from articles.extraction.records import Document, Statement

from .detect import is_read, language_of, name_of, names

__all__ = ["is_read", "language_of", "name_of", "names", "read"]


def read(document: Document, code: str) -> tuple[Statement, ...]:
    """The statements of a document in a language other than English; none in one that is not read."""
    if not is_read(code):
        return ()
    from . import reader

    return reader.read(document, code)
