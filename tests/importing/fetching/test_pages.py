import datetime
import gzip
import ssl
import threading
import zlib
from email.utils import format_datetime

import pytest
from django.test import override_settings

from articles.importing.fetching import connecting
from articles.importing.fetching.failures import NotFetched
from articles.importing.fetching.pages import Limits, Page, Seen
from tests.importing.fetching.serving import HERE, dripping

SHORT = Limits(seconds=0.3)
SAVE = "Save the page in a browser, and upload the file."


def failure(site, address="/", **options):
    with pytest.raises(NotFetched) as caught:
        site.fetch(address, **options)
    return caught.value


def refusal(site, address="/", **options):
    return str(failure(site, address, **options))


def test_a_page_and_what_the_site_says_of_it(site):
    site.put("/a?b=1", "Été.", ETag='"1"', Last_Modified="Wed, 05 Jul 2017 10:00:00 GMT")
    assert site.fetch("/a?b=1#c") == Page(
        site.address("/a?b=1"),
        "text/html",
        "utf-8",
        "Été.".encode(),
        Seen('"1"', "Wed, 05 Jul 2017 10:00:00 GMT"),
    )


@override_settings(SITE_URL="https://record.example")
def test_what_is_said_of_us(site):
    site.put("/", "Words.")
    site.fetch("/")
    [(path, headers)] = site.asked
    assert (path, headers["host"]) == ("/", f"news.example:{site.port}")
    assert headers["user-agent"] == "Demarche/0.1 (+https://record.example/)"
    assert set(headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}


@override_settings(SITE_URL="")
def test_a_site_without_an_address_of_its_own_has_a_name(site):
    site.put("/", "Words.")
    site.fetch("/")
    assert site.asked[0][1]["user-agent"] == "Demarche/0.1"


def test_a_page_that_has_not_changed_is_not_sent_again(site):
    seen = Seen('"1"', "Wed, 05 Jul 2017 10:00:00 GMT")
    site.put("/", status=304)
    page = site.fetch("/", seen=seen)
    assert page == Page(site.address(), seen=seen, is_unchanged=True)
    [(_, headers)] = site.asked
    assert (headers["if-none-match"], headers["if-modified-since"]) == (seen.etag, seen.last_modified)
    assert refusal(site) == f"news.example gives no page for this address (304). {SAVE}"


def test_a_header_that_a_site_broke_into_lines_is_sent_in_one(site):
    site.put("/", "Words.")
    site.fetch("/", seen=Seen('"1\r\n X: y"', "€"))
    assert site.asked[0][1]["if-none-match"] == '"1 X: y"'
    assert "x" not in site.asked[0][1]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site, status):
    site.put("/", status=status, Location="b%20c")
    site.put("/b%20c", status=status, Location=f"//other.example:{site.port}/d e")
    site.put("/d%20e", "Words.")
    page = site.fetch("/")
    assert page.address == site.address("/d%20e", "other.example")
    assert page.redirects == (site.address("/"), site.address("/b%20c"))
    assert site.looked_up == ["news.example", "news.example", "other.example"]


def test_too_many_redirects(site):
    for n in range(6):
        site.put(f"/{n}", status=302, Location=f"/{n + 1}")
    site.put("/5", "Words.")
    assert site.fetch("/0").address == site.address("/5")
    site.put("/5", status=302, Location="/0")
    assert refusal(site, "/0") == (
        "The address leads on more than 5 times. Open it in a browser, and take the address that it ends at."
    )
    assert len(site.asked) == 6 + 6


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("", "news.example leads on without saying where (302)."),
        ("http://[::1", "news.example leads on to an address that is none."),
        (b"/\xff".decode("latin-1"), "news.example leads on to an address that is none."),
        (
            "file:///etc/passwd",
            "“file:///etc/passwd” is not the address of a page. Write one with http:// or https://.",
        ),
        (
            "http://a:b@news.example/",
            "The address holds a user name or a password. Take it out: nobody is logged in.",
        ),
        ("http://news.example:22/", "The address names port 22. Only ports 80 and 443 are fetched."),
    ],
)
def test_redirects_that_lead_nowhere(site, location, said):
    site.put("/", status=302, Location=location)
    assert refusal(site) == said


def test_a_forbidden_address_at_the_first_look(site):
    site.names["news.example"] = ["10.0.0.5"]
    said = "This address leads to a private network (10.0.0.5). Only public addresses are fetched."
    assert refusal(site) == said
    site.names["news.example"] = [HERE, "10.0.0.5"]
    assert refusal(site) == said
    assert not site.asked


def test_a_forbidden_address_at_a_redirect(site):
    site.put("/", status=302, Location="http://metadata.example/latest/")
    site.names["metadata.example"] = ["169.254.169.254"]
    said = "This address leads to a private network (169.254.169.254). Only public addresses are fetched."
    assert refusal(site) == said
    site.put("/", status=302, Location="http://127.0.0.1/")
    site.names["127.0.0.1"] = ["127.0.0.1"]
    said = "This address leads to the machine that fetches (127.0.0.1). Only public addresses are fetched."
    assert refusal(site) == said


