"""Files to articles: paths for the command, uploads for the page. One table says who reads which ending."""

import mimetypes
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath, PurePosixPath

from articles.importing.files import docx, json_lines, mail, packed, pdf, plain, table, web_page
from articles.importing.files.entries import (
    KNOWN,
    ArticleText,
    Entry,
    Flaw,
    Proposal,
    Told,
    UnknownKeys,
    Unreadable,
    proposal,
)
from articles.importing.files.metadata import Beside, NoMetadata

ONE: dict[str, Callable[[bytes], Told]] = {
    ".txt": plain.read,
    ".html": web_page.read,
    ".htm": web_page.read,
    ".pdf": pdf.read,
    ".docx": docx.read,
    ".eml": mail.read,
}
"""Formats of which a file is one article; metadata may stand beside it."""
MANY: dict[str, Callable[[str, bytes], Iterator[Entry | Unreadable]]] = {
    ".jsonl": json_lines.read,
    ".csv": table.read,
}
ZIP, METADATA = ".zip", ".json"
ENDINGS = (*ONE, *MANY, ZIP)
USE = "use .txt, .html, .pdf, .docx, .eml, .jsonl, .csv or .zip"
MAX_FILE_BYTES = 25_000_000
STDIN = Path("-")
BESIDE_PAGES = ("image", "audio", "video", "font", "text/css", "text/javascript", "application/javascript")

Contents = Mapping[PurePosixPath, Callable[[], bytes]]
Read = ArticleText | Unreadable | UnknownKeys
Proposed = Proposal | Unreadable | UnknownKeys


@dataclass(frozen=True, slots=True)
class Given:
    """One file: its name as people know it ("texts/a.txt", "a.zip/a.txt"), and what stands beside it."""

    name: str
    read: Callable[[], bytes]
    beside: Beside
    needs_metadata: bool = False  # of a text, which cannot tell its title itself


def read_paths(paths: list[Path], metadata: Path | None = None) -> Iterator[Read]:
    """Every article of the files, and of the files in the folders, in order.

    Faults come as Unreadable, and each key that is not known as UnknownKeys, once for the file that has it.
    """
    for found in _proposed(_on_disk(paths, metadata)):
        yield _complete(found) if isinstance(found, Proposal) else found


def _complete(found: Proposal) -> ArticleText | Unreadable:
    try:
        return found.article()
    except Flaw as flaw:
        path = PurePath(found.name)
        describes_itself = path.suffix.lower() in ONE and path.suffix.lower() != ".txt"
        remedy = f": write it into {path.with_suffix(METADATA).name} beside it" if describes_itself else ""
        return Unreadable(found.name, f"{flaw}{remedy}")


def propose(files: Iterable[tuple[str, bytes]]) -> Iterator[Proposed]:
    """What the files (name, content) say of their articles, in order; what they lack is left empty.

    A .json among them is metadata of the others, as it is in a folder. Of files without a sound article it
    is said why (Unreadable).
    """
    return _proposed(_uploaded(list(files)))


def bytes_of(path: Path) -> bytes:
    """What the file holds, or standard input for "-"; Flaw if it cannot be opened."""
    try:
        return sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
    except OSError as error:
        raise Flaw(f"cannot be opened: {error.strerror}") from None


def _on_disk(paths: Iterable[Path], metadata: Path | None) -> Iterator[Given | Unreadable]:
    folders: dict[Path, Beside] = {}
    for path in _files(paths):
        if isinstance(path, Unreadable):
            yield path
            continue
        if path.parent not in folders:
            folders[path.parent] = _beside(path.parent, metadata)
        yield Given(str(path), partial(bytes_of, path), folders[path.parent], needs_metadata=True)


def _files(paths: Iterable[Path]) -> Iterator[Path | Unreadable]:
    for path in paths:
        try:
            yield from _files(_inside(path)) if path.is_dir() else [path]
        except OSError as error:
            yield Unreadable(str(path), f"cannot be opened: {error.strerror}")
        except Flaw as flaw:
            yield Unreadable(str(path), str(flaw))


def _inside(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS)
    if not found:
        raise Flaw(f"is a folder without files of a known ending; {USE}, and name folders within it")
    return found


def _beside(folder: Path, metadata: Path | None) -> Beside:
    if metadata:
        return Beside(metadata.parent, {metadata.name: partial(bytes_of, metadata)}, is_given=True)
    paths = sorted(folder.glob(f"*{METADATA}"))
    return Beside(folder, {path.name: partial(bytes_of, path) for path in paths})


