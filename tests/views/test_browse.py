import itertools
import re

import pytest
from django.urls import reverse
from lxml import html

from articles.addresses import ORDER
from articles.models import Actor, Statement
from tests.examples import everyday
from tests.factories import actor


@pytest.fixture
def said(world, editor):
    return world.say("Lavrov", "We oppose sanctions.", by=editor, sanctions="oppose")


@pytest.fixture
def guess(world):
    return world.say("Haley", "A machine's guess about sanctions.", sanctions="support")


def text(response):
    assert response.status_code == 200
    return response.content.decode()


PUBLIC = [
    "home",
    "statement_list",
    "article_list",
    "country_list",
    "actor_list",
    "issue_list",
    "comparison_build",
]


@pytest.mark.parametrize("name", PUBLIC)
def test_every_list_answers_on_an_empty_record(client, db, name):
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", PUBLIC)
def test_anonymous_readers_get_no_cookie_and_one_page_for_all(client, said, name):
    response = client.get(reverse(name))
    assert not response.cookies
    client.cookies["of_something_else"] = "whatever"
    assert client.get(reverse(name)).content == response.content


@pytest.mark.parametrize(
    "path", ["/", "/statements/", "/statements.json", "/countries/USA/", "/issues/sanctions/"]
)
def test_suggestions_are_left_out_by_default(client, said, guess, path):
    assert "machine&#39;s guess" not in text(client.get(path))
    assert "A machine’s guess" not in text(client.get(path))


def test_suggestions_are_marked_where_they_are_shown(client, guess):
    page = text(client.get("/statements/?review=all"))
    assert 'class="state raw"' in page
    assert "Read by a machine; nobody has looked at it yet." in text(client.get(guess.get_absolute_url()))


def test_a_suggestion_leads_to_its_mark(client, guess):
    place = f"{guess.article.get_absolute_url()}?review=all#s{guess.pk}"
    for path in ["/statements/?review=all", guess.get_absolute_url()]:
        assert f'href="{place}"' in text(client.get(path))
    assert f'id="s{guess.pk}"' in text(client.get(place.partition("#")[0]))


def test_htmx_gets_the_fragment_and_everybody_else_the_page(client, said):
    page = client.get("/statements/")
    fragment = client.get("/statements/", headers={"HX-Request": "true"})
    assert text(page).startswith("<!doctype html>")
    assert "<html" not in text(fragment)
    assert 'id="statement_list"' in text(fragment)
    varying = "HX-Request, Accept-Encoding, Accept-Language, Cookie"
    assert page.headers["Vary"] == fragment.headers["Vary"] == varying


def test_htmx_is_told_the_one_address_of_what_it_shows(client, said):
    sloppy = "/statements/?said_after=&stance=oppose&country=RUS&q="
    fragment = client.get(sloppy, headers={"HX-Request": "true"})
    assert fragment.headers["HX-Push-Url"] == "/statements/?country=RUS&stance=oppose"
    assert "<title>1 statement · Demarche</title>" in fragment.content.decode()
    assert "HX-Push-Url" not in client.get(sloppy).headers


@pytest.mark.parametrize("extra", ["HX-Boosted", "HX-History-Restore-Request"])
def test_boosted_links_and_the_back_button_get_a_page(client, said, extra):
    response = client.get("/statements/", headers={"HX-Request": "true", extra: "true"})
    assert text(response).startswith("<!doctype html>")


def test_the_list_says_what_is_wrong_beside_the_field_and_shows_no_rows(client, said):
    page = text(client.get("/statements/?said_after=garbage"))
    assert "“garbage” is not a date: write 2017, July 2017, 5 July 2017 or 2017-07-05." in page
    assert "We oppose sanctions." not in page
    assert 'value="garbage"' in page


def test_an_empty_result_says_what_to_relax(client, said):
    page = text(client.get("/statements/?country=RUS&stance=support"))
    assert "No statement fits all of this in our 1 article." in page
    assert '<a href="/statements/?country=RUS">Leave out <b>supports</b></a>' in page
    assert 'href="/statements/?stance=support">Leave out' not in page  # there is none either


def test_a_search_for_common_words_says_why_it_finds_nothing(client, said):
    assert "Very common words" in text(client.get("/statements/?q=more"))
    assert "Very common words" not in text(client.get("/statements/?q=sanctions"))
    assert "Very common words" not in text(client.get("/statements/?stance=support"))


