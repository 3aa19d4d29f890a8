"""What is said of statements in schema.org's words, in their page and in that of a fixed version."""

import json
import re

import pytest
from django.http import QueryDict
from django.utils import timezone

from articles.compare.comparison import compare
from articles.compare.sharing import freeze
from articles.models import Article, Statement
from tests.selections import selection_of

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
NASTY = "</script><script>alert(1)</script> & <!-- \u2028“x”"


def told(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    (block,) = BLOCK.findall(answer.content.decode())
    assert not set("<>&\u2028") & set(block)
    return json.loads(block)


def test_a_statement_is_a_quotation(client, world, editor):
    said = world.say("Lavrov", "We oppose sanctions.", on="2017-07-04", by=editor, sanctions="oppose")
    Statement.objects.update(said_on_basis="explicit")
    Article.objects.update(url="https://example.org/a?b=1&c=2")
    assert told(client, said.get_absolute_url()) == {
        "@context": "https://schema.org",
        "@type": "Quotation",
        "text": "We oppose sanctions.",
        "url": f"http://testserver{said.get_absolute_url()}",
        "inLanguage": "en",
        "spokenByCharacter": [
            {"@type": "Person", "name": "Sergei Lavrov", "url": "http://testserver/actors/sergei-lavrov/"}
        ],
        "dateCreated": "2017-07-04",
        "isPartOf": {
            "@type": "Article",
            "headline": said.article.title,
            "url": "https://example.org/a?b=1&c=2",
            "datePublished": "2017-07-04",
            "publisher": {"@type": "Organization", "name": "Gazette"},
        },
        "about": [{"@type": "Thing", "name": "Sanctions", "url": "http://testserver/issues/sanctions/"}],
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }


def test_it_says_what_is_a_paraphrase_or_not_reviewed_and_no_day_of_the_article(client, world):
    said = world.say("Russia", "It opposes that.", kind="indirect")
    found = told(client, said.get_absolute_url())
    assert found["description"] == "Paraphrased by the article. Read by a machine; nobody has reviewed it."
    assert "dateCreated" not in found
    assert found["spokenByCharacter"][0]["@type"] == "Country"


def test_of_a_month_it_tells_the_month(client, world, editor):
    said = world.say("UN", "We regret it.", on="2017-07", by=editor)
    Statement.objects.update(said_on_basis="explicit")
    found = told(client, said.get_absolute_url())
    assert (found["dateCreated"], found["spokenByCharacter"][0]["@type"]) == ("2017-07", "Organization")


def test_nothing_that_was_said_ends_the_block(client, world, editor):
    said = world.say("Lavrov", NASTY, by=editor)
    assert told(client, said.get_absolute_url())["text"] == NASTY


def test_a_fixed_version_has_the_quotations_it_shows(client, world, editor):
    said = world.say("Lavrov", NASTY, by=editor, sanctions="oppose")
    world.say("Haley", "No.", by=editor, sanctions="support")
    selection = selection_of(QueryDict("country=RUS&country=USA"))
    fixed = freeze(compare(selection, timezone.now(), with_basis=True), selection.query)
    found = told(client, fixed.get_absolute_url())
    assert (found["@type"], found["url"]) == ("Collection", f"http://testserver{fixed.get_absolute_url()}")
    assert [part["text"] for part in found["hasPart"]] == [NASTY, "No."]
    assert found["hasPart"][0]["url"] == f"http://testserver{said.get_absolute_url()}"
