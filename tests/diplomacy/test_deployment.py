"""The container files cannot be run in a test; what they name must at least exist."""

import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def read(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


def documented() -> set[str]:
    return set(re.findall(r"^#?([A-Z_]+)=", read(".env.example"), re.MULTILINE))


def test_every_variable_is_documented_and_no_other():
    settings = re.findall(r'(?:flag|words|environ\.get)\("([A-Z_]+)"', read("diplomacy/settings.py"))
    compose = re.findall(r"\$\{([A-Z_]+)", read("docker-compose.yml"))
    assert documented() == {*settings, *compose, "DATABASE_URL", "DATABASE_REPLICA_URLS", "POSTGRES_BIN"}


def test_compose_hands_every_setting_of_the_site_on():
    handed_on = set(re.findall(r"^    ([A-Z_]+):", read("docker-compose.yml"), re.MULTILINE))
    assert documented() - handed_on == {"DEBUG", "POSTGRES_BIN", "POSTGRES_PASSWORD", "PORT"}


def test_the_secrets_have_no_default():
    for secret in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        uses = re.findall(rf"\$\{{{secret}\b(?!_)(.*?)\}}", read("docker-compose.yml"))
        assert uses
        assert all(use.startswith(":?") for use in uses)
