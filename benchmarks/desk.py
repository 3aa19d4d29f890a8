"""How long an editor waits at the review desk, beside a reader of the same article; on the demo's data.

In this process, without a network; the figures of a browser test would be those of the browser.
"""

import os
import statistics
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402

from articles.curate import verbs  # noqa: E402
from articles.models import Article  # noqa: E402
from articles.samples import demo  # noqa: E402

ROUNDS = 20
MOST = 300  # milliseconds


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def measure() -> None:
    client = Client()
    client.force_login(demo.make_editor())
    article = Article.objects.filter(statements__review="suggested").distinct().get()
    path = f"/review/{article.pk}/"
    works = {
        "public article": lambda: client.get(article.get_absolute_url()),
        "queue": lambda: client.get("/review/"),
        "desk": lambda: client.get(path),
        "accept and go on": lambda: accept(client, article, path),
    }
    rounds = [{name: milliseconds(work) for name, work in works.items()} for _ in range(ROUNDS + 1)][1:]
    reader = statistics.median(taken["public article"] for taken in rounds)
    for name in works:
        taken = sorted(of[name] for of in rounds)
        median, worst = statistics.median(taken), taken[-1]
        told = "" if name == "public article" else f"{median / reader:6.1f} times"
        verdict = "ok" if worst <= MOST else "MISSED"
        print(f"{name:18}{median:7.0f} ms, worst {worst:5.0f} (at most {MOST}: {verdict}){told}")


def accept(client: Client, article: Article, path: str) -> None:
    """What the key a does: the form is sent and the next statement comes."""
    waiting = article.statements.waiting().order_by("starts_at", "pk").first()  # type: ignore[attr-defined]
    sent = {"do": "accept", "version": verbs.version(waiting)}
    client.post(f"{path}?s={waiting.pk}", sent, follow=True)


@override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False)
def main() -> None:
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        demo.load(demo.make_editor())
        measure()
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    main()
