"""Reads documents in several processes: in order, and never far ahead of what was handed out."""

import json
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TypeVar

from . import Document, IssueHint, Statement, read_many

CHUNK = 16  # documents handed to a process at a time
AHEAD = 2  # chunks waiting for each process
Found = tuple[Statement, ...]
T = TypeVar("T")


def read_ahead(
    items: Iterable[T],
    document: Callable[[T], Document | None],
    issues: tuple[IssueHint, ...],
    processes: int,
) -> Iterator[tuple[T, Found | None]]:
    """Each item with the statements of its document, in order; None where there is none, or reading failed.

    What fails can be read again alone, to see which of the documents of a chunk it was.
    """
    stream = iter(items)
    waiting: deque[tuple[list[T], list[bool], Future[list[Found]]]] = deque()
    with _pool(processes) as pool:
        while True:
            while len(waiting) < processes * AHEAD and (chunk := list(islice(stream, CHUNK))):
                documents = [document(item) for item in chunk]
                wanted = [one for one in documents if one is not None]
                has_one = [one is not None for one in documents]
                waiting.append((chunk, has_one, pool.submit(_statements, wanted, issues)))
            if not waiting:
                return
            chunk, has_one, future = waiting.popleft()
            found = iter([] if future.exception() else future.result())
            yield from (
                (item, next(found, None) if has else None) for item, has in zip(chunk, has_one, strict=True)
            )


def _pool(processes: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, mp_context=context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """A process of a pool waits for work for ever, also when the one that gives it was killed."""
    parent = multiprocessing.parent_process()

    def wait() -> None:
        if parent:
            parent.join()
        os._exit(1)

    threading.Thread(target=wait, name="end with parent", daemon=True).start()


def _statements(documents: list[Document], issues: tuple[IssueHint, ...]) -> list[Found]:
    return [statements for _, statements in read_many(documents, issues)]


def lines(documents: Iterable[Document], issues: tuple[IssueHint, ...], processes: int) -> Iterator[str]:
    """One line of JSON for each document, in order."""
    stream = iter(documents)
    waiting: deque[Future[list[str]]] = deque()
    with _pool(processes) as pool:
        while True:
            while len(waiting) < processes * AHEAD and (chunk := list(islice(stream, CHUNK))):
                waiting.append(pool.submit(read_chunk, chunk, issues))
            if not waiting:
                return
            yield from waiting.popleft().result()


def read_chunk(documents: list[Document], issues: tuple[IssueHint, ...]) -> list[str]:
    return [line(*pair) for pair in read_many(documents, issues)]


def line(document: Document, statements: tuple[Statement, ...]) -> str:
    """The output line of one document."""
    fields = {"id": document.id, "statements": [statement.to_json() for statement in statements]}
    written = json.dumps(fields, ensure_ascii=False)
    return written if _encodable(written) else json.dumps(fields)


def _encodable(written: str) -> bool:
    try:
        written.encode()
    except UnicodeEncodeError:  # half a surrogate pair in the text
        return False
    return True
