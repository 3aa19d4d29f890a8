"""The list of statements and its files as they were at a moment."""

import csv
import io
import json

import pytest
from django.http import QueryDict
from django.utils import timezone
from lxml import html

from articles.addresses import ListQuery
from articles.compare.comparison import compare
from articles.compare.sharing import freeze
from articles.curate import verbs
from articles.models import Statement
from tests.factories import actor
from tests.selections import selection_of


@pytest.fixture
def said(world, editor):
    return world.say("Lavrov", "We oppose sanctions.", by=editor, sanctions="oppose")


@pytest.fixture
def then(said, world, editor):
    """The moment before the only statement was rejected, its speaker renamed, and another one came in."""
    moment = timezone.now().isoformat().replace("+00:00", "Z")
    verbs.reject(Statement.objects.filter(pk=said.pk), editor)
    world.say("Haley", "We want talks.", by=editor)
    lavrov = actor("Lavrov")
    lavrov.name = "S. Lavrov"
    lavrov.save()
    return moment


def first(page, path):
    return html.fromstring(page.content).xpath(path)[0]


def page_of(client, **asked):
    answer = client.get("/statements/", asked)
    assert answer.status_code == 200
    return answer


def test_it_lists_what_stood_there_under_the_names_of_then(client, then):
    now, past = page_of(client), page_of(client, as_of=then)
    assert "We want talks." in now.content.decode()
    assert "We oppose sanctions." not in now.content.decode()
    assert "1 statement" in first(past, "//*[@id='found']/text()")
    assert "We oppose sanctions." in past.content.decode()
    assert "Sergei Lavrov" in past.content.decode()
    assert "We want talks." not in past.content.decode()


def test_it_says_of_which_moment_it_is_and_counts_nothing_beside(client, then):
    page = page_of(client, as_of=then)
    assert "This is what was known on" in first(page, "//p[@class='note']/text()")
    assert first(page, "//p[@class='note']/a/@href") == "/statements/"
    assert (
        html.fromstring(page.content).xpath("//fieldset//input[@name='country'] | //*[@id='_months']") == []
    )


def test_filters_and_words_narrow_the_past_too(client, then):
    asked = {"country": "RUS", "issue": "sanctions", "q": "sanctions", "as_of": then}
    assert "We oppose <mark>sanctions</mark>." in page_of(client, **asked).content.decode()
    assert "1 statement" not in page_of(client, country="USA", as_of=then).content.decode()


@pytest.mark.parametrize(
    ("typed", "message"),
    [("2098-01-01", "That moment lies in the future."), ("soon", "“soon” is not a moment")],
)
def test_a_moment_that_is_none_is_refused_beside_its_field(client, then, typed, message):
    page = page_of(client, as_of=typed)
    assert message in first(page, "//*[@id='f_as_of_error']/text()")
    assert b'class="entry"' not in page.content


def test_files_tell_the_same_of_that_moment(client, then):
    as_json = client.get("/statements.json", {"as_of": then}).json()
    assert [row["quote"] for row in as_json["results"]] == ["We oppose sanctions."]
    streams = [b"".join(client.get(f"/statements.{kind}", {"as_of": then})) for kind in ("jsonl", "csv")]
    assert json.loads(streams[0])["speakers"] == ["Sergei Lavrov"]
    assert [row["quote"] for row in csv.DictReader(io.StringIO(streams[1].decode()))] == [
        "We oppose sanctions."
    ]


def test_feeds_know_no_past(client, then):
    assert b"We want talks." in client.get("/feeds/statements.atom", {"as_of": then}).content


def test_the_links_of_a_fixed_version_lead_to_what_stood_there(client, said, world, editor):
    selection = selection_of(QueryDict("country=RUS&issue=sanctions"))
    fixed = freeze(compare(selection, timezone.now(), with_basis=True), selection.query, "")
    verbs.reject(Statement.objects.filter(pk=said.pk), editor)
    link = first(client.get(fixed.get_absolute_url()), "//td//a[contains(@class, 'agree')]/@href")
    moment = fixed.shown["as_of"].replace("+00:00", "Z")
    assert ListQuery({"as_of": [moment]}).one("as_of") == moment
    assert f"as_of={moment.replace(':', '%3A')}" in link
    assert "We oppose sanctions." in client.get(link).content.decode()
