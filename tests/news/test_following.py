"""Followed, confirmed, told what is new, ended: by mail and by webhook, through servers on this machine."""

import datetime
import hashlib
import hmac
import json
import os
import re
import subprocess
import sys
from collections import deque
from pathlib import Path

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from procrastinate.contrib.django.models import ProcrastinateJob

from articles.compare.comparison import compare
from articles.compare.sharing import freeze, take_down
from articles.curate import verbs
from articles.importing import queue
from articles.models import Delivery, Statement, Subscription, Told
from articles.news import planning, sending, subscribing
from articles.news.delivering import deliver
from articles.news.sending import NotSent, signature
from articles.news.tasks import TryAgain, confirm_subscription, deliver_news, plan_news
from articles.views import limits
from diplomacy.logs import Recent
from tests.importing.working import work
from tests.news.receiving import HERE, Hook, SmtpSink
from tests.selections import selection_of

ROOT = Path(__file__).parent.parent.parent
WISH = {"way": "email", "address": "reader@example.org", "often": "at once", "note": "for the desk"}
NEWS = ("confirm_subscription", "deliver_news")


@pytest.fixture(autouse=True)
def errors_of_its_own(monkeypatch):
    """What is logged here does not come onto the page of the site's state in other tests."""
    monkeypatch.setattr(Recent, "kept", deque())


@pytest.fixture
def sink(settings):
    """Mails go through SMTP to a server here."""
    server = SmtpSink()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HERE, server.port
    yield server
    server.stop()


@pytest.fixture
def hook(monkeypatch):
    server = Hook()
    monkeypatch.setitem(sending.ADJUSTED, "allow", frozenset({(HERE, server.server_port)}))
    yield server
    server.shutdown()
    server.server_close()


def link(text, end=""):
    """The path of the signed link in a mail."""
    return re.search(rf"http://testserver(/follow/by/[^/\s]+/{end})", text)[1]


def followed(client, path="/follow/statements/?country=RUS", **changes):
    """Confirmed, as a reader does it."""
    client.post(path, WISH | changes)
    work(*NEWS)
    subscription = Subscription.objects.latest("pk")
    assert client.post(subscription.get_absolute_url(), {"do": "confirm"}).status_code == 302
    return Subscription.objects.get(pk=subscription.pk)


def later(**time):
    return timezone.now() + datetime.timedelta(**time)


def plain(message):
    return message.get_body(("plain",)).get_content()


def test_nothing_is_sent_before_the_address_has_confirmed(client, world, editor, sink):
    world.say("Lavrov", "We oppose sanctions.", by=editor, sanctions="oppose")
    asked = client.post("/follow/statements/?country=RUS", WISH)
    assert "Look into your mail" in asked.content.decode()
    work(*NEWS)
    [question] = sink.box.mails
    assert question["Subject"] == "Confirm: Statements: Russia"
    path = link(question.get_content())
    assert client.get(path).status_code == 200  # opening it is not yet a confirmation
    assert not Subscription.objects.standing().exists()
    world.say("Lavrov", "We still do.", by=editor)
    assert planning.plan_due(later(days=8)) == 0
    client.post(path, {"do": "confirm"})
    assert Subscription.objects.standing().count() == 1
    assert planning.plan_due(timezone.now()) == 0  # what came before is not news
    assert len(sink.box.mails) == 1


def test_what_is_new_is_told_once_in_plain_text_and_html(client, world, editor, sink):
    followed(client)
    said = world.say("Lavrov", "We <oppose> sanctions.", on="2017-07-04", by=editor, sanctions="oppose")
    world.say("Haley", "Not for Russia.", by=editor)
    assert plan_news(0) == 1
    assert plan_news(0) == 0
    work(*NEWS)
    news = sink.box.mails[-1]
    assert len(sink.box.mails) == 2
    assert news["Subject"] == "Statements: Russia: 1 new statement"
    text, html = plain(news), news.get_body(("html",)).get_content()
    who = "Sergei Lavrov, undated, reported 4 July 2017"
    for part in (who, "“We <oppose> sanctions.”", "Why: for the desk", "Sanctions"):
        assert part in text
    assert f"http://testserver{said.get_absolute_url()}" in text
    assert "We &lt;oppose&gt; sanctions." in html and "Haley" not in html + text
    assert news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert news["List-Unsubscribe"].strip() == f"<http://testserver{link(text)}end/>"
    assert Delivery.objects.get().state == "sent"


