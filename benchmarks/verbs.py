"""How long the verbs of editors take in a large record, from the request to the answer.

    python -m benchmarks.verbs [--statements N] [--rounds N] [--json]

In this process, with every commit, on articles drawn by the same chance each time; whatever is done is undone
again, which is measured, too. To compare two releases, run it in both checkouts in turn.
"""

import argparse
import json
import random
import statistics
import time
from collections import defaultdict

from benchmarks import corpora  # before anything of the site  # isort: skip
from django.contrib.auth.models import User
from django.test import Client

from articles import curation
from articles.models import Action, Article, Statement

STEPS = ("queue", "desk", "accept", "undo an accept", "correct", "undo a correction", "tag", "undo a tag")


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
        self.measure("accept", "post", path, {"do": "accept", "version": curation.version(statement)})
        self.undo("undo an accept")
        self.measure("correct", "post", path, self.form(statement, article, kind="indirect"))
        self.undo("undo a correction")
        form = self.form(statement, article, fragments=f"0-{len(article.text.split(' ')[0])}")
        del form["version"]
        self.measure("tag", "post", f"/review/{article.pk}/?new=0-1", form)
        self.undo("undo a tag")

    def measure(self, step: str, method: str, path: str, data: dict | None = None) -> None:
        began = time.perf_counter()
        answer = getattr(self.client, method)(path, data)
        self.taken[step].append((time.perf_counter() - began) * 1000)
        if answer.status_code not in (200, 302):
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
            "version": curation.version(statement),
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
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    corpora.use(given.statements)
    editor = Editor()
    for _ in range(given.rounds + 3):
        editor.round()
    medians = {step: statistics.median(editor.taken[step][3:]) for step in STEPS}
    if given.json:
        print(json.dumps(medians))
        return
    for step, median in medians.items():
        print(f"{step:20}{median:7.1f} ms")


if __name__ == "__main__":
    main()
