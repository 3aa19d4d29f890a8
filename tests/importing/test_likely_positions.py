"""Which issues a statement is offered, matched by their meaning and by the countries they concern."""

import pytest

from articles.curate.checks import checks
from articles.importing.articles import add_statements, document_of, read_here
from articles.importing.likely_positions import every_issue, match_waiting
from articles.importing.tasks import match_articles
from articles.models import Issue, LikelyPosition

WHALING = "Norway's fisheries minister Anna Lund called for a ban on commercial whaling."


@pytest.fixture
def issues(world):
    titles = {
        "whaling": "Ban on commercial whaling",
        "iran": "Sanctions against Iran over its nuclear programme",
        "peru": "Recognition of the election in Peru",
        "ferries": "New ferries across the strait",
        "visas": "Visas for students",
    }
    return {slug: world.issue(slug, title) for slug, title in titles.items()}


def offered(statement):
    return [guess.issue.slug for guess in statement.likely_positions.select_related("issue")]


def test_the_four_likeliest_are_kept_the_likeliest_first(world, issues):
    said = world.say("Lavrov", "a ban on commercial whaling", article=world.article(WHALING))
    assert match_waiting() == 1
    assert len(offered(said)) == 4
    assert offered(said)[0] == "whaling"
    chances = list(said.likely_positions.values_list("chance", flat=True))
    assert chances == sorted(chances, reverse=True)
    assert 0 <= chances[-1] <= chances[0] <= 1
    assert not said.positions.exists()  # nothing is put into the speaker's mouth


def test_matched_anew_the_former_ones_give_way(world, issues):
    said = world.say("Lavrov", "a ban on commercial whaling", article=world.article(WHALING))
    match_waiting()
    issues["whaling"].delete()
    assert match_articles(articles=[said.article_id]) == 1
    assert len(offered(said)) == 4
    assert LikelyPosition.objects.count() == 4
    assert "whaling" not in offered(said)


def test_only_what_waits_in_these_articles_is_matched(world, issues, editor):
    said = [world.say("Lavrov", words) for words in ("whaling must end", "ferries are needed")]
    read = world.say("Lavrov", "visas are dear", by=editor)
    assert match_waiting([said[0].article_id, read.article_id]) == 1
    assert [bool(offered(s)) for s in (*said, read)] == [True, False, False]


def test_a_text_in_another_language_is_left_out(world, issues):
    text = "Le ministre a déclaré que la chasse à la baleine devait cesser dans les eaux de la région."
    said = world.say("Lavrov", "la chasse à la baleine devait cesser", article=world.article(text))
    assert match_waiting() == 0
    assert offered(said) == []


def test_the_countries_an_issue_concerns_are_told(world):
    Issue.objects.create(slug="iran", title="Sanctions against Iran", about=["IRN"], phrases=["sanctions"])
    [hint] = every_issue()
    assert (hint.slug, hint.about, hint.phrases) == ("iran", ("IRN",), ())


def test_what_key_phrases_tell_for_certain_is_suggested_and_the_rest_offered_first(world, issues):
    issues["whaling"].phrases = ["ban on commercial whaling"]
    issues["whaling"].save()
    text = (
        "Norway rejected a ban on commercial whaling. "
        "Peru said that a ban on commercial whaling was necessary, and that its ships had left the strait."
    )
    article = world.article(text)
    rejected, said = add_statements(article, read_here(document_of(article)).records)
    assert [p.stance for p in rejected.positions.all()] == ["oppose"]
    assert not said.positions.exists()
    match_waiting()
    first, *others = said.likely_positions.select_related("issue")
    assert (first.issue.slug, first.stance, first.by_phrases) == ("whaling", "support", True)
    assert others and not any(guess.by_phrases for guess in others)
    assert "whaling" not in {guess.issue.slug for guess in others}
    [check] = [check for check in checks(said, [first]) if check.field == "position"]
    assert check.why == "it may take one of these"
