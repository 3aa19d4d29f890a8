"""Every public page leads to the same for machines, and what it leads to is there."""

import html
import re

import pytest
from django.core.management import call_command

from articles.views.twins import TWINS
from tests.browser.public import PAGES
from tests.samples.loading import DEMO

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LINK = re.compile(r'<link rel="alternate" type="([^"]+)" href="([^"]+)" title="([^"]+)">')
WITHOUT = {  # words and forms, of which there is nothing to take
    *("about_method", "about_glossary", "about_corrections", "about_accessibility", "account_login"),
    *("follow_statements", "follow_comparison", "follow_fixed", "follow_manage", "follow_end"),
    *(
        "statement_report",
        "exchange_detail",
        "comparison_share",
        "comparison_changes",
        "comparison_build, empty",
    ),
    *("roll_call_list", "roll_call_detail"),  # votes are not in the API
}
REFUSED = "not understood"
VARIANTS = {"statement_list, not understood", "comparison_build, empty"}  # of pages that others show as well


@pytest.fixture(scope="module")
def record(module_db):
    DEMO.bring()


@pytest.fixture
def links(record, client, settings, tmp_path):
    """Of each page: type and address."""
    settings.DATASET_DIR = str(tmp_path)
    call_command("publish_dataset", str(tmp_path), verbosity=0)
    found = {}
    for name, address in PAGES.items():
        if "," in name and name not in VARIANTS:
            continue
        head = client.get(address(), follow=True).content.decode().partition("</head>")[0]
        found[name] = [(kind, html.unescape(where)) for kind, where, _ in LINK.findall(head)]
    return found


def test_every_page_has_its_twins_and_each_is_there(links, client):
    bare = {name for name, each in links.items() if not [kind for kind, _ in each if "oembed" not in kind]}
    assert bare == WITHOUT
    assert {name.partition(",")[0] for name in links} - WITHOUT == {*TWINS, "dataset"}
    asked = {(kind, where, REFUSED in name) for name, each in links.items() for kind, where in each}
    for kind, where, is_refused in sorted(asked):
        answer = client.get(where.removeprefix("http://testserver"))
        assert answer.status_code == (400 if is_refused else 200), where
        if not is_refused:
            given = answer["Content-Type"].partition(";")[0]
            assert given == kind or {given, kind} <= {"application/json", "application/json+oembed"}, where
        assert b"".join(getattr(answer, "streaming_content", [b"one piece"])), where


def test_filters_go_along(record, client):
    answer = client.get("/statements/?country=RUS&q=sanctions&sort=oldest&cursor=2017-07-05_1")
    found = {kind: html.unescape(where) for kind, where, _ in LINK.findall(answer.content.decode())}
    assert found["text/csv"] == "/statements.csv?country=RUS&q=sanctions&sort=oldest"
    assert found["application/json"] == "/api/v1/statements?country=RUS&q=sanctions&sort=oldest"
