"""Where indices are kept: one folder for each, named after its version, mapped by all processes.

A folder is there as a whole or not at all: it is written under another name, flushed, then renamed. Who has
mapped one that is removed keeps it to the end.
"""

import fcntl
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from articles.index import sums
from articles.index.articles import Texts
from articles.index.segments import Segment
from articles.index.snapshot import Index
from articles.index.vocabulary import Terms
from articles.models import record_version

FORMAT = 12  # of what is in the files; raise it with every change of the arrays or of their meaning
KEPT = 2  # folders, the newest ones
logger = logging.getLogger(__name__)


def root() -> Path | None:
    """The folder of the settings; None if there shall be no index."""
    return Path(settings.FACET_INDEX_DIR) if settings.FACET_INDEX_DIR else None


def load(version: str) -> Index | None:
    """The index of this version if it is there and sound."""
    folder = _home() / f"{FORMAT}-{version}"
    return _load(folder) if folder.is_dir() else None


def latest() -> Index | None:
    """The newest index, of whichever version."""
    return next((index for folder in _folders() if (index := _load(folder))), None)


def latest_version() -> str:
    folders = _folders()
    return folders[0].name.partition("-")[2] if folders else ""


def save(index: Index) -> Path:
    """Write an index to the disk; the folder where it now is."""
    target, unfinished = _home() / f"{FORMAT}-{index.version}", _home() / f".{FORMAT}-{index.version}"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for name, array in index.arrays().items():
        with _flushed(unfinished / f"{name}.npy") as file:
            np.save(file, array)
    with _flushed(unfinished / "about.json") as file:
        file.write(sums.told(_about(index), sorted(unfinished.glob("*.npy"))))
    for path in unfinished.iterdir():
        path.chmod(0o444)  # to shorten a file that is mapped kills who reads it
    _flush(unfinished)
    shutil.rmtree(target, ignore_errors=True)  # only a damaged one is ever built again
    unfinished.rename(target)
    _flush(_home())
    return target


def tidy() -> None:
    """Remove what is old or was never finished; only for the holder of the lock."""
    unfinished = [folder for folder in _home().glob(".*-*") if folder.is_dir()]
    outdated = [folder for folder in _home().glob("[0-9]*-*") if int(folder.name.partition("-")[0]) < FORMAT]
    for folder in [*unfinished, *outdated, *_folders()[KEPT:]]:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def lock(*, wait: bool) -> Iterator[bool]:
    """One process builds at a time; gives False when another one does and we do not wait."""
    _home().mkdir(parents=True, exist_ok=True)
    with (_home() / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _home() -> Path:
    home = root()
    assert home, "there is no index without FACET_INDEX_DIR"
    return home


def _folders() -> list[Path]:
    """Complete ones of our format, newest first."""
    found = []
    for folder in _home().glob(f"{FORMAT}-*"):
        with suppress(FileNotFoundError):  # another process is tidying
            found.append((folder.stat().st_mtime_ns, folder))
    return [folder for _, folder in sorted(found, reverse=True)]


def _about(index: Index) -> dict[str, Any]:
    terms = {name: [t.keys, t.values, t.labels] for name, t in index.vocabulary.items()}
    shapes = {name: [str(array.dtype), len(array)] for name, array in index.arrays().items()}
    return {"seen": sorted(index.seen), "vocabulary": terms, "arrays": shapes}


def _load(folder: Path) -> Index | None:
    try:
        which = folder.stat().st_ino
        return _read(folder)
    except FileNotFoundError:
        return None  # tidied away, or files are missing
    except (ValueError, KeyError, TypeError, OSError, EOFError):
        logger.warning("The facet index %s is damaged; it will be built again.", folder, exc_info=True)
        with suppress(FileNotFoundError):
            if folder.stat().st_ino == which:  # and not the one that another process has built since
                shutil.rmtree(folder, ignore_errors=True)
        return None


def _read(folder: Path) -> Index:
    about = sums.read(folder / "about.json")
    # Plain views of the mapped files: numpy's own class for these makes each operation on them slower.
    arrays = {name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in about["arrays"]}
    if any([str(array.dtype), len(array)] != about["arrays"][name] for name, array in arrays.items()):
        raise ValueError("arrays are not as they were written")
    seen = frozenset((xact, token) for xact, token in about["seen"])
    if folder.name != f"{FORMAT}-{record_version.name_of(seen)}":
        raise ValueError("the folder bears the name of another version")
    vocabulary = {name: Terms(*columns) for name, columns in about["vocabulary"].items()}
    return Index(seen, vocabulary, Segment.from_arrays(arrays), Texts.from_arrays(arrays))


@contextmanager
def _flushed(path: Path) -> Iterator[Any]:
    with path.open("wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
