"""Whom an address leads to: its host, looked up by us, and whether that is a public one."""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from articles.addresses import is_web
from articles.importing.fetching.failures import NotFetched
from articles.language import gettext

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[str]]
"""From a host and a port to its IP addresses; OSError as ``socket.getaddrinfo`` has it."""
Allowed = frozenset[tuple[str, int]]
"""IP addresses with their ports that are fetched though they are not public; for tests alone."""

PORTS = {"http": 80, "https": 443}
SHOWN = 200  # characters of an address in a sentence
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # networks without IPv4 reach public IPv4 addresses by it
NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            *(
                "0.0.0.0/8",
                "100.64.0.0/10",
                "192.0.0.0/24",
                "192.0.2.0/24",
                "192.88.99.0/24",
                "198.18.0.0/15",
            ),
            *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "168.63.129.16/32"),
            *(
                "::/96",
                "::ffff:0:0/96",
                "64:ff9b:1::/48",
                "100::/64",
                "2001::/23",
                "2001:db8::/32",
                "2002::/16",
            ),
            *("3fff::/20", "5f00::/16", "fc00::/7", "fe80::/9", "ff00::/8"),
        ),
    )
)
"""What ``is_global`` lacks in some releases of Python, what may lead to any IPv4 address, and Azure's own."""
PRIVATE = tuple(map(ipaddress.ip_network, ("100.64.0.0/10", "169.254.0.0/16", "fe80::/10", "fec0::/10")))


@dataclass(frozen=True, slots=True)
class Target:
    """One request: the address as it is asked for, and who is asked. ``host`` is ASCII, without brackets."""

    address: str
    is_secure: bool
    host: str
    port: int
    path: str  # with the query

    @property
    def host_header(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS["https" if self.is_secure else "http"] else f"{name}:{self.port}"


def target_of(address: str, allow: Allowed = frozenset()) -> Target:
    """What the address asks for; NotFetched if it is none, or one that is never fetched."""
    address = address.strip()
    shown = address if len(address) <= SHOWN else f"{address[:SHOWN]}…"
    try:
        url = parse_url(address) if is_web(address) and "\0" not in address else None
    except LocationParseError:
        url = None
    if url is None or not url.host or url.scheme not in PORTS:
        told = gettext("“%(text)s” is not the address of a page. Write one with http:// or https://.")
        raise NotFetched(told % {"text": shown})
    if url.auth is not None:
        told = gettext("The address holds a user name or a password. Take it out: nobody is logged in.")
        raise NotFetched(told)
    port = PORTS[url.scheme] if url.port is None else url.port
    if port not in PORTS.values() and port not in {port for _, port in allow}:
        told = gettext("The address names port %(port)s. Only ports 80 and 443 are fetched.")
        raise NotFetched(told % {"port": port})
    bare = url._replace(path=url.path or "/", fragment=None)
    return Target(bare.url, url.scheme == "https", url.host.strip("[]"), port, bare.request_uri)


def resolve(host: str, port: int) -> list[str]:
    """All IP addresses of the host, as the system finds them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def looked_up(target: Target, resolver: Resolver = resolve, allow: Allowed = frozenset()) -> list[str]:
    """The IP addresses to connect to; NotFetched if there is none, or if a single one is not public."""
    try:
        found = resolver(target.host, target.port)
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise NotFetched(
                f"{target.host} could not be looked up just now. Try again later.", again=True
            ) from None
        raise NotFetched(f"No site has the name {target.host}. Check the address.") from None
    except (OSError, UnicodeError):  # UnicodeError: a label of more than 63 letters
        raise NotFetched(f"No site has the name {target.host}. Check the address.") from None
    for ip in found:
        if (ip, target.port) not in allow:
            _refuse_unless_public(ip)
            if target.port not in PORTS.values():
                raise NotFetched(f"The address names port {target.port}. Only ports 80 and 443 are fetched.")
    if not found:
        raise NotFetched(f"No site has the name {target.host}. Check the address.")
    return found


def _refuse_unless_public(text: str) -> None:
    ip = ipaddress.ip_address(text)
    if is_public(ip):
        return
    if ip.is_loopback or ip.is_unspecified:
        where = f"to the machine that fetches ({ip})"
    elif ip.is_private or any(ip in network for network in PRIVATE if network.version == ip.version):
        where = f"to a private network ({ip})"
    else:
        where = f"to an address that no site has ({ip})"
    raise NotFetched(f"This address leads {where}. Only public addresses are fetched.")


def is_public(ip: IP) -> bool:
    """Whether it is the address of one machine on the public internet, whatever way it is written."""
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id:
            return False
        if ip in NAT64:
            return is_public(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    forbidden = any(ip in network for network in NOT_PUBLIC if network.version == ip.version)
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not forbidden
