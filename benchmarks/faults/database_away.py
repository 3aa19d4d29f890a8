"""A database that is named by its address is stopped for 20 seconds, then started: as in production."""

import subprocess
import sys
import time

from benchmarks.faults.checkout import PORT, Readers, checkout, clean, demo, get
from diplomacy.embedded.server import Server

if __name__ == "__main__":
    with checkout() as folder, checkout("database") as elsewhere:
        with demo(elsewhere):  # a record to serve
            pass
        server = Server(elsewhere)
        server.ensure_running()
        url = f"postgresql://postgres@/demarche?host={server.socket_dir}"
        environment = {**clean(), "DATABASE_URL": url, "SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": "127.0.0.1"}
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        subprocess.run(collect, cwd=folder, env=environment, check=True)
        command = ["gunicorn", "diplomacy.wsgi", "--config", "python:diplomacy.serving"]
        site = subprocess.Popen(
            [sys.executable, "-m", *command, "--bind", f"127.0.0.1:{PORT}"],
            cwd=folder, env=environment, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            while get("/statements/")[0] != 200:
                time.sleep(0.2)
            with Readers() as readers:
                time.sleep(2)
                harmed = time.monotonic()
                server.release()  # its last user stops it
                time.sleep(20)
                back = time.monotonic()
                server.ensure_running()
                time.sleep(5)
            readers.tell(harmed, "database stopped for 20 s")
            print(f"  it was started again {back - harmed:.1f} s after the fault")
        finally:
            site.terminate()
            site.wait()
            server.release()
