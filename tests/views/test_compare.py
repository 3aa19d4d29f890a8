import datetime
import hashlib
import io
import json
import re
from pathlib import Path

import pytest
from django.utils import timezone

from articles.curate import verbs
from articles.models import Comparison, Statement

VIEW = "?country=RUS&country=USA"


@pytest.fixture
def said(world, editor):
    world.say("Haley", "We want sanctions.", by=editor, sanctions="support")
    return world.say("Lavrov", "We oppose sanctions.", by=editor, sanctions="oppose")


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def share(client, view=VIEW, **fields):
    form = text(client.get(f"/compare/share/{view}"))
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', form)[1]
    return client.post(f"/compare/share/{view}", {"seen": seen, **fields})


def test_countries_stand_side_by_side(client, said):
    page = text(client.get(f"/compare/{VIEW}"))
    words = page.partition('<table class="words"')[2].partition("</table>")[0]
    assert words.count("<td") == 2
    assert "We oppose sanctions." in page
    assert "We want sanctions." in page
    assert "they differ" in page


def test_silence_is_worded_with_what_was_searched(client, said):
    page = text(client.get("/compare/?country=CHN&country=RUS"))
    assert "no statement found in the 2 articles from 1 source of this period." in page


def test_without_countries_the_page_asks_for_them(client, said):
    assert "Choose two or more countries" in text(client.get("/compare/"))


def test_too_many_countries_are_a_message_and_not_an_error(client, db):
    nine = "&".join(
        f"country={iso3}" for iso3 in ["CHN", "DEU", "FRA", "GBR", "JPN", "KOR", "PRK", "RUS", "USA"]
    )
    assert "9 countries are too many; choose up to 8 in all." in text(client.get(f"/compare/?{nine}"))


def test_htmx_gets_the_comparison_alone(client, said):
    fragment = text(client.get(f"/compare/{VIEW}", headers={"HX-Request": "true"}))
    assert "<html" not in fragment
    assert 'id="comparison_build"' in fragment


def test_sharing_leads_to_a_permanent_address(client, said):
    response = share(client, title="Sanctions", note="For the briefing.")
    comparison = Comparison.objects.get()
    assert response.headers["Location"] == f"/c/{comparison.key}/"
    page = text(client.get(response.headers["Location"]))
    for words in [
        "Sanctions",
        "For the briefing.",
        "We oppose sanctions.",
        comparison.checksum,
        "Nothing in it has changed",
    ]:
        assert words in page


def test_a_shared_page_keeps_the_old_words_and_says_what_changed(client, said):
    address = share(client).headers["Location"]
    Statement.objects.filter(pk=said.pk).update(quote="mended words")
    page = text(client.get(address))
    assert "We oppose sanctions." in page
    assert "Since then 1 change in the record" in page
    assert "<b>corrected</b>" in page


def test_nothing_is_frozen_that_the_sharer_has_not_seen(client, said, world, editor):
    form = text(client.get(f"/compare/share/{VIEW}"))
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', form)[1]
    world.say("Haley", "Meanwhile.", on="2017-08-01", by=editor, sanctions="oppose")
    page = text(client.post(f"/compare/share/{VIEW}", {"seen": seen}), 409)
    assert "The record changed while you were looking." in page
    assert "Meanwhile." in page
    assert not Comparison.objects.exists()


def test_a_title_too_long_is_refused_with_a_message(client, said):
    page = text(share(client, title="x" * 201), 422)
    assert "Ensure this value has at most 200 characters (it has 201)." in page
    assert not Comparison.objects.exists()


@pytest.mark.parametrize("view", ["", "?country=XXX"])
def test_there_is_nothing_to_share_without_a_comparison(client, db, view):
    assert client.get(f"/compare/share/{view}").headers["Location"] == f"/compare/{view}"


def test_the_sharer_is_kept_when_logged_in(client, said, editor):
    client.force_login(editor)
    share(client)
    assert Comparison.objects.get().shared_by == editor


def test_machines_get_what_was_shared_with_its_checksum(client, said):
    address = share(client).headers["Location"]
    comparison = Comparison.objects.get()
    assert client.get(f"{address.rstrip('/')}.json").json() == {
        "checksum": comparison.checksum,
        "shown": comparison.shown,
        "evidence": f"http://testserver{address}evidence.jsonl",
    }


