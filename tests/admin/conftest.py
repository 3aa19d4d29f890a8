import pytest


@pytest.fixture
def at_desk(client, editor):
    client.force_login(editor)
    return client
