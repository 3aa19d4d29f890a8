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
        ("Sergei Lavrov, 5 July 2017", "We oppose sanctions.", f"http://testserver{said.get_absolute_url()}")
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
    assert summaries == ["A guess. (read by machine, not reviewed)", "Reviewed before."]


def test_suggestions_are_marked_in_the_feed(client, world):
    world.say("Lavrov", "A guess.")
    [(_, summary, _)] = entries(client.get("/feeds/statements.atom?review=all"))
    assert summary == "A guess. (read by machine, not reviewed)"


def test_a_feed_of_what_is_not_understood_is_refused(client, db):
    response = client.get("/feeds/statements.atom?country=XXX")
    assert (response.status_code, list(response.json()["errors"])) == (400, ["country"])
