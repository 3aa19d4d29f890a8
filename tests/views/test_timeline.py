import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.http import QueryDict
from django.utils import timezone

from articles.addresses import Query
from articles.compare.comparison import compare
from articles.compare.sharing import freeze
from tests.selections import selection_of

PATHS = ["/compare/?country=RUS&country=USA&issue=sanctions", "/issues/sanctions/"]


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def turned(module_world, module_editor):
    module_world.say("Lavrov", "We oppose sanctions.", on="2017-07-05", by=module_editor, sanctions="oppose")
    module_world.say("Haley", "We want sanctions.", on="2017-07-06", by=module_editor, sanctions="support")
    return module_world.say(
        "Lavrov", "We may accept it.", on="2017-08-01", by=module_editor, sanctions="conditional"
    )


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def drawing(page):
    """The lanes' SVG, as XML: whatever is not well formed fails here."""
    [figure] = re.findall(r'<figure class="chart" tabindex.*?</figure>', page, re.S)
    svg = re.search(r'<svg class="lanes".*</svg>', figure, re.S)[0]
    return ElementTree.fromstring(svg.replace("&nbsp;", " "))


def test_a_timeline_is_drawn_for_up_to_four_issues(client, turned, world):
    for slug in ("thaad", "a", "b", "c"):
        world.issue(slug)
    assert 'id="_timeline"' in text(client.get("/compare/?country=RUS&issue=sanctions"))
    assert 'id="_timeline"' in text(client.get("/compare/?country=RUS&issue=sanctions&issue=thaad"))
    for query in ["", "country=RUS", "country=RUS&issue=a&issue=b&issue=c&issue=sanctions&issue=thaad"]:
        assert 'id="_timeline"' not in text(client.get(f"/compare/?{query}"))


def test_several_issues_have_one_axis_and_those_without_words_are_left_out(client, turned, world, editor):
    world.issue("freeze")
    world.say("Lavrov", "A freeze, long ago.", on="2016-01-05", by=editor, thaad="oppose")
    page = text(client.get("/compare/?country=RUS&issue=freeze&issue=sanctions&issue=thaad"))
    assert re.findall(r'<h2 id="over-([^"]*)"', page) == ["sanctions", "thaad"]
    ticks = [
        re.findall(r'<line class="tick" x1="([^"]*)"', svg) for svg in page.split('<svg class="lanes"')[1:]
    ]
    assert len(ticks) == 2 and len(ticks[0]) > 1 and ticks[0] == ticks[1]
    assert page.count("Each mark is one utterance") == 1


def test_a_countrys_page_has_its_own_timeline(client, turned):
    assert re.findall(r'<h2 id="over-([^"]*)"', text(client.get("/countries/RUS/"))) == ["sanctions"]


@pytest.mark.parametrize("path", PATHS)
def test_each_mark_leads_to_its_statement_and_says_what_it_is(client, turned, path):
    marks = {a.get("href"): a for a in drawing(text(client.get(path))).iter("a") if a.get("class") != "notch"}
    assert len(marks) == 3
    mark = marks[turned.get_absolute_url()]
    assert mark.get("class") == "conditional"
    facts = "Russia: conditional, Sergei Lavrov, undated, reported 1 August 2017: We may accept it."
    assert mark.find("title").text == facts
    assert mark.find("svg/line").get("class") == "reported"
    assert mark.find("svg/path").get("d") == "M0-8L7 0L0 8L-7 0Z"


@pytest.mark.parametrize("path", PATHS)
def test_a_notch_says_what_was_said_when(client, turned, path):
    [notch] = [a for a in drawing(text(client.get(path))).iter("a") if a.get("class") == "notch"]
    assert notch.find("title").text == "Russia: opposes on 5 July 2017, conditional on 1 August 2017"
    assert notch.get("href") == turned.get_absolute_url()


@pytest.mark.parametrize("path", PATHS)
def test_the_drawing_has_a_sentence_and_a_table(client, turned, path):
    page = text(client.get(path))
    svg = drawing(page)
    assert svg.get("role") == "group"
    assert svg.get("aria-label").startswith("Sanctions, 5 July 2017 to 1 August 2017: Russia 2 utterances")
    assert "The same as a table" in page
    assert page.count('<th scope="row">Russia</th>') == 2


