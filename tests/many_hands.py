"""Two editors, a chief, an importer, a worker and a reader, each in a thread of their own, all at once.

What they do is drawn by chance; editors and the chief work through the pages, as people do.
"""

import random
import threading
from collections import Counter
from contextlib import suppress

from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from articles import extraction
from articles.compare.comparison import compare
from articles.compare.sharing import canonical_json
from articles.curate import verbs
from articles.history import as_of
from articles.importing import articles
from articles.importing.files.entries import ArticleText
from articles.importing.tasks import read_article
from articles.models import Action, Actor, Article, Issue, Source, Statement
from articles.registry.locking import BrokenOff, Refused
from tests.admin.forms import address
from tests.selections import selection_of

NAMES = (
    "Sergei Lavrov", "Sergey Lavrov", "Nikki Haley", "Liu Jieyi", "Wang Yi", "Emmanuel Macron", "Anna Aaa",
    "Bea Bbb", "Carl Ccc",
)  # fmt: skip
COUNTRIES = ("Russian", "American", "Chinese", "French")
SAID = (
    "Moscow opposes new sanctions", "talks must begin at once", "the United States supports sanctions",
    "nobody wants a war", "China will not accept the deployment of missiles",
)  # fmt: skip
SOURCES = ("Gazette", "Herald", "Tribune")
STANCES = ("support", "oppose", "conditional", "neutral")
COLUMNS = "country=RUS&country=USA&country=CHN&country=FRA&review=all"
reading = threading.Lock()  # in the wild, importer and worker are processes


class Person:
    """Draws what to do next; ``done`` counts what was done, and ``told`` what was refused."""

    verbs: tuple[str, ...] = ()

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.done, self.told, self.moments = Counter(), Counter(), []

    def work(self, number):
        for _ in range(number):
            verb = self.random.choice(self.verbs)
            try:
                getattr(self, verb)()
            except BrokenOff:
                self.told["broken off"] += 1
            except Refused:
                self.told["refused"] += 1
            self.done[verb] += 1

    def one(self, rows):
        """A row by chance, or none."""
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        return rows.model._default_manager.filter(pk=self.random.choice(keys)).first() if keys else None

    def text(self):
        told = [
            f"{self.random.choice(COUNTRIES)} Foreign Minister {self.random.choice(NAMES)} said that "
            f"{self.random.choice(SAID)}."
            for _ in range(self.random.randint(1, 3))
        ]
        return " ".join([*told, f"It was day {self.random.randint(1, 10**9)}."])


class ThroughPages(Person):
    """Somebody who has logged in."""

    def __init__(self, seed, username):
        super().__init__(seed)
        self.user = User.objects.get(username=username)
        self.client = Client()
        self.client.force_login(self.user)

    def post(self, path, data):
        """As from a form; an error of the server is raised, and ends the test."""
        answer = self.client.post(path, data)
        self.told[answer.status_code] += 1
        if answer.status_code in (200, 409, 422) and "broken off" in answer.content.decode():
            self.told["broken off"] += 1
        return answer

    def desk(self, statement, do, **more):
        path = f"/review/{statement.article_id}/?s={statement.pk}"
        return self.post(path, {"do": do, "version": verbs.version(statement), **more})

    def undo(self):
        actions = Action.objects.standing().order_by("-pk")
        number = self.random.choice(actions.values_list("pk", flat=True)[:6] or [0])
        self.post(f"/admin/articles/action/{number}/undo/", {})


