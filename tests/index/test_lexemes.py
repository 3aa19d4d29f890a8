"""What the lexemes say is what PostgreSQL says; where they say nothing, it answers."""

import itertools
from collections import OrderedDict

import pytest
from django.db import connection
from django.db.models import Q
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from articles import accounts
from articles.browse.filterset import StatementFilter
from articles.browse.results import results
from articles.index import files, lexemes, maintenance, searching
from articles.models import Article, Statement
from articles.models.holding import Named
from articles.models.search import Term
from tests.browse.test_by_index import CHOICES, one_of_each, put_on_record, same
from tests.conftest import member
from tests.factories import World
from tests.indexing import end_transaction

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def editor(module_db):
    return member("editor", accounts.EDITOR)


@pytest.fixture(scope="module")
def statements(editor):
    made = put_on_record(World(), editor, list(one_of_each()))
    quotes = [
        "O'Neill's treaty \\ or & | ! ( a talk",
        "Nothing.",
        "Talks of talks, talking talkers and a treaty on treaties.",
        "Taller tales of tall talks",
        "«Переговоры» — 制裁",
    ]
    for statement, quote in zip(made, quotes, strict=False):
        Statement.objects.filter(pk=statement.pk).update(quote=quote)
    Statement.objects.filter(pk=made[2].pk).update(cue="talked of a treaty")
    end_transaction()


@pytest.fixture
def read(statements, facet_index, monkeypatch):
    """A record of which the lexemes are kept."""
    monkeypatch.setattr(searching, "_kept", OrderedDict())  # of a record that was rolled back
    monkeypatch.setattr(lexemes, "_kept", None)
    monkeypatch.setattr(lexemes, "LEAST", 1)
    return maintenance.build()


@pytest.fixture(scope="module")
def by_sql(statements):
    """What SQL answers of this record, for tests that change nothing of it."""
    return {}


def folder(index):
    return files.root() / f"{lexemes.PREFIX}{index.version}"


@pytest.fixture
def asked(monkeypatch):
    """Terms, and searches by relevance, for which the rows had to be read."""
    terms, hold, rank = [], searching._holding, searching._relevance

    def held(part, statements, term, is_titled):
        terms.append(str(term))
        return hold(part, statements, term, is_titled)

    def ranked(part, statements, words):
        terms.append(words)
        return rank(part, statements, words)

    monkeypatch.setattr(searching, "_holding", held)
    monkeypatch.setattr(searching, "_relevance", ranked)
    return terms


KNOWN = [
    "talks",
    "talks treaty",
    "talks or treaty",
    "talks -treaty",
    "-talks",
    "-talks or treaty talks",
    "treaty or -talks talk",
    "tal*",
    "ta* -tall",
    "tal* treat* or nothing",
    "талк or переговоры",
    "O'Neill*",
    "talks absent",
    "article",  # of all titles
    "artic* -talks",
    "talks or articles",
    '"talks of a treaty"',
    '"talked of a treaty"',  # of which "talked" is a reporting word
    '"treaty treaties"',  # between which something stands
    '"treaty on treaties"',
    '"tall talks" or "talking talkers" or "talk of talk"',
    'treaty -"talks of talks"',
    '"переговоры 制裁"',
    '"article 1"',  # of titles
    '"peace talks"',
]


@pytest.mark.parametrize("words", KNOWN)
def test_what_is_kept_answers_alone(read, words, asked):
    for sort in ("newest", "relevance"):  # which changes nothing of what can be looked up
        same(f"q={words.replace(' ', '+')}&review=all&sort={sort}", looks_up=sort == "newest")
    assert asked == []


@pytest.mark.parametrize("frequent", [1, 2, 3])
@pytest.mark.parametrize("words", ["tal*", "ta*", "ta* or tre* or artic*"])
def test_a_beginning_is_ranked_alike_however_many_have_its_lexemes(read, words, frequent, asked, monkeypatch):
    """Frequent ones are added up one by one, rare ones together; a statement may have several of both."""
    monkeypatch.setattr(lexemes, "FREQUENT", frequent)
    searching._kept.clear()
    same(f"q={words.replace(' ', '+')}&review=all&sort=relevance", looks_up=False)
    assert asked == []


def test_what_they_find_is_not_all_or_nothing(read, asked):
    for words in ("tal*", "talks -treaty", "treaty"):
        filterset = StatementFilter(QueryDict(f"q={words}&review=all"), Statement.objects.all())
        assert 0 < results(filterset).total < len(read.main)
    assert asked == []


@pytest.mark.parametrize(
    ("phrase", "number"),
    [("tales of tall talks", 1), ("tall tales of talks", 0), ("tales of talks", 0), ("talks tall", 0)],
)
def test_a_phrase_is_its_words_in_their_order(read, phrase, number):
    filterset = StatementFilter(QueryDict(f'q="{phrase}"&review=all'), Statement.objects.all())
    assert results(filterset).total == number


@pytest.mark.parametrize(("words", "unknown"), [("the", ["the"]), ("'", [])])
def test_all_else_is_asked_of_postgres(read, words, unknown, asked):
    same(f"q={words.replace(' ', '+')}&review=all")
    assert asked == unknown