@pytest.mark.parametrize("path", [*PATHS, "/countries/RUS/"])
def test_there_is_no_inline_style_or_script(client, turned, path):
    page = text(client.get(path))
    assert " style=" not in page
    assert "<style" not in page
    assert not re.search(r"<[^>]*\son[a-z]+=", page)


@pytest.mark.parametrize("path", PATHS)
def test_words_cannot_smuggle_markup_into_the_drawing(client, world, editor, path):
    nasty = '"></title><script>alert(1)</script><a href="javascript:x'
    world.say("Lavrov", nasty, by=editor, sanctions="oppose")
    page = text(client.get(path))
    svg = drawing(page)
    assert "<script>alert" not in page
    assert {e.tag for e in svg.iter()} <= {"svg", "g", "a", "title", "text", "path", "line", "rect"}
    assert nasty in "".join(svg.itertext())


def test_suggestions_are_marked_in_the_drawing(client, turned, world):
    world.say("Liu", "A guess.", sanctions="oppose")
    path = "/compare/?country=CHN&issue=sanctions"
    assert "A guess." not in text(client.get(path))
    [mark] = drawing(text(client.get(f"{path}&review=all"))).iter("a")
    assert mark.get("class") == "oppose unread"
    assert "not reviewed" in mark.find("title").text


def test_undated_statements_stand_below_the_drawing(client, turned, world, editor):
    world.say("Haley", "Undated words.", on=None, by=editor, sanctions="support")
    page = text(client.get("/issues/sanctions/"))
    assert "Undated words." not in "".join(drawing(page).itertext())
    assert "Undated:" in page


def test_each_row_leads_to_its_issue_over_time_with_the_same_choices(client, turned):
    page = text(client.get("/compare/?country=RUS&country=USA&said_after=2017&differ=only"))
    address = "/compare/?country=RUS&amp;country=USA&amp;issue=sanctions&amp;said_after=2017#_timeline"
    assert f'href="{address}"' in page


def test_a_shared_comparison_leads_to_the_same_moment_over_time(client, turned):
    selection = selection_of(QueryDict("country=RUS&said_after=2017&review=all"))
    shown = compare(selection, timezone.now(), with_basis=True)
    page = text(client.get(freeze(shown, Query({})).get_absolute_url()))
    [address] = re.findall(r'href="(/compare/[^"]*)#_timeline"', page)
    assert "country=RUS&amp;issue=sanctions&amp;said_after=2017&amp;review=all&amp;as_of=20" in address
    assert 'id="_timeline"' in text(client.get(unescape(address)))


@pytest.mark.parametrize("path", ["/issues/sanctions/", "/countries/RUS/"])
def test_both_words_of_a_shift_stand_side_by_side(client, turned, path):
    page = text(client.get(path))
    section = re.search(r'<section id="_shifts".*?</section>', page, re.S)[0]
    for words in [
        "We oppose sanctions.",
        "5 July 2017",
        "We may accept it.",
        "1 August 2017",
    ]:
        assert words in section
    assert "We want sanctions." not in section


@pytest.mark.parametrize("path", ["/issues/sanctions/", "/countries/RUS/"])
def test_without_shifts_there_is_no_such_section(client, world, editor, path):
    world.say("Lavrov", "We oppose sanctions.", by=editor, sanctions="oppose")
    assert 'id="_shifts"' not in text(client.get(path))


def test_an_issue_draws_the_countries_most_heard(client, turned, world, editor, monkeypatch):
    monkeypatch.setattr("articles.compare.timeline.LANES", 1)
    page = text(client.get("/issues/sanctions/"))
    lanes = [g.get("aria-label") for g in drawing(page).iter("g") if g.get("role")]
    assert lanes == ["Russia: 2 utterances"]
    assert "Of 2 countries, only those heard most are drawn." in page


@pytest.mark.parametrize(("path", "queries"), [(PATHS[0], 27), (PATHS[1], 36), ("/countries/RUS/", 37)])
def test_pages_cost_the_same_queries_for_one_shift_and_for_three(
    client, turned, world, editor, path, queries, django_assert_num_queries
):
    with django_assert_num_queries(queries):
        client.get(path)
    for on, stance in [("2017-09-01", "oppose"), ("2017-10-01", "support")]:
        world.say("Lavrov", f"More {on}.", on=on, by=editor, sanctions=stance)
    with django_assert_num_queries(queries):
        client.get(path)
