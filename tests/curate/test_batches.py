"""Texts that were given become articles once an editor has looked at what they say of themselves."""

import datetime

import pytest

from articles.curate import verbs
from articles.importing.batches import fill
from articles.models import Action, Article, Batch, Candidate, Source, Statement
from articles.registry.candidates import flaws, names_of_sources, published

pytestmark = pytest.mark.django_db
TOLD = {"title": "Talks begin", "source": "Gazette", "published_on": "5 July 2017", "author": "A. Writer"}


@pytest.fixture
def gazette(db):
    return Source.objects.create(name="Gazette", slug="gazette")


@pytest.fixture
def batch(editor):
    return Batch.objects.create(origin="paste", label="Three texts", by=editor)


def give(batch, text="Lavrov said talks must start.", **told):
    candidate = Candidate(batch=batch, name="pasted text")
    fill(candidate, text, **{**TOLD, **told})
    candidate.save()
    return candidate


def state_of(candidate):
    candidate.refresh_from_db()
    return candidate.state


def test_a_text_becomes_a_draft_still_to_be_read(batch, gazette, editor):
    candidate = give(batch, "\ufeffLavrov said\r\ntalks must start. ")
    assert verbs.take(batch, editor) == verbs.Taken((Article.objects.get().pk,), 0)
    article = Article.objects.get()
    assert (article.title, article.source, article.author) == ("Talks begin", gazette, "A. Writer")
    assert (article.published_on, article.language) == (datetime.date(2017, 7, 5), "en")
    assert (article.text, article.state, article.extractor) == ("Lavrov said\ntalks must start.", "draft", "")
    assert (state_of(candidate), candidate.text, candidate.article) == ("taken", "", article)
    assert str(Action.objects.get()) == "Added article “Talks begin” (Three texts)"


def test_several_are_one_action_that_can_be_undone_and_done_again(batch, gazette, editor, world):
    candidates = [give(batch), give(batch, "Haley disagreed.", title="Another")]
    verbs.take(batch, editor)
    assert str(Action.objects.get()) == "Added 2 articles (Three texts)"
    world.say("Haley", "Haley disagreed.", article=Article.objects.get(title="Another"))
    verbs.undo_batch(batch, editor)
    assert not Article.objects.exists() and not Statement.objects.exists()
    assert batch.candidates.tally()["undone"] == 2
    with pytest.raises(verbs.Refused, match="Nothing of this batch"):
        verbs.undo_batch(batch, editor)
    verbs.undo(Action.objects.latest("pk"), editor)
    assert Statement.objects.get().article.title == "Another"
    assert [state_of(candidate) for candidate in candidates] == ["taken", "taken"]
    assert batch.candidates.tally() | {"waiting": 2, "undone": 0} == batch.candidates.tally()


def test_what_people_decided_on_stays_and_so_does_the_batch(batch, gazette, editor, world):
    give(batch)
    verbs.take(batch, editor)
    world.say("Lavrov", "talks must start", article=Article.objects.get(), by=editor)
    with pytest.raises(verbs.Refused, match="is in use by now"):
        verbs.undo_batch(batch, editor)
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "field", "sentence"),
    [
        ({"title": " "}, "title", "Missing: write the headline"),
        ({"source": ""}, "source", "Missing: write who published it"),
        ({"source": "Gazete"}, "source", "Not on record: write “Gazette”, or tick that it is new"),
        ({"source": "Ministry"}, "source", "Not on record: tick that it is new"),
        (
            {"published_on": ""},
            "published_on",
            "Missing: “Tuesday” and “last week” are counted from it. Unknown? Write “unknown”",
        ),
        ({"published_on": "1017-07-05"}, "published_on", "“1017-07-05” lies outside the years"),
        ({"published_on": "5/7/2017"}, "published_on", "“5/7/2017” is not a date"),
    ],
)
def test_what_has_to_be_mended_first(batch, gazette, editor, told, field, sentence):
    candidate = give(batch, **told)
    found = flaws(candidate, names_of_sources())
    assert list(found) == [field] and found[field].startswith(sentence)
    with pytest.raises(verbs.Refused, match=r"^1 text must be mended first\.$"):
        verbs.take(batch, editor)
    assert not Article.objects.exists()


def test_those_without_a_flaw_may_be_taken_alone(batch, gazette, editor):
    flawed, _ = give(batch, title=""), give(batch, "Haley disagreed.")
    verbs.take(batch, editor, sound_only=True)
    assert Article.objects.get().text == "Haley disagreed."
    assert state_of(flawed) == "proposed"


def test_a_new_source_is_made_when_that_is_ticked(batch, editor):
    candidate = give(batch, source="Ministry")
    candidate.is_new_source = True
    candidate.save()
    verbs.take(batch, editor)
    assert Article.objects.get().source == Source.objects.get(name="Ministry")


def test_a_text_on_record_is_known_and_left_alone(batch, gazette, editor, world):
    known = world.article("Lavrov said talks must start.", source="Gazette")
    candidate = give(batch)
    assert (state_of(candidate), candidate.article, candidate.text) == ("known", known, "")
    assert give(batch, source="Herald").state == "proposed"


def test_a_text_that_came_on_record_meanwhile_is_known(batch, gazette, editor, world):
    candidate, _ = give(batch), give(batch, "Haley disagreed.")
    known = world.article("Lavrov said talks must start.", source="Gazette")
    assert verbs.take(batch, editor).known == 1
    assert (state_of(candidate), candidate.article, candidate.context) == ("known", known, None)
    verbs.undo_batch(batch, editor)
    assert list(Article.objects.all()) == [known]


def test_what_a_trusted_source_says_is_published_at_once(batch, gazette, editor):
    Source.objects.update(is_trusted=True)
    give(batch)
    verbs.take(batch, editor)
    assert Article.objects.get().is_published


def test_a_date_that_nobody_knows(batch, gazette):
    assert published(give(batch, published_on=" Unknown ")) is None


@pytest.mark.parametrize(
    ("typed", "about", "told"),
    [("July 2017", "2017-07", "July 2017"), ("2017", "2017", "2017"), ("unknown", "", "undated")],
)
def test_a_month_or_a_year_is_told_and_is_no_day(client, batch, gazette, editor, typed, about, told):
    give(batch, published_on=typed)
    verbs.take(batch, editor)
    article = Article.objects.get()
    assert (article.published_on, article.published_about, article.dated) == (None, about, told)
    verbs.publish([article], editor)
    assert f"Gazette · A. Writer · {told}" in client.get(article.get_absolute_url()).content.decode()


def test_it_takes_a_permission(batch, gazette, reader):
    give(batch)
    with pytest.raises(verbs.Refused, match=r"the permission articles\.add_article"):
        verbs.take(batch, reader)


def test_without_anything_to_read_nothing_is_done(batch, editor):
    with pytest.raises(verbs.Refused, match="Nothing of this batch waits"):
        verbs.take(batch, editor)
    assert not Action.objects.exists()
