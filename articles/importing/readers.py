"""Articles as files hold them: plain text with metadata, HTML, JSON Lines, CSV. No database here."""

import contextlib
import csv
import datetime
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from articles.addresses import is_web
from articles.dates import EARLIEST, Period, latest_year
from articles.text import normal

MAX_TEXT_BYTES = 2_000_000
REQUIRED = ("title", "source")
KNOWN = ("text", *REQUIRED, "published_on", "date", "url", "language", "domain", "file")
ENDINGS = "use .txt, .html, .jsonl or .csv"
STDIN = Path("-")
LONGEST_SHOWN = 80  # characters of a value that is no address; data: goes on for long


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


@dataclass(frozen=True, slots=True)
class UnknownKeys:
    """The keys or columns of a file that no article has; what they hold is not read."""

    name: str
    keys: tuple[str, ...]


class Flaw(ValueError):
    """What is wrong with an article and how to mend it, in one sentence."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one article: where it stands, its keys and values, the file that has these."""

    name: str
    values: Mapping[str, Any]
    said_in: Path


Read = ArticleText | Unreadable | UnknownKeys


def read_paths(paths: list[Path], metadata: Path | None = None) -> Iterator[Read]:
    """Every article of the files, and of the files in the folders, in order.

    Faults come as Unreadable, and each key that is not known as UnknownKeys, once for the file that has it.
    """
    told: set[tuple[Path, str]] = set()
    for path in _files(paths):
        if isinstance(path, Unreadable):
            yield path
        else:
            yield from _read_file(path, metadata, told)


def _files(paths: Iterable[Path]) -> Iterator[Path | Unreadable]:
    for path in paths:
        try:
            yield from _files(_inside(path)) if path.is_dir() else [path]
        except OSError as error:
            yield Unreadable(str(path), f"cannot be opened: {error.strerror}")
        except Flaw as flaw:
            yield Unreadable(str(path), str(flaw))


def _inside(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in READERS)
    if not found:
        raise Flaw(f"is a folder without files of a known ending; {ENDINGS}, and name folders within it")
    return found


def _read_file(path: Path, metadata: Path | None, told: set[tuple[Path, str]]) -> Iterator[Read]:
    reader = READERS.get(path.suffix.lower()) if path != STDIN else _read_jsonl
    is_empty = True
    try:
        if reader is None:
            raise Flaw(f"the ending {path.suffix or '(none)'} is not known; {ENDINGS}")
        for found in reader(path, decoded(path), metadata):
            is_empty = False
            if isinstance(found, Entry):
                yield from _unknown(found, told)
                yield _article(found)
            else:
                yield found
        if is_empty:
            raise Flaw("holds no article: write a line for each (CSV: below the names of the columns)")
    except Flaw as flaw:
        yield Unreadable(str(path), str(flaw))


def _unknown(entry: Entry, told: set[tuple[Path, str]]) -> Iterator[UnknownKeys]:
    keys = [key for key in entry.values if key not in KNOWN and (entry.said_in, key) not in told]
    told.update((entry.said_in, key) for key in keys)
    if keys:
        yield UnknownKeys(str(entry.said_in), tuple(keys))


def _article(entry: Entry) -> ArticleText | Unreadable:
    try:
        return _checked(entry.name, entry.values)
    except Flaw as flaw:
        return Unreadable(entry.name, str(flaw))


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


def _read_txt(path: Path, text: str, metadata: Path | None) -> Iterator[Entry]:
    values, said_in = _metadata_of(path, metadata)
    yield Entry(str(path), {**values, "text": text}, said_in)


def _metadata_of(path: Path, metadata: Path | None) -> tuple[Mapping[str, Any], Path]:
    """What is said of the article of that file, and where."""
    beside = path.with_suffix(".json")
    if metadata is None and beside.exists():
        entry = _json(beside)
        if not isinstance(entry, dict):
            raise Flaw(f"{beside.name} must hold one JSON object")
        return entry, beside
    for listing in [metadata] if metadata else _beside(path):
        for entry in _listed(listing):
            if entry.get("file") == path.name:
                return entry, listing
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


def _read_html(path: Path, html: str, metadata: Path | None) -> Iterator[Entry]:
    page = _page(html)
    if page is None or not page.text:
        raise Flaw("no article text was found in the page")
    found = {
        "title": page.title,
        "source": page.sitename or page.hostname,
        "published_on": page.date,
        "url": page.url,
    }
    known = {key: value for key, value in found.items() if value}
    said_in = path
    with contextlib.suppress(Flaw):  # the page describes itself; _checked says what is missing
        values, said_in = _metadata_of(path, metadata)
        if values.get("date"):
            known.pop("published_on", None)
        known.update(values)
    yield Entry(str(path), {**known, "text": page.text}, said_in)


def _read_jsonl(path: Path, text: str, metadata: Path | None) -> Iterator[Entry | Unreadable]:
    for number, line in enumerate(text.split("\n"), start=1):  # strings may hold other ends of lines
        if line.strip():
            yield _object(path, f"{path} line {number}", line)


def _object(path: Path, name: str, line: str) -> Entry | Unreadable:
    try:
        values = parsed(line)
    except Flaw as flaw:
        return Unreadable(name, str(flaw))
    return Entry(name, values, path) if isinstance(values, dict) else Unreadable(name, "is not a JSON object")


def _read_csv(path: Path, text: str, metadata: Path | None) -> Iterator[Entry | Unreadable]:
    csv.field_size_limit(max(len(text), 1))  # no cell breaks the file off: _text says what is too long
    lines = csv.reader(io.StringIO(text, newline=""))
    header = next(lines, [])
    first = lines.line_num + 1
    for cells in lines:
        if cells:
            yield _row(path, f"{path} line {first}", header, cells)
        first = lines.line_num + 1


def _row(path: Path, name: str, header: list[str], cells: list[str]) -> Entry | Unreadable:
    if len(cells) > len(header):
        counts = f"has {len(cells)} cells, the first line {len(header)}"
        return Unreadable(name, f"{counts}; put quotation marks around cells that hold commas")
    return Entry(name, dict(zip(header, cells, strict=False)), path)


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
        url=_url(entry),
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


def _url(entry: Mapping[str, Any]) -> str:
    url = _word(entry, "url", 1000)
    if url and not is_web(url):
        shown = url if len(url) <= LONGEST_SHOWN else f"{url[:LONGEST_SHOWN]}…"
        raise Flaw(f"url is “{shown}”; write one with http:// or https:// and no spaces, or leave it out")
    return url


def _date(entry: Mapping[str, Any]) -> datetime.date | None:
    """The day of ``published_on``, or of ``date`` if that is missing."""
    key = "published_on" if _word(entry, "published_on") else "date"
    value = _word(entry, key)
    if not value:
        return None
    try:
        period = Period.parse(value)
    except ValueError:
        raise Flaw(f"{key} is “{value}”; write YYYY-MM-DD, or leave it out") from None
    if not EARLIEST <= period.first.year <= latest_year():
        years = f"{EARLIEST} to {latest_year()}"
        raise Flaw(f"{key} is “{value}”, outside the years {years}; mend it, or leave it out")
    if period.precision != "day":
        raise Flaw(
            f"{key} is “{value}”, a {period.precision}, and an article is kept with its day or without: "
            "write YYYY-MM-DD, or leave it out"
        )
    return period.first


READERS: dict[str, Callable[[Path, str, Path | None], Iterator[Entry | Unreadable]]] = {
    ".txt": _read_txt,
    ".html": _read_html,
    ".htm": _read_html,
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
}
