"""Public pages are made once for each state of the record, and nobody is shown an old one."""

import gzip
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse
from django.utils.http import parse_http_date
from pgtrigger import registered

from articles.curate import verbs
from articles.models import Statement, Write, record_version
from articles.views import access, memory, page_cache
from tests.factories import rejected
from tests.indexing import end_transaction

LIST = "/statements/"


@pytest.fixture(autouse=True)
def own_pages(settings, monkeypatch):
    """Empty, and the record is looked at for every request."""
    settings.FRESH_WITHIN = 0
    monkeypatch.setattr(memory, "pages", memory.Pages(32_000_000))
    page_cache._known = None


@pytest.fixture
def said(world, editor):
    return world.say("Lavrov", "No.", by=editor, thaad="oppose")


@pytest.fixture
def no_page_is_made(monkeypatch):
    def stop():
        monkeypatch.setattr(access, "render", lambda *args, **kwargs: pytest.fail("a page was made"))

    return stop


def revisit(client, response, address=LIST, **headers):
    return client.get(address, headers={"If-None-Match": response["ETag"], **headers})


def test_a_reader_gets_no_cookie_and_one_page_for_all(client, said):
    response = client.get(LIST)
    assert not response.cookies
    varying = ["Accept-Encoding", "Accept-Language", "Cookie", "HX-Request"]
    assert sorted(response["Vary"].split(", ")) == varying
    assert sorted(response["Cache-Control"].split(", ")) == ["no-cache", "public"]
    latest = Write.objects.latest("written_at").written_at
    assert parse_http_date(response["Last-Modified"]) == int(latest.timestamp())


def test_nothing_has_changed(client, said, no_page_is_made):
    response = client.get(LIST)
    no_page_is_made()
    again = revisit(client, response)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])
    assert (again["Vary"], again["Cache-Control"]) == (response["Vary"], response["Cache-Control"])
    assert again["Last-Modified"] == response["Last-Modified"]


def test_an_older_date_does_not_make_a_page_current(client, said):
    """Of two transactions the one that wrote earlier may be seen later."""
    response = client.get(LIST, headers={"If-Modified-Since": "Fri, 31 Dec 2100 00:00:00 GMT"})
    assert response.status_code == 200


def test_the_next_reader_gets_the_same_page_without_work(client, said, django_assert_num_queries):
    first = client.get(LIST)
    with django_assert_num_queries(1):
        second = client.get(LIST)
    assert first.headers.pop("X-Request-ID") != second.headers.pop("X-Request-ID")
    assert (second.content, second.headers) == (first.content, first.headers)


def test_a_publication_a_correction_and_a_rejection_are_seen_at_once(client, said, world, editor):
    seen = [client.get(LIST)]
    other = world.say("Haley", "Words of Haley.")
    for change in (
        lambda: verbs.accept(Statement.objects.filter(pk=other.pk), by=editor),
        lambda: Statement.objects.filter(pk=other.pk).update(kind="mixed"),
        lambda: rejected(other, editor),
    ):
        change()
        seen.append(revisit(client, seen[-1]))
    assert [response.status_code for response in seen] == [200] * 4
    assert ["Words of Haley." in response.text for response in seen] == [False, True, True, False]
    assert len({response["ETag"] for response in seen}) == 4


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("?country=RUS&stance=oppose", "?stance=oppose&country=RUS", True),
        ("?country=RUS&country=USA", "?country=USA&country=RUS", True),
        ("?country=RUS", "?country=USA", False),
        ("?q=a&q=b", "?q=b&q=a", False),
        ("?q=a&q=b", "?q=b", True),
        ("?country=RUS", "?country=RUS&", True),
    ],
)
def test_which_addresses_are_one_page(client, said, one, other, is_same):
    tags = [client.get(LIST + query, headers={"HX-Request": "true"})["ETag"] for query in (one, other)]
    assert (tags[0] == tags[1]) is is_same


def test_pages_fragments_and_compressed_pages_are_kept_apart(client, said):
    kinds = [
        {},
        {"HX-Request": "true"},
        {"HX-Request": "true", "HX-Boosted": "true"},
        {"Accept-Encoding": "gzip"},
    ]
    responses = [client.get(LIST, headers=headers) for headers in kinds * 2]
    page, fragment, boosted, compressed = [response.content for response in responses[:4]]
    assert [response.content for response in responses[4:]] == [page, fragment, boosted, compressed]
    assert (page.startswith(b"<!doctype"), fragment.startswith(b"<!doctype")) == (True, False)
    assert gzip.decompress(compressed) == page == boosted
    assert len({response["ETag"] for response in responses}) == 4


def test_pages_are_kept_for_each_host(client, said, settings):
    settings.ALLOWED_HOSTS = ["*"]
    one, other = (
        client.get(f"/statements/{said.pk}/no/", headers={"Host": host}) for host in ("a.org", "b.org")
    )
    assert ("http://a.org" in one.text, "http://a.org" in other.text) == (True, False)


def test_who_is_logged_in_always_gets_a_fresh_page(client, said, editor):
    anonymous = client.get(LIST)
    client.force_login(editor)
    response = revisit(client, anonymous)
    assert (response.status_code, "ETag" in response) == (200, False)


@pytest.mark.parametrize(
    "address", ["/statements/0/", "/statements/1", "/nowhere/", "/compare/?country=USA&country=RUS"]
)
def test_errors_and_redirects_are_not_kept(client, said, address):
    response = client.get(address)
    assert (response.status_code in (301, 404), "ETag" in response) == (True, False)
    assert not len(memory.pages)


@pytest.mark.parametrize("address", ["/healthz", "/readyz", "/admin/login/", "/review/"])
def test_what_is_not_public_is_not_marked(client, said, address):
    assert "ETag" not in client.get(address)


