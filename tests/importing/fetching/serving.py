"""A web server on this machine that answers as it is told, well or badly."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from articles.importing.fetching import pages

CERTIFICATE = Path(__file__).with_name("news.example.pem")
"""For news.example alone, signed by itself; of no use but here."""
HERE = "127.0.0.1"
Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    server: "Server"
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.path, {key.lower(): told for key, told in self.headers.items()}))
        self.close_connection = True
        self.server.answers.get(self.path, missing)(self)

    def log_message(self, *args):
        pass

    def answer(self, status, headers, body=b""):
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def missing(handler):
    handler.answer(404, [("Content-Length", "0")])


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__((HERE, 0), Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.gone = threading.Event()

    def handle_error(self, request, client_address):
        """Clients hang up, which is what is tested."""


@dataclass
class Site:
    """What tests say of the server. Every name leads to it, unless ``names`` says otherwise."""

    server: Server
    names: dict[str, list[str]] = field(default_factory=dict)
    looked_up: list[str] = field(default_factory=list)
    tls: ssl.SSLContext | None = None

    @property
    def port(self):
        return self.server.server_address[1]

    @property
    def asked(self):
        return self.server.asked

    def address(self, path="/", host="news.example", scheme="http"):
        return f"{scheme}://{host}:{self.port}{path}"

    def put(self, path, body=b"", kind="text/html; charset=utf-8", status=200, **headers):
        data = body if isinstance(body, bytes) else body.encode()
        told = [(name.replace("_", "-"), value) for name, value in headers.items()]
        told += [("Content-Type", kind)] if kind is not None else []
        length = [("Content-Length", str(len(data)))]
        self.server.answers[path] = lambda handler: handler.answer(status, [*told, *length], data)

    def answer(self, path, answer: Answer):
        self.server.answers[path] = answer

    def resolve(self, host, port):
        self.looked_up.append(host)
        found = self.names.get(host, [HERE])
        if isinstance(found, Exception):
            raise found
        return found.pop(0) if found and isinstance(found[0], list) else found

    def fetch(self, address, **options):
        options = {"limits": pages.Limits(seconds=20), **options}
        return pages.fetch(
            address if "://" in address else self.address(address),
            resolver=self.resolve,
            allow=frozenset({(HERE, self.port)}),
            tls=self.tls,
            **options,
        )


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    server = Server()
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Site(server)
    finally:
        server.gone.set()
        server.shutdown()
        server.server_close()
        thread.join()


def dripping(*beginning: bytes) -> Answer:
    """Sends what it is given, and then byte after byte until the client has hung up."""

    def answer(handler):
        handler.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for part in beginning:
            handler.wfile.write(part)
        while not handler.server.gone.wait(0.005):
            handler.wfile.write(b"x")

    return answer