def test_what_changed_since_the_index_is_seen(read, asked):
    row = Statement.objects.worded("talks").published().first()
    Statement.objects.filter(pk=row.pk).update(quote="nothing")
    other = (
        Statement.objects.published()
        .exclude(Q(pk=row.pk) | Q(pk__in=Statement.objects.worded("talks")))
        .first()
    )
    Statement.objects.filter(pk=other.pk).update(quote="talks")
    for sort, words in itertools.product(CHOICES["sort"], ["talks", "treaty -talks", "tal*"]):
        same(f"q={words.replace(' ', '+')}&sort={sort}")
    assert asked  # of what changed


@pytest.mark.parametrize("is_titled", [False, True])
def test_of_what_changed_no_other_row_is_read(read, is_titled):
    """With a few changed statements a search of a million took ten seconds, and was given up."""
    ids = tuple(Statement.objects.values_list("pk", flat=True)[:3])
    with CaptureQueriesContext(connection) as asked:
        found = searching._anew(ids, Term("tal*"), is_titled)
    every = Statement.objects.holding(Term("tal*"), Named(is_titled=is_titled))
    assert set(found.tolist()) == set(every.filter(pk__in=ids).values_list("pk", flat=True))
    few = f"IN ({', '.join(map(str, ids))})"
    about = [
        query["sql"] for query in asked if "words_vector" in query["sql"] or "to_tsvector" in query["sql"]
    ]
    assert about and all(few in sql and "UNION" not in sql for sql in about)


def test_of_a_later_index_they_are_kept_but_for_what_changed(read, asked):
    row = Statement.objects.worded("talks").published().first()
    Statement.objects.filter(pk=row.pk).update(quote="tales of treaties and treaties")
    end_transaction()
    index = maintenance.build()
    assert (folder(read).exists(), folder(index).exists(), index.later) == (True, False, None)
    for sort, words in itertools.product(("newest", "relevance"), ["talks", "tal*", "treaty"]):
        same(f"q={words}&sort={sort}")
    assert set(asked) <= {"talks", "tal*", "treaty"}  # by relevance, of the one that changed


def test_a_title_that_changed_is_seen(read, asked):
    Article.objects.filter(pk=Article.objects.earliest("pk").pk).update(title="Tales of old")
    end_transaction()
    assert maintenance.build().version != read.version
    same("q=article&review=all")
    same("q=tales&review=all")
    assert (folder(read).exists(), asked) == (True, [])


def test_after_many_changes_they_are_read_anew(read, monkeypatch):
    monkeypatch.setattr(lexemes, "MOST_CHANGED", 0)
    Statement.objects.filter(pk=Statement.objects.first().pk).update(cue="replied")
    end_transaction()
    index = maintenance.build()
    assert [path.name for path in folder(read).parent.glob("*lexemes*")] == [folder(index).name]


def test_without_them_postgres_answers(read, asked, monkeypatch):
    (folder(read) / "about.json").unlink()
    monkeypatch.setattr(lexemes, "_kept", None)
    same("q=talks")
    assert asked == ["talks"]


@pytest.mark.parametrize(
    "name", ["ids.bin", "codes.bin", "places.bin", "names.bin", "starts.bin", "about.json"]
)
@pytest.mark.parametrize("kept", [0, 10, -4])
def test_files_that_were_half_written_are_left_aside(read, name, kept, asked, by_sql, monkeypatch):
    path = folder(read) / name
    path.write_bytes(path.read_bytes()[:kept])
    monkeypatch.setattr(lexemes, "_kept", None)
    same("q=talks", kept=by_sql)
    assert asked == ["talks"]


@pytest.mark.parametrize(
    "name", ["ids.bin", "codes.bin", "places.bin", "names.bin", "starts.bin", "about.json"]
)
def test_files_with_a_bit_that_flipped_are_left_aside(read, name, asked, by_sql, monkeypatch):
    path = folder(read) / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)
    monkeypatch.setattr(lexemes, "_kept", None)
    same("q=talks", kept=by_sql)
    assert asked == ["talks"]


def test_of_a_small_record_nothing_is_kept(read, monkeypatch):
    monkeypatch.setattr(lexemes, "LEAST", len(read.main) + 1)
    Statement.objects.update(cue="replied")
    maintenance.build()
    assert list(folder(read).parent.glob("*lexemes*")) == []


def test_rows_are_kept_until_there_are_too_many(read, asked, monkeypatch):
    monkeypatch.setattr(searching, "_known", lambda: None)

    def find(*beginnings, seen=read.seen):
        for begun in beginnings:
            searching.holding(read.main, seen, Term(begun), is_titled=False)

    find("tal x", "tre x", "tal x")
    assert asked == ['"tal x"', '"tre x"']
    kept, _ = searching._kept.values()
    monkeypatch.setattr(searching, "MOST_BYTES", kept.nbytes)
    find("treat x", "tre x", "tre x")
    assert asked == ['"tal x"', '"tre x"', '"treat x"', '"tre x"']
    find("tre x", seen=frozenset({(1, 1)}))
    assert len(asked) == 5
