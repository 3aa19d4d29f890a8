import datetime

from articles.charts import Month, months_of
from articles.models import Statement


def test_months_of_silence_are_drawn_too(world, editor):
    for on in ["2017-07-05", "2017-07-31", "2017-09", "2017", None]:
        world.say("Lavrov", f"said {on}.", on=on, by=editor)
    assert months_of(Statement.objects.all()) == [
        Month(datetime.date(2017, 7, 1), 2, 1.0),
        Month(datetime.date(2017, 8, 1), 0, 0.0),
        Month(datetime.date(2017, 9, 1), 1, 0.5),
    ]
    assert months_of(Statement.objects.all())[0].value == "2017-07"


def test_a_year_turns(world, editor):
    for on in ["2017-12-31", "2018-01-01"]:
        world.say("Lavrov", f"said {on}.", on=on, by=editor)
    assert [month.value for month in months_of(Statement.objects.all())] == ["2017-12", "2018-01"]


def test_nothing_said_draws_nothing(db):
    assert months_of(Statement.objects.all()) == []
