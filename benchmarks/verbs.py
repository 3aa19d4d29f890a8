"""How long the verbs of editors take in a large record, from the request to the answer.

    python -m benchmarks.verbs [--statements N] [--rounds N] [--against CHECKOUT]

In this process, with every commit, on articles drawn by the same chance each time; whatever is done is undone
again, which is measured, too. ``--against`` another release, which has this file too: both do one round in
turn, and the ratios are medians of the pairs.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

from benchmarks import corpora  # before anything of the site  # isort: skip
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import GeneratedField
from django.test import Client

from articles.curate import verbs
from articles.history.as_of import tracked
from articles.models import Action, Article, Statement

STEPS = ("queue", "desk", "accept", "undo an accept", "correct", "undo a correction", "tag", "undo a tag")
WARM_UP = 3


class Editor:
    def __init__(self, seed: int = 1) -> None:
        self.random, self.taken = random.Random(seed), defaultdict(list)
        user, _ = User.objects.get_or_create(username="bench", is_superuser=True, is_staff=True)
        self.client = Client()
        self.client.force_login(user)
        self.keys = list(Statement.objects.waiting().order_by("pk").values_list("pk", flat=True)[:20_000])

    def round(self) -> None:
        statement = Statement.objects.get(pk=self.random.choice(self.keys))
        article = Article.objects.get(pk=statement.article_id)
        path = f"/review/{article.pk}/?s={statement.pk}"
        self.measure("queue", "get", "/review/")
        self.measure("desk", "get", path)
        self.measure("accept", "post", path, {"do": "accept", "version": verbs.version(statement)})
        self.undo("undo an accept")
        self.measure("correct", "post", path, self.form(statement, article, kind="indirect"))
        self.undo("undo a correction")
        form = self.form(statement, article, fragments=f"0-{len(article.text.split(' ')[0])}")
        del form["version"]
        self.measure("tag", "post", f"/review/{article.pk}/?new=0-1", form)
        self.undo("undo a tag")

    def measure(self, step: str, method: str, path: str, data: dict | None = None) -> None:
        last = Action.objects.latest("pk").pk if method == "post" and Action.objects.exists() else 0
        began = time.perf_counter()
        answer = getattr(self.client, method)(path, data)
        self.taken[step].append((time.perf_counter() - began) * 1000)
        done = method == "get" or Action.objects.latest("pk").pk > last
        if answer.status_code not in (200, 302) or not done:
            raise SystemExit(f"{step}: {answer.status_code}, {answer.content.decode()[:2000]}")

    def undo(self, step: str) -> None:
        self.measure(step, "post", f"/admin/articles/action/{Action.objects.latest('pk').pk}/undo/", {})

    def form(self, statement: Statement, article: Article, **changes: str) -> dict:
        rows = statement.attributions.select_related("actor").all()
        form = {"speaker-TOTAL_FORMS": len(rows), "speaker-INITIAL_FORMS": len(rows)}
        for n, row in enumerate(rows):
            form |= {f"speaker-{n}-attribution": row.pk, f"speaker-{n}-name": row.actor.name}
            form |= {f"speaker-{n}-country": row.country_id or ""}
        positions = statement.positions.select_related("issue").all()
        form |= {"position-TOTAL_FORMS": len(positions), "position-INITIAL_FORMS": len(positions)}
        for n, position in enumerate(positions):
            form |= {f"position-{n}-issue": position.issue.slug, f"position-{n}-stance": position.stance}
        return form | {
            "do": "save",
            "version": verbs.version(statement),
            "text_sha256": article.text_sha256,
            "fragments": ",".join(f"{start}-{end}" for start, end in statement.fragments),
            "kind": "direct",
            "said": "2017-07-05",
            **changes,
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--against", type=Path, help="a checkout of another release")
    parser.add_argument("--paced", action="store_true", help="one round for each line that comes in")
    given = parser.parse_args()
    if given.paced:
        sys.exit(follow(given.statements))
    checkouts = [Path(), given.against] if given.against else [Path()]
    rounds = alternate(checkouts, given.statements, given.rounds)
    for step in STEPS:
        line = f"{step:20}{statistics.median(taken[0][step] for taken in rounds):7.1f} ms"
        if given.against:
            line += f"{statistics.median(own[step] / other[step] for own, other in rounds):7.2f} times"
        print(line)


def alternate(checkouts: list[Path], statements: int, rounds: int) -> list[list[dict[str, float]]]:
    """The milliseconds of every step by round and checkout.

    Of two equal processes the one started first was 2 to 4 % slower; so half of the rounds are of processes
    started the other way round, and who is first within a round changes each time.
    """
    taken = []
    for turn in (1, -1):
        releases = [start(checkout, statements) for checkout in checkouts[::turn]]
        for number in range(rounds // 2 + WARM_UP):
            order = (-1) ** number
            times = [round_of(release) for release in releases[::order]][::order]
            if number >= WARM_UP:
                taken.append(times[::turn])
        for release in releases:
            release.communicate()
    return taken


def follow(statements: int) -> None:
    """One round for each line that comes in, told in a line of JSON."""
    corpora.use(statements)
    begin_histories()
    editor = Editor()
    for _ in sys.stdin:
        editor.taken.clear()
        editor.round()
        print(
            json.dumps({step: statistics.median(taken) for step, taken in editor.taken.items()}), flush=True
        )


def begin_histories() -> None:
    """A synthetic record is written without triggers, so that no undo could restore its rows."""
    quote = connection.ops.quote_name
    for model in tracked():
        rows, events = (quote(m._meta.db_table) for m in (model, model.pgh_event_model))
        kept = {field.column for field in model.pgh_event_model._meta.concrete_fields}
        fields = [f for f in model._meta.concrete_fields if not isinstance(f, GeneratedField)]
        columns = ", ".join(quote(field.column) for field in fields if field.column in kept)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {events} ({columns}, pgh_created_at, pgh_label, pgh_obj_id) "
                f"SELECT {columns}, now(), 'insert', id FROM {rows} AS r "
                f"WHERE NOT EXISTS (SELECT FROM {events} AS e WHERE e.pgh_obj_id = r.id)"
            )
            cursor.execute(f"ANALYZE {events}")


def start(checkout: Path, statements: int) -> subprocess.Popen[str]:
    """A release that has done a round: until then it may write files that the next one writes, too."""
    command = [sys.executable, "-m", "benchmarks.verbs", "--paced", "--statements", str(statements)]
    release = subprocess.Popen(
        command, cwd=checkout, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    round_of(release)
    return release


def round_of(process: subprocess.Popen[str]) -> dict[str, float]:
    process.stdin.write("\n")
    process.stdin.flush()
    line = process.stdout.readline()
    while line and not line.startswith("{"):  # what is told while the record is made
        line = process.stdout.readline()
    return json.loads(line)


if __name__ == "__main__":
    main()