def test_a_name_that_leads_elsewhere_at_the_second_look(site):
    site.names["news.example"] = [[HERE], ["10.0.0.5"]]
    site.put("/", "Words.")
    assert site.fetch("/").data == b"Words."
    assert site.looked_up == ["news.example"]  # the connection did not ask again
    site.names["news.example"] = [[HERE], ["10.0.0.5"]]
    site.put("/", status=302, Location="/again")
    said = "This address leads to a private network (10.0.0.5). Only public addresses are fetched."
    assert refusal(site) == said
    assert [path for path, _ in site.asked] == ["/", "/"]


def test_the_next_address_of_a_host_is_tried(site, monkeypatch):
    site.put("/", "Words.")
    first = connecting._connection
    tried = []

    def connection(target, ip, timeout, tls):
        tried.append(ip)
        made = first(target, ip, timeout, tls)
        if len(tried) == 1:
            monkeypatch.setattr(made, "connect", lambda: (_ for _ in ()).throw(ConnectionRefusedError()))
        return made

    monkeypatch.setattr(connecting, "_connection", connection)
    site.names["news.example"] = [HERE, HERE]
    assert site.fetch("/").data == b"Words."
    assert tried == [HERE, HERE]


def test_nobody_answers(site):
    site.server.shutdown()
    site.server.server_close()
    failed = failure(site)
    assert (str(failed), failed.again) == ("news.example does not answer. Try again later.", True)


def test_permission_is_asked_before_each_request(site):
    site.put("/", status=302, Location="/secret")
    asked = []

    def permit(address):
        asked.append(address)
        if "secret" in address:
            raise NotFetched("No.")

    assert refusal(site, permit=permit) == "No."
    assert asked == [site.address("/"), site.address("/secret")]
    assert [path for path, _ in site.asked] == ["/"]


@pytest.mark.parametrize(
    ("status", "said", "again"),
    [
        (401, f"news.example asks for a login (401). {SAVE}", False),
        (402, f"news.example asks for a login (402). {SAVE}", False),
        (403, f"news.example does not let this page be fetched (403). {SAVE}", False),
        (451, f"news.example does not let this page be fetched (451). {SAVE}", False),
        (404, "news.example has no page at this address (404). Check it.", False),
        (410, "news.example has no page at this address (410). Check it.", False),
        (400, f"news.example gives no page for this address (400). {SAVE}", False),
        (206, f"news.example gives no page for this address (206). {SAVE}", False),
        (429, "news.example is too busy (429). Try again later.", True),
        (503, "news.example is too busy (503). Try again later.", True),
        (500, "news.example has a fault of its own (500). Try again later.", True),
        (999, "news.example has a fault of its own (999). Try again later.", True),
    ],
)
def test_answers_that_are_no_page(site, status, said, again):
    site.put("/", "Words.", status=status)
    failed = failure(site)
    assert (str(failed), failed.again, failed.status) == (said, again, status)


def test_how_long_to_wait_is_reported(site):
    site.put("/", status=429, Retry_After="120")
    failed = failure(site)
    assert (str(failed), failed.after) == ("news.example is too busy (429). Try again in 120 seconds.", 120)
    long_ago = datetime.datetime(2017, 7, 5, tzinfo=datetime.UTC)
    for told, after in ((format_datetime(long_ago), 0), ("soon", None), ("9" * 30, 604_800), ("-1", None)):
        site.put("/", status=503, Retry_After=told)
        assert failure(site).after == after


