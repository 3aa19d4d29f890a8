"""A worker is killed in the middle of reading an article; another takes the job up again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.faults.checkout import checkout, clean, manage

ADD = """
from articles.importing.tasks import read_article
from articles.registry.texts import add_article
said = "Foreign Minister Sergei Lavrov said in round {} that Russia opposes sanctions."
text = "\\n\\n".join(said.format(n) for n in range(4000))
article, _ = add_article("Gazette", text, state="draft", title="Long")
read_article.defer(article_id=article.pk)
"""
ASK = """
from procrastinate.contrib.django.models import ProcrastinateJob as Job
from articles.models import Article
job = Job.objects.filter(task_name="read_article").latest("pk")
print(job.status, job.attempts, Article.objects.get().statements.count())
"""


def say(folder: Path, code: str) -> list[str]:
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", code]
    done = subprocess.run(command, cwd=folder, env=clean(), capture_output=True, text=True)
    return (done.stdout or done.stderr).strip().splitlines()[-1:] or [""]


if __name__ == "__main__":
    with checkout() as folder:
        assert manage(folder, "migrate").wait() == 0
        say(folder, ADD)
        worker = manage(folder, "procrastinate", "worker")
        while not say(folder, ASK)[0].startswith("doing"):
            time.sleep(0.2)
        time.sleep(2)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        print("killed in the middle: status, attempts, statements:", *say(folder, ASK))
        began = time.monotonic()
        other = manage(folder, "procrastinate", "worker")
        try:
            while not (state := say(folder, ASK)[0]).startswith("succeeded"):
                if time.monotonic() - began > 300:
                    sys.exit(f"still {state} after 300 s")
                time.sleep(2)
            print(f"done {time.monotonic() - began:.0f} s after the next worker started:", state)
        finally:
            other.terminate()
            other.wait()
