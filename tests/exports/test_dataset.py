"""The data set: files that a validator accepts, of what readers may see, and the page that serves them."""

import csv
import gc
import gzip
import hashlib
import io
import json
import re
import warnings

import frictionless
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.curate import publish as publishing_verbs
from articles.exports.dataset.publishing import publish, versions
from articles.exports.tasks import publish_dataset
from articles.models import Article, Country
from tests.factories import bloc

pytestmark = pytest.mark.django_db
MARK = "Nobody may read this"


@pytest.fixture
def said(world, editor, chief):
    outer = world.say(
        "Lavrov", "=We “oppose” sanctions, they say.", on="2017-07", by=editor, sanctions="oppose"
    )
    world.say("UN", "they say", by=editor, article=outer.article, parent=outer.pk, talks="neutral")
    world.say(["Russia", "China"], "Freeze for freeze.", on="2017-07-04", by=editor, freeze="support")
    world.say("Haley", f"{MARK}: a guess.", sanctions="support")
    draft = world.article(f"{MARK}. A draft.", state="draft", title=f"{MARK} as a draft", source="Hidden")
    world.say("Liu", f"{MARK}.", by=editor, article=draft, sanctions="support")
    gone = world.article(f"{MARK}. Withdrawn.", title=f"{MARK} again")
    world.say("official", f"{MARK}.", by=editor, article=gone, sanctions="support")
    publishing_verbs.withdraw(Article.objects.filter(pk=gone.pk), "a mistake", chief)
    bloc("brics", CHN=("2009-06-16", None), RUS=(None, None))
    return outer


@pytest.fixture
def made(said, tmp_path):
    return publish(tmp_path / "sets", timezone.now())


def rows(folder, table):
    return list(
        csv.DictReader(io.StringIO(gzip.decompress((folder / f"{table}.csv.gz").read_bytes()).decode()))
    )


def validated(folder):
    """Frictionless leaves the files open that it checks keys in."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        report = frictionless.Package(str(folder / "datapackage.json")).validate()
        gc.collect()
    return report


def test_a_validator_finds_no_fault(made):
    report = validated(made)
    assert report.flatten(["title", "message"]) == []
    assert report.stats["tasks"] == 11
    counted = {task.name: task.stats["rows"] for task in report.tasks}
    assert (
        counted["statements"] == 3
        and counted["countries"] == Country.objects.count()
        and counted["memberships"] == 2
    )


def test_a_validator_finds_what_was_broken(made):
    path = made / "positions.csv.gz"
    content = (
        gzip.decompress(path.read_bytes()).decode().replace("freeze", "frozen").replace("oppose", "hate")
    )
    path.write_bytes(gzip.compress(content.encode()))
    report = validated(made)
    assert {"hash-count", "foreign-key", "constraint-error"} <= {e for (e,) in report.flatten(["type"])}


def test_it_tells_all_of_a_statement(made, said):
    first, inner, joint = rows(made, "statements")
    assert first["quote"] == "'=We “oppose” sanctions, they say."
    assert (first["said_on"], first["said_until"], first["said_on_precision"]) == (
        "2017-07-01",
        "2017-07-31",
        "month",
    )
    start, end = map(int, first["places"].split("-"))
    assert said.article.text[start:end] == said.quote
    assert (inner["parent"], inner["voice"]) == (first["id"], "body")
    spoken = [row for row in rows(made, "attributions") if row["statement"] == joint["id"]]
    assert [(row["actor"], row["country"]) for row in spoken] == [("russia", "RUS"), ("china", "CHN")]
    assert [(r["issue"], r["stance"]) for r in rows(made, "positions")] == [
        ("sanctions", "oppose"), ("talks", "neutral"), ("freeze", "support"),
    ]  # fmt: skip


def test_what_readers_do_not_see_is_nowhere(made):
    whole = {path.name: path.read_bytes() for path in made.iterdir()}
    for name, content in whole.items():
        content = gzip.decompress(content) if name.endswith(".gz") else content
        assert MARK.encode() not in content, name
        assert b"Hidden" not in content
    assert [row["slug"] for row in rows(made, "actors")] == [
        "china",
        "russia",
        "sergei-lavrov",
        "un-security-council",
    ]


def test_no_text_of_an_article_is_in_it(made, said):
    assert "text" not in rows(made, "articles")[0]
    assert rows(made, "articles")[0]["text_sha256"] == said.article.text_sha256


def test_every_column_is_explained(made):
    package = json.loads((made / "datapackage.json").read_text())
    for resource in package["resources"]:
        header = gzip.decompress((made / resource["path"]).read_bytes()).decode().split("\r\n")[0].split(",")
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert all(re.fullmatch(r".{6,}\.", field["description"]) for field in resource["schema"]["fields"])
    readme = (made / "README.md").read_text()
    assert f"Version: {made.name}" in readme and "CC BY 4.0 (https://creativecommons.org" in readme
    assert f"Cite as: Demarche ({made.name[:4]})." in readme


def test_the_same_record_makes_the_same_files(made, tmp_path):
    again = publish(tmp_path / "again", timezone.now())
    for path in made.glob("*.gz"):
        assert path.read_bytes() == (again / path.name).read_bytes()


def test_a_version_replaces_that_of_the_day_and_old_ones_go(made, tmp_path):
    folder = tmp_path / "sets"
    (folder / "2017-01-01").mkdir()
    (folder / "2017-01-02").mkdir()
    (folder / "mine").mkdir()
    call_command("publish_dataset", str(folder), "--keep", "2", verbosity=0)
    assert versions(folder) == [made.name, "2017-01-02"]
    assert sorted(path.name for path in folder.iterdir()) == ["2017-01-02", made.name, "mine"]


def test_what_cannot_be_written_is_told_and_leaves_nothing(said, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="could not be written"):
        call_command("publish_dataset", str(tmp_path / "file"))


def test_the_page_tells_what_there_is_and_gives_it(client, made, settings):
    settings.DATASET_DIR = str(made.parent)
    page = client.get("/dataset/").content.decode()
    package = json.loads((made / "datapackage.json").read_text())
    for resource in package["resources"]:
        assert f'href="/dataset/{resource["path"]}"' in page
    assert package["resources"][0]["hash"] in page and f"version {made.name}." in page
    answer = client.get("/dataset/statements.csv.gz")
    content = b"".join(answer.streaming_content)
    assert f"sha256:{hashlib.sha256(content).hexdigest()}" == package["resources"][0]["hash"]
    assert answer["Content-Type"] == "application/gzip" and "Content-Encoding" not in answer
    assert client.get("/dataset/nothing.csv.gz").status_code == 404


def test_without_one_the_page_says_so(client, settings, tmp_path):
    for folder in ("", str(tmp_path / "none")):
        settings.DATASET_DIR = folder
        assert "No data set has been published here yet" in client.get("/dataset/").content.decode()
        assert client.get("/dataset/datapackage.json").status_code == 404


def test_by_the_clock_it_is_made_where_the_settings_ask_for_it(said, settings, tmp_path):
    settings.DATASET_DIR = ""
    assert publish_dataset(0) == ""
    settings.DATASET_DIR = str(tmp_path)
    assert publish_dataset(0) == str(tmp_path / versions(tmp_path)[0])
