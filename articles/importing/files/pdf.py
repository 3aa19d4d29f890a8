"""PDF: the words of its pages, put together to paragraphs."""

import datetime
import io
import logging
import re
import time
import unicodedata
from collections import Counter
from typing import Any

from articles.importing.files.entries import MAX_TEXT_BYTES, Flaw, Told, of_itself
from articles.importing.files.lines import paragraphs
from articles.importing.files.titles import title_of

MOST_PAGES = 1_000
MOST_SECONDS = 60
LIMITS: dict[str, Any] = {
    "stream_parsing_work_maximum_count": 1_000_000,  # words of what draws a page; one of text has 10,000
    "zlib_maximum_output_length": 30_000_000,
    "lzw_maximum_output_length": 30_000_000,
    "xform_maximum_invocations_per_extraction": 1_000,
}
LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
UNSEEN = dict.fromkeys((0, 0xAD))  # NUL and the soft hyphen
PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.|seite|página|стр\.?)?\s*\d{1,4}(?:\s*(?:/|of|de|von|из)\s*\d{1,4})?\W*", re.IGNORECASE
)
AT_EDGE = 2  # lines at the top and at the foot of a page that may be the same on all
ON_MANY = 3  # pages on which such a line stands, at least, and on half of all
LETTERLESS = 0.2  # of the characters; fonts that do not tell their letters give signs that mean nothing
NOT_READ = ("Cc", "Co", "Cn", "Cs")


def read(data: bytes) -> Told:
    import pypdf  # takes time to load
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every fault it gets over
    if b"%PDF-" not in data[:1_024]:
        raise Flaw("is not a PDF file, whatever its name says; save it as PDF")
    try:
        with pypdf.apply_configuration(**LIMITS):
            reader = pypdf.PdfReader(io.BytesIO(data))
            pages = _pages(reader)
            title, author, made_on = _about(reader)
    except Flaw:
        raise
    except (FileNotDecryptedError, DependencyError):
        raise Flaw("is locked or encrypted; print it to a new PDF, or save its text as .txt") from None
    except LimitReachedError:
        raise Flaw("unpacks to more than any text; print it to a new PDF, or save its text as .txt") from None
    except Exception as error:  # the library follows what the file says, and that may be anything
        raise Flaw(f"is a PDF that cannot be read ({type(error).__name__}); print it to a new PDF") from None
    text = paragraphs(line for page in _without_margins(pages) for line in page)
    return Told(of_itself(_readable(text), title=title_of(title)), author=author, made_on=made_on)


def _pages(reader: Any) -> list[list[str]]:
    """The lines of each page; Flaw if there are too many pages, too much text, or if it takes too long."""
    if len(reader.pages) > MOST_PAGES:
        raise Flaw(f"has {len(reader.pages):,} pages; at most {MOST_PAGES:,} are read: split it")
    pages: list[list[str]] = []
    size = 0
    ends = time.monotonic() + MOST_SECONDS
    for page in reader.pages:
        if time.monotonic() > ends:
            raise Flaw(
                f"takes longer than {MOST_SECONDS} seconds to read: split it, or print it to a new PDF"
            )
        text = page.extract_text().translate(LIGATURES).translate(UNSEEN)
        size += len(text)
        if size > MAX_TEXT_BYTES:
            raise Flaw(f"holds more than {MAX_TEXT_BYTES:,} characters of text: split it")
        pages.append([line for line in text.split("\n") if line.strip()])
    return pages


def _without_margins(pages: list[list[str]]) -> list[list[str]]:
    """The pages without their numbers, and without what stands at the edge of many of them."""
    seen = Counter(line for page in pages for line in {_bare(line) for line in _edges(page)})
    often = {line for line, times in seen.items() if times >= max(ON_MANY, len(pages) / 2)}
    return [_trimmed(page, often) for page in pages]


def _edges(page: list[str]) -> list[str]:
    return page[:AT_EDGE] + page[-AT_EDGE:]


def _bare(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def _trimmed(page: list[str], often: set[str]) -> list[str]:
    last = len(page) - AT_EDGE
    return [
        line
        for place, line in enumerate(page)
        if AT_EDGE <= place < last or not (_bare(line) in often or PAGE_NUMBER.fullmatch(line))
    ]


def _readable(text: str) -> str:
    if not text.strip():
        raise Flaw("holds pictures of pages, no text: run OCR over it first")
    strange = sum(unicodedata.category(letter) in NOT_READ or letter == "\ufffd" for letter in text)
    if strange - text.count("\n") - text.count("\t") > LETTERLESS * len(text):
        raise Flaw("has fonts that do not tell their letters: run OCR over it first")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


def _about(reader: Any) -> tuple[str, str, datetime.date | None]:
    """Title, author, and the day on which the file was made, as far as it tells them."""
    about = reader.metadata
    if about is None:
        return "", "", None
    try:
        made = about.creation_date
    except Exception:  # dates are written by hand, too
        made = None
    return str(about.title or ""), str(about.author or ""), made.date() if made else None
