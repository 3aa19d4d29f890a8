"""A server on this machine that speaks the OpenAI chat protocol, and answers as it is told, well or badly."""

import json
import threading
from collections import deque
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    server: "Server"
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.lock:
            self.server.asked.append(
                (self.path, {name.lower(): told for name, told in self.headers.items()}, body)
            )
            answers = self.server.answers
            answer = answers.popleft() if len(answers) > 1 else answers[0]
        answer(self, body)

    def log_message(self, *args):
        pass

    def answer(self, status, body=b"", kind="application/json", **headers):
        self.send_response_only(status)
        for name, value in {"Content-Type": kind, "Content-Length": len(body), **headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """Gives its answers in turn, the last one for ever; ``asked``: path, headers and body of each request."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.answers = deque([saying({"statements": []})])
        self.asked = []
        self.gone = threading.Event()

    def handle_error(self, request, client_address):
        """Clients hang up when an answer takes too long, which is what is tested."""

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def will(self, *answers):
        self.answers = deque(answers)

    def articles(self):
        """What the model was told of the articles and issues, a request each."""
        return [json.loads(body["messages"][1]["content"]) for _, _, body in self.asked]


@contextmanager
def serving():
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.gone.set()
        server.shutdown()
        server.server_close()
        thread.join()


def saying(content, tokens=1_000):
    """An answer of the model: text, or what becomes JSON; ``tokens`` None = the server does not count."""
    content = content if isinstance(content, str | None) else json.dumps(content)
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    told = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    if tokens is not None:
        told["usage"] = {"prompt_tokens": 0, "completion_tokens": tokens, "total_tokens": tokens}
    return sending(json.dumps(told).encode())


def sending(body, kind="application/json"):
    return lambda handler, asked: handler.answer(200, body, kind)


def failing(status, **headers):
    return lambda handler, asked: handler.answer(status, b'{"error": {"message": "no"}}', **headers)


def dripping(handler, asked):
    """Sends byte after byte until the client has hung up or the test has ended."""
    handler.send_response_only(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    while not handler.server.gone.wait(0.005):
        handler.wfile.write(b" ")


def silent(handler, asked):
    """Does not answer before the test has ended."""
    handler.server.gone.wait()
    handler.close_connection = True
