"""Clients that ask and do not read, that send half a request, and that send nothing: 24 of each at once."""

import socket
import sys
import time
from contextlib import ExitStack

from benchmarks.faults.checkout import PAGES, PORT, checkout, demo, get

HOST = b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
SENT = {
    "that ask for an export and do not read": b"GET /statements.csv?review=all" + HOST,
    "that ask for a page and do not read": b"GET /statements/?review=all" + HOST,
    "that send half a request": b"GET /statements/ HTTP/1.1\r\nHost: 127.0",
    "that send nothing": b"",
}


def client(sent: bytes) -> socket.socket:
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    made.connect(("127.0.0.1", PORT))
    made.sendall(sent)
    return made


if __name__ == "__main__":
    number = int(sys.argv[1]) if sys.argv[1:] else 24
    with checkout() as folder, demo(folder):
        for who, sent in SENT.items():
            with ExitStack() as held:
                for _ in range(number):
                    held.enter_context(client(sent))
                time.sleep(0.5)
                probes = [get(path, timeout=40) for path in ("/healthz", *PAGES) * 3]
                failed = sum(probe[0] != 200 for probe in probes)
                slowest = max(probe[1] for probe in probes)
            told = f"{failed} of {len(probes)} probes failed, slowest {slowest:.2f} s"
            print(f"{number} clients {who}: {told}", flush=True)
