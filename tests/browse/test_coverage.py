import datetime

from articles.browse.coverage import Coverage, coverage
from articles.dates import Period


def test_what_was_searched(world):
    world.article("One.", published_on="2017-07-05")
    world.article("Two.", source="Herald", published_on="2017-08-30")
    world.article("Undated.", published_on=None)
    world.say("Lavrov", "A suggestion.", on="2017-08-30")
    first, last = datetime.date(2017, 7, 5), datetime.date(2017, 8, 30)
    assert coverage() == Coverage(articles=4, sources=2, first=first, last=last, waiting=1)


def test_of_a_period(world):
    world.article("One.", published_on="2017-07-05")
    world.article("Two.", published_on="2017-08-30")
    july, none = Period.parse("2017-07"), Period.parse("2016")
    day = datetime.date(2017, 7, 5)
    assert coverage(july, july) == Coverage(articles=1, sources=1, first=day, last=day, waiting=0)
    assert coverage(none, none) == Coverage(articles=0, sources=0, first=None, last=None, waiting=0)
