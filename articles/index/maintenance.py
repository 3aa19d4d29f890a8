"""Hands out an index that is current, or none; builds a new one in the background when it is not."""

import logging
import os
import subprocess
import sys
import threading
import time
from dataclasses import replace

from django.conf import settings
from django.db import connection

from articles.history.as_of import at_once
from articles.index import files, lexemes, loading, vocabulary
from articles.index.snapshot import Index, Later
from articles.models import Statement, record_version

MANY_FOLLOWED = 200  # changes since an index was built; with more, it is built again
MOST_FOLLOWED = 2_000  # with more, SQL answers until then
PAUSE = 20  # seconds between two builds of one process
logger = logging.getLogger(__name__)

_kept: Index | None = None
_last_started = -float(PAUSE)
_starting = threading.Lock()


class Unsettled(Exception):
    """The record changed while it was read."""


def current() -> Index | None:
    """An index of the record as it is now; None if there is none yet, and SQL has to answer."""
    global _kept
    if not files.root() or not (version := record_version.version()):
        return None
    if _kept is None or _kept.version != version:
        found = files.load(version) or _followed(_base(_kept))
        if found is None or _is_far(found):
            build_in_background()
        _kept = found or _kept
        return found
    return _kept


def build() -> Index:
    """Read the record anew and put the index into its files; one process at a time, others wait."""
    with files.lock(wait=True):
        return _build()


def build_unless_another() -> Index | None:
    """The same, but left to whoever is at it already."""
    with files.lock(wait=False) as is_ours:
        return _build() if is_ours else None


def build_in_background() -> None:
    """Start a build unless one runs, or ran a moment ago."""
    global _last_started
    with _starting:
        if time.monotonic() - _last_started < PAUSE:
            return
        _last_started = time.monotonic()
    threading.Thread(target=_build_alone, name="facet index", daemon=True).start()


def _build_alone() -> None:
    try:
        if Statement.objects.all()[: lexemes.LEAST].count() < lexemes.LEAST:
            build_unless_another()
        else:
            _build_in_a_child()
    except Exception:  # the site goes on with SQL, whatever it was
        logger.exception("The facet index could not be built.")
    finally:
        connection.close()


def _build_in_a_child() -> None:
    """What a process of Python took once it hardly gives back: one that serves would keep it for good."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "build_index", "--unless-another"]
    done = subprocess.run(
        command, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"manage.py build_index ended with {done.returncode}: {done.stderr[-2000:]}")


def _environment() -> dict[str, str]:
    return {**os.environ, "FACET_INDEX_DIR": str(settings.FACET_INDEX_DIR)}


def _build() -> Index:
    record_version.fold()
    with at_once():
        seen = record_version.seen()
        words = vocabulary.read()
        index = Index(seen, words, loading.segment(words), loading.texts(words))
        if record_version.seen() != seen:
            raise Unsettled
    files.save(index)
    files.tidy()
    lexemes.save(len(index.main))
    return index


def _base(kept: Index | None) -> Index | None:
    """The index from which the fewest changes have to be followed."""
    if kept and record_version.name_of(kept.seen) == files.latest_version():
        return kept
    return files.latest() or kept


def _widened(changes: record_version.Changes) -> record_version.Changes:
    """With what is nested in a changed statement: it belongs to a country only if the outer one does."""
    nested = Statement.objects.filter(parent__in=changes.statements).values_list("pk", flat=True)
    return replace(changes, statements=tuple(sorted({*changes.statements, *nested})))


def _is_far(index: Index) -> bool:
    """Whether much has changed since it was built, or little in very many transactions."""
    changes = index.later.changes if index.later else None
    return changes is not None and len(changes) + len(changes.seen - index.seen) > MANY_FOLLOWED


def _followed(base: Index | None) -> Index | None:
    """The index with what has changed since it was built; None if that is too much, or not known."""
    if base is None:
        return None
    with at_once():
        changes = record_version.since(base.seen)
        changes = changes and _widened(changes)
        if changes is None or len(changes) > MOST_FOLLOWED:
            return None
        known = base.later.changes.naming if base.later else frozenset()  # by which its names have been read
        words = base.vocabulary if changes.naming == known else vocabulary.renewed(base.vocabulary)
        words, later = _later(words, changes)
        if record_version.seen() != changes.seen:
            return None
    return Index(base.seen, words, base.main, base.texts, later)


def _later(
    words: vocabulary.Vocabulary, changes: record_version.Changes
) -> tuple[vocabulary.Vocabulary, Later]:
    try:
        return words, _read(words, changes)
    except KeyError:  # somebody is heard for the first time, say
        words = vocabulary.renewed(words)
        return words, _read(words, changes)


def _read(words: vocabulary.Vocabulary, changes: record_version.Changes) -> Later:
    statements = loading.segment(words, changes.statements)
    return Later(changes, statements, loading.texts(words, changes.articles))
