"""Puts one question to a server that speaks the OpenAI chat protocol. The only module that uses ``openai``.

It needs neither Django nor the database, and is safe to call from several threads.
"""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from articles.importing.reader.prompt import MOST_ANSWERED, SCHEMA, VERSION, Question

ATTEMPTS = 3
BACK_OFF = 2.0  # seconds before the second attempt; four times as many before each further one
LONGEST_WAIT = 60.0  # seconds that a server may ask for before it is asked again
AGAIN = (408, 409, 425, 429)  # and 5xx: states of HTTP that may pass
NO_KEY = "none"  # the client demands one; servers of one's own do not look


@dataclass(frozen=True, slots=True)
class Server:
    """Who is asked. The key is in no representation of it; ``seconds`` is how long an answer may take.

    ``temperature`` is not sent if None: some hosted models refuse any.
    """

    url: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 120.0
    temperature: float | None = 0.0

    @property
    def name(self) -> str:
        """What its statements bear: the model and the version of the prompt."""
        return f"{self.model}/{VERSION}"


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back; ``content`` is empty if the model said nothing. ``tokens`` None = not told."""

    content: str
    tokens: int | None
    attempts: int


class NotAnswered(Exception):
    """Why there is no answer, in a few words without the question or the key.

    ``is_spent``: an attempt may have cost as much as an answer would, since the server was left at work.
    """

    def __init__(self, reason: str, attempts: int, is_spent: bool) -> None:
        super().__init__(reason)
        self.attempts = attempts
        self.is_spent = is_spent


def ask(server: Server, question: Question) -> Answered:
    """The answer, after as many attempts as it takes; NotAnswered after ``ATTEMPTS``.

    What may pass (429, 5xx, a time-out, no connection) is tried again after a while that grows, or as long
    as the server asks for.
    """
    import openai

    is_spent = False
    for attempt in range(1, ATTEMPTS + 1):
        try:
            completion = _completion(server, question)
        except openai.APIStatusError as error:
            reason, wait = f"status {error.status_code}", _wait(error, attempt)
            if error.status_code < 500 and error.status_code not in AGAIN:
                wait = None
        except (openai.APITimeoutError, TimeoutError):
            reason, wait, is_spent = f"no answer within {server.seconds:g} s", _back_off(attempt), True
        except openai.APIConnectionError:
            reason, wait = "no connection", _back_off(attempt)
        except Exception as error:  # an answer that is none of the protocol, or a fault of the client
            raise NotAnswered(f"not understood ({type(error).__name__})", attempt, True) from error
        else:
            return _answered(completion, attempt)
        if wait is None or attempt == ATTEMPTS:
            break
        time.sleep(wait)
    raise NotAnswered(reason, attempt, is_spent)


def _completion(server: Server, question: Question) -> Any:
    """What the client makes of the answer; TimeoutError also of one that comes byte by byte.

    The client's own time-out begins anew with each byte.
    """
    is_late = threading.Event()
    with _client(server) as client:

        def cut() -> None:
            is_late.set()
            client.close()

        timer = threading.Timer(server.seconds, cut)
        timer.daemon = True
        timer.start()
        try:
            return client.chat.completions.create(**_request(server, question))
        except Exception as error:
            if is_late.is_set():
                raise TimeoutError from error
            raise
        finally:
            timer.cancel()


def _request(server: Server, question: Question) -> dict[str, Any]:
    told = {"name": "statements", "strict": True, "schema": SCHEMA}
    request = {
        "model": server.model,
        "messages": list(question.messages),
        "response_format": {"type": "json_schema", "json_schema": told},
        "max_completion_tokens": MOST_ANSWERED,
    }
    return request if server.temperature is None else {**request, "temperature": server.temperature}


def _client(server: Server) -> Any:
    """One for each request, so that no connection stays open. The environment's OPENAI_* are not for us."""
    import openai

    not_ours: Any = {name: openai.Omit() for name in ("OpenAI-Organization", "OpenAI-Project")}
    return openai.OpenAI(
        base_url=server.url,
        api_key=server.key or NO_KEY,
        default_headers=not_ours,
        timeout=server.seconds,
        max_retries=0,  # we count attempts, and wait as we are told
    )


def _answered(completion: Any, attempt: int) -> Answered:
    """Servers leave out fields of the protocol that the client declares as always there."""
    choices = getattr(completion, "choices", None) or [None]
    content = getattr(getattr(choices[0], "message", None), "content", None)
    tokens = getattr(getattr(completion, "usage", None), "total_tokens", None)
    is_number = isinstance(tokens, int) and not isinstance(tokens, bool) and tokens >= 0
    clean = content.encode("utf-8", "replace").decode().replace("\0", "") if isinstance(content, str) else ""
    return Answered(clean, tokens if is_number else None, attempt)


def _wait(error: Any, attempt: int) -> float | None:
    """Seconds that the server asks for, or our own; None if they are too many."""
    told = error.response.headers.get("Retry-After", "")
    if not told.isascii() or not told.isdigit():
        return _back_off(attempt)
    return float(told) if len(told) < 6 and float(told) <= LONGEST_WAIT else None


def _back_off(attempt: int) -> float:
    return BACK_OFF * 4.0 ** (attempt - 1)
