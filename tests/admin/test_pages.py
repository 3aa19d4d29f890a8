import unicodedata

import pytest
from django.contrib import admin
from django.urls import reverse
from lxml import html

from articles import extraction
from articles.curate import verbs
from articles.dates import latest_year
from articles.importing.tasks import read_article
from articles.models import Action, Article, Comparison, Country, Issue, Source, Statement
from articles.text.normal import sha256
from tests.admin.forms import address, change, form_of

OURS = [model for model in admin.site._registry if model._meta.app_label == "articles"]
LIST = reverse("admin:articles_statement_changelist")


@pytest.fixture
def guess(world):
    return world.say("Lavrov", "We oppose sanctions.", sanctions="oppose")


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
def test_every_table_can_be_looked_through_and_searched(at_desk, guess, model):
    assert at_desk.get(address(model)).status_code == 200
    assert at_desk.get(address(model), {"q": "sanctions"}).status_code == 200


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
def test_readers_see_nothing_of_it(client, reader, model):
    client.force_login(reader)
    assert client.get(address(model)).status_code == 302


@pytest.fixture
def listed(at_desk):
    """The words of the statements that the list finds."""

    def ask(**asked):
        page = html.fromstring(at_desk.get(LIST, asked).content.decode())
        return [cell.text_content() for cell in page.xpath("//*[contains(@class, 'field-words')]")]

    return ask


@pytest.mark.parametrize("typed", ["sanctions", "lavrov", '"oppose sanctions"', "sanc*"])
def test_statements_are_searched_as_readers_do(listed, guess, world, typed):
    world.say("Haley", "A treaty.")
    assert listed(q=typed) == ["We oppose sanctions."]


def test_an_article_leads_to_its_statements(at_desk, listed, guess, world, editor):
    other = world.article("Another text.")
    world.say("Haley", "Another text.", by=editor, article=other)
    page = html.fromstring(at_desk.get(reverse("admin:articles_article_changelist")).content.decode())
    [link] = page.xpath("//*[contains(@class, 'field-reviewed')]/a")
    assert (link.get("href"), link.text) == (f"{LIST}?article__id__exact={other.pk}", "1")
    assert listed(article__id__exact=other.pk) == ["Another text."]


def test_the_list_does_not_name_every_article(at_desk, guess, world):
    world.article("Another text.")
    page = html.fromstring(at_desk.get(LIST).content.decode())
    filters = page.xpath("//*[@id='changelist-filter']//a/@href")
    assert any("review" in address for address in filters)
    assert not any("article__id" in address for address in filters)


def test_saving_a_suggestion_confirms_it(at_desk, guess, editor):
    page = at_desk.get(change(guess))
    assert b"<mark>We oppose sanctions.</mark>" in page.content
    assert at_desk.post(change(guess), form_of(page)).status_code == 302
    guess.refresh_from_db()
    assert (guess.review, guess.reviewed_by, guess.machine_fields) == ("accepted", editor, [])
    assert (str(guess.said_on), guess.said_on_basis) == ("2017-07-05", "article")


def test_an_editor_mends_kind_date_and_stance(at_desk, guess):
    page = at_desk.get(change(guess))
    mended = form_of(page, **{"kind": "mixed", "said": "2017-06", "positions-0-stance": "conditional"})
    assert at_desk.post(change(guess), mended).status_code == 302
    guess.refresh_from_db()
    assert (guess.kind, str(guess.said_until), guess.said_on_basis) == ("mixed", "2017-06-30", "editor")
    assert guess.positions.get().stance == "conditional"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("last week", "“last week” is not a date: write 2017, July 2017, 5 July 2017 or 2017-07-05."),
        ("0217-07", f"“0217-07” lies outside the years 1800 to {latest_year()}."),
    ],
)
def test_a_date_that_cannot_be_meant_is_refused_beside_its_field(at_desk, guess, typed, message):
    page = at_desk.post(change(guess), form_of(at_desk.get(change(guess)), said=typed))
    assert page.context["adminform"].form.errors == {"said": [message]}
    guess.refresh_from_db()
    assert guess.review == "suggested"


@pytest.mark.parametrize(("action", "review"), [("accept", "accepted"), ("reject", "rejected")])
def test_many_at_once(at_desk, guess, world, action, review):
    other = world.say("Haley", "Yes.")
    at_desk.post(LIST, {"action": action, "_selected_action": [guess.pk, other.pk]})
    assert set(Statement.objects.values_list("review", flat=True)) == {review}


