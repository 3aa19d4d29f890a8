import io
import json
import os
import socket
from collections import Counter

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from articles.compare.comparison import compare
from articles.compare.timeline import timelines
from articles.curate import verbs
from articles.importing import register
from articles.management.commands import demo as demo_command
from articles.models import Actor, Article, Attribution, Bloc, Issue, Statement, Write
from articles.samples import demo
from tests.hands import Hand
from tests.samples import loading
from tests.selections import selection_of

pytestmark = pytest.mark.slow

LABELS = json.loads((demo.SAMPLES / "labels.json").read_text(encoding="utf-8"))["articles"]
REVIEWED = [article for article in LABELS if not article.get("waits")]


@pytest.fixture(autouse=True)
def read_once():
    with loading.read_once():
        yield


ANA_PAZ = {
    "name": "Ana Paz", "other_names": "", "iso3": "PER", "role": "Premier", "from": "2001", "to": "2004",
    "source": "Gazette", "body": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def short_register(monkeypatch):
    """Of the persons in the register one is enough."""
    monkeypatch.setattr(register, "_entries", lambda: ([("line 2", ANA_PAZ)], 0))


@pytest.fixture
def loaded(db):
    loading.DEMO.bring()


@pytest.fixture
def all_loaded(db):
    """Also the article that the demo leaves to be reviewed."""
    loading.ALL_ACCEPTED.bring()


def run(*options, **environment):
    out = io.StringIO()
    call_command("demo", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def own_server(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_four_articles_are_reviewed_and_one_waits(loaded):
    reviews = {
        article.title: set(article.statements.values_list("review", flat=True))
        for article in Article.objects.all()
    }
    assert sorted(map(sorted, reviews.values())) == [["accepted"]] * 4 + [["suggested"]]


def test_every_label_is_on_record_at_its_place(loaded):
    expected = [(a["id"], tuple(map(tuple, s["spans"]))) for a in REVIEWED for s in a["statements"]]
    published = Statement.objects.published().select_related("article")
    titles = {
        entry["title"]: entry["file"] for entry in json.loads((demo.SAMPLES / "metadata.json").read_text())
    }
    found = [(titles[s.article.title], tuple(map(tuple, s.fragments))) for s in published]
    assert sorted(found) == sorted(expected)


def test_speakers_and_stances_are_those_of_the_labels(loaded):
    statements = [s for a in REVIEWED for s in a["statements"]]
    stances = Counter((p["issue"], p["stance"]) for s in statements for p in s["positions"])
    countries = Counter(speaker["country"] for s in statements for speaker in s["speakers"])
    rows = Statement.objects.published()
    assert (
        Counter(rows.exclude(positions=None).values_list("positions__issue__slug", "positions__stance"))
        == stances
    )
    assert Counter(rows.values_list("attributions__country", flat=True)) == countries


def test_speakers_are_known_by_all_their_names(loaded):
    for name in ["Lavrov", "Sergey Lavrov", "KCNA", "Haley"]:
        assert Actor.objects.named(name).count() == 1
    assert not Actor.objects.filter(name__in=["Britain", "US", "Moscow"]).exists()


def test_nobody_bears_the_printed_name_of_another(loaded):
    def printed(quote):
        return list(Attribution.objects.filter(statement__quote=quote).values_list("name_printed", flat=True))

    assert printed('"talking is not the answer" for dealing with North Korea') == ["Trump"]
    assert printed("it opposes further sanctions") == [""]  # the machine read: Russia and China


def test_loading_twice_changes_nothing(loaded):
    before = list(Statement.objects.order_by("pk").values_list("pk", "changed_at"))
    assert demo.load(demo.make_editor()) == 0
    assert list(Statement.objects.order_by("pk").values_list("pk", "changed_at")) == before
    assert (Issue.objects.count(), User.objects.count()) == (12, 1)


def test_the_command_says_what_is_there_and_the_register_comes_with_it(db, own_server):
    out = run()
    assert "5 sample articles loaded, 5 on record." in out
    assert User.objects.get(username="editor").check_password(demo.PASSWORD)
    assert "1 person, 1 role" in out
    council = Actor.objects.get(name="UN Security Council")
    assert (council.kind, council.bloc.slug) == ("body", "security-council")
    assert Actor.objects.get(name="Ana Paz").roles.get().title == "Premier"


def test_the_register_may_have_been_there_before(db, own_server):
    call_command("load_registry", stdout=io.StringIO())
    assert "5 sample articles loaded, 5 on record." in run()


def test_what_councils_and_groups_say_is_told_apart(loaded):
    voices = Counter(Statement.objects.published().with_voice().values_list("voice", flat=True))
    assert voices == {"state": 76, "body": 3, "other": 2}


def test_the_demo_editor_may_change_the_record_and_nothing_else(db):
    editor = demo.make_editor()
    assert editor.has_perm("articles.change_statement")
    assert not editor.has_perm("articles.delete_article")
    assert not editor.has_perm("auth.change_user")
    assert not editor.is_superuser


def test_no_known_password_in_a_database_that_somebody_named(db, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
    assert "No demo editor" in run()
    assert not User.objects.exists()
    assert not Statement.objects.published().exists()
    run("--with-users")
    assert User.objects.filter(username="editor").exists()


def everything():
    """All rows, but of what notes that countries were brought up to date, as after every migrate."""
    models = {*apps.get_app_config("articles").get_models(), User} - {Write}
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


class TestRecordInUse:
    @pytest.fixture
    def refused(self, db, own_server):
        """Runs the demo, which must change nothing; gives the sentence that says why."""

        def refuse(*options):
            before = everything()
            with pytest.raises(CommandError) as error:
                run(*options)
            assert everything() == before
            return str(error.value)

        return refuse

    def test_own_articles_are_not_mixed_with_the_samples(self, refused, world):
        for n in range(5):
            world.article(f"Text {n}.", title=f"News {n}")
        assert refused() == (
            "This record is in use, and the samples are for an empty one; nothing was changed. In the way: "
            "5 articles (“News 0”, “News 1”, “News 2” and 2 more). Name an empty database by DATABASE_URL, "
            "or, if the site runs a database of its own, move the folder var/ away. To serve the record as "
            "it is: manage.py runserver."
        )

    @pytest.mark.parametrize(
        ("model", "values", "words"),
        [
            (Issue, {"title": "Further UN sanctions on North Korea", "slug": "un"}, "1 issue (“Further UN"),
            (Issue, {"title": "Own", "slug": "new-sanctions"}, "1 issue (“Own”)"),
            (Bloc, {"name": "European Union", "slug": "union"}, "1 bloc (“European Union”)"),
            (Actor, {"name": "Nikki Haley", "slug": "x", "kind": "person"}, "1 actor (“Nikki Haley”)"),
        ],
    )
    def test_what_is_kept_by_editors_is_named(self, refused, model, values, words):
        model.objects.create(**values)
        assert f"In the way: {words}" in refused()

    def test_everything_that_stands_in_the_way_is_named_at_once(self, refused, world):
        world.say("official", "No.", article=world.article("No.", title="News"), thaad="oppose")
        User.objects.create_user("editor", password="of a real person")
        assert (
            "In the way: 1 article (“News”); 1 issue (“Thaad”); 1 actor (“a senior official”); "
            "an account “editor” whose password is not the demo's."
        ) in refused()

    def test_the_account_of_a_real_editor_is_not_taken(self, refused):
        User.objects.create_user("editor", password="of a real person")
        assert "In the way: an account “editor” whose password is not the demo's." in refused()

    def test_where_no_demo_editor_is_made_the_account_does_not_matter(self, db, monkeypatch):
        User.objects.create_user("editor", password="of a real person")
        monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
        assert "5 sample articles loaded" in run()
        assert not Statement.objects.published().exists()

    def test_a_load_that_breaks_off_leaves_an_empty_record(self, db, own_server, monkeypatch):
        articles = iter([demo._load_article] * 2)
        monkeypatch.setattr(demo, "_load_article", lambda *args: next(articles)(*args))
        before = everything()
        with pytest.raises(RuntimeError):  # after two articles
            run()
        assert everything() == before

    def test_what_a_broken_load_of_a_former_release_left_is_completed(self, db, own_server):
        demo.load_issues()
        demo.load_blocs()
        demo.load_actors()
        demo.make_editor()
        assert "5 sample articles loaded, 5 on record." in run()


class TestDemoInUse:
    @pytest.fixture
    def worked_in(self, loaded, world, own_server):
        """Titles, names and texts of the samples were changed, and others came."""
        world.say("Lavrov", "No.", thaad="oppose")
        Article.objects.filter(pk=Article.objects.first().pk).update(title="Another")
        Issue.objects.filter(slug="new-sanctions").update(title="Own title")
        Bloc.objects.filter(slug="eu").update(name="EU", slug="union")
        return everything()

    def test_everything_is_kept(self, worked_in):
        assert "The articles were loaded before; everything is kept as it is." in run()
        assert everything() == worked_in

    def test_it_is_known_by_a_title_or_a_text_of_one_article(self, loaded):
        for article in Article.objects.all():
            verbs.replace_text(article, f"{article.text} More.", demo.editor_on_record())
        assert demo.is_loaded()
        one, *others = Article.objects.all()
        Article.objects.filter(pk__in=[other.pk for other in others]).update(title="Another")
        assert demo.is_loaded()
        Article.objects.filter(pk=one.pk).update(title="Another")
        assert not demo.is_loaded()

    def test_a_real_person_who_has_its_account_now_is_left_alone(self, worked_in, monkeypatch):
        User.objects.update(username="somebody")
        User.objects.create_user("editor", password="of a real person")
        before = everything()
        monkeypatch.setattr("articles.management.commands.demo.serve", lambda address: None)
        out = run("--serve", "127.0.0.1:8000")
        assert "http://127.0.0.1:8000/statements/" in out
        assert "password" not in out
        assert everything() == before

    def test_no_account_is_made_unless_told_to(self, worked_in):
        User.objects.update(username="somebody")
        run()
        assert User.objects.count() == 1
        run("--with-users")
        assert User.objects.get(username="editor").check_password(demo.PASSWORD)


def test_the_login_is_told_where_the_site_is_served(db, own_server, monkeypatch):
    served = []
    monkeypatch.setattr("articles.management.commands.demo.serve", served.append)
    for _ in range(2):
        out = run("--serve", "127.0.0.1:8000")
        assert "Log in to the desk and the admin as editor, password demarche-demo." in out
    assert served == ["127.0.0.1:8000"] * 2


def test_the_demo_ends_with_the_status_of_its_server(loaded, own_server, monkeypatch):
    monkeypatch.setattr("articles.management.commands.demo.serve", lambda address: 1)
    with pytest.raises(SystemExit) as ended:
        run("--serve", "127.0.0.1:8000")
    assert ended.value.code == 1


def test_a_port_in_use_is_told_before_anything_is_loaded(db, own_server):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(CommandError, match=rf"{address} .*Address already in use.*make demo PORT=8001"):
            run("--serve", address)
    assert not Article.objects.exists()
    demo_command.require_free(address)


@pytest.mark.parametrize("address", ["127.0.0.1:x", "127.0.0.1:99999"])
def test_what_is_no_address_is_told(address):
    with pytest.raises(CommandError, match="cannot be served"):
        demo_command.require_free(address)


def test_in_a_checkout_that_cannot_be_written_to_files_are_kept_beside_the_database(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    monkeypatch.setattr(demo_command, "home_of", lambda base: tmp_path)
    monkeypatch.setenv("FACET_INDEX_DIR", "")
    environment = demo_command.as_others_see_it()
    assert environment["STATIC_ROOT"] == str(tmp_path / "staticfiles")
    assert environment["FACET_INDEX_DIR"] == ""  # as it was set
    monkeypatch.undo()
    assert "STATIC_ROOT" not in demo_command.as_others_see_it()


@pytest.mark.django_db(transaction=True)
def test_a_second_demo_waits_for_the_first(own_server, monkeypatch):
    """The first holds the lock; the second says that it waits, and is let in when it is done."""
    command = demo_command.Command(stdout=io.StringIO())
    first = connection.copy()
    with first.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [demo_command.LOCK])
    hand = Hand(lambda: _within(command))
    hand.start()
    with connection.cursor() as cursor:
        while "waiting until it has" not in command.stdout.getvalue():
            cursor.execute("SELECT 1")
    assert hand.is_alive()
    with first.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [demo_command.LOCK])
    first.close()
    hand.result()


def _within(command):
    with command.alone():
        pass


def test_before_anything_is_migrated_nothing_is_on_record(db, monkeypatch):
    monkeypatch.setattr(demo.connection.introspection, "table_names", lambda: [])
    assert (demo.is_loaded(), demo.obstacles(with_editor=True)) == (False, [])


class TestImportCommand:
    def put(self, folder, name, text):
        (folder / name).write_text(text)
        (folder / name).with_suffix(".json").write_text('{"title": "News", "source": "Gazette"}')

    def run(self, *paths):
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("import_articles", *map(os.fspath, paths), stdout=out, stderr=err)
        except CommandError as error:
            return error.returncode, out.getvalue(), err.getvalue()
        return 0, out.getvalue(), err.getvalue()

    def test_good_files_are_imported_and_bad_ones_named(self, db, tmp_path):
        self.put(tmp_path, "good.txt", "Lavrov said talks must start.")
        self.put(tmp_path, "empty.txt", "")
        status, out, err = self.run(tmp_path)
        assert status == 1
        assert err == f"{tmp_path / 'empty.txt'}: holds no text\n"
        assert "1 statement waits for review" in out
        assert "1 imported, 0 known already, 1 refused" in out

    def test_the_same_again_is_said_and_writes_nothing(self, db, tmp_path):
        self.put(tmp_path, "good.txt", "Lavrov said talks must start.")
        self.run(tmp_path)
        status, out, _ = self.run(tmp_path)
        article = Article.objects.get()
        assert status == 0
        assert f"good.txt: known already as article {article.pk}; nothing written" in out
        assert Statement.objects.count() == 1

    @pytest.mark.parametrize(("name", "content"), [("a.csv", ""), ("a.pdf", "Words."), ("a.md", "Words.")])
    def test_nothing_to_import_is_no_success(self, db, tmp_path, name, content):
        path = tmp_path / name
        path.write_text(content)
        status, out, err = self.run(path)
        assert status == 1
        assert err.startswith(f"{path}: ")
        assert out == "0 imported, 0 known already, 1 refused\n"
        assert self.run(tmp_path)[0] == 1

    def test_columns_that_are_not_read_are_named_and_the_rest_is_imported(self, db, tmp_path):
        path = tmp_path / "a.csv"
        unknown = ["Author", *(f"c{n}" for n in range(10)), "x" * 99]
        path.write_text(f"title,source,text,{','.join(unknown)}\nA,Gazette,Words.{',1' * 12}\n")
        status, out, err = self.run(path)
        named = ", ".join(f"“{key}”" for key in unknown[:10])
        known = "text, title, source, published_on, date, url, archived_url, language, domain, file"
        assert (status, err) == (0, f"{path}: not read: {named}, 2 more; known are {known}\n")
        assert "1 imported, 0 known already, 0 refused" in out


# What the labels say: (stance, statements, utterances, sources) of Russia, China and the United States.
SHOWN_BY_THE_DEMO = {
    "cut-ties": (None, None, ("support", 2, 2, 1)),
    "dialogue": (("support", 4, 4, 2), ("support", 4, 4, 2), ("oppose", 2, 2, 2)),
    "exercises": (("oppose", 1, 1, 1), ("oppose", 1, 1, 1), None),
    "freeze-for-freeze": (("support", 2, 2, 2), ("support", 2, 2, 2), None),
    "icbm-classification": (("oppose", 1, 1, 1), None, ("support", 2, 2, 1)),
    "military-force": (("oppose", 12, 12, 3), ("oppose", 1, 1, 1), ("conditional", 6, 5, 2)),
    "new-sanctions": (("oppose", 5, 5, 2), ("oppose", 1, 1, 1), ("support", 6, 6, 3)),
    "nk-tests": (("oppose", 1, 1, 1), ("oppose", 1, 1, 1), ("oppose", 3, 2, 2)),
    "regime-change": (("oppose", 2, 2, 1), None, None),
    "restraint": (("support", 2, 2, 1), ("support", 2, 2, 2), None),
    "thaad": (("oppose", 5, 5, 2), ("oppose", 2, 2, 1), ("support", 1, 1, 1)),
}


OF_ALL_FIVE = SHOWN_BY_THE_DEMO | {
    "cut-ties": (("oppose", 2, 2, 1), None, ("support", 3, 3, 2)),
    "dialogue": (("support", 5, 5, 3), ("support", 4, 4, 2), ("oppose", 2, 2, 2)),
    "freeze-for-freeze": (("support", 3, 3, 3), ("support", 2, 2, 2), None),
    "military-force": (("oppose", 12, 12, 3), ("oppose", 1, 1, 1), ("conditional", 7, 6, 3)),
    "new-sanctions": (("oppose", 8, 8, 3), ("oppose", 1, 1, 1), ("support", 9, 9, 4)),
    "nk-tests": (("oppose", 2, 2, 2), ("oppose", 1, 1, 1), ("oppose", 6, 5, 3)),
    "restraint": (("support", 3, 3, 2), ("support", 2, 2, 2), None),
}


def matrix():
    """By issue the (stance, statements, utterances, sources) of Russia, China and the US; None is silence."""
    selection = selection_of(QueryDict("country=RUS&country=CHN&country=USA"))
    shown = compare(selection, timezone.now())
    names = ("stance", "statements", "utterances", "sources")
    found = {}
    for row in shown["rows"]:
        of = {cell["column"]: cell for cell in row["cells"] if cell["statements"]}
        cells = [of.get(f"country={code}") for code in ("RUS", "CHN", "USA")]
        found[row["issue"]["slug"]] = tuple(cell and tuple(cell[name] for name in names) for cell in cells)
    return found


def test_every_cell_of_the_demo_is_as_the_labels_say(loaded):
    assert matrix() == SHOWN_BY_THE_DEMO


def test_every_cell_of_the_five_articles_is_as_the_labels_say(all_loaded):
    assert matrix() == OF_ALL_FIVE


def test_july_august_and_november_stand_in_order(all_loaded):
    query = "issue=new-sanctions&country=RUS&country=CHN&country=USA&by=month"
    shown = compare(selection_of(QueryDict(query)), timezone.now())
    stances = {row["stretch"]["name"]: [c.get("stance") for c in row["cells"]] for row in shown["rows"]}
    assert [column["key"] for column in shown["columns"]] == ["CHN", "RUS", "USA"]
    assert list(stances.items()) == [
        ("July 2017", [None, "oppose", "support"]),
        ("August 2017", ["oppose", "oppose", None]),
        ("September 2017", [None, None, None]),
        ("October 2017", [None, None, None]),
        ("November 2017", [None, "oppose", "support"]),
    ]


def test_russia_on_sanctions_in_the_order_of_the_days(loaded):
    selection = selection_of(QueryDict("issue=new-sanctions&country=RUS"))
    [lane] = timelines(selection)[0].lanes
    assert [(str(mark.said.observation.first), mark.said.observation.stance) for mark in lane.marks] == [
        ("2017-07-05", "oppose"),  # Russia, to the Security Council
        ("2017-07-05", "oppose"),  # Safronkov
        ("2017-08-29", "oppose"),  # Nebenzya
        ("2017-08-30", "oppose"),  # Russia
        ("2017-08-30", "oppose"),  # the Foreign Ministry
    ]
    assert lane.notches == ()


def test_what_is_known_to_the_month_is_not_dated_to_a_day(loaded):
    [said] = Statement.objects.published().by_country("CHN").on_issue("new-sanctions")
    assert said.quote == "it opposes further sanctions"
    assert (str(said.said_on), str(said.said_until), said.said_on_precision) == (
        "2017-08-01",
        "2017-08-31",
        "month",
    )
