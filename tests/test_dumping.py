"""The whole site goes into files and comes back: addresses, histories, permalinks, checksums, counts."""

import json
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.http import QueryDict
from django.utils import timezone

from articles.browse.filterset import StatementFilter
from articles.browse.results import BySql
from articles.compare.comparison import compare
from articles.compare.sharing import freeze
from articles.curate import verbs
from articles.history.as_of import as_of
from articles.models import Action, Article, Comparison, Statement
from diplomacy.dumping import dump
from tests import database
from tests.conftest import member
from tests.factories import World
from tests.selections import selection_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def command(name, *args):
    out = StringIO()
    call_command(name, *map(str, args), stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def moment():
    """Of a small record with a history, after which one statement was rejected."""
    world, editor = World(), member("editor", "editor")
    first = world.say(
        "Lavrov", "We oppose “sanctions” – Нет.", on="2017-07-04", by=editor, sanctions="oppose"
    )
    world.say(["Russia", "China"], "Freeze for freeze.", by=editor, freeze="support")
    world.say("Haley", "A guess.", sanctions="support")
    selection = selection_of(QueryDict("country=RUS&country=CHN"))
    freeze(compare(selection, timezone.now(), with_basis=True), selection.query)
    then = timezone.now()
    verbs.reject(Statement.objects.filter(pk=first.pk), editor)
    return then


def everything():
    """All rows of the site's own tables."""
    models = apps.get_app_config("articles").get_models()
    return {m.__name__: list(m.objects.order_by("pk").values()) for m in models if m.__name__ != "Write"}


def told(client):
    fixed = Comparison.objects.get()
    found = BySql(StatementFilter(QueryDict("review=all"), Statement.objects.all()))
    return client.get(f"/c/{fixed.key}.json").content, found.total, found.facets


def test_loaded_elsewhere_everything_is_as_it_was(moment, client, tmp_path):
    before, shown = everything(), told(client)
    assert command("dump", tmp_path / "dump").endswith(f"in {tmp_path / 'dump'}")
    database.empty()
    assert not Article.objects.exists()
    assert " loaded" in command("load", tmp_path / "dump")
    assert everything() == before
    assert told(client) == shown
    with as_of(moment):
        assert Statement.objects.published().count() == 2
    verbs.undo(Action.objects.first(), member("editor", "editor"))
    assert Statement.objects.published().count() == 2
    assert World(first=90).article("A new one.").pk > max(row["id"] for row in before["Article"])


def test_each_line_is_a_row_and_each_file_has_its_checksum(moment, tmp_path):
    command("dump", tmp_path / "dump")
    manifest = json.loads((tmp_path / "dump" / "manifest.json").read_text())
    lines = (tmp_path / "dump" / "articles_article.jsonl").read_text().splitlines()
    assert manifest["tables"]["articles_article"]["rows"] == len(lines) == 3
    assert json.loads(lines[0])["title"] == Article.objects.earliest("pk").title
    assert not {"django_migrations", "django_session", "procrastinate_jobs"} & set(manifest["tables"])


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (
            lambda folder: (folder / "articles_issue.jsonl").write_text("{}"),
            "articles_issue.jsonl is not as it was",
        ),
        (lambda folder: (folder / "articles_issue.jsonl").unlink(), "articles_issue.jsonl is not as it was"),
        (lambda folder: (folder / "manifest.json").unlink(), "is no dump: it has no manifest.json."),
        (lambda folder: (folder / "manifest.json").write_text("{"), "is not as it was written"),
    ],
)
def test_what_was_damaged_is_refused_and_nothing_is_changed(moment, tmp_path, damage, sentence, monkeypatch):
    command("dump", tmp_path / "dump")
    damage(tmp_path / "dump")
    before = everything()
    monkeypatch.setattr(
        "articles.management.commands.load.call_command", lambda *given, **_: pytest.fail(str(given))
    )
    with pytest.raises(CommandError, match=sentence):
        command("load", tmp_path / "dump")
    assert everything() == before


def test_a_database_that_is_not_empty_is_left_alone(moment, tmp_path):
    command("dump", tmp_path / "dump")
    before = everything()
    with pytest.raises(CommandError, match="This database is not empty"):
        command("load", tmp_path / "dump")
    assert everything() == before
    with pytest.raises(CommandError, match="is there already"):
        command("dump", tmp_path / "dump")


def test_a_dump_of_an_older_release_is_migrated(moment, tmp_path):
    call_command("migrate", "articles", "0041", verbosity=0)
    try:
        dump(tmp_path / "dump", "0041_votes", timezone.now())
    finally:
        call_command("migrate", verbosity=0)
    before = everything()
    database.empty()
    command("load", tmp_path / "dump")
    assert everything() == before


def test_a_dump_of_a_newer_release_is_refused(moment, tmp_path):
    command("dump", tmp_path / "dump")
    path = tmp_path / "dump" / "manifest.json"
    path.write_text(path.read_text().replace('"migration": "00', '"migration": "99'))
    with pytest.raises(CommandError, match="comes from a newer release"):
        command("load", tmp_path / "dump")
