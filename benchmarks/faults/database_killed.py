"""PostgreSQL is killed twice under load: 503 pages with Retry-After, then pages again."""

import os
import signal
import time

from benchmarks.faults.checkout import Readers, checkout, demo, postmaster

if __name__ == "__main__":
    with checkout() as folder, demo(folder):
        for n in (1, 2):
            with Readers() as readers:
                time.sleep(2)
                harmed = time.monotonic()
                os.kill(postmaster(folder), signal.SIGKILL)
                time.sleep(8)
            readers.tell(harmed, f"kill -9 of PostgreSQL, {n}")
