"""Many articles at once: in several processes as in one, and whole however often it was killed."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.extraction import Document
from articles.extraction.workers import read_ahead
from articles.importing.articles import Imported, Known, import_articles
from articles.importing.files.entries import ArticleText, Unreadable
from articles.models import Article, Sketch, Statement
from tests import database

ROOT = Path(__file__).parents[2]
SPEAKERS = ("El ministro ruso Serguéi Lavrov", "La embajadora estadounidense Nikki Haley")


def text_of(n):
    """In Spanish, which is read without the parser: that takes each process seconds to load."""
    speaker = SPEAKERS[n % 2]
    return (
        f"{speaker} dijo el martes que su país no aceptará el plan {n}. "
        f"«Miraremos cualquier plan que llegue con fecha y lugar», dijo {speaker.split()[-1]}."
    )


@pytest.fixture
def lines(tmp_path):
    """A file of eighty articles, five of them twice; two lines are broken."""
    rows = [
        {"text": text_of(n), "title": f"News {n}", "source": "Gazette", "date": f"2017-07-{5 + n // 20:02}"}
        for n in range(80)
    ]
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join([*map(json.dumps, [*rows, *rows[:5]]), "{", "[]"]), encoding="utf-8")
    return path


def record():
    """All that was imported, without keys and moments."""
    found = Statement.objects.select_related("article").prefetch_related("attributions__actor")
    statements = {s.pk: (s.article.title, s.quote, s.kind, s.said_on, s.cue, _speakers(s)) for s in found}
    same = defaultdict(set)
    for statement in found:
        same[statement.utterance_id].add(statements[statement.pk])
    articles = set(Article.objects.values_list("title", "text_sha256", "state", "published_on", "extractor"))
    return articles, set(statements.values()), set(map(frozenset, same.values())), Sketch.objects.count()


def _speakers(statement):
    return tuple(sorted(row.actor.name for row in statement.attributions.all()))


def run(path, kill_after=None):
    """Import in a process of its own; killed after so many lines of its output."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "tests.importing.importing", connection.settings_dict["NAME"], path],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "diplomacy.settings"},
    )
    with process:
        for number, _ in enumerate(process.stdout, start=1):
            if number == kill_after:
                process.kill()
                return process.wait()
    return process.returncode


@pytest.mark.slow
def test_killed_three_times_it_gives_the_same_in_the_end(transactional_db, lines):
    with pytest.raises(CommandError, match="2 could not be imported"):
        call_command("import_articles", str(lines), processes=1, stdout=StringIO())
    whole = record()
    assert len(whole[0]) == 80 and len(whole[1]) >= 160 and len(whole[2]) < len(whole[1])
    database.empty()
    assert [run(lines, kill_after=n) for n in (7, 30, 66)] == [-9, -9, -9]
    assert 0 < Article.objects.count() < 80
    assert run(lines) == 1  # for the two lines that are broken
    assert record() == whole


def texts(number):
    return [ArticleText(f"{n}", text_of(n), f"News {n}", "Gazette") for n in range(number)]


def test_texts_that_are_known_or_unreadable_are_not_read_ahead(db):
    first, second = texts(2)
    broken = Unreadable("x", "is broken")
    [kept] = import_articles([first])
    outcomes = list(import_articles([first, broken, second], processes=2))
    assert [type(outcome) for outcome in outcomes] == [Known, Unreadable, Imported]
    assert outcomes[0].article == kept.article and outcomes[2].statements >= 2


def test_a_chunk_that_cannot_be_read_is_given_back_unread():
    documents = [Document(str(n), text_of(n)) for n in range(3)]
    broken = Document("x", None)
    found = list(read_ahead([*documents, None, broken], lambda item: item, (), 1))
    assert found == [*((one, None) for one in documents), (None, None), (broken, None)]
