"""Articles as files hold them: plain text with metadata, HTML, JSON Lines, CSV. No database here."""

import contextlib
import csv
import datetime
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from articles.text import normal

MAX_TEXT_BYTES = 2_000_000
REQUIRED = ("title", "source")
STDIN = Path("-")


@dataclass(frozen=True, slots=True)
class ArticleText:
    """One article found sound, in its normal form. ``name`` says where: "a.txt", "b.jsonl line 3".

    ``language`` is an ISO 639-1 code, or empty: then it is told by the text.
    """

    name: str
    text: str
    title: str
    source: str
    published_on: datetime.date | None = None
    url: str = ""
    language: str = ""
    domain: str = ""

    def __post_init__(self) -> None:
        """Here, so that places found in the text are places in what is stored, whoever made it."""
        object.__setattr__(self, "text", normal.text(self.text))
        object.__setattr__(self, "title", normal.line(self.title))
        object.__setattr__(self, "source", normal.label(self.source))

    @property
    def sha256(self) -> str:
        return normal.sha256(self.text)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or a line of one, that cannot be imported, and why."""

    name: str
    reason: str


class Flaw(ValueError):
    """What is wrong with an article and how to mend it, in one sentence."""


Read = ArticleText | Unreadable


def read_paths(paths: list[Path], metadata: Path | None = None) -> Iterator[Read]:
    """Every article of the files, and of the files in the folders, in order; faults come as Unreadable."""
    for path in paths:
        if path.is_dir():
            yield from read_paths(_inside(path), metadata)
        else:
            yield from _read_file(path, metadata)


def _inside(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.iterdir() if path.suffix.lower() in READERS and path.suffix != ".json"
    )


def _read_file(path: Path, metadata: Path | None) -> Iterator[Read]:
    reader = READERS.get(path.suffix.lower()) if path != STDIN else _read_jsonl
    try:
        if reader is None:
            raise Flaw(f"the ending {path.suffix or '(none)'} is not known; use .txt, .html, .jsonl or .csv")
        yield from reader(path, decoded(path), metadata)
    except Flaw as flaw:
        yield Unreadable(str(path), str(flaw))


def decoded(path: Path) -> str:
    """The text of the file, or of standard input for "-"; Flaw if there is none or it is not UTF-8."""
    try:
        data = sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
    except OSError as error:
        raise Flaw(f"cannot be opened: {error.strerror}") from None
    if b"\0" in data:
        raise Flaw("is a binary file, not text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Flaw(
            f"is not UTF-8: byte {error.start} is 0x{data[error.start]:02x}; convert it first"
        ) from None


def parsed(text: str) -> Any:
    """What the JSON says; Flaw if it is none, or none that an article can be told by."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Flaw(f"is not JSON: {error}") from None
    except RecursionError:
        raise Flaw("is JSON nested too deeply to be read; write one flat object an article") from None
    except ValueError:  # Python reads integers of at most 4,300 digits
        raise Flaw("holds a number with too many digits to be read; shorten it or quote it") from None


def _read_txt(path: Path, text: str, metadata: Path | None) -> Iterator[Read]:
    yield _checked(str(path), {**_metadata_of(path, metadata), "text": text})


def _metadata_of(path: Path, metadata: Path | None) -> Mapping[str, Any]:
    beside = path.with_suffix(".json")
    if metadata is None and beside.exists():
        entry = _json(beside)
        if not isinstance(entry, dict):
            raise Flaw(f"{beside.name} must hold one JSON object")
        return entry
    for listing in [metadata] if metadata else _beside(path):
        for entry in _listed(listing):
            if entry.get("file") == path.name:
                return entry
    raise Flaw(f"has no metadata: write {beside.name} beside it, or list it in a file given by --metadata")


def _beside(path: Path) -> Iterator[Path]:
    """JSON files of the same folder; what is not sound is some other article's trouble."""
    for listing in sorted(path.parent.glob("*.json")):
        with contextlib.suppress(Flaw):
            _json(listing)
            yield listing


def _listed(listing: Path) -> list[Mapping[str, Any]]:
    entries = _json(listing)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _json(path: Path) -> Any:
    try:
        return parsed(decoded(path))
    except Flaw as flaw:
        raise Flaw(f"the metadata file {path.name} {flaw}") from None


