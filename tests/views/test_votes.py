"""What was said, and how was voted."""

import datetime

import pytest
from django.urls import reverse
from lxml import html

from articles.compare.voting import ballots
from articles.curate import verbs
from articles.models import Action, Country, Question, RollCall, Statement, Vote
from articles.registry.questions import likely_issues
from tests.admin.forms import form_of

HELD = datetime.date(2017, 12, 4)


@pytest.fixture
def question(world, editor):
    """Russia said yes and voted no; the United States said no, voted no, then yes; China abstained."""
    world.say("Lavrov", "We support it.", on="2017-07-01", by=editor, tests="support")
    world.say("Lavrov", "Once we opposed it.", on="2017-06-01", by=editor, tests="oppose")
    world.say("Haley", "Never.", on="2017-11-30", by=editor, tests="oppose")
    after = world.say("Haley", "Well.", on="2017-12-05", by=editor, tests="support")
    Statement.objects.filter(pk=after.pk).update(said_on_basis="explicit")
    world.say("Liu", "It was reported later.", on="2017-12-06", by=editor, tests="oppose")
    world.say("Liu", "We support it.", on="2017-12-01", by=editor, tests="support")
    world.say("Liu", "A guess.", on="2017-12-02", tests="oppose")
    roll_call = RollCall.objects.create(
        number="7270", held_on=HELD, resolution="A/RES/72/70", title="Ban on tests", reference="Voeten"
    )
    for code, choice in (("RUS", "no"), ("USA", "no"), ("CHN", "abstain"), ("FRA", "yes")):
        Vote.objects.create(roll_call=roll_call, country=Country.objects.get(pk=code), choice=choice)
    return Question.objects.create(roll_call=roll_call, issue=world.issue("tests"))


def told(found):
    return {
        ballot.country.pk: (
            ballot.before and ballot.before.stance, ballot.stance,
            ballot.after and ballot.after.stance, ballot.differs,
        )
        for ballot in found
    }  # fmt: skip


def test_a_ballot_stands_between_what_was_said_before_and_after(question):
    assert told(ballots(question)) == {
        "RUS": ("support", "oppose", None, True),
        "USA": ("oppose", "oppose", "support", False),
        "CHN": ("support", "neutral", None, False),
    }


def test_what_a_vote_says_turns_with_the_meaning_of_the_text(question):
    question.meaning = "oppose"
    assert told(ballots(question))["RUS"] == ("support", "support", None, False)
    assert told(ballots(question))["USA"] == ("oppose", "support", "support", True)


def test_who_did_not_vote_took_no_stance(question):
    Vote.objects.filter(country="RUS").update(choice="absent")
    assert told(ballots(question))["RUS"] == ("support", None, None, False)


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return html.fromstring(answer.content)


def rows(tree):
    return [" ".join(row.text_content().split()) for row in tree.xpath(".//table[@class='data']/tbody/tr")]


def test_the_issue_shows_them_side_by_side(client, question):
    tree = page(client, question.issue.get_absolute_url())
    assert rows(tree.xpath("//section[@aria-labelledby='voted']")[0])[1] == (
        "Russia supports reported 1 July 2017 voted against · opposes not as it had saidno statement found"
    )


def test_the_list_can_be_narrowed_to_who_said_one_thing_and_voted_another(client, question):
    assert len(rows(page(client, "/votes/"))) == 3
    (only,) = rows(page(client, "/votes/?differ=only"))
    assert only.startswith("Russia supports")
    assert len(rows(page(client, "/votes/?country=USA&issue=tests"))) == 1
    assert rows(page(client, "/votes/?country=FRA&differ=only")) == []
    assert "Select a valid choice" in page(client, "/votes/?country=XYZ").text_content()


def test_a_roll_call_names_everybody(client, question):
    tree = page(client, question.roll_call.get_absolute_url())
    assert "1 for, 2 against, 1 abstained · source: Voeten" in tree.text_content()
    assert tree.xpath("//section[@aria-labelledby='v-no']//a/@title") == ["Russia", "United States"]


def test_an_editor_ties_a_roll_call_to_an_issue_and_can_undo_it(client, question, world, editor):
    other = world.issue("talks")
    client.force_login(editor)
    address = reverse("admin:articles_rollcall_change", args=[question.roll_call.pk])
    added = {"questions-1-issue": str(other.pk), "questions-1-meaning": "oppose"}
    assert client.post(address, form_of(client.get(address), **added)).status_code == 302
    assert other.questions.get().meaning == "oppose"
    action = Action.objects.get()
    assert "A/RES/72/70" in action.summary
    verbs.undo(action, editor)
    assert not other.questions.exists()


def test_likely_issues_are_those_of_like_wording(world):
    for slug, title in (
        ("ban", "Ban on nuclear weapon tests"),
        ("talks", "Direct talks with North Korea"),
        ("cuba", "End of the embargo against Cuba"),
    ):
        world.issue(slug, title)
    found = likely_issues(
        "Comprehensive ban on nuclear tests: treaty", world.issue("ban")._meta.model.objects.all()
    )
    assert [issue.slug for issue in found] == ["ban"]


@pytest.mark.parametrize(("path", "queries"), [("/votes/", 7), ("/votes/{pk}/", 6)])
def test_pages_ask_no_more_for_many_countries(client, question, path, queries, django_assert_num_queries):
    for more in ([], ["GBR", "JPN", "KOR"]):
        for code in more:
            Vote.objects.create(roll_call=question.roll_call, country_id=code, choice="yes")
        with django_assert_num_queries(queries):
            client.get(path.format(pk=question.roll_call_id))


def test_what_was_said_is_led_to_by_its_one_address(client, question):
    tree = page(client, "/votes/?differ=only")
    (link,) = tree.xpath("//td//a[starts-with(@href, '/statements/')]/@href")
    assert client.get(link).status_code == 200
