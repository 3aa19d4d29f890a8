"""Several processes serve the site: what one of them publishes, all of them count within a second."""

import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from django.db import connection

from articles.curate import verbs
from articles.index import files, maintenance
from articles.models import Actor, Statement
from tests.factories import World

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SOON = 1.0  # seconds
PATIENCE = 60  # seconds until a process that was started answers at all, on a busy machine
ADDRESS = "/statements/?review=all&actor=sergei-lavrov"


def environment(facet_index):
    given = connection.settings_dict
    address = f"postgresql://{given['USER']}@/{given['NAME']}?host={given['HOST']}&port={given['PORT']}"
    own = {"DATABASE_URL": address, "FACET_INDEX_DIR": str(facet_index), "DEBUG": "1"}
    return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "diplomacy.settings"}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def web_process(facet_index):
    """The address of a process that serves the site, and of no other."""
    host = f"127.0.0.1:{free_port()}"
    command = ["-m", "gunicorn", "diplomacy.wsgi", "--bind", host, "--no-control-socket", "--workers", "1"]
    with subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment(facet_index)) as process:
        try:
            wait_for(host)
            yield f"http://{host}"
        finally:
            process.terminate()


def wait_for(host):
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        try:
            return socket.create_connection(tuple(host.split(":")), timeout=1).close()
        except OSError:
            continue
    return pytest.fail(f"{host} does not answer")


def heading(process, **headers):
    with urlopen(Request(process + ADDRESS, headers=headers), timeout=PATIENCE) as response:
        page = response.read().decode()
    return page.partition("<title>")[2].partition(" ·")[0]


def shown_by_all(processes, expected):
    """What any of them still answers to a request that began a second after the change, or later."""
    changed = time.monotonic()
    for process in processes:
        while (asked := time.monotonic()) and (shown := heading(process)) != expected:
            assert asked - changed < SOON, f"{process} still says {shown}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("facets")


@pytest.fixture(scope="module")
def running(django_db_setup, folder):
    """They outlive the record of a test, as they outlive an upgrade of the data."""
    with ExitStack() as running:
        yield [running.enter_context(web_process(folder)) for _ in range(2)]


@pytest.fixture
def two_processes(transactional_db, facet_index, settings, folder, running):
    settings.FACET_INDEX_DIR = str(folder)
    World().say("Lavrov", "one", thaad="oppose")
    maintenance.build()
    return running


def test_all_processes_count_what_was_published_corrected_and_merged(two_processes, editor):
    shown_by_all(two_processes, "1 statement")
    World().say("Lavrov", "two", thaad="support")
    shown_by_all(two_processes, "2 statements")
    verbs.reject(Statement.objects.filter(quote="one"), by=editor)
    shown_by_all(two_processes, "1 statement")
    World().say("Haley", "three")
    verbs.merge(Actor.objects.filter(slug="nikki-haley"), Actor.objects.get(slug="sergei-lavrov"), by=editor)
    shown_by_all(two_processes, "2 statements")


def test_who_is_logged_in_need_not_wait_at_all(two_processes):
    for n in range(3):
        World().say("Lavrov", f"more {n}")
        for process in two_processes:
            assert heading(process, Cookie="sessionid=x") == f"{n + 2} statements"


def test_a_process_that_is_killed_while_it_builds_leaves_no_half_index(transactional_db, facet_index):
    World().say("Lavrov", "one")
    command = [sys.executable, "-m", "tests.index.building"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(facet_index), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout.readline() == b"half\n"
        process.kill()
    assert (process.returncode, files.latest_version()) == (-9, "")
    assert len(maintenance.build().main) == 1
