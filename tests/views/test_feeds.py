from xml.etree import ElementTree

from articles.curate import verbs
from articles.models import Statement
from articles.views.feeds import LENGTH

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def entries(response):
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    return [
        (entry[0].text, entry.findtext("a:summary", None, ATOM), entry.find("a:link", ATOM).get("href"))
        for entry in feed.findall("a:entry", ATOM)
    ]


def test_the_feed_follows_the_filters(client, world, editor):
    said = world.say("Lavrov", "We oppose sanctions.", by=editor, sanctions="oppose")
    world.say("Haley", "We want sanctions.", by=editor, sanctions="support")
    world.say("Lavrov", "A guess.")
    assert entries(client.get("/feeds/statements.atom?country=RUS")) == [
        (
            "Sergei Lavrov, undated, reported 5 July 2017",
            "We oppose sanctions.",
            f"http://testserver{said.get_absolute_url()}",
        )
    ]


def test_what_is_reviewed_late_comes_first(client, world, editor):
    """Whoever follows the feed gets it, however long it had waited."""
    late = world.say("Lavrov", "Waited long.")
    for n in range(LENGTH):
        world.say("Haley", f"More {n}.", by=editor)
    verbs.accept(Statement.objects.filter(pk=late.pk), editor)
    feed = client.get("/feeds/statements.atom")
    assert entries(feed)[0][1] == "Waited long."
    assert len(entries(feed)) == LENGTH
    first = ElementTree.fromstring(feed.content).find("a:entry", ATOM)
    late.refresh_from_db()
    assert first.findtext("a:published", None, ATOM) == late.reviewed_at.isoformat()
    assert entries(client.get("/feeds/statements.atom?review=all"))[0][1] == "Waited long."


def test_suggestions_stand_by_when_they_were_read(client, world, editor):
    world.say("Haley", "Reviewed before.", by=editor)
    world.say("Lavrov", "A guess.")
    summaries = [summary for _, summary, _ in entries(client.get("/feeds/statements.atom?review=all"))]
    assert summaries == ["A guess. (machine-read, not reviewed)", "Reviewed before."]


def test_suggestions_are_marked_in_the_feed(client, world):
    world.say("Lavrov", "A guess.")
    [(_, summary, _)] = entries(client.get("/feeds/statements.atom?review=all"))
    assert summary == "A guess. (machine-read, not reviewed)"


def test_a_feed_of_what_is_not_understood_is_refused(client, db):
    response = client.get("/feeds/statements.atom?country=XXX")
    assert (response.status_code, list(response.json()["errors"])) == (400, ["country"])


def test_the_title_names_the_filters(client, world, editor):
    world.say("Lavrov", "We oppose sanctions.", by=editor, sanctions="oppose")
    feed = ElementTree.fromstring(client.get("/feeds/statements.atom?country=RUS&said_after=2017").content)
    assert feed.findtext("a:title", None, ATOM) == "Demarche: Russia, from 2017"
    everything = ElementTree.fromstring(client.get("/feeds/statements.atom").content)
    assert everything.findtext("a:title", None, ATOM) == "Demarche: statements"


def test_a_day_that_the_text_tells_is_the_day_of_the_words(client, world, editor):
    said = world.say("Lavrov", "We oppose sanctions.", on="2017-07-04", by=editor)
    Statement.objects.filter(pk=said.pk).update(said_on_basis="explicit")
    [(title, *_)] = entries(client.get("/feeds/statements.atom"))
    assert title == "Sergei Lavrov, 4 July 2017"


def test_the_same_as_json_feed(client, world, editor):
    said = world.say("Lavrov", "We oppose “sanctions”.", by=editor, sanctions="oppose")
    response = client.get("/feeds/statements.json?country=RUS")
    assert response.headers["Content-Type"].startswith("application/feed+json")
    feed = response.json()
    assert (feed["version"], feed["title"]) == ("https://jsonfeed.org/version/1.1", "Demarche: Russia")
    assert feed["feed_url"] == "http://testserver/feeds/statements.json?country=RUS"
    assert feed["home_page_url"] == "http://testserver/statements/?country=RUS"
    [item] = feed["items"]
    assert item["url"] == item["id"] == f"http://testserver{said.get_absolute_url()}"
    assert (item["content_text"], item["tags"]) == ("We oppose “sanctions”.", ["opposes: Sanctions"])
    said.refresh_from_db()
    assert item["date_published"] == said.reviewed_at.isoformat()
    refused = client.get("/feeds/statements.json?country=XXX")
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["country"])


def test_lists_name_their_feeds(client, world, editor):
    world.say("Lavrov", "We oppose sanctions.", by=editor)
    page = client.get("/statements/?country=RUS").content.decode()
    assert 'type="application/atom+xml" href="/feeds/statements.atom?country=RUS"' in page
    assert 'type="application/feed+json" href="/feeds/statements.json?country=RUS"' in page
    assert 'href="/feeds/statements.atom"' in client.get("/").content.decode()
