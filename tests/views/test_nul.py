"""What no text can hold, and numbers that none can be, are refused; they are no fault of the site."""

import itertools

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from articles.models import Comment
from articles.views.nul import NoNul
from tests.admin.forms import address
from tests.examples import everyday
from tests.views.curate.test_queue import Desk

FIELDS = ("version", "speaker-0-attribution", "speaker-0-role", "fragments", "at")
PAIRS = list(itertools.product(FIELDS, ("save", "here", "find", "accept")))
"""Everyday each is tried with one of the numbers."""
ENDLESS = ["9" * 5000, "9" * 30, "9" * 19, "٣", "²", "-1", "1e9", ""]


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def said(module_world):
    return module_world.say("Lavrov", "No.", thaad="oppose")


@pytest.fixture
def desk(client, editor, said):
    client.force_login(editor)
    return Desk(client, said.article)


@pytest.mark.parametrize(
    "path",
    [
        "/statements/?q=%00",
        "/statements.json?q=a%00b",
        "/feeds/statements.atom?country=%00",
        "/compare/?issue=%00",
        "/actors/%00/",
        "/nowhere/%00",
        "/review/actors/?name=%00",
        "/review/?order=%00",
        "/admin/articles/statement/?q=%00",
        "/oembed?url=%00",
        "/healthz?x=%00",
    ],
)
def test_an_address_with_a_nul_is_refused(desk, path):
    answer = desk.client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain")
    assert answer.text == "There is a NUL character in what was sent; no text can hold one.\n"


def test_a_percent_sign_that_is_written_out_is_none(client, db):
    assert client.get("/statements/?q=%2500").status_code == 200


@pytest.mark.parametrize(
    "fields", [{"do": "comment", "text": "a\0b"}, {"do": "assign", "editor": "\0"}, {"\0": "1"}]
)
def test_a_form_with_a_nul_is_refused_and_nothing_is_written(desk, said, fields):
    answer = desk.client.post(f"{desk.path}?s={said.pk}", fields)
    assert (answer.status_code, Comment.objects.count()) == (400, 0)
    urlencoded = desk.client.post(
        desk.path, "text=a%00b&do=comment", content_type="application/x-www-form-urlencoded"
    )
    assert urlencoded.status_code == 400


def test_whoever_may_not_send_a_form_is_told_that_first(editor, said):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert client.post(f"/review/{said.article_id}/", {"text": "\0"}).status_code == 403


def test_files_may_hold_anything(rf):
    upload = SimpleUploadedFile("a.bin", b"\0\0")
    request = rf.post("/", {"file": upload, "title": "A"})
    assert NoNul(lambda request: HttpResponse("read")).process_view(request, None, (), {}) is None
    assert (request.FILES["file"].read(), request.POST["title"]) == (b"\0\0", "A")


def test_other_bodies_are_left_to_be_read(rf):
    request = rf.post("/", b"a\0b", content_type="application/octet-stream")
    assert NoNul(lambda request: HttpResponse("read")).process_view(request, None, (), {}) is None
    assert request.read() == b"a\0b"


@pytest.mark.parametrize("number", ENDLESS)
def test_what_is_no_number_of_a_statement_is_none_on_record(desk, said, number):
    assert desk.client.get(desk.path, {"s": number}).status_code == 200
    assert desk.client.get(desk.path, {"s": "9" * 18}).status_code == 404
    assert desk.client.get("/review/", {"page": number}).status_code == 200
    assert desk.client.get("/articles/", {"page": number}, follow=True).status_code == 200
    assert desk.client.get(f"/statements/{number}/").status_code in (301, 404)
    assert desk.client.get(f"/statements/{number}/cite.bib").status_code == 404


@pytest.mark.parametrize("number", ENDLESS)
def test_what_is_no_number_of_an_action_is_none_on_record(desk, said, number):
    assert desk.client.post(desk.path, {"do": "undo", "action": number}).status_code == 404


@pytest.mark.parametrize("number", ENDLESS)
def test_what_is_no_number_joins_nothing(desk, said, number):
    desk.post(said, "join", other=f"/statements/{number}/")
    assert "is no statement on record; give its number or address." in desk.page().text


@pytest.mark.slow
@pytest.mark.parametrize("number", ENDLESS)
def test_forms_with_such_numbers_are_shown_again(desk, said, number):
    form = desk.form(said)

    def post(do, **changes):
        nonlocal form
        answer = desk.client.post(f"{desk.path}?s={said.pk}", {**form, "do": do, **changes})
        if answer.status_code == 302:  # something was saved, and the form shows it
            form = desk.form(said)
        return answer.status_code

    for field, do in everyday(PAIRS[ENDLESS.index(number) :: len(ENDLESS)], thorough=PAIRS):
        value = f"{number}-{number}" if field in ("fragments", "at") else number
        assert post(do, **{field: value}) in (200, 302, 409, 422)
    for field in ("speaker-TOTAL_FORMS", "position-INITIAL_FORMS"):
        assert post("save", **{field: number}) in (302, 409, 422)


@pytest.mark.parametrize("number", ENDLESS)
def test_addresses_with_places_that_are_none_open_the_desk(desk, said, number):
    assert desk.client.get(desk.path, {"new": f"{number}-{number}"}).status_code == 200


@pytest.mark.parametrize("number", ENDLESS)
def test_what_is_no_number_is_not_merged(desk, said, number):
    for model in (type(said.positions.get().issue), type(said.attributions.get().actor)):
        assert desk.client.get(address(model, "merge"), {"id": number, "stays": number}).status_code == 200


@pytest.mark.parametrize("number", ENDLESS[:-1])
def test_a_frame_of_no_size_is_refused(client, db, number):
    answer = client.get("/oembed", {"url": "http://testserver/c/x/", "maxwidth": number})
    assert answer.status_code == 400
