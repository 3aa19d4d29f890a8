"""Orphans at the review desk, as its forms are sent without a script."""

import pytest
from lxml import html

from articles.curate import verbs
from articles.models import Action, Article, Orphan, Statement
from tests.views.curate.test_queue import Desk, entries

TEXT = "“We oppose it,” Lavrov said. He added that talks should begin. Haley wants sanctions now."
OTHER = "“We oppose it,” Lavrov said. He added that talks must begin. Haley wants  sanctions soon."
QUEUE = "/review/orphans/"


@pytest.fixture
def article(world):
    return world.article(TEXT, title="Words")


@pytest.fixture
def orphans(world, article, editor):
    """Two orphans, an accepted one and a suggestion, of an article where another statement stays."""
    world.say("Lavrov", "We oppose it", article=article)
    said = [
        world.say("Lavrov", "talks should begin", article=article, by=editor, talks="support"),
        world.say("Haley", "wants sanctions", article=article),
    ]
    verbs.replace_text(article, OTHER, editor)
    return said


@pytest.fixture
def desk(client, editor, article, orphans):
    client.force_login(editor)
    return Desk(client, article)


def review(statement):
    return Statement.objects.get(pk=statement.pk).review


def place(desk, statement, words, do="here", **changes):
    """The form with the words as they stand in the text, not yet saved."""
    return entries(desk.post(statement, do, words=words, **changes))


class TestQueue:
    def test_each_stands_in_its_former_surroundings_with_a_link_to_the_desk(self, desk, orphans):
        page = html.fromstring(desk.client.get(QUEUE).content.decode())
        assert [b.text_content() for b in page.find_class("former")] == [TEXT, TEXT]
        links = [a.get("href") for b in page.find_class("former") for a in b.iter("a")]
        assert links == [f"{desk.path}?s={s.pk}" for s in orphans]

    def test_what_was_dealt_with_is_gone_from_it(self, desk, orphans):
        desk.post(orphans[0], "reject")
        page = desk.client.get(QUEUE).content.decode()
        assert ("wants sanctions</a>" in page, "talks should begin</a>" in page) == (True, False)
        assert review(orphans[0]) == "rejected"

    def test_without_orphans_it_says_so(self, desk, orphans):
        for orphan in orphans:
            desk.post(orphan, "reject")
        assert "There are none." in desk.client.get(QUEUE).content.decode()

    def test_it_takes_as_many_queries_for_three_as_for_two(
        self, desk, world, editor, django_assert_num_queries
    ):
        with django_assert_num_queries(12):
            desk.client.get(QUEUE)
        article = world.article("Liu said no.", source="Herald")
        world.say("Liu", "no", article=article)
        verbs.replace_text(article, "Liu said nothing.", editor)
        with django_assert_num_queries(12):
            assert desk.client.get(QUEUE).content.decode().count('class="former"') == 3


class TestDesk:
    def test_an_orphan_is_listed_apart_and_shown_as_it_stood(self, desk, orphans):
        page = html.fromstring(desk.page(orphans[0]).content.decode())
        [former] = page.find_class("former")
        assert former.text_content() == TEXT
        assert page.xpath("//*[contains(@class, 'st on')]") == []
        assert "2 orphans" in page.text_content()
        first = html.fromstring(desk.page().content.decode()).get_element_by_id("h-form")
        assert first.text_content() == "Statement 1 of 1"
        assert not page.xpath("//button[@value='accept']")

    def test_words_that_stand_there_as_before_are_marked_and_saved(self, desk, orphans):
        form = place(desk, orphans[1], "wants  sanctions")
        start = OTHER.index("wants")
        assert form["fragments"] == f"{start}-{start + 16}"
        desk.client.post(f"{desk.path}?s={orphans[1].pk}", form | {"do": "save"})
        statement = Statement.objects.get(pk=orphans[1].pk)
        assert (statement.review, statement.quote) == ("accepted", "wants  sanctions")
        assert list(Orphan.objects.values_list("statement", flat=True)) == [orphans[0].pk]

    def test_other_words_take_a_tick(self, desk, orphans):
        form = place(desk, orphans[0], "talks must begin") | {"do": "save"}
        path = f"{desk.path}?s={orphans[0].pk}"
        answer = desk.client.post(path, form)
        assert (answer.status_code, review(orphans[0])) == (422, "orphaned")
        assert "These are other words than before" in answer.content.decode()
        desk.client.post(path, entries(answer) | {"do": "save", "reworded": "on"})
        statement = Statement.objects.get(pk=orphans[0].pk)
        assert (statement.review, statement.quote) == ("accepted", "talks must begin")
        assert statement.positions.get().stance == "support"

    def test_nothing_is_saved_without_a_place(self, desk, orphans):
        answer = desk.post(orphans[0], "save", kind="mixed")
        assert "Mark the words in the text first." in answer.content.decode()
        assert review(orphans[0]) == "orphaned"

    def test_nor_accepted(self, desk, orphans):
        desk.post(orphans[0], "accept")
        assert review(orphans[0]) == "orphaned"

    def test_pieces_are_put_together(self, desk, orphans):
        first = place(desk, orphans[0], "He added", do="more")
        both = place(desk, orphans[0], "must begin", do="more", fragments=first["fragments"])
        assert (first["fragments"].count("-"), both["fragments"].count("-")) == (1, 2)

    @pytest.mark.parametrize("do", ["end:1", "sentence"])
    def test_the_ends_of_no_place_are_not_moved(self, desk, orphans, do):
        assert entries(desk.post(orphans[0], do))["fragments"] == ""

    def test_the_replacement_is_undone_from_the_desk_too(self, desk, orphans, article):
        desk.client.post(desk.path, {"do": "undo", "action": Action.objects.get().pk})
        assert Article.objects.get().text == TEXT
        assert [review(orphan) for orphan in orphans] == ["accepted", "suggested"]


class TestFormerText:
    """A form that was opened before the text was replaced."""

    def replaced(self, article, by):
        verbs.replace_text(article, f"News. {OTHER}", by)

    def test_a_new_statement_is_not_put_at_a_place_of_the_former_text(self, desk, article, chief):
        form = desk.form(query={"new": "1-10"})
        self.replaced(article, chief)
        answer = desk.client.post(f"{desk.path}?new=1-10", form | {"do": "save"})
        assert (answer.status_code, Statement.objects.count()) == (409, 3)
        assert "The text of this article was replaced" in answer.content.decode()
        assert entries(answer)["fragments"] == ""

    def test_nor_are_words_of_a_statement_moved_there(self, desk, article, chief):
        stays = article.statements.get(review="suggested")
        form = desk.form(stays)
        verbs.replace_text(article, f"{OTHER} More.", chief)
        answer = desk.client.post(f"{desk.path}?s={stays.pk}", form | {"do": "save", "fragments": "0-20"})
        assert answer.status_code == 409
        assert entries(answer)["fragments"] == form["fragments"]
        desk.client.post(f"{desk.path}?s={stays.pk}", entries(answer) | {"do": "save"})
        assert review(stays) == "accepted"
