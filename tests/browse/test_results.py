"""All that is found, page by page, from the tables and from the index."""

import pytest
from django.http import QueryDict

from articles.browse.filterset import StatementFilter
from articles.browse.results import batches, results
from articles.index import maintenance
from articles.models import Statement
from tests.factories import rejected
from tests.indexing import end_transaction


@pytest.fixture
def five(world, editor):
    """Said on the 1st to the 5th."""
    return [world.say("Lavrov", f"Words {n}.", on=f"2017-07-0{n}", by=editor).pk for n in range(1, 6)]


@pytest.fixture(params=["tables", "index"])
def found(request, five):
    if request.param == "index":
        request.getfixturevalue("facet_index")
        end_transaction()
        maintenance.build()

    def asked(query=""):
        return results(StatementFilter(QueryDict(query), Statement.objects.all()))

    return asked


def test_everything_comes_once_and_in_order(found, five):
    one, two, three, four, last = five
    assert list(batches(found(), 2)) == [[last, four], [three, two], [one]]
    assert list(batches(found("sort=oldest"), 3)) == [[one, two, three], [four, last]]
    assert list(batches(found("said_after=2018"), 2)) == [[]]


def test_what_arrives_meanwhile_shifts_nothing(found, five, world, editor):
    everything = batches(found(), 2)
    first = next(everything)
    world.say("Lavrov", "Newer.", on="2017-08-01", by=editor)
    assert [first, *everything] == [five[:2:-1], five[2:0:-1], five[:1]]


def test_what_is_rejected_meanwhile_is_not_given_out(found, five, editor):
    everything = batches(found(), 2)
    next(everything)
    rejected(Statement.objects.get(pk=five[2]), editor)
    assert [pk for batch in everything for pk in batch] == [five[1], five[0]]