def test_words_that_were_typed_are_marked_in_quotation_and_reporting_words(client, said, world, editor):
    world.say("Haley", "a <b>sanction</b> & more", by=editor)
    Statement.objects.filter(pk=said.pk).update(cue="rejected")
    by_issue = text(client.get("/statements/?q=sanctions"))
    assert "We oppose <mark>sanctions</mark>." in by_issue
    page = text(client.get("/statements/?q=%22sanctions%22"))
    assert "We oppose <mark>sanctions</mark>." in page
    assert "a &lt;b&gt;<mark>sanction</mark>&lt;/b&gt; &amp; more" in page
    assert "reported with" not in page
    by_cue = text(client.get("/statements/?q=reject*"))
    assert "We oppose sanctions." in by_cue
    assert "reported with “<mark>rejected</mark>”" in by_cue
    assert "<mark>" not in text(client.get("/statements/"))


def test_what_was_read_is_shown_and_each_part_can_be_taken_off(client, said):
    page = text(client.get("/statements/?kind=direct&q=lavrov+sanctions+July+2017"))
    assert "Read as" in page
    assert '<a href="/statements/?kind=direct&amp;q=sanctions+July+2017"' in page
    assert 'aria-label="Remove speaker Sergei Lavrov"' in page
    assert '<a href="/statements/?kind=direct&amp;q=lavrov+July+2017"' in page
    assert 'aria-label="Remove said July 2017"' in page
    assert "Search the words instead" not in page  # for nobody said them
    named = text(client.get("/statements/?kind=direct&q=lavrov"))
    assert '<a href="/statements/?kind=direct&amp;q=%22lavrov%22">Search the words instead</a>' in named
    assert "Read as" not in text(client.get("/statements/?q=%22sanctions%22"))


def test_the_filters_beside_it_have_what_was_read(client, said):
    page = html.fromstring(client.get("/statements/?q=lavrov+oppose+%22sanctions%22").content)
    chosen = {
        (box.get("name"), box.get("value")) for box in page.xpath("//form[@id='filters']//input[@checked]")
    }
    assert chosen == {("actor", "sergei-lavrov"), ("stance", "oppose")}
    [words] = page.xpath("//form[@id='filters']//input[@name='q']/@value")
    assert words == '"sanctions"'


def test_a_slip_is_read_as_the_name_that_is_nearest(client, said):
    page = text(client.get("/statements/?q=lavrof&sort=oldest"))
    assert "for “lavrof”" in page
    assert "1 statement" in page
    assert "for “" not in text(client.get("/statements/?q=peace"))


def orders(page):
    return re.findall(r'<option value="(\w*)"( selected)?>', page)


def test_the_order_is_chosen_from_a_list_and_relevance_only_with_words(client, said):
    assert orders(text(client.get("/statements/"))) == [("", ""), ("oldest", ""), ("confidence", "")]
    page = text(client.get("/statements/?q=%22sanctions%22&sort=relevance"))
    assert orders(page) == [("", ""), ("oldest", ""), ("relevance", " selected"), ("confidence", "")]
    assert 'href="/statements/" hx-get="/statements/"' in page  # without the words there is no such order


@pytest.mark.parametrize("path", ["/statements.json", "/statements.csv", "/feeds/statements.atom"])
def test_machines_are_told_so_too(client, said, path):
    response = client.get(f"{path}?sort=relevance")
    message = ["Sort by relevance needs words to search for."]
    assert (response.status_code, response.json()) == (400, {"errors": {"sort": message}})


def test_undated_statements_left_out_by_a_period_are_counted(client, world, editor):
    world.say("Lavrov", "Undated words.", on=None, by=editor)
    assert "1 undated statement is left out" in text(client.get("/statements/?said_after=2017"))


def test_pages_follow_by_a_link_that_keeps_the_filters(client, world, editor):
    article = world.article(" ".join(f"Sentence {n}." for n in range(100, 127)))
    for n in range(100, 127):
        world.say("Lavrov", f"Sentence {n}.", by=editor, article=article)
    first = text(client.get("/statements/?country=RUS"))
    assert first.count('<article class="entry') == 25
    cursor = first.split("cursor=")[1].split('"')[0]
    second = text(client.get(f"/statements/?country=RUS&cursor={cursor}"))
    assert second.count('<article class="entry') == 2
    assert 'id="more"' not in second


def test_the_statement_page_shows_who_when_where_and_how_it_is_known(client, said):
    page = text(client.get(said.get_absolute_url()))
    for words in [
        "Sergei Lavrov",
        "Foreign Minister",
        "5 July 2017",
        "the article's date".replace("'", "&#39;"),
        "Gazette",
    ]:
        assert words in page
    assert "<mark>We oppose sanctions.</mark>" in page


def test_the_article_page_marks_every_reviewed_statement(client, said, world):
    world.say("Haley", "We oppose", article=said.article)
    page = text(client.get(said.article.get_absolute_url()))
    assert page.count('id="s') == 1
    assert f'id="s{said.pk}"' in page
    everything = text(client.get(f"{said.article.get_absolute_url()}?review=all"))
    assert everything.count('id="s') == 2