def test_the_evidence_is_kept_apart_and_can_be_verified(client, said):
    address = share(client).headers["Location"]
    shown = client.get(f"{address.rstrip('/')}.json").json()["shown"]
    assert [cell for row in shown["rows"] for cell in row["cells"] if "basis" in cell] == []
    evidence = b"".join(client.get(f"{address}evidence.jsonl").streaming_content)
    assert hashlib.sha256(evidence).hexdigest() == shown["evidence"]["sha256"]
    lines = map(json.loads, evidence.splitlines())
    told = {(line["issue"], line["column"]): line["statements"] for line in lines}
    statements = {s.quote: s.pk for s in Statement.objects.all()}
    assert told == {
        ("sanctions", "country=RUS"): [[statements["We oppose sanctions."], "oppose", "2017-07-05"]],
        ("sanctions", "country=USA"): [[statements["We want sanctions."], "support", "2017-07-05"]],
    }
    assert shown["evidence"]["statements"] == 2


def test_of_very_many_statements_changes_are_told_when_asked_for(client, said, editor, monkeypatch):
    monkeypatch.setattr("articles.compare.changes_since.FEW", 1)
    address = share(client).headers["Location"]
    page = text(client.get(address))
    assert f'hx-get="{address}changes/"' in page
    assert "Nothing in it has changed since." not in page
    assert "What has changed since" in text(client.get(f"{address}embed/"))
    assert "Nothing in it has changed since." in text(client.get(f"{address}changes/"))
    verbs.reject(Statement.objects.filter(quote="We want sanctions."), editor)
    fragment = text(client.get(f"{address}changes/", headers={"HX-Request": "true"}))
    assert "Since then 1 change in the record" in fragment
    assert "<html" not in fragment


CANONICAL = "/compare/?country=CHN&country=RUS&said_after=2017-07"


@pytest.mark.parametrize(
    "spelling",
    [
        "country=RUS&country=CHN&said_after=2017-07",
        "said_after=2017-07&country=CHN&country=RUS",
        "country=CHN&country=RUS&country=RUS&said_after=2017-07",
        "country=CHN&country=RUS&said_after=%202017-07&said_before=&as_of=",
        "country=CHN&country=RUS&said_after=2017-07&review=reviewed",
        "country=CHN&country=RUS&said_after=2017-07&utm_source=x",
    ],
)
def test_every_spelling_leads_to_one_address(client, db, spelling):
    response = client.get(f"/compare/?{spelling}")
    assert (response.status_code, response.headers["Location"]) == (301, CANONICAL)
    assert client.get(CANONICAL).status_code == 200


def test_a_moment_has_one_spelling_too(client, said):
    local = timezone.now().astimezone(datetime.timezone(datetime.timedelta(hours=2)))
    response = client.get("/compare/", {"country": "RUS", "as_of": local.isoformat()})
    address = response.headers["Location"]
    assert address.endswith("Z")
    assert "This is what was known on" in text(client.get(address))


def test_htmx_is_told_the_one_spelling(client, said):
    spelling = "/compare/?country=USA&country=RUS&said_before="
    response = client.get(spelling, headers={"HX-Request": "true"})
    assert response.headers["HX-Push-Url"] == "/compare/?country=RUS&country=USA"


@pytest.mark.parametrize(
    ("as_of", "message"), [("soon", "is not a moment"), ("1999-01-01T00:00Z", "the record begins on")]
)
def test_a_moment_without_an_answer_says_why(client, said, as_of, message):
    page = text(client.get("/compare/", {"country": "RUS", "as_of": as_of}))
    assert message in page
    assert f'value="{as_of}"' in page


def test_the_documented_lines_verify_what_was_shared(client, said, monkeypatch, capsys):
    address = share(client).headers["Location"]
    Statement.objects.update(quote="mended meanwhile")
    document = (Path(__file__).parents[2] / "docs" / "comparison.md").read_text(encoding="utf-8")
    lines = document.split("```python")[1].split("```")[0]
    answer = client.get(f"{address.rstrip('/')}.json").content
    evidence = b"".join(client.get(f"{address}evidence.jsonl").streaming_content)
    opened = {f"http://testserver{address}evidence.jsonl": evidence}
    monkeypatch.setattr("urllib.request.urlopen", lambda url: io.BytesIO(opened.get(url, answer)))
    exec(lines)
    assert capsys.readouterr().out == "True\nTrue\n"
    assert len(lines.strip().splitlines()) <= 10


def test_a_mistake_in_one_field_loses_nothing_of_the_others(client, said):
    page = text(client.get("/compare/?country=RUS&issue=sanctions&said_before=2017-13&review=all"))
    assert re.findall(r'id="(\w+)" value="[^"]*" checked', page) == ["c_RUS", "i_sanctions", "c_review"]
    assert 'value="2017-13"' in page