def test_who_asks_on_a_french_page_is_told_in_french_and_a_program_in_english(world, editor, hook, settings):
    """Made by a worker, which speaks no language; who follows the same in English is told in English."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    french, english = Client(headers={"Accept-Language": "fr"}), Client()
    followed(french)
    followed(english, address="other@example.org")
    hook.answers = echo
    french.post("/follow/statements/?country=RUS", WISH | {"way": "webhook", "address": hook.address})
    work(*NEWS)
    world.say("Lavrov", "We oppose.", on="2017-07-04", by=editor, sanctions="oppose")
    plan_news(0)
    work(*NEWS)
    subjects = [message.subject for message in mail.outbox]
    assert subjects == [
        "À confirmer : Déclarations : Russie",
        "Confirm: Statements: Russia",
        "Déclarations : Russie : 1 nouvelle déclaration",
        "Statements: Russia: 1 new statement",
    ]
    news = mail.outbox[2]
    assert "Quelqu’un, vous sans doute" in mail.outbox[0].body
    for part in (
        "parution\xa0: 4 juillet 2017",
        "s’oppose\xa0: Sanctions",
        "«\xa0We oppose.\xa0»",
        "Le tout",
    ):
        assert part in news.body
    assert '<html lang="fr">' in news.alternatives[0][0]
    assert json.loads(hook.posts[-1][2])["summary"] == "1 new statement"


def test_one_click_without_cookie_or_token_ends_it_and_forgets_the_address(client, world, editor, sink):
    followed(client)
    world.say("Lavrov", "We oppose sanctions.", by=editor)
    plan_news(0)
    work(*NEWS)
    path = re.search(r"<http://testserver(.*)>", sink.box.mails[-1]["List-Unsubscribe"])[1]
    assert client.get(path).status_code == 200 and Subscription.objects.standing().exists()
    mailer = Client(enforce_csrf_checks=True)
    assert mailer.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 302
    ended = Subscription.objects.get()
    assert (ended.stands, ended.address) == (False, "")
    world.say("Lavrov", "We still do.", by=editor)
    assert plan_news(0) == 0
    assert "This has ended" in client.get(ended.get_absolute_url()).content.decode()


def test_what_was_made_before_the_end_is_not_sent_after_it(client, world, editor, sink):
    subscription = followed(client)
    world.say("Lavrov", "We oppose sanctions.", by=editor)
    plan_news(0)
    subscribing.end(subscription)
    work(*NEWS)
    assert (len(sink.box.mails), Delivery.objects.get().state) == (1, "dropped")


@pytest.mark.parametrize(
    ("often", "period", "due"),
    [("daily", "2026-12-02", "2026-12-03T06:00"), ("weekly", "2026-W49", "2026-12-07T06:00")],
)
def test_a_digest_holds_a_day_or_a_week(client, world, editor, sink, often, period, due):
    followed(client, often=often)
    Subscription.objects.update(due_at="2026-12-02T06:00Z")
    for words in ("We oppose sanctions.", "We oppose them still."):
        world.say("Lavrov", words, by=editor)
    now = datetime.datetime(2026, 12, 2, 6, 1, tzinfo=datetime.UTC)
    assert planning.plan_due(now - datetime.timedelta(minutes=2)) == 0
    assert planning.plan_due(now) == 1
    work(*NEWS)
    assert sink.box.mails[-1]["Subject"] == "Statements: Russia: 2 new statements"
    assert Delivery.objects.get().period == period
    assert Subscription.objects.get().due_at == datetime.datetime.fromisoformat(f"{due}+00:00")


def test_a_statement_is_told_when_it_is_reviewed_and_not_again_when_it_is_corrected(client, world, editor):
    followed(client)
    said = world.say("Lavrov", "We oppose sanctions.", sanctions="oppose")
    assert plan_news(0) == 0
    verbs.accept(Statement.objects.filter(pk=said.pk), editor)
    assert plan_news(0) == 1
    verbs.confirm_edit(said, editor)
    assert plan_news(0) == 0
    assert not Recent.kept  # it was left out, and did not fail
    assert Told.objects.get().statement_id == said.pk


def test_the_database_takes_no_second_delivery_of_a_period_nor_of_a_statement(client, world, editor):
    subscription = followed(client)
    world.say("Lavrov", "We oppose sanctions.", by=editor)
    plan_news(0)
    made = Delivery.objects.get()
    again = Delivery(subscription=subscription, period=made.period, content={})
    with pytest.raises(IntegrityError, match="delivery_once_for_each_period"):
        again.save()


def test_the_same_statement_is_marked_as_told_once(client, world, editor):
    subscription = followed(client)
    world.say("Lavrov", "We oppose sanctions.", by=editor)
    plan_news(0)
    with pytest.raises(IntegrityError, match="statement_told_once"):
        Told.objects.create(subscription=subscription, statement=Statement.objects.get())


def test_a_mail_that_the_server_cannot_take_now_is_tried_again(client, world, editor, sink):
    followed(client)
    world.say("Lavrov", "We oppose sanctions.", by=editor)
    plan_news(0)
    delivery = Delivery.objects.get()
    sink.box.answers = ["451 later"]
    with pytest.raises(TryAgain, match=r"answered 451"):
        deliver_news(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == ("waiting", "The mail server answered 451.")
    assert deliver_news.retry_strategy.get_retry_decision is not None
    assert deliver(delivery.pk) is True
    assert deliver(delivery.pk) is False
    assert len(sink.box.mails) == 2


def test_what_is_refused_for_good_is_a_dead_letter(client, world, editor, sink):
    followed(client)
    world.say("Lavrov", "We oppose sanctions.", by=editor)
    plan_news(0)
    sink.box.answers = ["550 nobody here"]
    with pytest.raises(NotSent, match="550"):
        deliver_news(delivery_id=Delivery.objects.get().pk)
    assert Delivery.objects.get().state == "failed"


def test_an_editor_sees_a_dead_letter_and_has_it_tried_again(client, world, editor, sink):
    followed(client)
    world.say("Lavrov", "We oppose sanctions.", by=editor)
    plan_news(0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name = 'deliver_news'")
    Delivery.objects.update(state="failed")
    client.force_login(editor)
    assert "send news to a follower" in client.get("/review/jobs/").content.decode()
    assert queue.retry(queue.failed()) == 1
    work(*NEWS)
    assert Delivery.objects.get().state == "sent"


# A followed comparison


def test_a_comparison_tells_its_difference_in_words(client, world, editor, sink):
    world.say("China", "We oppose further sanctions.", on="2017-07-01", by=editor, further_sanctions="oppose")
    followed(client, "/follow/compare/?country=CHN&country=RUS")
    assert plan_news(0) == 0
    for day, words in (("2017-07-04", "If talks fail."), ("2017-07-05", "Only if talks fail.")):
        world.say("China", words, on=day, by=editor, further_sanctions="conditional")
    Statement.objects.filter(said_on_basis="article").update(said_on_basis="explicit")
    assert plan_news(0) == 1
    work(*NEWS)
    news = sink.box.mails[-1]
    told = "China on Further sanctions: opposes → conditional, 5 July 2017; 2 new statements"
    assert told in plain(news)
    assert news["Subject"].endswith(f": {told}")
    assert plan_news(0) == 0  # it was told, and is no difference any more
    world.say("Russia", "We support them.", on="2017-07-06", by=editor, further_sanctions="support")
    assert plan_news(0) == 1
    [line] = Delivery.objects.latest("pk").content["lines"]
    assert line["text"].startswith("Russia on Further sanctions: no statement found → supports, ")
    assert line["text"].endswith("; 1 new statement")


def test_a_statement_that_is_withdrawn_is_told_too(client, world, editor):
    said = world.say("China", "We oppose it.", on="2017-07-01", by=editor, thaad="oppose")
    followed(client, "/follow/compare/?country=CHN")
    verbs.reject(Statement.objects.filter(pk=said.pk), editor)
    plan_news(0)
    [line] = Delivery.objects.get().content["lines"]
    assert line["text"] == "China on Thaad: opposes → no statement found; 1 statement withdrawn"


def fixed(editor, query="country=CHN"):
    selection = selection_of(QueryDict(query))
    return freeze(compare(selection, timezone.now(), with_basis=True), selection.query)


def test_a_fixed_version_is_followed_from_what_it_showed(client, world, editor):
    world.say("China", "We oppose it.", on="2017-07-01", by=editor, thaad="oppose")
    comparison = fixed(editor)
    world.say("China", "We support it.", on="2017-07-02", by=editor, thaad="support")
    followed(client, f"/follow/c/{comparison.key}/")
    plan_news(0)
    assert "China on Thaad: opposes → supports" in Delivery.objects.get().content["summary"]
    take_down(comparison, "A mistake", editor)
    world.say("China", "Perhaps.", on="2017-07-03", by=editor, thaad="conditional")
    assert plan_news(0) == 0
    assert client.get(f"/follow/c/{comparison.key}/").status_code == 410


# Webhooks


def echo(body):
    return 200, json.dumps({"challenge": json.loads(body).get("challenge")}).encode()


def test_a_webhook_is_confirmed_by_its_answer_and_every_delivery_is_signed(client, world, editor, hook):
    hook.answers = echo
    asked = client.post("/follow/statements/", WISH | {"way": "webhook", "address": hook.address})
    subscription = Subscription.objects.get()
    assert asked["Location"] == subscription.get_absolute_url()
    assert subscription.secret in client.get(asked["Location"]).content.decode()
    work(*NEWS)
    world.say("Lavrov", "We oppose sanctions.", by=editor)
    plan_news(0)
    work(*NEWS)
    (_, _, question), (path, headers, body) = hook.posts
    assert json.loads(question)["type"] == "confirm"
    told = json.loads(body)
    assert (path, told["type"], told["summary"]) == ("/hook", "news", "1 new statement")
    assert told["lines"][0]["address"].startswith("http://testserver/statements/")
    secret = Subscription.objects.get().secret
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    assert headers["X-Demarche-Signature"] == f"sha256={expected}" == f"sha256={signature(secret, body)}"


def test_the_link_of_a_webhook_is_for_who_asked_first(client, world, hook):
    hook.answers = echo
    wish = WISH | {"way": "webhook", "address": hook.address}
    client.post("/follow/statements/", wish)
    before = client.post("/follow/statements/", wish)
    work(*NEWS)
    after = client.post("/follow/statements/", wish)
    made = Subscription.objects.get()
    for page in (before, after):
        assert page.status_code == 200
        assert made.secret not in page.content.decode() and made.key not in page.content.decode()


def test_one_that_cannot_be_looked_at_keeps_no_other_waiting(client, world, editor, caplog):
    broken = followed(client, "/follow/compare/?country=RUS")
    followed(client)
    Subscription.objects.filter(pk=broken.pk).update(baseline={"query": "", "shown": {}})
    world.say("Lavrov", "We oppose sanctions.", by=editor, sanctions="oppose")
    assert plan_news(0) == 1
    assert f"subscription {broken.pk} could not be told" in caplog.text


def test_filters_of_any_length_can_be_followed_once(client, world):
    words = "".join(hashlib.sha256(bytes([n])).hexdigest() + " " for n in range(3))
    many = "&".join(f"source=s{hashlib.sha256(bytes([n])).hexdigest()}" for n in range(45))
    made = Subscription(what="statements", query=f"?q={words}&{many}", way="email", address="a" * 200)
    made.save()
    with pytest.raises(IntegrityError, match="subscription_once_for_each"):
        Subscription(what="statements", query=made.query, way="email", address=made.address).save()


@pytest.mark.parametrize("answer", [(200, b"ok"), (404, b""), (302, b"")])
def test_a_program_that_does_not_want_it_is_sent_no_more(client, world, hook, answer):
    hook.answers = lambda body: answer
    client.post("/follow/statements/", WISH | {"way": "webhook", "address": hook.address})
    work(*NEWS)
    assert not Subscription.objects.standing().exists()
    assert len(hook.posts) == 1  # a redirect is not followed


def test_a_webhook_with_a_fault_of_its_own_is_tried_again(client, world, editor, hook):
    hook.answers = echo
    followed(client, way="webhook", address=hook.address)
    world.say("Lavrov", "We oppose sanctions.", by=editor)
    plan_news(0)
    delivery = Delivery.objects.get()
    hook.answers = lambda body: (503, b"")
    with pytest.raises(TryAgain, match="answered 503"):
        deliver_news(delivery_id=delivery.pk)
    hook.answers = lambda body: (204, b"")
    assert deliver_news(delivery_id=delivery.pk) is True
    bodies = [body for *_, body in hook.posts[1:]]
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://127.0.0.1:8000/", "The address names port 8000."),
        ("ftp://example.org/", "is not the address of a page"),
        ("http://user:x@example.org/", "holds a user name or a password"),
        ("", "Write the address"),
    ],
)
def test_no_webhook_is_taken_that_is_never_reached(client, world, address, sentence):
    answer = client.post("/follow/statements/", WISH | {"way": "webhook", "address": address})
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_a_name_that_leads_inside_is_not_reached(client, world):
    client.post("/follow/statements/", WISH | {"way": "webhook", "address": "http://127.0.0.1/"})
    subscription = Subscription.objects.get()
    with pytest.raises(NotSent, match="leads to the machine that fetches"):
        sending.ask(subscription)
    confirm_subscription(subscription_id=subscription.pk)
    assert not Subscription.objects.standing().exists()


# Abuse


def test_who_asks_again_is_not_sent_a_question_each_time(client, world):
    for _ in range(3):
        client.post("/follow/statements/", WISH)
    work(*NEWS)
    assert (Subscription.objects.count(), len(mail.outbox)) == (1, 1)


def test_an_address_is_sent_few_questions_a_day(client, world):
    for name in ("RUS", "CHN", "USA", "FRA", "DEU", "JPN", "KOR"):
        client.post(f"/follow/statements/?country={name}", WISH)
    work(*NEWS)
    assert len(mail.outbox) == subscribing.MOST_A_DAY


def test_one_client_follows_so_much_an_hour(client, world, settings, monkeypatch):
    settings.RATES = {"follow": "2/hour"}
    monkeypatch.setattr(limits, "counter", SlidingWindowCounterRateLimiter(MemoryStorage()))
    codes = [client.post("/follow/statements/", WISH).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert client.get("/follow/statements/").status_code == 200


@pytest.mark.parametrize("key", ["1", "1.x", "x", "1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_a_link_that_we_have_not_signed_leads_nowhere(client, world, key):
    client.post("/follow/statements/", WISH)
    assert client.get(f"/follow/by/{key}/").status_code == 404
    assert client.post(f"/follow/by/{key}/end/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"address": "nobody"}, "This is no e-mail address"),
        ({"address": "a@b.org\r\nBcc: c@d.org"}, "This is no e-mail address"),
        ({"often": "hourly"}, "Select a valid choice"),
        ({"way": "pigeon"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_sent_to_is_refused(client, world, changes, sentence):
    answer = client.post("/follow/statements/", WISH | changes)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not Subscription.objects.exists()


def test_what_is_followed_has_one_spelling(client, world):
    world.say("Lavrov", "We oppose sanctions.")
    for query in ("country=RUS&stance=oppose&sort=oldest", "stance=oppose&country=RUS&cursor=x"):
        client.post(f"/follow/statements/?{query}", WISH)
    assert Subscription.objects.get().query == "?country=RUS&stance=oppose"
    assert client.get("/follow/statements/?country=XYZ")["Location"] == "/statements/?country=XYZ"
    assert client.get("/follow/compare/")["Location"] == "/compare/"


def test_an_address_that_never_confirmed_is_forgotten(client, world):
    followed(client, "/follow/statements/?country=CHN")
    subscribing.end(followed(client, "/follow/statements/?country=USA"))
    client.post("/follow/statements/?country=RUS", WISH)
    assert [Subscription.objects.forget(later(days=days)) for days in (6, 8, 31)] == [0, 1, 1]
    assert Subscription.objects.get().query == "?country=CHN"


# Killed


def run(port):
    """A worker in a process of its own."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "diplomacy.settings",
        "EMAIL_HOST": HERE,
        "EMAIL_PORT": str(port),
    }
    command = [sys.executable, "-m", "tests.news.one_delivery", connection.settings_dict["NAME"]]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


