"""The processes of the web server are killed in the middle of requests, one after the other."""

import os
import signal
import time

from benchmarks.faults.checkout import Readers, checkout, demo, processes

if __name__ == "__main__":
    with checkout() as folder, demo(folder):
        first, *workers = processes(folder, "gunicorn")
        with Readers() as readers:
            time.sleep(2)
            harmed = time.monotonic()
            for worker in workers:
                os.kill(worker, signal.SIGKILL)
                time.sleep(2)
            time.sleep(2)
        readers.tell(harmed, f"kill -9 of {len(workers)} web processes")
        print(f"  web processes now: {len(processes(folder, 'gunicorn')) - 1}")