class Editor(ThroughPages):
    verbs = (
        "accept", "accept", "reject", "save", "save", "save", "tag", "undo", "comment", "join", "part", "add",
        "edit_issue", "edit_actor", "stale",
    )  # fmt: skip

    def accept(self):
        if statement := self.one(Statement.objects.waiting()):
            self.desk(statement, "accept")

    def reject(self):
        if statement := self.one(Statement.objects.with_suggestions()):
            self.desk(statement, "reject")

    def save(self):
        if statement := self.one(Statement.objects.placed()):
            self.desk(statement, "save", **self.form(statement))

    def stale(self):
        """Opens a form, and sends it when others may have changed the statement."""
        if statement := self.one(Statement.objects.placed()):
            form, version = self.form(statement), verbs.version(statement)
            self.comment()
            self.desk(statement, "save", **{**form, "version": version})

    def tag(self):
        if article := self.one(Article.objects.all()):
            words = article.text.split(" ")
            first = self.random.randrange(len(words) - 2)
            start = len(" ".join(words[:first])) + bool(first)
            place = f"{start}-{start + len(' '.join(words[first : first + 2]))}"
            form = {"fragments": place, "kind": "direct", "said": "", "text_sha256": article.text_sha256}
            form |= self.rows("speaker", [{"name": self.random.choice(NAMES), "kind": "person"}])
            form |= self.rows("position", [])
            self.post(f"/review/{article.pk}/?new={place}", {"do": "save", **form})

    def form(self, statement):
        """What the form of the statement holds, with something else in it."""
        article = Article.objects.get(pk=statement.article_id)
        speakers = [
            {"attribution": row.pk, "name": row.actor.name, "country": row.country_id or "", "role": ""}
            for row in statement.attributions.select_related("actor")
        ]
        positions = [
            {"issue": row.issue.slug, "stance": row.stance}
            for row in statement.positions.select_related("issue")
        ]
        if speakers and self.random.random() < 0.4:
            other = self.one(Actor.objects.current().filter(kind="person"))
            known = other.slug if other else "nobody"
            name = self.random.choice([known, known, self.random.choice(NAMES)])
            speakers[0] |= {"name": name, "country": "", "kind": "person"}
        if self.random.random() < 0.5 and (issue := self.one(Issue.objects.current())):
            chosen = {"issue": issue.slug, "stance": self.random.choice(STANCES)}
            positions = [row for row in positions if row["issue"] != issue.slug] + [chosen]
        return {
            "fragments": ",".join(f"{a}-{b}" for a, b in statement.fragments),
            "text_sha256": article.text_sha256,
            "kind": self.random.choice(["direct", "mixed", "indirect"]),
            "said": self.random.choice(["", "2017", "2017-07", "2017-07-05"]),
            **self.rows("speaker", speakers),
            **self.rows("position", positions),
        }

    def rows(self, prefix, rows):
        form = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": len(rows)}
        for n, row in enumerate(rows):
            form |= {f"{prefix}-{n}-{key}": value for key, value in row.items()}
        return form

    def comment(self):
        if statement := self.one(Statement.objects.all()):
            self.desk(statement, "comment", text="What of this?")

    def join(self):
        one, other = self.one(Statement.objects.all()), self.one(Statement.objects.all())
        if one and other:
            self.desk(one, "join", other=str(other.pk))

    def part(self):
        if statement := self.one(Statement.objects.all()):
            self.desk(statement, "part")

    def add(self):
        if source := self.one(Source.objects.current()):
            form = {"source": source.pk, "title": "Pasted", "language": "en", "text": self.text()}
            self.post(address(Article, "add"), {**form, "published_on": "2017-07-05"})

    def edit_issue(self):
        if issue := self.one(Issue.objects.current()):
            phrases = f"sanctions,word {self.random.randrange(99)}"
            form = {"title": issue.title, "phrases": phrases, "version": verbs.version(issue)}
            self.post(address(Issue, "change", issue.pk), form)

    def edit_actor(self):
        if who := self.one(Actor.objects.current().filter(kind="person")):
            none = {f"{p}-{n}_FORMS": 0 for p in ("aliases", "roles") for n in ("TOTAL", "INITIAL")}
            form = {"name": who.name, "kind": "person", "country": who.country_id or "", **none}
            alias = {"aliases-TOTAL_FORMS": 1, "aliases-0-name": f"Alias {self.random.randrange(99)}"}
            self.post(address(Actor, "change", who.pk), {**form, **alias, "version": verbs.version(who)})


class Chief(ThroughPages):
    verbs = (
        "merge_actors",
        "merge_actors",
        "merge_issues",
        "merge_sources",
        "discard",
        "undo",
        "undo",
        "replace",
        "issue",
        "publish",
        "withdraw",
    )

    def publish(self):
        """What was withdrawn, so that it stays in play; else a draft."""
        if article := self.one(Article.objects.hidden()):
            self.post(f"/review/{article.pk}/", {"do": "publish"})

    def withdraw(self):
        if article := self.one(Article.objects.published()):
            self.post(f"/review/{article.pk}/", {"do": "withdraw", "reason": "It was a hoax."})

    def merge(self, things):
        chosen = list(things.order_by("pk"))
        if len(chosen) > 2:
            goes, stays = self.random.sample(chosen, 2)
            self.post(address(type(goes), "merge"), {"id": [goes.pk, stays.pk], "stays": stays.pk})

    def merge_actors(self):
        self.merge(Actor.objects.current().filter(kind="person"))

    def merge_issues(self):
        self.merge(Issue.objects.current())

    def merge_sources(self):
        self.merge(Source.objects.current())

    def issue(self):
        title = f"Issue {self.random.randrange(10**6)}"
        form = {"title": title, "slug": title.lower().replace(" ", "-"), "phrases": ""}
        self.post(address(Issue, "add"), form)

    def discard(self):
        if statement := self.one(Statement.objects.all()):
            form = {"action": "discard", "_selected_action": [statement.pk]}
            self.post(address(Statement), form)

    def replace(self):
        if article := self.one(Article.objects.all()):
            form = {"text": f"{article.text} More.", "against": article.text_sha256}
            self.post(address(Article, "replace", article.pk), form)


class Importer(Person):
    verbs = ("bring",)

    def bring(self):
        source = self.random.choice(SOURCES)
        text = ArticleText("n", self.text(), "Brought", source, timezone.now().date())
        articles.import_article(text)


class Worker(Person):
    verbs = ("read",)

    def read(self):
        if article := self.one(Article.objects.filter(extractor="")):
            read_article(article_id=article.pk)


class Reader(Person):
    """Asks for this very moment while others write; what it got must stay the answer."""

    verbs = ("ask",)

    def ask(self):
        moment = clock()
        with suppress(as_of.Unreadable):
            self.moments.append((moment, comparison_as_of(moment)))


def comparison_as_of(moment):
    """What /compare.json tells of the moment, as bytes."""
    query = QueryDict(f"{COLUMNS}&as_of={moment.isoformat().replace('+00:00', 'Z')}".replace("+", "%2B"))
    return canonical_json(compare(selection_of(query), timezone.now()))


def clock():
    return as_of._clock()


def one_reader(monkeypatch):
    """The parser is asked by one thread at a time."""
    read = extraction.read

    def locked(*given):
        with reading:
            return read(*given)

    monkeypatch.setattr(extraction, "read", locked)
