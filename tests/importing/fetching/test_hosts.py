import ipaddress
import socket

import pytest

from articles.importing.fetching.failures import NotFetched
from articles.importing.fetching.hosts import Target, is_public, looked_up, target_of

TARGET = Target("http://news.example/", False, "news.example", 80, "/")


def refusal(call, *args):
    with pytest.raises(NotFetched) as caught:
        call(*args)
    return str(caught.value)


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://news.example", Target("https://news.example/", True, "news.example", 443, "/")),
        (
            " HTTP://News.Example:80/a?b=1#c ",
            Target("http://news.example:80/a?b=1", False, "news.example", 80, "/a?b=1"),
        ),
        (
            "http://bücher.example/ä",
            Target("http://xn--bcher-kva.example/%C3%A4", False, "xn--bcher-kva.example", 80, "/%C3%A4"),
        ),
        (
            "https://[2606:4700::1111]/",
            Target("https://[2606:4700::1111]/", True, "2606:4700::1111", 443, "/"),
        ),
    ],
)
def test_what_is_asked_for(address, target):
    assert target_of(address) == target


def test_the_host_header_names_the_port_only_if_it_is_not_the_usual_one():
    assert target_of("http://news.example:80/").host_header == "news.example"
    assert target_of("https://news.example:80/").host_header == "news.example:80"
    assert target_of("https://[2606:4700::1111]/").host_header == "[2606:4700::1111]"


@pytest.mark.parametrize(
    "address",
    [
        *("", "news.example", "ftp://news.example/", "file:///etc/passwd", "javascript:alert(1)", "http://"),
        *(
            "http:///a",
            "http://news example/",
            "http://news.example:99999/",
            "http://１２７.0.0.1/",
            "http://[::1/",
        ),
        *("gopher://news.example/", "http://a\nb/", "//news.example/", "http://-/\0"),
    ],
)
def test_what_is_no_address_of_a_page(address):
    said = f"“{address}” is not the address of a page. Write one with http:// or https://."
    assert refusal(target_of, address) == said


def test_a_long_address_is_shown_by_its_beginning():
    assert refusal(target_of, "x" * 500).startswith(f"“{'x' * 200}…” is not")


@pytest.mark.parametrize("address", ["http://user:secret@news.example/", "http://user@news.example/"])
def test_nobody_is_logged_in(address):
    said = "The address holds a user name or a password. Take it out: nobody is logged in."
    assert refusal(target_of, address) == said


@pytest.mark.parametrize("port", [22, 8080, 6379])
def test_only_the_ports_of_the_web_are_asked(port):
    said = f"The address names port {port}. Only ports 80 and 443 are fetched."
    assert refusal(target_of, f"http://news.example:{port}/") == said


@pytest.mark.parametrize(
    ("ip", "where"),
    [
        ("127.0.0.1", "to the machine that fetches (127.0.0.1)"),
        ("127.8.9.10", "to the machine that fetches (127.8.9.10)"),
        ("0.0.0.0", "to the machine that fetches (0.0.0.0)"),
        ("::1", "to the machine that fetches (::1)"),
        ("::", "to the machine that fetches (::)"),
        ("10.0.0.5", "to a private network (10.0.0.5)"),
        ("172.16.0.1", "to a private network (172.16.0.1)"),
        ("192.168.1.1", "to a private network (192.168.1.1)"),
        ("169.254.169.254", "to a private network (169.254.169.254)"),
        ("100.64.0.1", "to a private network (100.64.0.1)"),
        ("100.100.100.200", "to a private network (100.100.100.200)"),
        ("fd00:ec2::254", "to a private network (fd00:ec2::254)"),
        ("fe80::1", "to a private network (fe80::1)"),
        ("fe80::1%eth0", "to a private network (fe80::1%eth0)"),
        ("fec0::1", "to a private network (fec0::1)"),
        ("168.63.129.16", "to an address that no site has (168.63.129.16)"),
        ("224.0.0.1", "to an address that no site has (224.0.0.1)"),
        ("ff02::1", "to an address that no site has (ff02::1)"),
        ("2002:a00:5::", "to an address that no site has (2002:a00:5::)"),
        ("64:ff9b::a00:5", "to an address that no site has (64:ff9b::a00:5)"),
        ("192.88.99.1", "to an address that no site has (192.88.99.1)"),
    ],
)
def test_only_public_addresses_are_fetched(ip, where):
    said = f"This address leads {where}. Only public addresses are fetched."
    assert refusal(looked_up, TARGET, lambda host, port: [ip]) == said
    assert refusal(looked_up, TARGET, lambda host, port: ["93.184.216.34", ip]) == said


@pytest.mark.parametrize(
    "ip",
    [
        *("::ffff:10.0.0.5", "::ffff:93.184.216.34", "::10.0.0.5", "2001:0:4136:e378:8000:63bf:3fff:fdd2"),
        *(
            "64:ff9b:1::1",
            "192.0.0.192",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "240.0.0.1",
        ),
        *("255.255.255.255", "239.255.255.250", "2001:db8::1", "3fff::1", "5f00::1", "100::1", "fc00::1"),
        "2606:4700::1111%eth0",
    ],
)
def test_nor_is_any_other_that_leads_elsewhere(ip):
    assert not is_public(ipaddress.ip_address(ip))


@pytest.mark.parametrize(
    "ip", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "64:ff9b::5db8:d822", "172.32.0.1"]
)
def test_public_addresses(ip):
    assert looked_up(TARGET, lambda host, port: [ip]) == [ip]


def test_names_that_lead_nowhere():
    def failing(error):
        def resolver(host, port):
            raise error

        return resolver

    unknown = "No site has the name news.example. Check the address."
    assert refusal(looked_up, TARGET, failing(socket.gaierror(socket.EAI_NONAME, "x"))) == unknown
    assert refusal(looked_up, TARGET, failing(UnicodeError())) == unknown
    assert refusal(looked_up, TARGET, lambda host, port: []) == unknown
    with pytest.raises(NotFetched) as caught:
        looked_up(TARGET, failing(socket.gaierror(socket.EAI_AGAIN, "x")))
    assert str(caught.value) == "news.example could not be looked up just now. Try again later."
    assert caught.value.again


def test_an_exception_for_tests_is_for_one_address_and_one_port():
    allow = frozenset({("127.0.0.1", 8123)})
    target = target_of("http://news.example:8123/", allow)
    assert looked_up(target, lambda host, port: ["127.0.0.1"], allow) == ["127.0.0.1"]
    assert "to the machine that fetches (127.0.0.2)" in refusal(
        looked_up, target, lambda h, p: ["127.0.0.2"], allow
    )
    assert "port 8123" in refusal(looked_up, target, lambda h, p: ["93.184.216.34"], allow)
    assert "(127.0.0.1)" in refusal(looked_up, TARGET, lambda h, p: ["127.0.0.1"], allow)


@pytest.mark.parametrize("host", ["0x7f.1", "2130706433", "127.1", "localhost"])
def test_spellings_of_this_machine_that_the_system_understands(host):
    assert "Only public addresses are fetched." in refusal(looked_up, target_of(f"http://{host}/"))
