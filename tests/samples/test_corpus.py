from itertools import islice

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Actor, Article, Attribution, Source, Statement, Utterance
from articles.samples import corpus, synthetic
from articles.samples.synthetic import Corpus

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SOURCES, ACTORS = 200, 2_000
COUNTRIES = ("RUS", "USA", "CHN")


@pytest.fixture(scope="module", autouse=True)
def fewer_names():
    """Benchmarks need more; nothing else depends on how many there are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(synthetic, "SOURCES", SOURCES)
        patch.setattr(synthetic, "ACTORS", ACTORS)
        yield


def drawn(seed, statements=40):
    made = Corpus(statements, seed, COUNTRIES)
    return made.vocabulary(), list(made.batches())


def test_the_same_seed_gives_the_same_rows_and_another_seed_others():
    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_there_are_as_many_statements_as_were_asked_for_each_at_its_place():
    _, batches = drawn(1, statements=2_100)
    texts = {row[0]: row[8] for rows in batches for row in rows["article"]}
    statements = [row for rows in batches for row in rows["statement"]]
    assert [row[0] for row in statements] == list(range(1, 2_101))
    assert all(texts[row[1]][slice(*row[4][0])] == row[5] for row in statements)
    assert {len(row[5].split()) for row in statements} <= set(range(15, 61))


def test_most_utterances_are_reported_once_and_some_again():
    _, [rows] = drawn(1, statements=1_000)
    assert 850 < len(rows["utterance"]) < 1_000


def test_a_record_is_not_mixed_with_invented_statements_unasked(world):
    world.article()
    with pytest.raises(CommandError, match="--append"):
        call_command("make_corpus", statements=10)
    call_command("make_corpus", statements=10, append=True, verbosity=0)
    assert (Article.objects.filter(source__name="Gazette").count(), Statement.objects.count()) == (1, 10)


def test_a_large_corpus_leaves_the_indexes_as_they_were(db, monkeypatch):
    def indexes():
        with connection.cursor() as cursor:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'")
            parts = [definition.partition(" WHERE ") for (definition,) in cursor.fetchall()]
            # Conditions are printed with other brackets, as after a restore.
            return sorted((head, bool(condition)) for head, _, condition in parts)

    monkeypatch.setattr(corpus, "LARGE", 100)
    before = indexes()
    list(corpus.load(100, seed=1))
    assert indexes() == before
    assert Statement.objects.filter(words_vector__isnull=False).count() == 100


def test_a_corpus_that_was_broken_off_leaves_nothing(db):
    writing = corpus.load(3_000, seed=1)
    list(islice(writing, 1))
    writing.close()
    assert corpus.is_empty()


@pytest.fixture(scope="module")
def filled(module_db):
    call_command("make_corpus", statements=200, seed=1, verbosity=0)


def test_a_corpus_is_put_on_record(filled, client):
    assert (Statement.objects.count(), Source.objects.count()) == (200, SOURCES)
    assert Attribution.objects.filter(country=None).exists()
    assert Statement.objects.matching(Statement.objects.latest("pk").quote).exists()
    assert client.get("/statements/?review=all").status_code == 200


def test_what_is_added_later_gets_an_id_of_its_own_and_a_history(filled, world, editor):
    statement = world.say("Lavrov", "Something else.", by=editor)
    assert statement.pk > 200
    assert statement.events.count() == 1


def test_two_corpora_stand_beside_each_other(filled):
    call_command("make_corpus", statements=50, seed=1, append=True, verbosity=0)
    assert (Statement.objects.count(), Actor.objects.count()) == (250, 2 * ACTORS)
    assert Utterance.objects.filter(statements=None).count() == 0
