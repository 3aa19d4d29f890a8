"""A reader says what is wrong; an editor settles it."""

import pytest
from lxml import html

from articles.models import ErrorReport
from tests.factories import rejected

WRONG = {"about": "speaker", "message": "It was Mr Nebenzya.", "contact": "reader@example.org"}


@pytest.fixture
def said(world, editor):
    return world.say("Lavrov", "We oppose sanctions.", by=editor)


@pytest.fixture
def report(said):
    return ErrorReport.objects.create(statement=said, **WRONG)


def test_a_statement_leads_to_the_form(client, said):
    page = html.fromstring(client.get(said.get_absolute_url()).content)
    assert page.xpath(f"//a[@href='/report/{said.pk}/']/text()") == ["Report an error"]
    form = client.get(f"/report/{said.pk}/")
    assert "We oppose sanctions." in form.content.decode()
    assert "no-store" in form["Cache-Control"]


def test_what_was_sent_waits_for_editors_and_is_public_nowhere(client, said):
    answer = client.post(f"/report/{said.pk}/", WRONG)
    assert "Thank you." in answer.content.decode()
    report = ErrorReport.objects.waiting().get()
    assert (report.statement, report.about, report.message) == (said, "speaker", "It was Mr Nebenzya.")
    for path in (said.get_absolute_url(), "/about/corrections/", f"/report/{said.pk}/"):
        assert "Nebenzya" not in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"about": ""}, "Choose what is wrong."),
        ({"message": " "}, "Say what is wrong, and how you know."),
        ({"message": "x" * 2001}, "Ensure this value has at most 2000 characters (it has 2001)."),
        ({"contact": "me"}, "Enter a valid email address."),
    ],
)
def test_what_is_missing_is_named_and_nothing_typed_is_lost(client, said, change, sentence):
    answer = client.post(f"/report/{said.pk}/", WRONG | {"message": "Kept."} | change)
    assert answer.status_code == 422
    assert sentence in html.fromstring(answer.content).text_content()
    assert change.get("message", "Kept.").strip() in answer.content.decode()
    assert not ErrorReport.objects.exists()


def test_of_what_readers_do_not_see_nothing_can_be_reported(client, said, editor):
    rejected(said, editor)
    assert client.post(f"/report/{said.pk}/", WRONG).status_code == 404


def test_a_client_reports_only_so_often(client, said, settings):
    settings.RATES = {"report": "2/hour"}
    assert [client.post(f"/report/{said.pk}/", WRONG).status_code for _ in range(3)] == [200, 200, 429]


def test_an_editor_settles_it_and_the_address_is_forgotten(client, report, editor):
    client.force_login(editor)
    page = client.get("/review/errors/").content.decode()
    assert "It was Mr Nebenzya." in page
    assert f'href="/review/{report.statement.article_id}/?s={report.statement_id}"' in page
    assert "reader@example.org" in page
    answer = client.post("/review/errors/", {"report": report.pk, "outcome": "mended"}, follow=True)
    assert "Settled: who said it: It was Mr Nebenzya." in answer.content.decode()
    report.refresh_from_db()
    assert (report.outcome, report.settled_by, report.contact) == ("mended", editor, "")
    assert "Nothing waits." in answer.content.decode()


def test_the_inbox_leads_to_what_waits(client, report, editor):
    client.force_login(editor)
    assert "1 error reported by readers waits" in client.get("/review/inbox/").content.decode()
    client.post("/review/errors/", {"report": report.pk, "outcome": "mended"})
    assert "reported by readers wait" not in client.get("/review/inbox/").content.decode()


def test_it_is_settled_once_and_with_words(client, report, editor):
    client.force_login(editor)
    answer = client.post("/review/errors/", {"report": report.pk, "outcome": " "})
    assert (answer.status_code, "Say in a few words" in answer.content.decode()) == (409, True)
    client.post("/review/errors/", {"report": report.pk, "outcome": "mended"})
    answer = client.post("/review/errors/", {"report": report.pk, "outcome": "stands"})
    assert "editor has settled this already: mended" in answer.content.decode()


def test_nobody_else_sees_them(client, report, reader):
    assert client.get("/review/errors/").status_code == 302
    client.force_login(reader)
    assert client.get("/review/errors/").status_code in (302, 403)
