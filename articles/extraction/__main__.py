"""``python -m articles.extraction < articles.jsonl > statements.jsonl``: a JSON object a line."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from . import Document, IssueHint, read_many, workers


def main(arguments: list[str] | None = None) -> int:
    """Reads standard input, writes standard output; 1 when a line was bad, else 0."""
    options = _parser().parse_args(arguments)
    bad: list[int] = []
    for line in _lines(
        _documents(getattr(sys.stdin, "buffer", sys.stdin), bad), _issues(options.issues), options.processes
    ):
        sys.stdout.write(line + "\n")
    sys.stdout.flush()
    return 1 if bad else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m articles.extraction", description=__doc__)
    parser.add_argument("--processes", type=int, default=1, metavar="N", help="worker processes (default 1)")
    parser.add_argument(
        "--issues",
        type=Path,
        metavar="FILE.json",
        help='{slug: {"title": ..., "about": ["IRN"], "phrases": [...]}}',
    )
    return parser


def _issues(path: Path | None) -> tuple[IssueHint, ...]:
    if path is None:
        return ()
    loaded = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        IssueHint(slug, value["title"], tuple(value.get("phrases", ())), tuple(value.get("about", ())))
        for slug, value in loaded.items()
    )


def _documents(lines: Iterable[str | bytes], bad: list[int]) -> Iterator[Document]:
    """Good lines as documents; bad ones are reported on standard error and their numbers added to ``bad``."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield document(json.loads(line))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            bad.append(number)
            print(f"line {number}: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201


def document(fields: dict[str, Any]) -> Document:
    """A document from one line's object; ValueError or KeyError when it does not follow the contract."""
    if not isinstance(fields, dict):
        raise ValueError("not a JSON object")
    text = fields["text"]
    if not isinstance(text, str) or not isinstance(fields["id"], str | int):
        raise ValueError('"text" must be a string, "id" a string or a number')
    published = fields.get("published_on") or fields.get("date")
    published_on = date.fromisoformat(str(published)[:10]) if published else None
    return Document(fields["id"], text, published_on, fields.get("title") or "", fields.get("source") or "")  # type: ignore[arg-type]


def _lines(documents: Iterator[Document], issues: tuple[IssueHint, ...], processes: int) -> Iterator[str]:
    if processes > 1:
        return workers.lines(documents, issues, processes)
    return (workers.line(*pair) for pair in read_many(documents, issues))


if __name__ == "__main__":
    sys.exit(main())