def _uploaded(files: list[tuple[str, bytes]]) -> Iterator[Given | Unreadable]:
    files = [(PurePosixPath(name.replace("\\", "/")).name, data) for name, data in files]
    said = {name: partial(bytes, data) for name, data in sorted(files) if _ending(name) == METADATA}
    beside = Beside(PurePath(), said)
    for name, data in files:
        if name in said and len(said) < len(files):
            continue
        if len(data) > MAX_FILE_BYTES:
            size = f"has {len(data):,} bytes; at most {MAX_FILE_BYTES:,} are read"
            yield Unreadable(name, f"{size}: split it")
        else:
            yield Given(name, partial(bytes, data), beside)


def _proposed(files: Iterable[Given | Unreadable]) -> Iterator[Proposed]:
    told: set[tuple[str, str]] = set()
    for given in files:
        for found in [given] if isinstance(given, Unreadable) else _entries(given):
            if isinstance(found, Unreadable):
                yield found
            else:
                yield from _unknown(found, told)
                yield _checked(found)


def _unknown(entry: Entry, told: set[tuple[str, str]]) -> Iterator[UnknownKeys]:
    keys = [key for key in entry.told.values if key not in KNOWN and (entry.said_in, key) not in told]
    told.update((entry.said_in, key) for key in keys)
    if keys:
        yield UnknownKeys(entry.said_in, tuple(keys))


def _checked(entry: Entry) -> Proposal | Unreadable:
    try:
        return proposal(entry)
    except Flaw as flaw:
        return Unreadable(entry.name, str(flaw))


def _entries(given: Given) -> Iterator[Entry | Unreadable]:
    """What is said of each article of the file; whatever is wrong with the file itself is Unreadable."""
    ending = _ending(given.name) if given.name != str(STDIN) else ".jsonl"
    is_empty = True
    try:
        if ending == METADATA and not given.needs_metadata:
            raise Flaw("is metadata without its article; send the file of that along")
        if ending not in ENDINGS:
            raise Flaw(f"the ending {PurePath(given.name).suffix or '(none)'} is not known; {USE}")
        for entry in _said(given, ending, given.read()):
            is_empty = False
            yield entry
        if is_empty:
            raise Flaw("holds no article: write a line for each (CSV: below the names of the columns)")
    except Flaw as flaw:
        yield Unreadable(given.name, str(flaw))


def _said(given: Given, ending: str, data: bytes) -> Iterable[Entry | Unreadable]:
    if ending in ONE:
        return [_one(given, ONE[ending](data))]
    return MANY[ending](given.name, data) if ending in MANY else _unpacked(given, data)


def _one(given: Given, told: Told) -> Entry:
    """With what stands beside the file, which wins."""
    try:
        beside, said_in = given.beside.of(PurePath(given.name).name)
    except Flaw as flaw:  # others than texts describe themselves, and what is missing will be said
        is_wanted = given.needs_metadata or not isinstance(flaw, NoMetadata)
        if is_wanted and _ending(given.name) == ".txt":
            raise
        return Entry(given.name, told, given.name)
    own = dict(told.values)
    if beside.get("date"):
        own.pop("published_on", None)
    return Entry(given.name, replace(told, values={**own, **beside, "text": own["text"]}), said_in)


def _unpacked(given: Given, data: bytes) -> Iterator[Entry | Unreadable]:
    """The articles of the files in a zip file; what pages are saved with is passed over."""
    is_empty = True
    with packed.opened(data) as archive:
        contents = {path: partial(packed.content, archive, member) for path, member in packed.files(archive)}
        folders = _folders(PurePosixPath(given.name), contents)
        for path, content in contents.items():
            ending = _ending(path.name)
            if ending == METADATA or (ending not in ENDINGS and _comes_with_a_page(path.name)):
                continue
            is_empty = False
            name = f"{given.name}/{path}"
            if ending == ZIP:
                yield Unreadable(name, "is a zip file within a zip file; import it by itself")
                continue
            beside = given.beside if given.beside.is_given else folders[path.parent]
            yield from _entries(Given(name, content, beside, given.needs_metadata))
    if is_empty:
        raise Flaw(f"is a zip file without files of a known ending; {USE}")


def _folders(name: PurePosixPath, contents: Contents) -> dict[PurePosixPath, Beside]:
    """What stands beside the files of each folder of a zip file."""
    found: dict[PurePosixPath, dict[str, Callable[[], bytes]]] = {path.parent: {} for path in contents}
    for path, content in contents.items():
        if _ending(path.name) == METADATA:
            found[path.parent][path.name] = content
    return {folder: Beside(name / folder, files) for folder, files in found.items()}


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _comes_with_a_page(name: str) -> bool:
    return (mimetypes.guess_type(name)[0] or "").startswith(BESIDE_PAGES)
