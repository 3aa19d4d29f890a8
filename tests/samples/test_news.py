"""The demo that is news: packaged, credited, loaded once; what has no labels is machine-read."""

import io
import json

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db.models import Count, Q

from articles.extraction.countries import load as load_countries
from articles.importing.articles import import_articles
from articles.models import Article, Position, Role
from articles.samples import news

FILES = {name: (news.NEWS / name).read_text(encoding="utf-8").splitlines() for name in news.FILES}
LINES = [json.loads(line) for lines in FILES.values() for line in lines]


def test_it_is_small_credited_and_of_many_disputes():
    assert sum(path.stat().st_size for path in news.NEWS.iterdir()) < 400_000
    assert len({line["url"] for line in LINES}) == len(LINES) == 111
    assert {line["source"] for line in LINES} == {"Wikinews"}
    assert all(line["url"].startswith("https://en.wikinews.org/wiki/") for line in LINES)
    assert "CC BY 2.5" in (news.NEWS / "README.md").read_text(encoding="utf-8")


def test_labels_stand_in_the_texts_and_name_what_is_there():
    texts = {line["url"]: line["text"] for line in map(json.loads, FILES["labelled.jsonl"])}
    issues = json.loads((news.NEWS / "issues.json").read_text(encoding="utf-8"))
    countries = {country.iso3 for country in load_countries()}
    assert set(news.labels()) == set(texts)
    for address, held in news.labels().items():
        assert all(speaker.get("country") in {None, *countries} for speaker in held["speakers"])
        places = [str(label["spans"]) for label in held["statements"]]
        assert len(set(places)) == len(places)
        for label in held["statements"]:
            assert all(0 <= start < end <= len(texts[address]) for start, end in label["spans"])
            assert label["speakers"] and set(label["speakers"]) <= set(range(len(held["speakers"])))
            assert set(label.get("positions", {})) <= set(issues)


@pytest.fixture
def few(monkeypatch, tmp_path):
    """Three of the labelled articles and five others, so that reading takes no minute."""
    labelled = FILES["labelled.jsonl"][:3]
    others = [line for line in FILES["articles.jsonl"] if "Georgia" in json.loads(line)["title"]]
    others += [line for line in FILES["articles.jsonl"] if line not in others][: 5 - len(others)]
    (tmp_path / "labelled.jsonl").write_text("\n".join(labelled), encoding="utf-8")
    (tmp_path / "articles.jsonl").write_text("\n".join(others[:5]), encoding="utf-8")
    for name in ("issues.json", "labels.json"):
        (tmp_path / name).write_bytes((news.NEWS / name).read_bytes())
    monkeypatch.setattr(news, "NEWS", tmp_path)
    news.addresses.cache_clear()
    yield
    news.addresses.cache_clear()


def run(**options):
    out = io.StringIO()
    call_command("demo", news=True, stdout=out, **options)
    return out.getvalue()


@pytest.mark.slow
def test_it_is_loaded_with_offices_and_only_what_was_labelled_is_reviewed(db, few, client, monkeypatch):
    monkeypatch.setattr(news.load, "__defaults__", (1,))
    told = run()
    held = list(news.labels().values())[:3]
    labelled = sum(len(article["statements"]) for article in held)
    assert "8 articles of Wikinews loaded" in told and f"{labelled} statements are reviewed" in told
    by_article = Article.objects.annotate(n=Count("statements", filter=Q(statements__review="accepted")))
    assert {article.n > 0 for article in by_article if article.url in news.labels()} == {True}
    assert {article.n for article in by_article if article.url not in news.labels()} == {0}
    positions = sum(len(label.get("positions", {})) for article in held for label in article["statements"])
    assert Position.objects.filter(statement__review="accepted").count() == positions
    assert Role.objects.count() > 6_000
    assert not User.objects.get(username=news.LABELS).has_usable_password()
    assert "labelled for the demo by language models" in client.get("/about/").text
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
    assert "0 articles of Wikinews loaded" in run()
