"""How long the verbs of the desk take in a large record, from the request to what the page gets to show.

    python -m benchmarks.verbs [--statements N] [--rounds N] [--against CHECKOUT]

In this process, with every commit, on articles drawn by the same chance each time. A verb is sent as the
script of the desk sends it, and the redirect that it answers with is followed. Whatever is done is undone
again, which is measured, too. ``--against`` another release, which has this file too: both do one round in
turn, and the ratios are medians of the pairs.
"""

import argparse
import html
import json
import random
import re
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

from benchmarks import corpora  # before anything of the site  # isort: skip
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import F, GeneratedField
from django.db.models.functions import Mod
from django.test import Client

from articles.curate import verbs
from articles.history.as_of import tracked
from articles.models import Action, Actor, Article, Issue, Statement

STEPS = {
    "queue": 300,
    "desk": 300,
    "next": 200,
    "accept": 200,
    "undo an accept": 200,
    "reject": 200,
    "undo a rejection": 200,
    "speaker": 200,
    "undo a speaker": 200,
    "day": 200,
    "undo a day": 200,
    "position": 200,
    "undo a position": 200,
    "split": 200,
    "undo a split": 200,
    "join": 200,
    "undo a join": 200,
    "tag": 200,
    "undo a tag": 200,
    "bulk preview": 200,
    "bulk accept": 200,
    "undo a bulk accept": 200,
}
"""What is measured, and the most milliseconds that it may take in the median."""
SINCE = re.compile(r'data-since="([^"]*)"')
WARM_UP = 3


class Editor:
    """One of several, each of whom has the articles that no other has."""

    def __init__(
        self, seed: int = 1, client: Client | None = None, number: int = 0, several: int = 1
    ) -> None:
        self.random, self.taken = random.Random(seed), defaultdict(list)
        user, _ = User.objects.get_or_create(
            username=f"bench{number or ''}", is_superuser=True, is_staff=True
        )
        self.client = client or Client()
        self.client.force_login(user)
        self.actions = Action.objects.filter(by=user).order_by("-pk")
        ours = Statement.objects.waiting().annotate(part=Mod(F("article_id"), several)).filter(part=number)
        waiting = ours.order_by("pk")
        self.keys = list(waiting.values_list("pk", flat=True)[:20_000])
        self.actors = list(Actor.objects.current().order_by("pk").values_list("slug", flat=True)[:500])
        self.issues = list(Issue.objects.current().order_by("pk").values_list("slug", flat=True)[:200])
        self.since = ""

    def round(self) -> None:
        statement = Statement.objects.get(pk=self.random.choice(self.keys))
        article = Article.objects.get(pk=statement.article_id)
        desk = f"/review/{article.pk}/"
        path = f"{desk}?s={statement.pk}"
        self.measure("queue", "get", "/review/")
        self.since = SINCE.search(self.measure("desk", "get", path))[1]
        self.measure("next", "get", path)
        self.do(path, "accept", "undo an accept", do="accept", version=verbs.version(statement))
        self.do(path, "reject", "undo a rejection", do="reject:1", version=self.version(statement))
        self.correct(path, "speaker", "undo a speaker", statement)
        self.correct(path, "day", "undo a day", statement, said=f"19{self.random.randrange(20, 80)}-07-05")
        self.correct(path, "position", "undo a position", statement)
        self.part(path, statement, article)
        form = self.form(statement, article, fragments=f"0-{len(article.text.split(' ')[0])}")
        del form["version"]
        self.do(f"{desk}?new=0-1", "tag", "undo a tag", **form)
        self.bulk(article)

    def part(self, path: str, statement: Statement, article: Article) -> None:
        """Split in two before its last word; joined with the one beside it."""
        start, end = statement.fragments[-1]
        at = article.text.rindex(" ", start, end) + 1
        sent = {"do": "split", "at": f"{at}-{at + 1}", "version": self.version(statement)}
        self.do(path, "split", "undo a split", **sent)
        other = article.statements.placed().exclude(pk=statement.pk).first()
        if other:
            sent = {"do": "merge", "with": other.pk, "version": self.version(statement)}
            self.do(path, "join", "undo a join", **sent)

    def bulk(self, article: Article) -> None:
        """The preview, and all of it accepted as it is shown."""
        path = f"/review/{article.pk}/bulk/"
        page = self.measure("bulk preview", "get", path)
        sent: dict[str, list[str]] = defaultdict(list)
        for tag in re.findall(r"<input [^>]*>", page):
            name, value = (re.search(rf'\b{key}="([^"]*)"', tag) for key in ("name", "value"))
            if name and value and name[1] != "csrfmiddlewaretoken":
                sent[name[1]].append(html.unescape(value[1]))
        if sent["id"]:
            self.do(path, "bulk accept", "undo a bulk accept", **sent)

    def correct(self, path: str, step: str, undo: str, statement: Statement, **changes: str) -> None:
        article = Article.objects.get(pk=statement.article_id)
        form = self.form(statement, article)
        if step == "speaker":
            changes = {"speaker-0-name": self.random.choice(self.actors)}
        if step == "position":
            changes = {"position-0-issue": self.random.choice(self.issues), "position-0-stance": "oppose"}
            form |= {"position-INITIAL_FORMS": "0", "position-TOTAL_FORMS": "1"}
        self.do(path, step, undo, **(form | changes))

    def version(self, statement: Statement) -> str:
        return verbs.version(Statement.objects.get(pk=statement.pk))

    def do(self, path: str, step: str, undo: str, **sent: object) -> None:
        last = self.actions.values_list("pk", flat=True).first() or 0
        answer = self.measure(step, "post", path, sent)
        action = self.actions.first()
        if action is None or action.pk == last:
            raise SystemExit(f"{step}: nothing was done\n{answer[:3000]}")
        self.measure(undo, "post", path.replace("bulk/", ""), {"do": "undo", "action": action.pk})
        if self.actions[0].verb != "undo":
            raise SystemExit(f"{undo}: nothing was done")

    def measure(self, step: str, method: str, path: str, data: dict | None = None) -> str:
        headers = {"HX-Request": "true", "Desk-Since": self.since} if step not in ("queue", "desk") else {}
        began, own = time.perf_counter(), time.process_time()
        answer = getattr(self.client, method)(path, data, follow=True, headers=headers)
        self.taken[step].append((time.perf_counter() - began) * 1000)
        self.taken[f"{step}, own"].append((time.process_time() - own) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{step}: {answer.status_code}, {answer.content.decode()[:2000]}")
        return answer.content.decode()

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
            "version": self.version(statement),
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
    for step, most in STEPS.items():
        done = [taken for taken in rounds if all(step in one for one in taken)]
        median = statistics.median(taken[0][step] for taken in done)
        own = statistics.median(taken[0][f"{step}, own"] for taken in done)
        verdict = "ok" if median <= most else "MISSED"
        line = f"{step:20}{median:7.1f} ms (at most {most}: {verdict}), {own:6.1f} of the processor here"
        if given.against:
            line += f"{statistics.median(own[step] / other[step] for own, other in done):7.2f} times"
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
