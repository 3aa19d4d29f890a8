from xml.etree import ElementTree

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


def test_suggestions_are_marked_in_the_feed(client, world):
    world.say("Lavrov", "A guess.")
    [(_, summary, _)] = entries(client.get("/feeds/statements.atom?review=all"))
    assert summary == "A guess. (read by machine, not reviewed)"


def test_a_feed_of_what_is_not_understood_is_refused(client, db):
    response = client.get("/feeds/statements.atom?country=XXX")
    assert (response.status_code, list(response.json()["errors"])) == (400, ["country"])