@pytest.mark.parametrize(
    ("kind", "data", "told"),
    [
        ("application/pdf", b"%PDF-1.4", "application/pdf"),
        ("APPLICATION/RSS+XML; charset=KOI8-R", b"<rss/>", "application/rss+xml"),
        (None, b"%PDF-1.4", "application/pdf"),
        (None, b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("application/octet-stream", b" <html>", "text/html"),
        ("application/force-download", b"%PDF-1.4", "application/pdf"),
        (None, b"Words.", "text/plain"),
        ("nonsense", b"Words.", "text/plain"),
    ],
)
def test_the_type_is_told_by_the_site_or_else_by_the_content(site, kind, data, told):
    site.put("/", data, kind=kind)
    assert site.fetch("/").content_type == told


def test_what_holds_no_article_is_not_fetched(site):
    site.put("/", b"x" * 100, kind="video/mp4")
    said = "The address leads to video/mp4, which is no page, PDF or document that can be read."
    assert refusal(site) == said
    assert site.fetch("/", any_type=True).data == b"x" * 100


@pytest.mark.parametrize(
    ("packed", "data"),
    [
        ("gzip", gzip.compress(b"Words.", mtime=0)),
        ("x-gzip", gzip.compress(b"Words.", mtime=0)),
        ("Deflate", zlib.compress(b"Words.")),
    ],
)
def test_packed_pages_are_unpacked(site, packed, data):
    site.put("/", data, Content_Encoding=packed)
    assert site.fetch("/").data == b"Words."


def test_pages_that_cannot_be_unpacked(site):
    site.put("/", b"\x0b\x02", Content_Encoding="br")
    assert refusal(site) == "news.example sends its page packed in a way that is not read (br)."
    site.put("/", b"Words.", Content_Encoding="gzip")
    said = "news.example sends a page that cannot be unpacked. Save its text, and upload that."
    assert refusal(site) == said


def test_a_page_that_is_too_long_however_it_is_sent(site):
    said = "The page has more than 1,000 bytes. Save its text, and upload that."
    limits = Limits(seconds=20, bytes=1_000)
    site.put("/", b"x" * 1_000)
    assert len(site.fetch("/", limits=limits).data) == 1_000
    site.put("/", b"x" * 1_001)
    assert refusal(site, limits=limits) == said
    site.put("/", gzip.compress(b"x" * 50_000_000), Content_Encoding="gzip")
    assert refusal(site, limits=limits) == said
    endless = dripping(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"x" * 200_000)
    site.answer("/", endless)
    assert refusal(site, limits=limits) == said


def test_of_a_bomb_no_more_is_unpacked_than_may_be_had(site, monkeypatch):
    held = []
    unpack = zlib.decompressobj

    class Counted:
        def __init__(self, *args):
            self.real = unpack(*args)

        def __getattr__(self, name):
            return getattr(self.real, name)

        def decompress(self, data, max_length=0):
            made = self.real.decompress(data, max_length)
            held.append(len(made))
            return made

    monkeypatch.setattr(zlib, "decompressobj", Counted)
    site.put("/", gzip.compress(bytes(50_000_000)), Content_Encoding="gzip")
    assert refusal(site, limits=Limits(seconds=20, bytes=100_000)).startswith(
        "The page has more than 100,000 bytes."
    )
    assert 0 < sum(held) < 1_000_000


SLOW = "news.example took longer than 0.3 seconds. Try again later."


def test_a_site_that_never_answers(site):
    site.answer("/", lambda handler: handler.server.gone.wait(20))
    failed = failure(site, limits=SHORT)
    assert (str(failed), failed.again) == (SLOW, True)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_site_that_takes_the_connection_and_no_more(site, scheme):
    site.server.shutdown()
    assert refusal(site, site.address(scheme=scheme), limits=SHORT) == SLOW


@pytest.mark.parametrize(
    "beginning",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Long: ",
        b"HTTP/1.1 200 ",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n",
    ],
)
def test_a_site_that_sends_byte_after_byte(site, beginning):
    site.answer("/", dripping(beginning))
    assert refusal(site, limits=SHORT) == SLOW


def test_redirects_have_no_more_time_than_one_page(site):
    for n in range(5):
        site.put(f"/{n}", status=302, Location=f"/{n + 1}")
    site.answer("/5", lambda handler: handler.server.gone.wait(20))
    assert refusal(site, "/0", limits=SHORT) == SLOW


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nContent-Type: text/html\r\n\r\nWords.",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\n5\r\nWo",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\nzz\r\nWo",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
    ],
)
def test_an_answer_that_is_broken_off(site, sent):
    site.answer("/", lambda handler: handler.wfile.write(sent))
    assert refusal(site) == "news.example broke off its answer. Try again later."


def test_a_secure_site_is_asked_by_its_name_and_its_certificate_is_checked(secure_site):
    secure_site.put("/", "Words.")
    address = secure_site.address(scheme="https")
    assert secure_site.fetch(address).data == b"Words."
    other = secure_site.address(host="other.example", scheme="https")
    assert refusal(secure_site, other) == (
        "other.example has no valid certificate (Hostname mismatch, certificate is not valid for "
        "'other.example'). Check the address."
    )
    secure_site.tls = None
    assert refusal(secure_site, address) == (
        "news.example has no valid certificate (self-signed certificate). Check the address."
    )
    assert [path for path, _ in secure_site.asked] == ["/"]


def test_the_name_is_sent_before_the_certificate(secure_site):
    named = []
    secure_site.server.socket.context.sni_callback = lambda sock, name, context: named.append(name)
    secure_site.put("/", "Words.")
    secure_site.fetch(secure_site.address(scheme="https"))
    assert named == ["news.example"]


def test_a_site_that_has_no_encryption(site):
    said = "No secure connection to news.example can be made. Try the address with http://."
    assert refusal(site, site.address(scheme="https")) == said


def test_authorities_are_those_of_mozilla():
    assert connecting.trusted().verify_mode == ssl.CERT_REQUIRED
    assert connecting.trusted().check_hostname
    assert connecting.trusted().cert_store_stats()["x509_ca"] > 50


def test_nothing_is_left_running(site, monkeypatch):
    """Of what this thread starts: others begin and end meanwhile, those of the server among them."""
    started, start, here = [], threading.Thread.start, threading.current_thread()

    def noted(thread):
        if threading.current_thread() is here:
            started.append(thread)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", noted)
    site.put("/", "Words.")
    site.fetch("/", limits=Limits(seconds=3600))
    [timer] = started
    assert isinstance(timer, threading.Timer) and timer.finished.is_set()
    timer.join()
