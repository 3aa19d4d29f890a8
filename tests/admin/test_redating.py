"""A corrected article date offers to re-date the statements that were dated by it."""

import datetime

import pytest

from articles.curate import verbs
from articles.models import Action, Article, Statement
from tests.admin.forms import address
from tests.curate.test_undo import record

FORMER = datetime.date(2017, 11, 30)  # a Thursday


@pytest.fixture
def article(world):
    return world.article(
        "On Wednesday he said one. He said two. On 5 July he said three. Four.", published_on="2017-11-30"
    )


@pytest.fixture
def said(world, article, editor):
    """By a weekday, by the article's date, by a date of its own, by an editor."""
    told = [
        ("one", "2017-11-29", "explicit", "On Wednesday"),
        ("two", "2017-11-30", "article", ""),
        ("three", "2017-07-05", "explicit", "5 July 2017"),
        ("Four", "2017-11-30", "editor", ""),
    ]
    made = []
    for words, day, basis, phrase in told:
        statement = world.say("Lavrov", words, on=day, article=article, by=editor)
        Statement.objects.filter(pk=statement.pk).update(said_on_basis=basis, said_on_phrase=phrase)
        made.append(Statement.objects.get(pk=statement.pk))
    return made


def correct_date(client, article, day):
    page = client.get(address(Article, "change", article.pk))
    form = page.context["adminform"].form
    posted = {name: form[name].value() or "" for name in form.fields} | {"published_on": day}
    return client.post(address(Article, "change", article.pk), posted)


def days(article):
    return [str(s.said_on) for s in article.statements.order_by("starts_at")]


def test_the_page_of_what_follows_is_offered_and_does_it(at_desk, article, said):
    answer = correct_date(at_desk, article, "2016-01-02")
    assert answer.url == f"/admin/articles/article/{article.pk}/redate/?former=2017-11-30"
    page = at_desk.get(answer.url).content.decode()
    assert (page.count('type="checkbox" name="id"'), "2015-12-30" in page) == (2, True)
    told = at_desk.post(answer.url, {"id": [said[0].pk, said[1].pk]}, follow=True).content.decode()
    assert f'<a href="/admin/articles/action/{Action.objects.latest("pk").pk}/change/">See what was' in told
    assert days(article) == ["2015-12-30", "2016-01-02", "2017-07-05", "2017-11-30"]
    assert Statement.objects.get(pk=said[0].pk).said_on_basis == "explicit"


def test_it_is_one_action_and_undone_as_one(at_desk, article, said, editor):
    Article.objects.update(published_on="2016-01-02")
    before = record()
    article.refresh_from_db()
    action = verbs.redate_by_article(article, FORMER, {said[0].pk, said[1].pk}, editor)
    assert action == Action.objects.get()
    assert action.summary == "Re-dated 2 statements of “Article 1” by its date"
    verbs.undo(action, editor)
    assert record() == before


def test_only_what_was_chosen_is_re_dated(article, said, editor):
    Article.objects.update(published_on="2016-01-02")
    article.refresh_from_db()
    verbs.redate_by_article(article, FORMER, {said[1].pk}, editor)
    assert days(article) == ["2017-11-29", "2016-01-02", "2017-07-05", "2017-11-30"]


def test_without_a_date_nobody_knows(article, said, editor):
    Article.objects.update(published_on=None)
    article.refresh_from_db()
    verbs.redate_by_article(article, FORMER, {said[0].pk, said[1].pk}, editor)
    rows = article.statements.order_by("starts_at")
    assert [s.said_on_basis for s in rows] == ["none", "none", "explicit", "editor"]


@pytest.mark.parametrize("chosen", [[], [3], [0, 3]])
def test_what_does_not_depend_on_it_is_refused(article, said, editor, chosen):
    Article.objects.update(published_on="2016-01-02")
    article.refresh_from_db()
    with pytest.raises(verbs.Refused, match="look again"):
        verbs.redate_by_article(article, FORMER, {said[n].pk for n in chosen}, editor)
    assert days(article)[1] == "2017-11-30"


def test_a_second_look_has_to_be_taken_again(article, said, editor, chief):
    verbs.check(Statement.objects.filter(pk=said[1].pk), chief)
    Article.objects.update(published_on="2016-01-02")
    article.refresh_from_db()
    verbs.redate_by_article(article, FORMER, {said[1].pk}, editor)
    row = Statement.objects.get(pk=said[1].pk)
    assert (row.review, row.reviewed_by) == ("accepted", editor)


def test_another_title_offers_nothing(at_desk, article, said):
    assert correct_date(at_desk, article, "2017-11-30").url == address(Article)


def test_readers_re_date_nothing(client, reader, article, said):
    with pytest.raises(verbs.Refused):
        verbs.redate_by_article(article, FORMER, {said[1].pk}, reader)
