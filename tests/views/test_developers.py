"""The lines that pages show to programmers do as they stand what is said of them, on a running site."""

import csv
import html
import json
import re
import shutil
import subprocess
import sys
from urllib.request import urlopen

import pytest
from django.utils import timezone

from articles.exports.dataset.publishing import publish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
LINES = re.compile(r'<pre data-run="(\w+)">(.*?)</pre>', re.DOTALL)
ADDRESS = re.compile(r'"(http[^"]+)"')


@pytest.fixture
def lines(live_server, world, editor, settings, tmp_path):
    """By program, as both pages show them to whoever reads them there."""
    world.say("Lavrov", "We oppose sanctions.", by=editor, sanctions="oppose")
    world.say("Russia", "Talks now.", by=editor, kind="indirect", sanctions="support")
    world.say("Haley", "No.", by=editor, sanctions="oppose")
    settings.DATASET_DIR = str(tmp_path / "sets")
    publish(tmp_path / "sets", timezone.now())
    found = {"curl": [], "python": [], "r": []}
    for path in ("/about/developers/", "/dataset/"):
        with urlopen(f"{live_server.url}{path}") as page:
            for program, text in LINES.findall(page.read().decode()):
                found[program].append(html.unescape(text))
    return found


def run(folder, *command):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def words(printed):
    """Name and number of each line that has both."""
    return dict(re.findall(r"^(\w+) +(\d+)$", printed, re.MULTILINE))


def test_they_run_as_they_stand(lines, tmp_path):
    assert {program: len(each) for program, each in lines.items()} == {"curl": 3, "python": 3, "r": 2}
    if shutil.which("curl"):
        table, some, coverage = [run(tmp_path, "sh", "-c", line) for line in lines["curl"]]
        with (tmp_path / "statements.csv").open(encoding="utf-8", newline="") as file:
            assert [row["countries"] for row in csv.DictReader(file)] == ["RUS", "RUS"]
        assert [list(row) for row in json.loads(some)["results"]] == [["id", "quote", "said"]] * 2
        assert table == "" and json.loads(coverage)["articles"] == 3
    # In one process: to load pandas takes a second.
    said, positions, data = run(
        tmp_path, sys.executable, "-c", "\nprint('next')\n".join(lines["python"])
    ).split("next\n")
    assert words(said) == {"direct": "1", "indirect": "1"}
    assert words(positions) == words(data) == {"oppose": "2", "support": "1"}


def test_those_of_r_run_where_r_is_and_ask_for_what_there_is(lines, tmp_path):
    for address in {each for line in lines["r"] for each in ADDRESS.findall(line)}:
        with urlopen(address) as answer:
            assert answer.status == 200 and answer.read(2)
    if shutil.which("Rscript"):
        printed = run(tmp_path, "Rscript", "-e", "\n".join(lines["r"]))
        assert re.findall(r"\w+", printed) == ["direct", "indirect", "1", "1", "oppose", "support", "2", "1"]
