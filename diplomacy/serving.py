"""How gunicorn serves the site: gunicorn diplomacy.wsgi --config python:diplomacy.serving --bind …"""

import os
import socket
import struct
from pathlib import Path
from typing import Any

TAKING, SENDING = 10, 5  # seconds in which a client must take, or send, the next bytes

workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
threads = 4
control_socket_disable = True
graceful_timeout = 30
accesslog = None
if Path("/dev/shm").is_dir():  # on a slow disk the workers' heartbeat files would block them
    worker_tmp_dir = "/dev/shm"


def post_worker_init(worker: Any) -> None:
    """Accepted sockets take these limits over; a thread never waits longer for one client.

    On Linux whoever connects and sends nothing is not handed to a thread at all.
    """
    limits = {socket.SO_SNDTIMEO: TAKING, socket.SO_RCVTIMEO: SENDING}
    for listener in worker.sockets:
        for option, seconds in limits.items():
            listener.sock.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", seconds, 0))
        if hasattr(socket, "TCP_DEFER_ACCEPT") and listener.sock.family != socket.AF_UNIX:
            listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SENDING)
