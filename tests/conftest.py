"""The cast, and how to make things said."""

import gc
import os
import threading

import pytest
from django.contrib.auth.models import User
from django.test import TransactionTestCase, override_settings

from articles import accounts
from articles.browse.asking import countries
from articles.views import streams
from tests import database, naming
from tests.examples import everyday
from tests.factories import World
from tests.indexing import asked_to_build, facet_index

__all__ = ["asked_to_build", "facet_index"]

# Read when numpy is loaded. Of two processes on two processors the threads of one keep the other waiting.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def pytest_addoption(parser):
    parser.addoption(
        "--verbs",
        type=int,
        default=everyday(150, thorough=500),
        help="how many tests/test_many_hands.py applies",
    )
    parser.addoption("--seed", type=int, default=1, help="by which it draws them")


LONGEST = (
    "tests/views/test_replicas.py",  # it copies the server: less, the earlier
    *("tests/test_many_hands.py", "tests/browse/test_by_index.py", "tests/browser/", "tests/samples/"),
    *("tests/views/", "tests/compare/test_by_index.py", "tests/models/test_search.py"),
    *("tests/test_access_table.py", "tests/index/test_lexemes.py", "tests/importing/test_bulk.py"),
)


def pytest_collection_modifyitems(items):
    """The longest files first, so that no process waits for another at the end; --no-loadscope-reorder.

    In each file those first that want an empty record, before the record of the module is made. Whatever asks
    for pages is marked so: a page takes twice as long as all that a verb does.
    """
    for item in items:
        if "client" in item.fixturenames:
            item.add_marker("page")
    files = {path: n for n, path in enumerate(dict.fromkeys(item.path for item in items))}

    def place(item):
        is_later = [not item.nodeid.startswith(path) for path in LONGEST]
        return is_later, files[item.path], "module_db" in item.fixturenames

    items.sort(key=place)


def pytest_collection_finish():
    """What is loaded by now stays for good; to collect it again and again took a fifteenth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


PLAIN = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "FACET_INDEX_DIR": "",  # SQL counts
    "FRESH_WITHIN": None,  # every page is made anew
    "RATES": {},  # nobody asks too often
    "READER_URL": "",  # the embedded reader reads, whatever the environment names
}
"""Settings of every test that does not ask for others."""


@pytest.fixture(scope="session", autouse=True)
def plain_site():
    """Set once for all: for each test anew, that takes longer than many a test."""
    with override_settings(**PLAIN), pytest.MonkeyPatch.context() as patch:
        patch.setattr(countries, "_read", naming.read_once)
        # Nobody waits for a file that another test has not read to its end.
        patch.setattr(streams, "places", threading.BoundedSemaphore(10_000))
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_modify_db_settings, django_db_blocker, tmp_path_factory, worker_id
):
    """In place of the one of pytest-django, which runs all migrations in each process."""
    with django_db_blocker.unblock():
        name = database.create()
    own = tmp_path_factory.getbasetemp()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database.Rows, "folder", own if worker_id == "master" else own.parent, raising=False)
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: database.empty())
        yield
    with django_db_blocker.unblock():
        database.drop(name)


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker):
    """What fixtures of a module put on record with it stays until its last test has run.

    The module is marked ``django_db``: each of its tests undoes what it did itself.
    """
    with django_db_blocker.unblock(), database.undone():
        yield


@pytest.fixture(scope="module")
def module_world(module_db):
    """For what all tests of a module read; what one of them adds by ``world`` has other numbers."""
    return World(first=1_001)


@pytest.fixture(scope="module")
def module_editor(module_db):
    """Who is ``editor`` in its tests, too."""
    return member("editor", accounts.EDITOR)


@pytest.fixture
def world(db):
    """An empty record to which tests add articles and statements."""
    return World()


@pytest.fixture
def reader(db):
    return member("reader", accounts.READER)


@pytest.fixture
def editor(db):
    """May change everything in the record, and delete nothing."""
    return member("editor", accounts.EDITOR)


@pytest.fixture
def chief(db):
    """May also delete and discard, and manages accounts."""
    return member("chief", accounts.CHIEF)


@pytest.fixture
def superuser(db):
    return User.objects.create_superuser("root", password="root")


def member(name, group):
    user = User.objects.filter(username=name).first()
    if user is None:
        user = User.objects.create_user(name, password=name)
        accounts.join(user, group)
    return user
