import io
import json

import pghistory
import pytest
from django.core.management import call_command

from articles.curate import verbs
from articles.exports.training import _place, training_lines
from articles.models import Statement

TEXT = "He said that we oppose it, Lavrov said.\nShe said: “We want it.” “So be it.” It went on."


@pytest.fixture
def article(world):
    return world.article(TEXT, source="Gazette", title="Talks")


def lines():
    return [json.loads(line) for line in training_lines()]


def only(**changes):
    return Statement.objects.filter(**changes)


def test_an_article_is_a_line_with_what_editors_decided(world, article, editor):
    accepted = world.say("Lavrov", "we oppose it", article=article, kind="indirect", sanctions="oppose")
    rejected = world.say("Haley", "“We want it.”", article=article)
    world.say("Haley", "“So be it.”", article=article)
    world.say("Liu", "It went on.", article=article, by=editor)
    verbs.accept(only(pk=accepted.pk), editor)
    verbs.reject(only(pk=rejected.pk), editor)
    [line] = lines()
    assert {key: line[key] for key in ("id", "source", "date", "title", "lang", "text", "waiting")} == {
        "id": str(article.pk),
        "source": "Gazette",
        "date": "2017-07-05",
        "title": "Talks",
        "lang": "en",
        "text": TEXT,
        "waiting": 1,
    }
    assert [(s["quote"], s["label"]) for s in line["statements"]] == [
        ("we oppose it", "accepted"),
        ("It went on.", "added"),
    ]
    assert [(s["quote"], s["label"]) for s in line["rejected"]] == [("“We want it.”", "rejected")]


def test_a_statement_has_its_place_speaker_and_positions(world, article, editor):
    said = world.say("Lavrov", "we oppose it", article=article, kind="indirect", sanctions="oppose")
    only(pk=said.pk).update(cue="Lavrov said")
    said.attributions.update(name_printed="Lavrov")
    verbs.accept(only(pk=said.pk), editor)
    [statement] = lines()[0]["statements"]
    assert statement == {
        "start": 13,
        "end": 25,
        "quote": "we oppose it",
        "type": "indirect",
        "speaker": "Lavrov",
        "speaker_span": [27, 33],
        "cue": "Lavrov said",
        "cue_span": [27, 38],
        "fragments": [[13, 25]],
        "speech": True,
        "label": "accepted",
        "speakers": [
            {"name": "Sergei Lavrov", "kind": "person", "role": "Foreign Minister", "country": "RUS"}
        ],
        "said": ["2017-07-05", "2017-07-05"],
        "positions": [{"issue": "sanctions", "stance": "oppose"}],
        "extractor": said.extractor,
        "confidence": 0.75,
        "proposed": {},
    }


def test_of_what_was_mended_the_proposal_is_kept(world, article, editor):
    said = world.say("Lavrov", "we oppose it", article=article, kind="indirect", sanctions="support")
    with pghistory.context(user=editor.pk):
        only(pk=said.pk).update(kind="mixed", said_until="2017-07-31", said_on_precision="month")
        said.positions.update(stance="oppose")
        said.attributions.all().delete()
        verbs.confirm_edit(said, editor)
    [statement] = lines()[0]["statements"]
    assert (statement["label"], statement["type"]) == ("mended", "mixed")
    assert statement["proposed"] == {
        "type": "indirect",
        "said": ["2017-07-05", "2017-07-05"],
        "speakers": [{"name": "Sergei Lavrov", "country": "RUS"}],
        "positions": [{"issue": "sanctions", "stance": "support"}],
    }


def test_articles_of_which_nothing_was_decided_are_left_out(world, article, editor):
    world.say("Lavrov", "we oppose it", article=article)
    orphan = world.say("Haley", "Somewhere else.")
    only(pk=orphan.pk).update(review="orphaned")
    assert lines() == []


def test_what_was_rejected_and_lost_its_place_teaches_nothing(world, article, editor):
    world.say("Lavrov", "we oppose it", article=article, by=editor)
    other = world.article("Another.")
    for lost in (world.say("Haley", "She", article=article), world.say("Haley", "Another", article=other)):
        verbs.reject(only(pk=lost.pk), editor)
        only(pk=lost.pk).update(fragments=[])
    [line] = lines()
    assert (len(line["statements"]), line["rejected"]) == (1, [])


@pytest.mark.parametrize(
    ("words", "fragments", "place"),
    [
        ("Lavrov", [[13, 25]], [27, 33]),
        ("said", [[13, 25]], None),  # twice in the paragraph
        ("we", [[13, 25]], None),  # within the statement
        ("She", [[13, 25]], None),  # another paragraph
        ("t", [[50, 63]], None),  # part of other words
        ("", [[13, 25]], None),
    ],
)
def test_words_are_placed_only_where_there_is_no_doubt(words, fragments, place):
    assert _place(TEXT, fragments, words) == place


@pytest.mark.parametrize("statements", [1, 3])
def test_an_article_costs_the_same_however_many_statements(
    world, editor, django_assert_num_queries, statements
):
    article = world.article("One. Two. Three.")
    for quote in ["One.", "Two.", "Three."][:statements]:
        world.say("Lavrov", quote, article=article, thaad="oppose")
    verbs.accept(only(article=article), editor)
    with django_assert_num_queries(10):
        lines()


def test_the_command_writes_lines(world, article, editor):
    world.say("Liu", "It went on.", article=article, by=editor)
    out = io.StringIO()
    call_command("export_training", stdout=out)
    [line] = out.getvalue().splitlines()
    assert json.loads(line)["id"] == str(article.pk)
