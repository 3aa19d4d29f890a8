"""A fixed version keeps the timelines that stood below the comparison, and draws the same again."""

import hashlib
import json
import re

import pytest
from django.http import QueryDict
from django.utils import timezone

from articles.compare.comparison import compare
from articles.compare.fixed_timelines import QUOTED, kept, shown_again
from articles.compare.sharing import checksum, freeze
from articles.compare.timeline import beside, timelines
from articles.models import Comparison, Issue, Statement
from tests.selections import selection_of

COMPARED = "country=RUS&country=USA&issue=sanctions&issue=thaad"


@pytest.fixture
def record(world, editor):
    """Two issues with turns, a month, a bare article's day, a second report, undated and unreviewed words."""
    world.say("Lavrov", "We oppose it.", on="2017-07-05", by=editor, via="Ministry", sanctions="oppose")
    world.say("Lavrov", "We may accept it.", on="2017-08-01", by=editor, sanctions="conditional")
    world.say(["Haley", "UN"], "We want “it” & <more>." + " Word" * 80, by=editor, sanctions="support")
    month = world.say("Haley", "No sanctions now.", by=editor, sanctions="oppose", thaad="neutral")
    Statement.objects.filter(pk=month.pk).update(
        said_on="2017-09-01", said_until="2017-09-30", said_on_precision="month", said_on_basis="explicit"
    )
    words = "We will never deploy such a system there."
    world.say("Lavrov", words, on="2017-07-07", by=editor, thaad="oppose")
    world.say(
        "Lavrov", words, on="2017-07-07", by=editor, thaad="oppose", article=world.article(words, "Herald")
    )
    world.say("Haley", "Undated words.", on=None, by=editor, sanctions="support")
    Issue.objects.filter(slug="thaad").update(is_claim=True)


def share(client, query=COMPARED):
    """By the form, as readers do."""
    page = client.get(f"/compare/share/?{query}").content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', page)[1]
    response = client.post(f"/compare/share/?{query}", {"seen": seen, "title": "", "note": ""})
    assert response.status_code == 302
    return Comparison.objects.latest("pk")


def drawn(client, address):
    """The timelines of a page as they stand there."""
    page = client.get(address).content.decode()
    found = re.search(r'<div id="_timeline">.*?</section>\s*</div>', page, re.S)
    return found and found[0]


def test_the_page_draws_what_stood_below_the_comparison(client, record):
    live = drawn(client, f"/compare/?{COMPARED}")
    assert live.count('<svg class="lanes"') == 2
    assert drawn(client, f"/compare/share/?{COMPARED}") == live
    assert drawn(client, share(client).get_absolute_url()) == live


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_stays_as_it_was_whatever_becomes_of_the_record(client, record, language):
    headers = {"Accept-Language": language}
    fixed = share(client)
    page = client.get(fixed.get_absolute_url(), headers=headers).content.decode()
    Statement.objects.update(quote="Other words.")
    Issue.objects.filter(slug="sanctions").update(title="Another title")
    Issue.objects.update(is_claim=False)
    now = client.get(fixed.get_absolute_url(), headers=headers).content.decode()
    one, other = (
        re.search(r'<div id="_timeline">.*?</section>\s*</div>', each, re.S)[0] for each in (page, now)
    )
    assert one == other


def test_what_is_kept_is_read_again_from_json_without_loss(record):
    selection = selection_of(QueryDict(COMPARED))
    live = timelines(selection)
    again = shown_again(
        {**compare(selection, timezone.now()), "timelines": json.loads(json.dumps(kept(live)))}
    )
    assert kept(again) == kept(live)
    assert [each.summary for each in again] == [each.summary for each in live]
    assert [(each.left_out, each.undated_total, each.height, each.ticks) for each in again] == [
        (each.left_out, each.undated_total, each.height, each.ticks) for each in live
    ]
    assert sum(len(lane.notches) for each in again for lane in each.lanes) == 2


def test_long_words_are_kept_as_far_as_any_page_shows_them(record):
    [sanctions, _] = kept(timelines(selection_of(QueryDict(COMPARED))))
    assert max(len(one["quote"]) for one in sanctions["said"]) == QUOTED


def test_the_checksum_is_of_the_timelines_too(client, record):
    fixed = share(client)
    shown = client.get(f"{fixed.get_absolute_url()[:-1]}.json").json()["shown"]
    assert [len(each["said"]) for each in shown["timelines"]] == [4, 2]
    canonical = json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(canonical.encode()).hexdigest() == fixed.checksum
    del shown["timelines"]
    assert checksum(shown) != fixed.checksum


def test_without_issues_chosen_there_is_none_to_keep(client, record):
    fixed = share(client, "country=RUS&country=USA")
    assert "timelines" not in fixed.shown
    assert drawn(client, fixed.get_absolute_url()) is None


def test_of_an_issue_on_which_nothing_was_said_the_page_says_so_again(client, record):
    query = "country=CHN&country=FRA&issue=sanctions"
    live = drawn(client, f"/compare/?{query}")
    assert "No dated statement to draw." in live
    assert drawn(client, share(client, query).get_absolute_url()) == live


def test_a_version_that_was_fixed_without_them_opens_and_verifies(client, record):
    selection = selection_of(QueryDict(COMPARED))
    fixed = freeze(compare(selection, timezone.now(), with_basis=True), selection.query)
    assert beside(selection, fixed.shown)
    assert checksum(Comparison.objects.get(pk=fixed.pk).shown) == fixed.checksum
    assert drawn(client, fixed.get_absolute_url()) is None


def test_whoever_saw_another_timeline_is_shown_the_new_one_first(client, record):
    page = client.get(f"/compare/share/?{COMPARED}").content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', page)[1]
    Statement.objects.filter(quote="We oppose it.").update(
        quote="We will oppose it."
    )  # in the timeline alone
    response = client.post(f"/compare/share/?{COMPARED}", {"seen": seen, "title": "", "note": ""})
    assert (response.status_code, Comparison.objects.count()) == (409, 0)