class TestBesideTheText:
    """Statements in the margin and in a list, of one country if that is asked."""

    def lines(self, client, article, query=""):
        page = html.fromstring(client.get(f"{article.get_absolute_url()}{query}").content)
        found = [page.find_class(name) for name in ("margin", "listed")]
        return [[" ".join(li.text_content().split()) for ul in lists for li in ul] for lists in found]

    @pytest.fixture
    def two(self, world, editor):
        article = world.article("It would stay, said one. It would go, said another.")
        world.say("Haley", "It would go", article=article, by=editor, talks="oppose")
        world.say("Lavrov", "It would stay", article=article, by=editor)
        return article

    def test_they_are_numbered_in_the_order_of_the_text(self, client, two):
        margin, listed = self.lines(client, two)
        assert margin == [
            "1 Sergei Lavrov, Russia · reported 5 Jul 2017no position · reviewed",
            "2 Nikki Haley, United States · reported 5 Jul 2017opposes Talks · reviewed",
        ]
        assert listed == [f"{margin[0]}It would stay", f"{margin[1]}It would go"]

    def test_one_country_is_shown_alone_and_keeps_its_numbers(self, client, two):
        margin, listed = self.lines(client, two, "?country=USA")
        assert [line[:2] for line in margin + listed] == ["2 ", "2 "]
        page = text(client.get(f"{two.get_absolute_url()}?country=USA"))
        assert page.count('id="s') == 1
        assert 'country=USA" aria-current="true">United States <span>1</span>' in page
        assert 'country=RUS">Russia <span>1</span>' in page

    def test_where_nothing_is_made_for_it_that_is_told(self, client, two):
        assert self.lines(client, two, "?country=CHN") == [
            [], ["No statement of this article is made for that country. Show all"],
        ]  # fmt: skip

    def test_a_suggestion_says_that_a_machine_read_it(self, client, two, world):
        world.say("Lavrov", "one", article=two)
        assert len(self.lines(client, two)[0]) == 2
        assert "machine-read" in self.lines(client, two, "?review=all")[0][1]


def test_what_is_not_the_article_is_folded_away(client, world, editor):
    text_of_page = (
        "Share this article\n    Leave a comment\nPeru said that it would stay.\nRead more: talks\nAll stay."
    )
    article = world.article(text_of_page)
    world.say("Lavrov", "it would stay", article=article, by=editor)
    page = text(client.get(article.get_absolute_url()))
    folded = page.partition('<details class="furniture">')[2].partition("</details>")[0]
    assert "2 lines that are not the article" in folded
    assert "Share this article" in folded and "Peru said" not in folded
    assert "1 line that is not the article" in page
    assert page.count("Share this article") == 1


def test_text_cannot_smuggle_markup_in(client, world, editor):
    world.say("Lavrov", "<script>alert(1)</script>", by=editor)
    for path in ["/", "/statements/"]:
        assert "<script>alert" not in text(client.get(path))


@pytest.mark.parametrize("path", ["/statements/{pk}/", "/statements/{pk}/old-words/"])
def test_the_id_decides_and_the_slug_decorates(client, said, path):
    response = client.get(path.format(pk=said.pk))
    assert response.status_code == 301
    assert response.headers["Location"] == said.get_absolute_url()


def test_what_was_chosen_is_kept_on_the_way_to_the_address(client, said):
    article = said.article
    response = client.get(f"/articles/{article.pk}/?review=all")
    assert response.headers["Location"] == f"{article.get_absolute_url()}?review=all"


def test_small_letters_lead_to_the_country(client, db):
    assert client.get("/countries/rus/").headers["Location"] == "/countries/RUS/"


def test_an_actor_stands_where_the_latest_statement_stood(client, world, editor):
    world.say("Lavrov", "Perhaps.", "2017-07-06", by=editor, sanctions="conditional", thaad="oppose")
    world.say("Lavrov", "Never.", "2017-07-05", by=editor, sanctions="oppose")
    page = text(client.get("/actors/sergei-lavrov/"))
    stands = page.partition('<table class="words"')[2].partition("</table>")[0]
    assert [stands.count(words) for words in ("<td", "Perhaps.", "Never.")] == [2, 2, 0]


def test_a_merged_actor_leads_to_the_one_it_became(client, said):
    Actor.objects.create(name="S. Lavrov", slug="s-lavrov", kind="person", merged_into=actor("Lavrov"))
    assert client.get("/actors/s-lavrov/").headers["Location"] == "/actors/sergei-lavrov/"


