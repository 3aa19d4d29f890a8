"""Who asks too often is told how often is enough; nobody else notices."""

import pytest
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from articles.addresses import address_of, network_of
from articles.models import Comparison
from articles.views import limits, memory, page_cache
from tests import rendering

KINDS = {
    "search": "/statements/?q=talks",
    "suggest": "/statements/suggest/?q=ta",
    "export": "/statements.csv",
}


@pytest.fixture(autouse=True)
def two_an_hour(settings, monkeypatch):
    settings.RATES = dict.fromkeys(limits.WORDS, "2/hour")
    monkeypatch.setattr(limits, "counter", SlidingWindowCounterRateLimiter(MemoryStorage()))


def statuses(client, path, times=3, **headers):
    codes = []
    for _ in range(times):
        with rendering.left_out():
            answer = client.get(path, headers=headers)
        codes.append(answer.status_code)
        if answer.streaming:  # a file keeps its place until it is read
            list(answer.streaming_content)
    return codes


@pytest.mark.parametrize("kind", KINDS)
def test_the_third_is_too_often(client, db, kind):
    assert statuses(client, KINDS[kind]) == [200, 200, 429]
    answer = client.get(KINDS[kind])
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert answer["Cache-Control"] == "no-store"
    assert f"No more than 2 {limits.WORDS[kind]} an hour" in answer.content.decode()
    others = {other: client.get(path).status_code for other, path in KINDS.items() if other != kind}
    assert set(others.values()) == {200}  # each is counted by itself


def test_a_fragment_is_told_so_too(client, db):
    statuses(client, KINDS["search"], 2)
    answer = client.get(KINDS["search"], headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Reswap"]) == (429, "none")
    assert "unavailable" in answer["HX-Trigger"]


def test_addresses_are_counted_apart_and_networks_of_ipv6_as_one(client, db, settings):
    settings.PROXIES = 1
    asked = KINDS["search"]
    assert statuses(client, asked, **{"X-Forwarded-For": "192.0.2.1"}) == [200, 200, 429]
    assert statuses(client, asked, **{"X-Forwarded-For": "192.0.2.2"}) == [200, 200, 429]
    assert statuses(client, asked, 2, **{"X-Forwarded-For": "2001:db8::1"}) == [200, 200]
    assert statuses(client, asked, 1, **{"X-Forwarded-For": "2001:db8::2"}) == [429]
    assert statuses(client, asked, 1, **{"X-Forwarded-For": "2001:db8:0:1::2"}) == [200]


def test_an_account_may_ask_five_times_as_often_from_anywhere(client, editor):
    client.force_login(editor)
    assert statuses(client, KINDS["search"], 11) == [200] * 10 + [429]


def test_a_cookie_that_is_none_gives_nothing(client, db):
    client.cookies["sessionid"] = "made up"
    assert statuses(client, KINDS["search"]) == [200, 200, 429]


def test_what_is_sent_is_counted_when_it_is_sent(client, world, editor):
    world.say("Lavrov", "No.", by=editor, thaad="oppose")
    share = "/compare/share/?country=RUS"
    answers = [client.post(share, {"title": "x"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [409, 409, 429]
    assert not Comparison.objects.exists()
    assert client.get(share).status_code == 200


def test_attempts_to_log_in_are_counted_over_all_names(client, db):
    answers = [client.post("/account/login/", {"username": f"n{n}", "password": "x"}) for n in range(2)]
    answers.append(client.post("/admin/login/", {"username": "n", "password": "x"}))
    assert [answer.status_code for answer in answers] == [422, 422, 429]
    assert client.get("/account/login/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/about/", "/healthz", "/articles/", "/countries/"])
def test_other_pages_are_not_counted(client, db, path):
    assert statuses(client, path, 4) == [200] * 4


def test_pages_from_memory_are_not_counted(client, db, settings, monkeypatch):
    settings.FRESH_WITHIN = 0
    monkeypatch.setattr(memory, "pages", memory.Pages(32_000_000))
    monkeypatch.setattr(page_cache, "_known", None)
    assert statuses(client, KINDS["search"], 5) == [200] * 5


def test_an_empty_rate_is_none(client, db, settings):
    settings.RATES = {"search": ""}
    assert statuses(client, KINDS["search"], 4) == [200] * 4


@pytest.mark.parametrize(
    ("hops", "forwarded", "address"),
    [
        (0, "", "10.0.0.1"),
        (0, "1.1.1.1", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "9.9.9.9, 1.1.1.1", "1.1.1.1"),
        (2, "9.9.9.9, 1.1.1.1, 10.0.0.2", "1.1.1.1"),
        (2, "10.0.0.2", "10.0.0.1"),
        (1, "what you like", ""),
    ],
)
def test_who_asks_is_told_by_the_last_proxy_of_ours(settings, hops, forwarded, address):
    settings.PROXIES = hops
    assert address_of({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": forwarded}) == address


def test_a_network_is_one_client():
    assert [network_of(each) for each in ("192.0.2.1", "", "2001:db8::1", "::1", "fe80::1%eth0")] == [
        "192.0.2.1",
        "",
        "2001:db8::/64",
        "::/64",
        "fe80::/64",
    ]
