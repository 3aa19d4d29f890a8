import shutil
import tempfile
from pathlib import Path

import pytest

from diplomacy.embedded import layout
from tests.diplomacy.embedded.processes import Client, files_of


@pytest.fixture(scope="module")
def make_project():
    """Return a function that makes a project directory which every account can enter."""
    made = []

    def make(name: str = "site") -> Path:
        top = Path(tempfile.mkdtemp(prefix="demarche-test-"))
        top.chmod(0o755)
        project = top / name
        project.mkdir(parents=True)
        made.append((top, project))
        return project

    yield make
    for top, project in made:
        if files_of(project, "postgres-*/postmaster.pid"):  # a test failed: the last one out stops the server
            last = Client(project)
            last.ask()
            last.leave()
        shutil.rmtree(layout.shelter_of(project))
        shutil.rmtree(top)


@pytest.fixture
def connect():
    """Return Client; what a failed test left of them is killed."""
    made = []

    def connect(*args, **options) -> Client:
        made.append(Client(*args, **options))
        return made[-1]

    yield connect
    for client in made:
        client.kill()


@pytest.fixture(scope="module")
def project(make_project):
    """A project directory whose data several tests share; each leaves the server stopped."""
    return make_project()
