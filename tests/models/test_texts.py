import itertools
from importlib import import_module

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from articles.addresses import is_web
from articles.curate import verbs
from articles.models import Article

HIDDEN = "\x01 \t\n\r\x1f\x7f\x80\x85\xa0\u200b\u2028\u202e\u3000\ufeff"
WEB = [
    "http://a.org",
    "https://a.org/b?c=d#e",
    "HTTPS://A.ORG/",
    "https://пример.рф/я",
    "http://[::1]:80/",
    "https://" + "a" * 900,
]
NOT_OF_THE_WEB = [
    "javascript:alert(1)",
    "JavaScript://a.org/%0aalert(1)",
    "data:text/html,a",
    "file:///etc/hosts",
    "ftp://a.org/b",
    "//a.org",
    "a.org/b",
    "http:a.org",
    "http:///b",
    "https://",
    "https://?b",
    " https://a.org",
    "https://a.org ",
    "https://a.org\n",
    "\x01https://a.org",
    *(f"https://a.org/b{hidden}c" for hidden in HIDDEN),
]


@pytest.fixture
def article(world):
    return world.article("Words.")


def put(article, url):
    with transaction.atomic():
        Article.objects.filter(pk=article.pk).update(url=url)


@pytest.mark.parametrize("url", ["", *WEB])
def test_addresses_of_the_web_are_kept(article, url):
    put(article, url)
    assert not url or is_web(url)


@pytest.mark.parametrize("url", NOT_OF_THE_WEB, ids=ascii)
def test_what_is_no_address_of_the_web_is_refused_by_the_database(article, url):
    assert not is_web(url)
    with pytest.raises(IntegrityError, match="article_address_is_of_the_web"):
        put(article, url)
    article.url = url
    with pytest.raises(ValidationError, match="must begin with http:// or https:// and hold no spaces"):
        article.validate_constraints()


@pytest.fixture
def migrated():
    """Takes the migration back, and applies it again, in the transaction of the test."""
    migration = import_module("articles.migrations.0030_web_addresses").Migration(
        "0030_web_addresses", "articles"
    )
    loader = MigrationExecutor(connection).loader

    def run(way):
        connection.check_constraints()
        with connection.schema_editor() as editor:
            getattr(migration, way)(loader.project_state([("articles", "0029_voices")]), editor)

    return run


def test_the_migration_empties_what_is_no_address_and_keeps_the_article(world, migrated):
    urls = [*WEB, *NOT_OF_THE_WEB, ""]
    articles = [world.article(f"Words {n}.") for n in range(len(urls))]
    migrated("unapply")
    for article, url in zip(articles, urls, strict=True):
        put(article, url)
    migrated("apply")
    kept = Article.objects.order_by("pk").values_list("url", flat=True)
    assert list(kept) == [*WEB, *itertools.repeat("", len(NOT_OF_THE_WEB) + 1)]


def test_an_undo_that_would_bring_such_an_address_back_says_so(article, chief, migrated):
    migrated("unapply")
    put(article, "javascript:alert(1)")
    with verbs.acting(verbs.Verb.EDIT, chief, "articles.change_article", "Edited") as action:
        put(article, "")
    migrated("apply")
    with pytest.raises(verbs.Refused) as refused:
        verbs.undo(action, chief)
    assert str(refused.value) == (
        "What would stand there breaks a rule: The address must begin with http:// or https:// and hold "
        "no spaces. Mend it by hand; nothing was changed."
    )
