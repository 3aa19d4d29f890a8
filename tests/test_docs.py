"""Commands and addresses that README and docs tell: they are there, and take what stands behind them."""

import re
import shlex
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import CommandError

from articles.models import Issue

ROOT = Path(__file__).resolve().parents[1]
PAGES = [*ROOT.glob("*.md"), *(path for path in ROOT.glob("docs/*.md") if path.name != "decisions.md")]
FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
SITE = "http://127.0.0.1:8000"
ELSEWHERE = {"axes_reset_username", "procrastinate"}  # commands of others, with parsers of their own


def told(pattern):
    """What the pattern finds in blocks of code and between backticks, each once."""
    found = set()
    for page in PAGES:
        text = page.read_text()
        code = "\n".join([*FENCED.findall(text), *re.findall(r"`([^`\n]+)`", FENCED.sub("", text))])
        found.update(re.findall(pattern, code, re.MULTILINE))
    return sorted(found)


def test_targets_of_make_are_there():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {name for line in told(r"^make ((?:[a-z-]+ ?)+)") for name in line.split()}
    assert {"demo", "test", "soak", "docs"} <= named
    missing = named - targets
    assert [name for name in missing if not find_spec(name.replace("bench-", "benchmarks."))] == []


@pytest.mark.parametrize("line", told(r"manage\.py ([a-z_]+(?: [^#\n]*)?)"))
def test_commands_of_the_site_take_what_is_told(line):
    name, *arguments = shlex.split(re.split(r" (?:&&|\||;) ", line)[0])
    assert name in get_commands()
    if name in ELSEWHERE or get_commands()[name] != "articles" or not arguments:
        return
    parser = load_command_class("articles", name).create_parser("manage.py", name)
    given = ["1" if each == "..." else each for each in arguments]
    try:
        parser.parse_args(given)
    except CommandError as error:
        pytest.fail(f"{line}: {error}")


def test_programs_are_there():
    named = told(r"python -m ((?:articles|benchmarks)[\w.]*)")
    assert len(named) > 8
    assert [name for name in named if find_spec(name) is None] == []


def test_lines_of_curl_are_answered(client, world, editor):
    Issue.objects.create(slug="further-un-sanctions-on-north-korea", title="Further UN sanctions")
    world.say("Lavrov", "No.", by=editor, thaad="oppose")
    lines = told(rf'curl "{SITE}([^"]+)"')
    assert len(lines) >= 6
    assert {line: client.get(line).status_code for line in lines} == dict.fromkeys(lines, 200)