@pytest.mark.slow
def test_a_worker_that_is_killed_when_a_mail_was_taken_sends_it_no_second_time(
    transactional_db, client, world, editor, sink
):
    followed(client)
    world.say("Lavrov", "We oppose sanctions.", by=editor)
    plan_news(0)
    with run(sink.port) as worker:
        sink.box.before_reply = worker.kill  # the mail is taken, and the worker never learns of it
        worker.communicate()
    assert worker.returncode == -9
    assert (len(sink.box.mails), Delivery.objects.get().state) == (2, "sending")
    sink.box.before_reply = lambda: None
    with connection.cursor() as cursor:  # as retry_stalled does, once the worker gave no sign of life
        cursor.execute("UPDATE procrastinate_jobs SET status = 'todo' WHERE task_name = 'deliver_news'")
    with run(sink.port) as worker:
        worker.communicate()
    job = ProcrastinateJob.objects.get(task_name="deliver_news")
    assert (len(sink.box.mails), Delivery.objects.get().state, job.status) == (2, "unsure", "failed")
    assert deliver(Delivery.objects.get().pk) is True  # an editor wants it to go out all the same
    assert len(sink.box.mails) == 3
    assert sink.box.mails[1]["Message-ID"] == sink.box.mails[2]["Message-ID"]
