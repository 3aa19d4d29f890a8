"""How gunicorn serves the site: gunicorn diplomacy.wsgi --config python:diplomacy.serving --bind …"""

import os
import socket
import struct
from pathlib import Path
from typing import Any

SILENCE = 10  # seconds in which a client must take, or send, the next bytes

workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "gthread"
threads = 4
control_socket_disable = True
graceful_timeout = 30
accesslog = None
if Path("/dev/shm").is_dir():  # on a slow disk the workers' heartbeat files would block them
    worker_tmp_dir = "/dev/shm"


def post_worker_init(worker: Any) -> None:
    """Accepted sockets take these limits over; a thread never waits longer for one client."""
    pause = struct.pack("ll", SILENCE, 0)
    for listener in worker.sockets:
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            listener.sock.setsockopt(socket.SOL_SOCKET, option, pause)
