"""Odd requests to every address: which fail with 500 or more, and which take over two seconds.

    python -m benchmarks.hostile [--requests N] [--seed N] [--statements N]

Each goes to an address of the site drawn by chance, with parts of the path, parameters and fields of forms
that are right, or odd, or made to break something; half of them by somebody who may do everything. In one
process, on a synthetic record that is left as it was: what a request writes is taken back. Files are timed
to their first piece.
"""

import argparse
import logging
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

from benchmarks import corpora  # before anything of the site  # isort: skip
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from articles.addresses import ORDER
from articles.models import Actor, Article, Issue, Source, Statement

LONGEST = 2.0  # seconds
NASTY = (
    *(
        "",
        " ",
        "0",
        "-1",
        "1",
        "2",
        "99999999999999999999",
        "1e309",
        "NaN",
        "٣",
        "²",
        "1" * 5_000,
        "x" * 9_000,
    ),
    *(
        "'",
        '"',
        "';--",
        "%",
        "%%",
        "%s",
        "{0}",
        "{{7*7}}",
        "\\",
        "<script>alert(1)</script>",
        "\x00",
        "a\x00b",
        "\ud800",
    ),
    *(
        "../../etc/passwd",
        "//evil.example",
        "javascript:alert(1)",
        "http://[::1",
        "🇷🇺" * 50,
        "İ",
        "ﬁ",
        "\u202e",
        "\ufeff",
    ),
    *(
        "0001-01-01",
        "9999-12-31",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59-14:00",
        "2017-02-30",
        "last year",
        "2017-07",
    ),
    *(
        "null",
        "[]",
        "{}",
        '{"a": [[[[',
        "true",
        "RUS",
        "USA",
        "rus",
        "XXX",
        "support",
        "all",
        "oldest",
        "direct",
        "-pk",
    ),
    *(
        '"peace talks"',
        '"',
        '" "',
        "a | b & !c:*",
        "gov*",
        "*",
        "(" * 200,
        "-sanctions",
        "NOT " * 300,
        "a " * 3_000,
    ),
)
FIELDS = (
    *(
        "do",
        "version",
        "fragments",
        "kind",
        "said",
        "with",
        "at",
        "action",
        "text_sha256",
        "id",
        "next",
        "name",
        "title",
    ),
    *(
        "speaker-TOTAL_FORMS",
        "speaker-INITIAL_FORMS",
        "speaker-0-name",
        "speaker-0-attribution",
        "speaker-0-country",
    ),
    *(
        "position-TOTAL_FORMS",
        "position-INITIAL_FORMS",
        "position-0-issue",
        "position-0-stance",
        "seen",
        "email",
    ),
    *(
        "what",
        "body",
        "reason",
        "address",
        "text",
        "url",
        "language",
        "published_on",
        "source",
        "undo",
        "username",
    ),
)
PARAMETERS = (
    *ORDER,
    "page",
    "find",
    "size",
    "url",
    "format",
    "maxwidth",
    "s",
    "new",
    "id",
    "_popup",
    "o",
    "p",
    "e",
    "all",
)
METHODS = (*["get"] * 8, *["post"] * 3, "head", "put", "delete")
LEFT_OUT = ("static/", "logout", "__debug__")


class Chance:
    """What is asked next."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.routes = [route for route in routes() if not any(part in route for part in LEFT_OUT)]
        self.keys = [
            str(pk)
            for model in (Statement, Article, Actor)
            for pk in model.objects.values_list("pk", flat=True)[:20]
        ]
        self.keys += [
            slug
            for model in (Actor, Issue, Source)
            for slug in model.objects.values_list("slug", flat=True)[:20]
        ]

    def value(self, right: float = 0.4) -> str:
        return self.draw.choice(self.keys if self.draw.random() < right else NASTY)

    def path(self) -> str:
        route = re.sub(r"\\([./Z-])", r"\1", self.draw.choice(self.routes)).replace("^", "").replace("$", "")
        route = re.sub(r"\(\?P<\w+>([^()]*)\)|<[^>]*>", self._part, route)
        return f"/{route.replace('Z', '')}"

    def _part(self, found: re.Match[str]) -> str:
        choices = re.fullmatch(r"[\w|]+", found[1] or "")
        if choices:
            return self.draw.choice(choices[0].split("|"))
        return quote(self.value(right=0.8).encode(errors="surrogatepass")[:300], safe="")

    def fields(self, names: tuple[str, ...]) -> dict[str, list[str]]:
        chosen = self.draw.sample(names, self.draw.randrange(5))
        return {name: [self.value() for _ in range(self.draw.choice((1, 1, 1, 2, 60)))] for name in chosen}


def routes(patterns: list | None = None, above: str = "") -> Iterator[str]:
    for each in get_resolver().url_patterns if patterns is None else patterns:
        route = above + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, route)
        else:
            yield route


def query(given: dict[str, list[str]]) -> str:
    pairs = [
        (name, value.encode(errors="surrogatepass")) for name, values in given.items() for value in values
    ]
    return "&".join(f"{name}={quote(value)}" for name, value in pairs)


def ask(chance: Chance, client: Client) -> tuple[str, int, float]:
    """The address, the status and the seconds; all that was written is taken back."""
    method = chance.draw.choice(METHODS)
    address = f"{chance.path()}?{query(chance.fields(PARAMETERS))}"
    headers = {"HX-Request": "true"} if chance.draw.random() < 0.2 else {}
    data = query(chance.fields(FIELDS)) if method in ("post", "put") else None
    kind = chance.draw.choice(("application/x-www-form-urlencoded", "application/json"))
    given = {} if data is None else {"data": data, "content_type": kind}
    began = time.perf_counter()
    with transaction.atomic():
        answer = getattr(client, method)(address, headers=headers, **given)
        if answer.streaming:
            next(iter(answer.streaming_content), None)
            answer.close()
        transaction.set_rollback(True)
    return f"{method.upper()} {address[:300]}", answer.status_code, time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--statements", type=int, default=20_000)
    given = parser.parse_args()
    corpora.use(given.statements)
    corpora.build()
    logging.disable(logging.CRITICAL)
    user, _ = User.objects.get_or_create(username="bench", is_superuser=True, is_staff=True)
    anybody, chief = (Client(raise_request_exception=False, headers={"host": "127.0.0.1"}) for _ in range(2))
    chief.force_login(user)
    chance, statuses, slow, broken = Chance(given.seed), Counter[int](), [], []
    for number in range(given.requests):
        address, status, seconds = ask(chance, chief if number % 2 else anybody)
        statuses[status] += 1
        if status >= 500 and status != 501:  # oEmbed has no such format
            broken.append(f"{status} {address}")
        if seconds > LONGEST:
            slow.append(f"{seconds:.1f} s {address}")
    told = f"by status {dict(sorted(statuses.items()))}"
    print(f"{given.requests:,} requests to {len(chance.routes)} addresses, {told}")
    print(f"{len(broken)} of 500 and more, {len(slow)} over {LONGEST:.0f} s")
    print("\n".join([*broken[:20], *slow[:20]]))
    sys.exit(1 if broken or slow else 0)


if __name__ == "__main__":
    main()
