"""What the bits of frequent lexemes say is what PostgreSQL says; where they say nothing, it answers."""

import itertools
from collections import OrderedDict

import pytest
from django.db import connection
from django.db.models import Q
from django.http import QueryDict

from articles import accounts
from articles.browse.filterset import StatementFilter
from articles.browse.results import results
from articles.index import files, lexemes, maintenance, searching
from articles.models import Statement
from articles.models.search import Term
from tests.browse.test_by_index import CHOICES, one_of_each, put_on_record, same
from tests.conftest import member
from tests.factories import World
from tests.indexing import end_transaction

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def editor(module_db):
    return member("editor", accounts.EDITOR)


def test_the_most_frequent_lexemes_come_from_the_statistics(world, editor):
    for n in range(60):
        world.say("Lavrov", f"peace {'talks' if n % 3 else 'treaty'}", by=editor)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_statement")
    assert lexemes.frequent() == ["peac", "talk", "treati"]


@pytest.fixture(scope="module")
def statements(editor):
    made = put_on_record(World(), editor, list(one_of_each()))
    Statement.objects.filter(pk=made[0].pk).update(quote="O'Neill's treaty \\ or & | ! ( a talk")
    Statement.objects.filter(pk=made[1].pk).update(quote="Nothing.")
    end_transaction()


@pytest.fixture
def read(statements, facet_index, monkeypatch):
    """A record of which the two most frequent lexemes are kept, and one that is in no statement."""
    monkeypatch.setattr(searching, "_kept", OrderedDict())  # of a record that was rolled back
    monkeypatch.setattr(lexemes, "LEAST", 1)
    monkeypatch.setattr(lexemes, "frequent", lambda: ["talk", "treati", "absent"])
    return maintenance.build()


def folder(index):
    return files.root() / f"lexemes-{index.version}"


def asked_of_postgres(monkeypatch):
    """Terms for which the rows had to be read."""
    asked, ask = [], searching._holding

    def noted(part, statements, term, is_titled):
        asked.append(str(term))
        return ask(part, statements, term, is_titled)

    monkeypatch.setattr(searching, "_holding", noted)
    return asked


KNOWN = [
    "talks",
    "talks treaty",
    "talks or treaty",
    "talks -treaty",
    "-talks",
    "-talks -treaty",
    "-talks or treaty talks",
    "treaty or -talks talk",
]


@pytest.mark.parametrize("words", KNOWN)
def test_what_is_kept_answers_alone(read, words, monkeypatch):
    asked = asked_of_postgres(monkeypatch)
    query = f"q={words.replace(' ', '+')}&review=all"
    same(query)
    assert 0 < results(StatementFilter(QueryDict(query), Statement.objects.all())).total < len(read.main)
    assert asked == []


@pytest.mark.parametrize(
    ("words", "unknown"),
    [
        ('"talks of a treaty"', ['"talks of a treaty"']),
        ("tal*", ["tal*"]),
        ("talks absent", ["absent"]),
        ("rejected or talks", ["rejected"]),
        ("the", ["the"]),
        ("'", []),
    ],
)
def test_all_else_is_asked_of_postgres(read, words, unknown, monkeypatch):
    asked = asked_of_postgres(monkeypatch)
    same(f"q={words.replace(' ', '+')}&review=all")
    assert asked == unknown


def test_what_changed_since_is_seen(read, monkeypatch):
    asked = asked_of_postgres(monkeypatch)
    row = Statement.objects.worded("talks").published().first()
    Statement.objects.filter(pk=row.pk).update(quote="nothing")
    other = (
        Statement.objects.published()
        .exclude(Q(pk=row.pk) | Q(pk__in=Statement.objects.worded("talks")))
        .first()
    )
    Statement.objects.filter(pk=other.pk).update(quote="talks")
    for sort, words in itertools.product(CHOICES["sort"], ["talks", "treaty -talks"]):
        same(f"q={words.replace(' ', '+')}&sort={sort}")
    assert asked  # of what changed


def test_without_the_bits_postgres_answers(read, monkeypatch):
    (folder(read) / "names.json").unlink()
    asked = asked_of_postgres(monkeypatch)
    same("q=talks")
    assert asked == ["talks"]


@pytest.mark.parametrize("kept", [0, 10, -1])
def test_bits_that_were_half_written_are_left_aside(read, kept, monkeypatch):
    path = folder(read) / "bits.npy"
    path.write_bytes(path.read_bytes()[:kept])
    asked = asked_of_postgres(monkeypatch)
    same("q=talks")
    assert asked == ["talks"]


def test_of_a_small_record_nothing_is_kept(read, monkeypatch):
    monkeypatch.setattr(lexemes, "LEAST", len(read.main) + 1)
    Statement.objects.update(cue="replied")
    maintenance.build()
    assert list(folder(read).parent.glob("*lexemes*")) == []


def test_only_the_last_ones_are_kept(read):
    Statement.objects.update(cue="replied")
    index = maintenance.build()
    assert list(folder(read).parent.glob("*lexemes*")) == [folder(index)]


def test_rows_are_kept_until_there_are_too_many(read, monkeypatch):
    asked = asked_of_postgres(monkeypatch)

    def find(*beginnings, seen=read.seen):
        for begun in beginnings:
            searching.holding(read.main, seen, Term(begun, is_begun=True), is_titled=False)

    find("tal", "tre", "tal")
    assert asked == ["tal*", "tre*"]
    [kept, _] = searching._kept.values()
    monkeypatch.setattr(searching, "MOST_BYTES", kept.nbytes)
    find("treat", "tre", "tre")
    assert asked == ["tal*", "tre*", "treat*", "tre*"]
    find("tre", seen=frozenset({(1, 1)}))
    assert len(asked) == 5
