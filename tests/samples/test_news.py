"""The demo that is news: packaged, credited, loaded once, and all of it as the machine reads it."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from articles.importing.articles import import_articles
from articles.models import Article, Issue, Position, Role, Statement
from articles.samples import news

LINES = [json.loads(line) for line in (news.NEWS / "articles.jsonl").read_text(encoding="utf-8").splitlines()]


def test_it_is_small_credited_and_of_many_disputes():
    assert (news.NEWS / "articles.jsonl").stat().st_size < 400_000
    assert len({line["url"] for line in LINES}) == len(LINES) == 142
    assert {line["source"] for line in LINES} == {"Wikinews"}
    assert all(line["url"].startswith("https://en.wikinews.org/wiki/") for line in LINES)
    assert "CC BY 2.5" in (news.NEWS / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def few(monkeypatch, tmp_path):
    """Eight of the articles, so that reading takes no minute."""
    chosen = [json.dumps(line) for line in LINES if "Georgia" in line["title"]][:8]
    (tmp_path / "articles.jsonl").write_text("\n".join(chosen), encoding="utf-8")
    (tmp_path / "issues.json").write_bytes((news.NEWS / "issues.json").read_bytes())
    monkeypatch.setattr(news, "NEWS", tmp_path)
    news.addresses.cache_clear()
    yield
    news.addresses.cache_clear()


def run(**options):
    out = io.StringIO()
    call_command("demo", news=True, stdout=out, **options)
    return out.getvalue()


@pytest.mark.slow
def test_it_is_loaded_with_offices_and_nothing_is_reviewed(db, few, monkeypatch):
    monkeypatch.setattr(news.load, "__defaults__", (1,))
    told = run()
    assert "8 articles of Wikinews read" in told and "0 statements are reviewed" in told
    assert Statement.objects.with_suggestions().count() == Statement.objects.count() >= 40
    assert Role.objects.count() > 6_000
    assert set(Article.objects.values_list("state", flat=True)) == {"published"}
    concerned = Position.objects.values("issue").annotate(n=Count("pk"))
    titles = {Issue.objects.get(pk=row["issue"]).slug for row in concerned}
    assert titles <= {"georgia-withdrawal", "ossetia-recognition"} and titles
    assert "The articles were loaded before" in run()


def test_what_was_broken_off_goes_on_and_a_record_in_use_is_left_alone(db, few, world, monkeypatch):
    first = json.loads((news.NEWS / "articles.jsonl").read_text(encoding="utf-8").splitlines()[0])
    world.article("Something else.", title="Other news")
    with pytest.raises(CommandError, match="Other news"):
        run()
    Article.objects.all().delete()
    world.article(first["text"], source="Wikinews", title=first["title"])
    Article.objects.update(url=first["url"])
    monkeypatch.setattr(news, "load", lambda stdout: import_articles([]))
    assert "0 articles of Wikinews read" in run()