@pytest.mark.parametrize(
    "path", ["/statements/9999/", "/articles/9999/x/", "/countries/XXX/", "/actors/x/", "/issues/x/", "/c/x/"]
)
def test_what_is_not_there_says_so_on_a_page(client, db, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "Nothing is kept at this address" in response.content.decode()


def test_the_strict_policy_and_the_pages_agree(client, said):
    response = client.get("/statements/")
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    page = text(response)
    assert "<style" not in page
    assert " style=" not in page
    assert "onclick" not in page
    assert "https://" not in page.replace("http://testserver", "")


@pytest.mark.parametrize(("path", "queries"), [("/statements/", 17), ("/", 22), ("/actors/", 3)])
def test_lists_cost_the_same_queries_for_one_row_and_for_three(
    client, world, editor, django_assert_num_queries, path, queries
):
    world.say("Lavrov", "One.", by=editor, thaad="oppose")
    with django_assert_num_queries(queries):
        client.get(path)
    for n in range(2):
        world.say(["Russia", "China"], f"Another {n}.", by=editor, thaad="oppose", dialogue="support")
    with django_assert_num_queries(queries):
        client.get(path)


NASTY = [
    "%00",
    "%ff",
    "x" * 3000,
    "9" * 30,
    "2017-07-05.99999999999999999999",
    "9999-12",
    "((((",
    "a:*%26!b",
    "' or 1=1",
]
NAMES = [*ORDER, "find", "page"]
LISTS = ["/statements/", "/statements.json", "/feeds/statements.atom", "/compare/", "/statements/by/actor/"]


@pytest.mark.slow
@pytest.mark.parametrize("path", LISTS)
def test_no_value_breaks_a_page(client, said, path):
    pairs = list(itertools.product(NAMES, NASTY))
    pairs = everyday(pairs[LISTS.index(path) % 4 :: 4], thorough=pairs)
    answers = {(n, v): client.get(f"{path}?{n}={v}").status_code for n, v in pairs}
    assert {key: status for key, status in answers.items() if status not in {200, 301, 400}} == {}


@pytest.mark.parametrize("path", ["/statements/", "/compare/", "/statements/by/actor/"])
def test_too_many_values_are_refused_and_not_repeated_in_every_link(client, said, path):
    query = "&".join(f"actor=x{n:03}" for n in range(400))
    page = text(client.get(f"{path}?{query}"))
    assert "At most 50 values; these are 400." in page
    assert page.count("actor=x000") == 1  # the page's own address
    assert len(page) < 25_000


def test_of_very_many_filters_no_link_takes_one_away(client, said):
    query = "&".join(f"{name}=x{n:02}" for name in ("actor", "issue") for n in range(30))
    page = text(client.get(f"/statements/?{query}"))
    assert ('class="chip"' in page, 'class="clear"' in page) == (False, True)
    few = text(client.get("/statements/?actor=sergei-lavrov"))
    assert 'class="chip"' in few


@pytest.mark.parametrize(
    "path", ["/statements.json", "/statements.csv", "/feeds/statements.atom", "/compare.json"]
)
def test_machines_are_told_that_values_are_too_many(client, db, path):
    response = client.get(f"{path}?{'&'.join(f'issue=x{n}' for n in range(73))}")
    message = ["At most 50 values; these are 73."]
    assert (response.status_code, response.json()) == (400, {"errors": {"issue": message}})


def test_long_lists_come_in_numbered_pages(client, world, monkeypatch):
    monkeypatch.setattr("articles.views.access.PAGE_ROWS", 2)
    for n in range(3):
        world.article(f"Text {n}.", published_on=f"2017-07-0{n + 1}")
    first, last = text(client.get("/articles/")), text(client.get("/articles/?page=2"))
    assert ("Article 3" in first, "Article 1" in first, 'href="?page=2"' in first) == (True, False, True)
    assert ("Article 3" in last, "Article 1" in last, 'href="?"' in last) == (False, True, True)


def test_the_public_address_is_the_one_that_was_set(client, said, settings):
    settings.SITE_URL = "https://demarche.example"
    assert f'href="https://demarche.example{said.get_absolute_url()}"' in text(
        client.get(said.get_absolute_url())
    )


JAPANESE = "外務大臣は、合意を歓迎すると述べました。首相は、これに反対しないと語っています。"


def test_a_text_in_a_language_that_is_not_read_says_so(client, editor, world):
    article = world.article(JAPANESE)
    page = text(client.get(article.get_absolute_url()))
    assert "Not read: Japanese." in page
    assert '<div class="text" lang="ja" dir="auto">' in page
    client.force_login(editor)
    assert "Not read: Japanese. Mark the statements yourself." in text(client.get(f"/review/{article.pk}/"))


def test_a_text_that_is_read_says_nothing_of_languages(client, said):
    assert "Not read" not in text(client.get(said.article.get_absolute_url()))


def test_the_first_page_draws_when_each_source_was_heard(client, said):
    page = text(client.get("/"))
    [strip] = re.findall(r'<svg class="strip" role="img" aria-label="([^"]*)"', page)
    assert strip == f"{said.said_on:%B %Y}: 1"
