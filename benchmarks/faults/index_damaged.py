"""Files of the index are flipped and shortened, at rest and while they are mapped: never a wrong count."""

import os
import re
import time
from pathlib import Path

from benchmarks.faults.checkout import checkout, demo, get, processes

SOME = 13  # of the files each so many; the tests flip bits in all of them
COUNTS = (
    "/statements/?review=all",
    "/statements/?country=RUS&review=all",
    "/statements/?stance=oppose&review=all",
)


def counts() -> list[str]:
    found = []
    for path in COUNTS:
        status, _, _, text = get(path)
        number = re.search(r"([\d,]+) statements?", text)
        found.append(number[1] if status == 200 and number else str(status))
    return found


def built(folder: Path) -> list[Path]:
    began = time.monotonic()
    while time.monotonic() - began < 60:
        counts()
        if found := list(folder.glob("var/facets/[0-9]*-*/reviewed.npy")):
            return sorted(found[0].parent.iterdir())
        time.sleep(0.5)
    raise SystemExit("no index was built")


if __name__ == "__main__":
    with checkout() as folder:
        with demo(folder):
            right, files = counts(), built(folder)
            assert counts() == right
        print("counts:", right, "in", len(files), "files")
        wrong = 0
        places = range(0, len(files), SOME)
        for place in places:
            file = files[place]
            content = bytearray(file.read_bytes())
            content[len(content) // 2] ^= 1
            file.chmod(0o644)
            file.write_bytes(content)
            with demo(folder):
                wrong += counts() != right
                files = built(folder)
                wrong += counts() != right
        print(f"a bit flipped in each of {len(places)} files, the site started anew: {wrong} wrong counts")
        with demo(folder):
            files = built(folder)
            counts()
            for file in files:
                file.chmod(0o644)
                os.truncate(file, 0)
            before = set(processes(folder, "gunicorn"))
            answers = [counts() for _ in range(10)]
            after = set(processes(folder, "gunicorn"))
            lost = sum(answer != right and "0" in answer for answer in answers)
            wrong = sum(answer != right and "0" not in answer for answer in answers)
            print(
                f"live files shortened to nothing: {len(before - after)} web processes ended (SIGBUS) "
                f"and were replaced, {lost} of 10 rounds met a lost connection, {wrong} wrong counts, "
                f"then right: {counts() == right}"
            )
