"""A connection to one IP address that was checked, whatever its name leads to by now."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from articles.importing.fetching.failures import NotFetched
from articles.importing.fetching.hosts import Target

MOST_TRIED = 3  # of a host's IP addresses
CONNECT_WITHIN = 10  # seconds, for each of them


class Deadline:
    """The moment by which a page has to be there, redirects and all."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.ends = time.monotonic() + seconds

    def left(self, host: str) -> float:
        """Seconds; NotFetched if there are none."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise self.missed(host)
        return left

    def missed(self, host: str) -> NotFetched:
        return NotFetched(f"{host} took longer than {self.seconds:g} seconds. Try again later.", again=True)


@contextmanager
def answered(
    target: Target,
    ips: list[str],
    headers: dict[str, str],
    deadline: Deadline,
    tls: ssl.SSLContext | None = None,
    body: bytes | None = None,
) -> Iterator[BaseHTTPResponse]:
    """The answer, to be read within; it comes from the first of the IP addresses that can be connected to.

    Certificates are checked for the name. At the deadline the connection is cut, even if a site sends byte
    after byte; whatever is read from it then fails, and comes as NotFetched.
    """
    connection = _first_of(target, ips, deadline, tls or trusted())
    connection.timeout = deadline.seconds + 1  # for each read; the timer below comes first
    is_cut = threading.Event()
    timer = threading.Timer(deadline.left(target.host), _cut, (connection.sock, is_cut))
    timer.daemon = True
    timer.start()
    try:
        method = "GET" if body is None else "POST"
        connection.request(method, target.path, body=body, headers=headers, preload_content=False)
        with closing(connection.getresponse()) as response:
            yield response
    except Exception as error:
        if is_cut.is_set():
            raise deadline.missed(target.host) from error
        if isinstance(error, OSError | HTTPError | http.client.HTTPException):
            raise NotFetched(f"{target.host} broke off its answer. Try again later.", again=True) from error
        raise
    else:
        if is_cut.is_set():  # what looks like the end of the answer was ours
            raise deadline.missed(target.host)
    finally:
        timer.cancel()
        connection.close()


def _cut(sock: socket.socket, is_cut: threading.Event) -> None:
    """The class is named since an SSLSocket would take its encryption off first, under another's feet."""
    is_cut.set()
    with suppress(OSError):  # closed meanwhile
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


@cache
def trusted() -> ssl.SSLContext:
    """The authorities that Mozilla trusts, the same on every machine."""
    return ssl.create_default_context(cafile=certifi.where())


def _first_of(target: Target, ips: list[str], deadline: Deadline, tls: ssl.SSLContext) -> HTTPConnection:
    refused: Exception | None = None
    for ip in ips[:MOST_TRIED]:
        connection = _connection(target, ip, min(CONNECT_WITHIN, deadline.left(target.host)), tls)
        try:
            connection.connect()
        except (ssl.SSLError, ssl.CertificateError) as error:
            connection.close()
            raise NotFetched(_insecure(target.host, error)) from None
        except (OSError, HTTPError) as error:
            connection.close()
            refused = error
        else:
            return connection
    deadline.left(target.host)
    raise NotFetched(f"{target.host} does not answer. Try again later.", again=True) from refused


def _connection(target: Target, ip: str, timeout: float, tls: ssl.SSLContext) -> HTTPConnection:
    if not target.is_secure:
        return HTTPConnection(ip, target.port, timeout=timeout)
    return HTTPSConnection(
        ip,
        target.port,
        timeout=timeout,
        ssl_context=tls,
        server_hostname=target.host,  # without assert_hostname, which would turn off OpenSSL's own check
    )


def _insecure(host: str, error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"{host} has no valid certificate ({error.verify_message.rstrip('.')}). Check the address."
    return f"No secure connection to {host} can be made. Try the address with http://."
