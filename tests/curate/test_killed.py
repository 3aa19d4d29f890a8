"""A process that is killed while it accepts a thousand suggestions."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from pghistory.models import Context

from articles.history.events import touched
from articles.models import Action, Statement, Utterance
from tests.factories import World

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
MANY = 1000


@pytest.fixture
def waiting(transactional_db):
    article = World().article("x" * MANY)
    utterance = Utterance.objects.create()
    Statement.objects.bulk_create(
        Statement(article=article, utterance=utterance, kind="direct", quote="x", fragments=[[n, n + 1]])
        for n in range(MANY)
    )


def killed(moment, editor):
    """Run accepting.py until the moment, then kill it."""
    database = connection.settings_dict["NAME"]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.curate.accepting", database, editor.username, moment],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "diplomacy.settings"},
    )
    with process:
        assert process.stdout.readline() == b"here\n"
        process.kill()
    assert process.returncode == -9


@pytest.mark.parametrize(
    ("moment", "accepted", "actions"), [("before", 0, []), ("after", 0, []), ("done", MANY, [MANY])]
)
def test_all_or_nothing_is_done_and_the_actions_agree(waiting, editor, moment, accepted, actions):
    killed(moment, editor)
    assert Statement.objects.published().count() == accepted
    assert [len(touched(action.context_id)[Statement]) for action in Action.objects.all()] == actions
    assert Context.objects.filter(metadata__verb="accept").count() == len(actions)