def test_what_cannot_be_applied_says_why(at_desk, guess):
    for _ in range(2):
        page = at_desk.post(LIST, {"action": "accept", "_selected_action": [guess.pk]}, follow=True)
    assert f"Statement {guess.pk} is accepted; nothing was changed." in page.content.decode()


def test_statements_are_neither_typed_in_nor_deleted(client, chief, guess):
    client.force_login(chief)
    assert client.get(address(Statement, "add")).status_code == 403
    assert client.post(address(Statement, "delete", guess.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", [Country, Comparison])
def test_the_gazetteer_and_what_was_shared_are_not_typed_in(client, chief, model):
    client.force_login(chief)
    assert client.get(address(model, "add")).status_code == 403


ARTICLE = {
    "title": "News",
    "language": "en",
    "text": "Lavrov said talks must start.",
    "published_on": "2017-07-05",
}


def test_a_new_article_is_read_in_the_background(at_desk, django_capture_on_commit_callbacks, monkeypatch):
    queued = []
    monkeypatch.setattr(type(read_article), "defer", lambda task, **arguments: queued.append(arguments))
    source = Source.objects.create(name="Gazette", slug="gazette")
    with django_capture_on_commit_callbacks(execute=True):
        at_desk.post(address(Article, "add"), {**ARTICLE, "source": source.pk})
    article = Article.objects.get()
    assert article.text_sha256 == sha256(article.text)
    assert queued == [{"article_id": article.pk}]


@pytest.fixture
def added(at_desk, world):
    """An article typed in by the editor; called with words of it, it is read as the worker would."""
    source = Source.objects.create(name="Gazette", slug="gazette")
    at_desk.post(address(Article, "add"), {**ARTICLE, "source": source.pk})

    def read(*quotes):
        for quote in quotes:
            world.say("Lavrov", quote, article=Article.objects.get())
        Article.objects.update(extractor="1")

    return read


def test_an_added_article_that_was_read_since_goes_with_its_suggestions(added, editor):
    added("talks", "must start")
    kept = statements_as_they_are()
    undone = verbs.undo(Action.objects.get(), editor)
    assert not Article.objects.exists() and not Statement.objects.exists()
    verbs.undo(undone, editor)
    assert Article.objects.get().extractor == "1"
    assert statements_as_they_are() == kept and len(kept) == 2


def statements_as_they_are():
    return sorted(Statement.objects.values_list("pk", "quote", "review", "attributions__actor", "utterance"))


def test_an_added_article_in_which_people_decided_says_what_stands_in_the_way(added, editor, chief):
    added("talks", "must start")
    action = Action.objects.get()
    verbs.accept(Statement.objects.filter(quote="talks"), editor)
    with pytest.raises(verbs.Refused) as refused:
        verbs.undo(action, editor)
    assert str(refused.value) == (
        "The article “News” is in use by now: 2 statements, the first being “talks”. "
        "A chief editor can discard them; then this can be undone. Nothing was changed."
    )
    assert Article.objects.get().extractor == "1"
    verbs.discard(Statement.objects.all(), chief)
    undone = verbs.undo(action, editor)
    assert not Article.objects.exists()
    verbs.undo(undone, editor)
    assert Article.objects.get().extractor == "1"


def test_an_added_article_in_which_nothing_was_found_is_undone(added, editor):
    added()
    verbs.undo(Action.objects.get(), editor)
    assert not Article.objects.exists()


def test_that_an_article_was_read_since_is_no_change_of_what_was_typed(added, at_desk, editor):
    article = Article.objects.get()
    form = {**ARTICLE, "title": "Old news", "version": verbs.version(article)}
    at_desk.post(address(Article, "change", article.pk), form)
    added("talks")
    verbs.undo(Action.objects.latest("pk"), editor)
    article.refresh_from_db()
    assert (article.title, article.extractor) == ("News", "1")


def test_a_text_on_record_is_refused_by_name(at_desk, world):
    known = world.article(ARTICLE["text"])
    page = at_desk.post(address(Article, "add"), {**ARTICLE, "source": known.source_id})
    assert f"This text is on record already as article {known.pk}" in page.content.decode()
    assert Article.objects.count() == 1


def test_a_text_on_record_is_known_again_whatever_a_browser_makes_of_it(at_desk, world):
    known = world.article("Erdoğan said:\nWe must talk.\n")
    sent = unicodedata.normalize("NFD", "Erdoğan said:\r\nWe must talk.\r\n")
    page = at_desk.post(address(Article, "add"), {**ARTICLE, "text": sent, "source": known.source_id})
    assert f"This text is on record already as article {known.pk}" in page.content.decode()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("javascript:alert(1)", "Enter a valid URL."),
        ("ftp://a.org/b", "Write an address with http:// or https:// and no spaces."),
        ("https://a.org/b c", "Enter a valid URL."),
    ],
)
@pytest.mark.parametrize("field", ["url", "archived_url"])
def test_the_address_of_an_article_is_one_of_the_web(at_desk, db, field, url, said):
    source = Source.objects.create(name="Gazette", slug="gazette")
    page = at_desk.post(address(Article, "add"), {**ARTICLE, field: url, "source": source.pk})
    assert page.context["adminform"].form.errors == {field: [said]}
    assert not Article.objects.exists()
    at_desk.post(address(Article, "add"), {**ARTICLE, field: "a.org/b", "source": source.pk})
    assert getattr(Article.objects.get(), field) == "https://a.org/b"


