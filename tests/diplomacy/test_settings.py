"""What the environment makes of the settings."""

import runpy
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

SETTINGS = Path(__file__).resolve().parents[2] / "diplomacy" / "settings.py"
URL = "postgresql://somewhere/news"
KEY = "of our own, and as long as it has to be"


@pytest.fixture
def settings_of(monkeypatch):
    def read(**environment):
        for name in ("DATABASE_URL", "DEBUG", "SECRET_KEY", "READER_URL", "READER_MODEL"):
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return read


@pytest.mark.parametrize(
    ("environment", "is_on"),
    [
        ({}, True),
        ({"DATABASE_URL": ""}, True),
        ({"DATABASE_URL": URL, "SECRET_KEY": KEY}, False),
        ({"DATABASE_URL": URL, "DEBUG": "1"}, True),
        ({"DEBUG": "0", "SECRET_KEY": KEY}, False),
    ],
)
def test_tracebacks_are_shown_to_nobody_who_reaches_a_named_database(settings_of, environment, is_on):
    assert settings_of(**environment)["DEBUG"] is is_on


@pytest.mark.parametrize("key", [{}, {"SECRET_KEY": ""}, {"SECRET_KEY": "short"}])
def test_without_them_the_site_needs_a_secret_of_its_own(settings_of, key):
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY must be set .* DEBUG=1 will do"):
        settings_of(DATABASE_URL=URL, **key)


@pytest.mark.parametrize(("given", "most"), [({}, 32_000_000), ({"PAGE_MEMORY_MB": "0"}, 0)])
def test_the_memory_for_pages_is_told_in_megabytes(settings_of, monkeypatch, given, most):
    monkeypatch.delenv("PAGE_MEMORY_MB", raising=False)
    assert settings_of(**given)["PAGE_MEMORY"] == most


def test_no_other_reader_reads_unless_one_is_named(settings_of):
    assert settings_of()["READER_URL"] == ""
    named = settings_of(READER_URL="http://127.0.0.1:8080/v1", READER_MODEL="gpt-oss-20b")
    assert (named["READER_BUDGET"], named["READER_CONCURRENCY"]) == (1_000_000, 2)
    assert (named["READER_TIMEOUT"], named["READER_TEMPERATURE"]) == (120.0, "0")


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ({"READER_URL": "127.0.0.1:8080", "READER_MODEL": "m"}, "READER_URL must begin with http"),
        ({"READER_URL": "http://127.0.0.1"}, "READER_MODEL must name a model"),
        ({"READER_URL": "http://127.0.0.1", "READER_MODEL": "m" * 81}, "READER_MODEL must name a model"),
        ({"READER_CONCURRENCY": "0"}, "must be above 0"),
        ({"READER_TIMEOUT": "-1"}, "must be above 0"),
    ],
)
def test_a_reader_named_by_halves_is_refused(settings_of, named, told):
    with pytest.raises(ImproperlyConfigured, match=told):
        settings_of(**named)