def _page(html: str) -> Any:
    import trafilatura  # takes 25 MB, which those who serve pages need not hold

    try:
        return trafilatura.bare_extraction(html, with_metadata=True, include_comments=False)
    except Exception as error:  # the library reads what pages say of themselves, and that may be anything
        raise Flaw(
            f"is a page that cannot be read ({type(error).__name__}); save its text as .txt with metadata"
        ) from None


def _read_html(path: Path, html: str, metadata: Path | None) -> Iterator[Read]:
    page = _page(html)
    if page is None or not page.text:
        raise Flaw("no article text was found in the page")
    found = {
        "text": page.text,
        "title": page.title,
        "source": page.sitename or page.hostname,
        "published_on": page.date,
        "url": page.url,
    }
    known = {key: value for key, value in found.items() if value}
    with contextlib.suppress(Flaw):  # the page describes itself; _checked says what is missing
        known.update(_metadata_of(path, metadata))
    yield _checked(str(path), {**known, "text": page.text})


def _read_jsonl(path: Path, text: str, metadata: Path | None) -> Iterator[Read]:
    for number, line in enumerate(text.split("\n"), start=1):  # strings may hold other ends of lines
        if line.strip():
            yield _entry(f"{path} line {number}", line)


def _read_csv(path: Path, text: str, metadata: Path | None) -> Iterator[Read]:
    csv.field_size_limit(max(len(text), 1))  # no cell breaks the file off: _text says what is too long
    lines = csv.reader(io.StringIO(text, newline=""))
    header = next(lines, [])
    first = lines.line_num + 1
    for cells in lines:
        if cells:
            yield _row(f"{path} line {first}", header, cells)
        first = lines.line_num + 1


def _row(name: str, header: list[str], cells: list[str]) -> Read:
    if len(cells) > len(header):
        counts = f"has {len(cells)} cells, the first line {len(header)}"
        return Unreadable(name, f"{counts}; put quotation marks around cells that hold commas")
    return _entry(name, dict(zip(header, cells, strict=False)))


def _entry(name: str, entry: Any) -> Read:
    try:
        entry = parsed(entry) if isinstance(entry, str) else entry
        if not isinstance(entry, dict):
            raise Flaw("is not a JSON object")
        return _checked(name, entry)
    except Flaw as flaw:
        return Unreadable(name, str(flaw))


def _checked(name: str, entry: Mapping[str, Any]) -> ArticleText:
    text = _text(entry)
    missing = [key for key in REQUIRED if not _word(entry, key)]
    if missing:
        raise Flaw(f"the metadata lacks {' and '.join(missing)}")
    return ArticleText(
        name=name,
        text=text,
        title=_word(entry, "title", 500),
        source=_word(entry, "source", 200),
        published_on=_date(entry),
        url=_word(entry, "url", 1000),
        language=_word(entry, "language", 10),
        domain=_word(entry, "domain", 200),
    )


def _text(entry: Mapping[str, Any]) -> str:
    given = entry.get("text")
    text = normal.text(given) if isinstance(given, str) else ""
    if not text:
        raise Flaw("holds no text")
    if "\0" in text:
        raise Flaw("the text holds a NUL character, so it is not text")
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_TEXT_BYTES:
        raise Flaw(f"the text has {size:,} bytes; at most {MAX_TEXT_BYTES:,} are read: split it")
    return text.encode("utf-8", "replace").decode()


def _word(entry: Mapping[str, Any], key: str, longest: int = 500) -> str:
    value = entry.get(key) or ""
    if not isinstance(value, str):
        raise Flaw(f"{key} must be text, not {type(value).__name__}")
    if len(value) > longest:
        raise Flaw(f"{key} is longer than {longest} characters")
    if "\0" in value:
        raise Flaw(f"{key} holds a NUL character; take it out")
    return " ".join(value.encode("utf-8", "replace").decode().split())


def _date(entry: Mapping[str, Any]) -> datetime.date | None:
    value = _word(entry, "published_on")
    try:
        return datetime.date.fromisoformat(value) if value else None
    except ValueError:
        raise Flaw(f"published_on is “{value}”; write YYYY-MM-DD, or leave it out") from None


READERS: dict[str, Callable[[Path, str, Path | None], Iterator[Read]]] = {
    ".txt": _read_txt,
    ".html": _read_html,
    ".htm": _read_html,
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
}
