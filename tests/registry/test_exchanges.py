"""What a text says it refers to, and what belongs to one exchange."""

import pytest

from articles.models import Reference
from articles.registry.exchanges import MOST, exchange_of, may_refer_to


@pytest.fixture
def call(world):
    return world.say("Haley", "All countries should break off relations.", on="2017-07-05")


def said_in(world, text, quote, on="2017-07-06", who="Lavrov"):
    return world.say(who, quote, on=on, kind="indirect", article=world.article(text))


@pytest.mark.parametrize(
    ("text", "quote", "kind", "words"),
    [
        (
            "Lavrov rejected Haley’s call for isolation.",
            "Haley’s call for isolation",
            "contradicts",
            "rejected",
        ),
        ("In response to Haley, he said that it was negative.", "it was negative", "answers", "response"),
        (
            "He reiterated what China had said of trade.",
            "what China had said of trade",
            "repeats",
            "reiterated",
        ),
        ("Quoting Haley, he said that ties were cut.", "ties were cut", "quotes", "Quoting"),
    ],
)
def test_the_words_tell_how_and_the_name_to_whom(world, call, text, quote, kind, words):
    world.say("China", "Trade must end.", on="2017-07-05")
    proposals = may_refer_to(said_in(world, text, quote))
    named = {"Nikki Haley"} if "Haley" in text else {"China"}
    assert {p.to.attributions.get().actor.name for p in proposals} == named
    assert {(p.kind, p.words) for p in proposals} == {(kind, words)}


@pytest.mark.parametrize(
    ("text", "quote", "on"),
    [
        ("Lavrov spoke of Haley’s call.", "Haley’s call", "2017-07-06"),
        ("Lavrov rejected the call.", "the call", "2017-07-06"),
        ("Lavrov rejected Haley’s call.", "Haley’s call", "2017-08-06"),
        ("Lavrov rejected Haley’s call.", "Haley’s call", "2017-07-01"),
        ("Lavrov rejected Haley’s call.", "Haley’s call", None),
    ],
    ids=["no word of reference", "nobody is named", "weeks later", "before it", "undated"],
)
def test_nothing_is_proposed_without_word_name_and_time(world, call, text, quote, on):
    assert may_refer_to(said_in(world, text, quote, on=on)) == []


def test_in_its_own_article_no_day_is_needed(world):
    article = world.article("Haley called for isolation. Lavrov rejected Haley’s call.")
    first = world.say("Haley", "isolation", kind="indirect", on=None, article=article)
    second = world.say("Lavrov", "Haley’s call", kind="indirect", on=None, article=article)
    [proposal] = may_refer_to(second)
    assert proposal.to == first


def test_the_nearest_in_meaning_comes_first_and_what_is_noted_is_not_offered(world, call):
    world.say("Haley", "The weather is fine.", on="2017-07-05")
    said = said_in(world, "Lavrov rejected Haley’s call to break off relations.", "to break off relations")
    assert next(p.to for p in may_refer_to(said)) == call
    Reference.objects.create(statement=said, to=call, kind="contradicts")
    assert call not in [p.to for p in may_refer_to(said)]


def test_an_exchange_has_all_that_hang_together_and_ends(world, call):
    row = [call, *(world.say("Lavrov", f"No, {n} times.", on="2017-07-06") for n in range(MOST + 5))]
    for one, other in zip(row[1:], row, strict=False):
        Reference.objects.create(statement=one, to=other, kind="answers")
    ids, links = exchange_of(row[3])
    assert len(ids) == MOST and set(ids) <= {s.pk for s in row}
    assert all(link.statement_id in ids and link.to_id in ids for link in links)
    alone = world.say("Lavrov", "Something else.")
    assert exchange_of(alone) == ([alone.pk], [])