def test_a_moment_that_has_not_come_yet_is_asked_for_anew(client, said):
    response = client.get("/compare/?country=RUS&as_of=2100-01-01T00%3A00%3A00Z")
    assert (response.status_code, "ETag" in response) == (200, False)
    assert not len(memory.pages)


def test_an_export_is_not_kept_and_not_sent_twice(client, said):
    response = client.get("/statements.csv")
    assert response.streaming
    assert not len(memory.pages)
    assert revisit(client, response, "/statements.csv").status_code == 304


def test_within_the_time_the_record_is_not_looked_at_again(
    client, said, settings, monkeypatch, django_assert_num_queries
):
    settings.FRESH_WITHIN = 0.25
    moments = iter([100.0, 100.2, 100.26])
    monkeypatch.setattr(page_cache, "time", SimpleNamespace(monotonic=lambda: next(moments)))
    response = client.get(LIST)
    Statement.objects.update(kind="mixed")
    with django_assert_num_queries(0):
        assert revisit(client, response).status_code == 304
    assert revisit(client, response).status_code == 200


def test_another_release_and_another_day_are_other_pages(client, said, monkeypatch):
    tags = [client.get(LIST)["ETag"]]
    monkeypatch.setattr(page_cache, "_newest_at_start", lambda: "another")
    tags.append(client.get(LIST)["ETag"])
    monkeypatch.setattr(page_cache.timezone, "now", lambda: parse("2030-01-01"))
    tags.append(client.get(LIST)["ETag"])
    assert len(set(tags)) == 3


def parse(day):
    return page_cache.timezone.datetime.fromisoformat(f"{day}T00:00:00+00:00")


def test_a_file_that_was_changed_gives_another_release(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    (tmp_path / "templates" / "shared").mkdir(parents=True)
    file = tmp_path / "templates" / "shared" / "a.html"
    file.touch()
    before = page_cache._newest()
    file.write_text("x")
    page_cache.os.utime(file, (2e9, 2e9))
    assert float(page_cache._newest()) == 2e9 > float(before)


def test_without_the_cache_nothing_is_marked(client, said, settings):
    settings.FRESH_WITHIN = None
    assert "ETag" not in client.get(LIST)


def test_an_answer_with_a_cookie_is_not_kept(rf, said):
    def answer(request):
        response = HttpResponse("mine")
        response.set_cookie("a", "b")
        return response

    page_cache.PublicPages(answer)(rf.get(LIST))
    assert not len(memory.pages)


@pytest.fixture
def many_writes(said, settings, monkeypatch):
    """More than there may be, and no index whose builds would fold them."""
    monkeypatch.setattr(page_cache, "_folded_at", -60.0)
    for module in (page_cache, record_version):
        monkeypatch.setattr(module, "MOST_WRITES", 2)
    Write.objects.all().delete()
    for kind in ("mixed", "direct", "mixed"):
        Statement.objects.update(kind=kind)
        end_transaction()
    assert Write.objects.count() == 3


def test_many_writes_are_folded_without_an_index(client, many_writes):
    before = client.get(LIST)
    assert Write.objects.count() == 1
    assert client.get(LIST)["ETag"] == before["ETag"]


def test_with_an_index_its_builds_are_left_to_fold(many_writes, settings, tmp_path):
    settings.FACET_INDEX_DIR = str(tmp_path)
    page_cache._recent()
    assert Write.objects.count() == 3
    for kind in ("direct", "mixed"):  # but it seems that there are none
        Statement.objects.update(kind=kind)
        end_transaction()
    page_cache._recent()
    assert Write.objects.count() == 1


def test_when_folding_fails_the_page_is_made_and_it_is_tried_again_later(
    client, many_writes, monkeypatch, caplog
):
    tries, moments = [], iter([1_000.0, 1_059.0, 1_060.0])

    def fail():
        tries.append(True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    monkeypatch.setattr(page_cache, "fold", transaction.atomic(fail))
    monkeypatch.setattr(page_cache, "time", SimpleNamespace(monotonic=lambda: next(moments)))
    assert [(client.get(LIST).status_code, len(tries)) for _ in range(3)] == [(200, 1), (200, 1), (200, 2)]
    assert [record.message for record in caplog.records] == ["The table of writes could not be folded."] * 2


HIDDEN = {  # what no public page shows, but of frozen comparisons, which are never kept
    "Action", "Assignment", "Batch", "Candidate", "Code", "Coder", "CodingTask", "Comment", "Commit",
    "Comparison", "ErrorReport", "Feed", "FetchedPage", "Flag", "InboxVisit",
    "LikelyPosition", "Orphan", "ProposedIssue", "ProposedPosition", "ReaderAnswer", "ReaderDay",
    "ApiToken", "Delivery",
    "DnaDocument",
    "DnaFile",
    "DnaStatement", "Subscription", "Told",
    "ReaderReading", "SignIn", "Takedown", "Utterance", "Write",
}  # fmt: skip


def test_every_table_that_pages_show_tells_of_its_changes():
    models = [m for m in apps.get_app_config("articles").get_models() if not hasattr(m, "pgh_tracked_model")]
    telling = {model.__name__ for model, trigger in registered() if trigger.name.startswith("write_")}
    assert telling | HIDDEN == {model.__name__ for model in models}
    assert not telling & HIDDEN


@pytest.mark.parametrize("address", [LIST, "/", "/compare/?country=RUS", "/statements.csv", "/about/"])
def test_a_proxy_keeps_nothing_that_was_made_for_one_person(client, editor, said, address):
    client.force_login(editor)
    response = client.get(address)
    assert response.status_code == 200
    assert "Cookie" in response["Vary"].split(", ")
    assert response["Cache-Control"] == "no-cache, private"
