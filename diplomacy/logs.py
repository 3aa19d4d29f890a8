"""How the log is written: before Django has loaded anything, hence apart from all that has to do with it."""

import contextvars
import datetime
import json
import logging
from collections import deque
from typing import Any

MOST = 20  # errors kept by each process
request: contextvars.ContextVar[str] = contextvars.ContextVar("request", default="")
"""The name of the request that is being answered."""


class JsonLines(logging.Formatter):
    """One object a line, without what people typed: time, level, logger, message, request, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line: dict[str, Any] = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": request.get(),
        }
        line |= getattr(record, "more", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps({key: value for key, value in line.items() if value != ""}, ensure_ascii=False)


class Recent(logging.Handler):
    """The latest errors of this process, for the page of the state: when, which logger, what."""

    kept: deque[tuple[datetime.datetime, str, str]] = deque(maxlen=MOST)

    def emit(self, record: logging.LogRecord) -> None:
        now = datetime.datetime.now(datetime.UTC)
        self.kept.appendleft((now, record.name, record.getMessage()[:300]))
