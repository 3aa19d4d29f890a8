"""Reads documents in several processes: in order, and never far ahead of what was handed out."""

import json
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice

from . import Document, IssueHint, Statement, read_many

CHUNK = 16  # documents handed to a process at a time
AHEAD = 2  # chunks waiting for each process


def lines(documents: Iterable[Document], issues: tuple[IssueHint, ...], processes: int) -> Iterator[str]:
    """One line of JSON for each document, in order."""
    stream = iter(documents)
    waiting: deque[Future[list[str]]] = deque()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
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
