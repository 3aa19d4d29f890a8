"""Adding articles on the desk: each way in, good and bad, and the batch that follows."""

import datetime
import io
import json
import zipfile

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.models import Action, Article, Batch, Candidate, Feed, Source
from articles.views.curate import adding, batches, feeds
from tests.importing.working import work

TEXT = "Lavrov said talks must start."
TOLD = {"title": "News", "source": "Gazette", "published_on": "2017-07-05"}


@pytest.fixture
def gazette(db):
    return Source.objects.create(name="Gazette", slug="gazette")


@pytest.fixture
def desk(client, editor, gazette):
    client.force_login(editor)
    return client


@pytest.fixture
def queued(db):
    """Tells the articles that a worker was asked to read."""

    def queued():
        jobs = ProcrastinateJob.objects.filter(task_name="read_article").order_by("pk")
        return [job.args["article_id"] for job in jobs]

    return queued


def page(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def paste(desk, **told):
    return desk.post(
        "/review/add/",
        {"do": "paste", "text": TEXT, **TOLD, **told},
        follow=True,
    )


def upload(desk, **files):
    named = [SimpleUploadedFile(name.replace("_", "."), data) for name, data in files.items()]
    return desk.post("/review/add/", {"do": "files", "file": named}, follow=True)


def fields(candidate, **values):
    """What the form of the batch sends for the candidate."""
    names = ("title", "author", "source", "published_on", "language")
    sent = {name: getattr(candidate, name) for name in names} | values
    return {f"c{candidate.pk}-{name}": value for name, value in sent.items()}


def send(desk, do, *sent):
    data = {"do": do}
    for one in sent:
        data |= one
    return desk.post(f"/review/add/{Batch.objects.get().pk}/", data, follow=True)


def test_a_pasted_text_is_looked_at_read_and_undone(desk, queued):
    told = page(paste(desk, text=f"\ufeff{TEXT}\r\n"))
    assert "Read 1 article" in told
    candidate = Candidate.objects.get()
    assert (candidate.text, candidate.title, candidate.published_on) == (TEXT, "News", "2017-07-05")
    assert not Article.objects.exists()
    told = page(send(desk, "read", fields(candidate, author="A. Writer")))
    article = Article.objects.get()
    assert (article.state, article.author, queued()) == ("draft", "A. Writer", [article.pk])
    assert "<b>1</b> waiting to be read" in told
    Article.objects.update(extractor="1")
    assert "<b>1</b> read" in page(desk.get(f"/review/add/{candidate.batch_id}/"))
    assert "<b>1</b> taken back" in page(send(desk, "undo"))
    assert not Article.objects.exists()


def test_what_is_wrong_is_told_and_what_was_typed_is_kept(desk, queued):
    paste(desk, source="", published_on="")
    candidate = Candidate.objects.get()
    response = desk.post(
        f"/review/add/{candidate.batch_id}/",
        {"do": "read", **fields(candidate, title=" Better  news ", source="Gazete", published_on="5/7/17")},
    )
    told = page(response, 422)
    assert f'<a href="#c{candidate.pk}-source">Source of text 1</a>: Not on record: write “Gazette”' in told
    assert f'<a href="#c{candidate.pk}-published_on">Date of text 1</a>: “5/7/17” is not a date' in told
    candidate.refresh_from_db()
    assert (candidate.title, candidate.source, candidate.published_on) == ("Better news", "Gazete", "5/7/17")
    assert not Article.objects.exists() and not queued()
    new = {f"c{candidate.pk}-is_new_source": "on"}
    send(desk, "read", fields(candidate, published_on="unknown"), new)
    assert (Article.objects.get().source.name, Article.objects.get().published_on) == ("Gazete", None)


def test_without_a_text_nothing_is_made(desk):
    told = page(desk.post("/review/add/", {"do": "paste", "text": " ", "title": "News"}), 422)
    assert "Paste the text first." in told and 'value="News"' in told
    assert not Batch.objects.exists()


def packed(**files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return data.getvalue()


def test_a_zip_file_is_looked_into(desk, queued):
    told = {"title": "News", "source": "Gazette", "date": "2017-07-05", "colour": "red"}
    given = packed(a_txt=TEXT, a_json=json.dumps(told), b_pdf="%PDF-1.4", c_xyz="?")
    response = page(upload(desk, sample_zip=given))
    assert Batch.objects.get().label == "sample.zip"
    assert "sample.zip/a.json: not read: colour" in response
    assert "the ending .xyz is not known" in response
    assert "is a PDF that cannot be read" in response
    candidates = {one.name: one for one in Candidate.objects.all()}
    assert {name: one.state for name, one in candidates.items()} == {
        "sample.zip/a.txt": "proposed",
        "sample.zip/b.pdf": "refused",
        "sample.zip/c.xyz": "refused",
    }
    send(desk, "read", fields(candidates["sample.zip/a.txt"]))
    assert Article.objects.get().title == "News"
    report = page(desk.get(f"/review/add/{Batch.objects.get().pk}/report.csv")).splitlines()
    assert report[0] == "text,title,state,reason,article"
    assert report[1] == f"sample.zip/a.txt,News,taken,,{Article.objects.get().pk}"
    assert report[2].startswith("sample.zip/b.pdf,,not taken,is a PDF that cannot be read")


def test_no_file_and_an_empty_one(desk):
    assert "Choose one or more files first." in page(desk.post("/review/add/", {"do": "files"}), 422)
    assert "is not a mail" in page(upload(desk, a_eml=b""))
    assert Candidate.objects.get().state == "refused"


@pytest.mark.parametrize("at_once", [10, 100])
def test_many_texts_of_which_some_must_be_mended_first(desk, queued, monkeypatch, at_once):
    lines = [{"text": f"{TEXT} {n}", "title": f"News {n}", "source": "Gazette"} for n in range(60)]
    for line in lines[:55]:
        line["date"] = "2017-07-05"
    told = page(upload(desk, many_jsonl="\n".join(map(json.dumps, lines)).encode()))
    assert "60 texts, 5 to mend; here the first 50" in told
    assert told.index('value="News 59"') < told.index('value="News 0"')
    refused = page(desk.post(f"/review/add/{Batch.objects.get().pk}/", {"do": "read"}, follow=True))
    assert "5 texts must be mended first." in refused
    monkeypatch.setattr(batches, "AT_ONCE", at_once)
    told = page(send(desk, "read_sound"))
    if at_once < 55:
        assert "The texts are put on record one by one" in told and not Article.objects.exists()
        send(desk, "read_sound")  # which changes nothing
        assert work("take_batch").count("take_batch") == 1
    assert Article.objects.count() == len(queued()) == 55
    assert str(Action.objects.get()) == "Added 55 articles (many.jsonl)"
    told = page(desk.get(f"/review/add/{Batch.objects.get().pk}/"))
    assert "5 texts, 5 to mend" in told


def test_what_is_known_is_told_with_its_place(desk, queued, world):
    known = world.article(TEXT, source="Gazette", title="Known")
    copied = world.article(f"{TEXT} More.", source="Herald")
    told = page(paste(desk))
    assert f'<a href="/review/{known.pk}/">News</a>' in told
    assert "Read 1 article" not in told
    Batch.objects.all().delete()
    assert f'the same text as <a href="/review/{copied.pk}/">in Herald</a>' in page(
        paste(desk, text=f"{TEXT} More.")
    )


def test_texts_are_left_out_one_by_one_or_all(desk):
    upload(desk, a_jsonl="\n".join(json.dumps({"text": f"{TEXT} {n}"}) for n in range(3)).encode())
    first, second, third = Candidate.objects.all()
    for key in ("x", "9" * 30, "-1", ""):
        send(desk, f"remove:{key}", {f"c{key}-title": "Nobody's"})
    assert Candidate.objects.count() == 3
    send(desk, f"remove:{first.pk}", fields(second, title="Typed"))
    assert list(Candidate.objects.values_list("pk", "title")) == [(second.pk, "Typed"), (third.pk, "")]
    send(desk, "remove")
    assert not Candidate.objects.exists()


def test_progress_is_a_fragment_that_asks_again_while_something_waits(desk, queued):
    paste(desk)
    send(desk, "read", fields(Candidate.objects.get()))
    address = f"/review/add/{Batch.objects.get().pk}/"
    fragment = page(desk.get(address, headers={"HX-Request": "true"}))
    assert "<html" not in fragment and 'hx-trigger="every 2s"' in fragment
    Article.objects.update(extractor="1")
    assert "hx-trigger" not in page(desk.get(address, headers={"HX-Request": "true"}))


def test_a_value_too_long_is_told(desk):
    paste(desk)
    candidate = Candidate.objects.get()
    response = desk.post(
        f"/review/add/{candidate.batch_id}/", {"do": "save", **fields(candidate, title="x" * 501)}
    )
    assert "Ensure this value has at most 500 characters" in page(response, 422)
    candidate.refresh_from_db()
    assert candidate.title == "News"


class TestAddresses:
    def test_an_address_is_fetched_in_the_background(self, desk, monkeypatch):
        asked = []
        monkeypatch.setattr(adding, "fetch_later", asked.extend)
        told = page(desk.post("/review/add/", {"do": "address", "address": "news.example/a"}, follow=True))
        candidate = Candidate.objects.get()
        assert asked == [candidate] and candidate.url == "https://news.example/a"
        assert "<b>1</b> being fetched" in told and "?fetching=1" in told
        address = f"/review/add/{candidate.batch_id}/?fetching=1"
        assert "HX-Refresh" not in desk.get(address, headers={"HX-Request": "true"})
        Candidate.objects.update(state="refused", reason="The page was not found (404).")
        assert desk.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"

    def test_what_failed_is_told_and_can_be_fetched_again(self, desk, monkeypatch):
        asked = []
        monkeypatch.setattr(batches, "fetch_later", asked.extend)
        batch = Batch.objects.create(origin="address", label="x", by=User.objects.get(username="editor"))
        failed = batch.candidates.create(
            name="a", url="https://news.example/a", state="refused", reason="The page was not found (404)."
        )
        told = page(desk.get(f"/review/add/{batch.pk}/"))
        assert "The page was not found (404)." in told and "Fetch 1 page again" in told
        assert "being fetched" in page(send(desk, "fetch"))
        assert asked == [failed]

    @pytest.mark.parametrize("address", ["", "ftp://news.example/a", "two words"])
    def test_what_is_no_address(self, desk, address):
        told = page(desk.post("/review/add/", {"do": "address", "address": address}), 422)
        assert "Write the address" in told or "Write an address with http" in told
        assert not Batch.objects.exists()


class TestFeeds:
    @pytest.fixture
    def polled(self, monkeypatch):
        asked = []
        for module in (adding, feeds):
            monkeypatch.setattr(module, "poll_later", asked.append)
        return asked

    def follow(self, desk, **told):
        given = {"do": "follow", "address": "https://news.example/feed", "source": "Gazette", **told}
        return desk.post("/review/add/", given, follow=True)

    def test_a_feed_is_followed_stopped_and_followed_again(self, desk, polled, gazette):
        told = page(self.follow(desk))
        feed = Feed.objects.get()
        assert (feed.source, polled) == (gazette, [feed]) and "not looked into yet" in told
        told = page(desk.post("/review/feeds/", {"do": "stop", "feed": feed.pk}, follow=True))
        assert "is followed no more" in told and "Follow again" in told
        desk.post("/review/feeds/", {"do": "follow", "feed": feed.pk})
        desk.post("/review/feeds/", {"do": "look", "feed": feed.pk})
        assert Feed.objects.get().is_active and len(polled) == 3

    def test_what_came_of_it_stands_on_its_page(self, desk, polled):
        self.follow(desk)
        ago = timezone.now() - datetime.timedelta(hours=3)
        Feed.objects.update(polled_at=ago, due_at=ago, failures=2, result="The site answered 500.")
        told = page(desk.get("/review/feeds/"))
        assert "looked into 3 hours ago, next now, failed 2 times in a row" in told
        assert "The site answered 500." in told

    def test_a_source_that_nobody_knows_must_be_ticked(self, desk, polled):
        told = page(self.follow(desk, source="Gazete"), 422)
        assert "Not on record: write “Gazette”, or tick that it is new" in told and not polled
        self.follow(desk, source="Ministry", is_new_source="on", is_trusted="on")
        assert Source.objects.get(name="Ministry").is_trusted

    def test_an_address_is_followed_once(self, desk, polled):
        self.follow(desk)
        assert "This address is followed already." in page(self.follow(desk), 422)

    def test_a_feed_that_is_not_there(self, desk, polled):
        told = page(desk.post("/review/feeds/", {"do": "look", "feed": "x"}, follow=True))
        assert "That feed is not on record any more." in told and not polled
