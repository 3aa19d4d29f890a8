"""The schema holds what the API does; schemathesis asks it whatever the schema allows, and more."""

import hypothesis
import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase
from schemathesis.specs.openapi.checks import positive_data_acceptance

from articles.models import ApiToken
from diplomacy.wsgi import application
from tests.api.test_reading import said  # noqa: F401
from tests.examples import everyday

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PATHS = ["actors", "articles", "blocs", "compare", "comparisons", "countries", "coverage", "facets", "issues"]
PATHS += ["positions", "roles", "statements", "utterances"]


NOT_HELD = [positive_data_acceptance]  # a country that nobody knows is refused, whatever its letters
SIGNALS = (signals.request_started, signals.request_finished)


@pytest.fixture
def schema(said):  # noqa: F811
    """It is asked within the transaction of the test, whose connection must stay open."""
    for signal in SIGNALS:
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/schema.json", application)
    for signal in SIGNALS:
        signal.connect(close_old_connections)


def test_every_address_is_in_it(schema):
    found = {operation.ok().path.removeprefix("/api/v1/") for operation in schema.get_all_operations()}
    assert {path.partition("/")[0] for path in found} == set(PATHS)
    assert len(found) == 24


@pytest.mark.parametrize("path", PATHS)
def test_answers_are_as_the_schema_says(schema, path):
    conforms_all(schema.include(path_regex=f"^/api/v1/{path}(/|$)"), {})


def test_so_are_those_to_who_writes_by_a_token(schema, editor):
    _, secret = ApiToken.make(editor, "schemathesis", ["read", "write"])
    conforms_all(schema.include(method="POST"), {"Authorization": f"Bearer {secret}"})


def conforms_all(chosen, headers):
    for found in chosen.get_all_operations():

        @hypothesis.given(case=found.ok().as_strategy())
        @hypothesis.settings(
            max_examples=everyday(6, thorough=60),
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        def conforms(case):
            case.call_and_validate(
                headers={"Accept-Encoding": "identity", **headers}, excluded_checks=NOT_HELD
            )

        conforms()