@pytest.mark.parametrize("day", ["0217-07-05", f"{latest_year() + 1}-01-01"])
def test_an_article_is_of_a_year_that_somebody_can_mean(at_desk, world, day):
    article = world.article("Words.")
    form = {**ARTICLE, "published_on": day, "version": verbs.version(article)}
    page = at_desk.post(address(Article, "change", article.pk), form)
    said = f"“{day}” lies outside the years 1800 to {latest_year()}."
    assert page.context["adminform"].form.errors == {"published_on": [said]}
    Article.objects.update(published_on=day)
    form["version"] = verbs.version(Article.objects.get())
    at_desk.post(address(Article, "change", article.pk), form)  # it stood there before
    assert Article.objects.get().title == "News"


def test_a_pasted_text_is_kept_in_its_normal_form(at_desk):
    source = Source.objects.create(name="Gazette", slug="gazette")
    sent = {
        **ARTICLE,
        "text": "\ufeffErdog\u0306an said:\r\nTalk.",
        "title": "Erdog\u0306an",
        "source": source.pk,
    }
    at_desk.post(address(Article, "add"), sent)
    article = Article.objects.get()
    assert (article.text, article.title) == ("Erdoğan said:\nTalk.", "Erdoğan")


def test_the_text_of_an_article_is_not_for_editing(at_desk, world):
    article = world.article("The text.")
    form = {**ARTICLE, "text": "Another text.", "version": verbs.version(article)}
    at_desk.post(address(Article, "change", article.pk), form)
    article.refresh_from_db()
    assert (article.title, article.text) == ("News", "The text.")


@pytest.fixture
def unread(world):
    """As pasted in the admin, before the worker comes to it."""
    article = world.article(ARTICLE["text"])
    Article.objects.update(extractor="")
    return article


def test_unread_articles_are_listed_and_read_when_asked(at_desk, unread, world, monkeypatch):
    read, queued = world.article("Read before."), []
    monkeypatch.setattr(type(read_article), "defer", lambda task, **arguments: queued.append(arguments))
    listed = at_desk.get(address(Article) + "?read=no").content.decode()
    assert (unread.title in listed, read.title in listed) == (True, False)
    page = at_desk.post(
        address(Article), {"action": "read", "_selected_action": [unread.pk, read.pk]}, follow=True
    )
    assert queued == [{"article_id": unread.pk}]
    assert "1 article will be read" in page.content.decode()


@pytest.mark.slow
def test_reading_an_article_twice_finds_nothing_new(unread):
    article = unread
    assert read_article(article_id=article.pk) == 1
    assert read_article(article_id=article.pk) == 0
    assert article.statements.get().quote == "talks must start"


def test_a_text_replaced_while_it_is_read_is_read_anew(unread, editor, monkeypatch):
    article, read = unread, extraction.read

    def replace(document, hints):
        monkeypatch.setattr(extraction, "read", read)
        verbs.replace_text(article, f"MOSCOW. {article.text}", editor)
        return read(document, hints)

    monkeypatch.setattr(extraction, "read", replace)
    assert read_article(article_id=article.pk) == 1
    [start, end] = article.statements.get().fragments[0]
    assert Article.objects.get().text[start:end] == "talks must start"


def test_an_address_stays_when_a_title_changes(at_desk, world):
    issue = world.issue("thaad", "THAAD")
    page = at_desk.get(address(Issue, "add"))
    assert 'name="slug"' in page.content.decode()
    form = {"title": "THAAD deployment", "slug": "other", "version": verbs.version(issue)}
    at_desk.post(address(Issue, "change", issue.pk), form)
    issue.refresh_from_db()
    assert (issue.title, issue.slug) == ("THAAD deployment", "thaad")
