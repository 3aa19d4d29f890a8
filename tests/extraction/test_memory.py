import pytest

from articles.extraction.memory import Memory, Mention
from articles.extraction.records import Speaker

SOLBERG = Speaker("Ingrid Solberg", "person", "foreign minister", "NOR")
KIMANI = Speaker("Paul Kimani", "person", "president", "KEN")
PERU = Speaker("Peru", "state", None, "PER")


@pytest.fixture
def memory():
    memory = Memory(contents=[(50, 90)])
    memory.add(Mention(30, (KIMANI,), "m", leading=False))
    memory.add(Mention(0, (SOLBERG,), "f", leading=True))
    memory.add(Mention(40, (PERU,), "?", leading=True))
    return memory


@pytest.mark.parametrize(
    ("word", "wanted", "expected"), [("she", "f", SOLBERG), ("he", "m", KIMANI), ("it", None, PERU)]
)
def test_antecedent(memory, word, wanted, expected):
    assert memory.antecedent(100, word, wanted).speakers == (expected,)


def test_only_what_stands_before_counts(memory):
    assert memory.antecedent(20, "he", "m") is None


def test_reported_mentions_are_less_salient(memory):
    memory.add(Mention(60, (Speaker("Chile", "state", None, "CHL"),), "?", leading=True, reported=True))
    assert memory.antecedent(100, "it", None).speakers == (PERU,)


def test_reported_places(memory):
    assert [memory.is_reported(at) for at in (49, 50, 89, 90)] == [False, True, True, False]


def test_role_holder(memory):
    assert memory.role_holder(100, "president", None, "president") == KIMANI
    assert memory.role_holder(100, "president", "NOR", "president") is None


def test_latest_country(memory):
    assert memory.latest_country(100) == "PER"
    assert memory.latest_country(10) is None


def test_who_stands_in_the_pronouns_own_paragraph_is_preferred():
    text_of_two = Memory([], paragraphs=[0, 100])
    text_of_two.add(Mention(90, (Speaker("Carla Ruiz", "person"),), "f", leading=True))
    text_of_two.add(Mention(100, (Speaker("Ama Owusu", "person"),), "?", leading=True))
    assert text_of_two.antecedent(160, "she", "f").speakers[0].name == "Ama Owusu"
    text_of_one = Memory([], paragraphs=[0])
    text_of_one.add(Mention(90, (Speaker("Carla Ruiz", "person"),), "f", leading=True))
    text_of_one.add(Mention(100, (Speaker("Ama Owusu", "person"),), "?", leading=True))
    assert text_of_one.antecedent(160, "she", "f").speakers[0].name == "Carla Ruiz"
