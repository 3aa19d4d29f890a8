"""A mail server and a web server that keep what they are sent, and answer as they are told."""

import email
import threading
from email import policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller

HERE = "127.0.0.1"


class Mailbox:
    """``answers`` are the replies to the next mails, in order; then all are taken."""

    def __init__(self):
        self.mails, self.answers, self.before_reply = [], [], lambda: None

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer.startswith("250"):
            self.mails.append(email.message_from_bytes(envelope.content, policy=policy.default))
            self.before_reply()
        return answer


class SmtpSink(Controller):
    def __init__(self):
        self.box = Mailbox()
        super().__init__(self.box, hostname=HERE, port=0)

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Hook(ThreadingHTTPServer):
    """Takes POSTs; ``answers`` gives a status and a body by what was sent."""

    daemon_threads = True

    def __init__(self):
        super().__init__((HERE, 0), _Handler)
        self.posts, self.answers = [], lambda told: (200, b"")
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    @property
    def address(self):
        return f"http://{HERE}:{self.server_port}/hook"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append((self.path, dict(self.headers.items()), body))
        status, answer = self.server.answers(body)
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args):
        pass
