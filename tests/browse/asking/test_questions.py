"""Questions as analysts type them, put to the sample articles: each finds what the filters find."""

import pytest
from django.http import QueryDict

from articles.browse.filterset import StatementFilter
from articles.browse.results import results
from articles.models import Actor, ActorAlias, Statement
from tests.samples.loading import DEMO

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SANCTIONS, FORCE, THAAD = "issue=new-sanctions", "issue=military-force", "issue=thaad"
JULY = "said_after=2017-07&said_before=2017-07"
QUESTIONS = [
    ("russia sanctions", f"country=RUS&{SANCTIONS}", 5),
    ("russia sanctions july 2017", f"country=RUS&{SANCTIONS}&{JULY}", 2),
    ("sanctions russia", f"country=RUS&{SANCTIONS}", 5),
    ("July 2017: Russia, sanctions", f"country=RUS&{SANCTIONS}&{JULY}", 2),
    ("what did Russia say about sanctions?", f"country=RUS&{SANCTIONS}", 5),
    ("Haley sanctions", f"actor=nikki-haley&{SANCTIONS}", 5),
    ("China opposes sanctions", f"country=CHN&{SANCTIONS}&stance=oppose", 1),
    ("china against sanctions", f"country=CHN&{SANCTIONS}&stance=oppose", 1),
    ("Britain", "country=GBR", 6),
    ("DPRK", "country=PRK", 4),
    ("Pyongyang", "country=PRK", 4),
    ("US", "country=USA", 24),
    ("U.S. sanctions", f"country=USA&{SANCTIONS}", 6),
    ("Washington military force", f"country=USA&{FORCE}", 6),
    ("the Kremlin thaad", f"country=RUS&{THAAD}", 5),
    ("Safronkov -military", "actor=vladimir-safronkov&q=-military", 3),
    ("Safron", "actor=vladimir-safronkov", 9),
    ("safronkof", "actor=vladimir-safronkov", 9),
    ("lavrof", "actor=sergei-lavrov", 3),
    ("Rusia thaad", f"country=RUS&{THAAD}", 5),
    ("sanctoins russia", f"country=RUS&{SANCTIONS}", 5),
    ("Лавров", "actor=sergei-lavrov", 3),
    ("Nebénzya", "actor=vasily-nebenzya", 3),
    ("NEBENZYA", "actor=vasily-nebenzya", 3),
    ("Jieyi Liu", "actor=liu-jieyi", 7),
    ("Moon Jae-in", "actor=moon-jae-in", 2),
    ("alliances", "q=%22alliances%22", 1),  # beside a curly quotation mark
    ("Justify by Russia in July 2017", f"country=RUS&{JULY}&q=justify", 8),
    ("sanctions on North Korea", SANCTIONS, 18),
    ("North Korea sanctions", f"country=PRK&{SANCTIONS}", 0),
    ("Russia or China, THAAD", f"country=CHN&country=RUS&{THAAD}", 6),
    ("Russian Foreign Ministry", "actor=russian-foreign-ministry", 6),
    ("Security Council", "actor=un-security-council", 3),
    ("p5 sanctions since july 2017", f"bloc=p5&{SANCTIONS}&said_after=2017-07", 16),
    ("trump july-august 2017", "actor=donald-trump&said_after=2017-07&said_before=2017-08", 2),
    ("paraphrased russia", "country=RUS&kind=indirect", 12),
    (
        "japan supports sanctions 2016-2017",
        f"country=JPN&{SANCTIONS}&stance=support&said_after=2016&said_before=2017",
        3,
    ),
    ('"military solution" russia', 'country=RUS&q="military solution"', 2),
    ("haley 5 July 2017", "actor=nikki-haley&said_after=2017-07-05&said_before=2017-07-05", 15),
    ("dialogue with north korea, china", "issue=dialogue&country=CHN", 4),
]


@pytest.fixture(scope="module", autouse=True)
def loaded(module_db):
    DEMO.bring()
    ActorAlias.objects.create(actor=Actor.objects.get(slug="sergei-lavrov"), name="Сергей Лавров")


def found(query):
    filterset = StatementFilter(query, Statement.objects.all())
    assert filterset.is_valid()
    assert results(filterset).total == filterset.qs.count()
    return set(filterset.qs.values_list("pk", flat=True))


def typed(text):
    query = QueryDict(mutable=True)
    query["q"] = text
    return query


@pytest.mark.parametrize(("question", "filters", "number"), QUESTIONS)
def test_a_question_finds_just_what_is_asked_for(question, filters, number):
    expected = found(QueryDict(filters))
    assert (found(typed(question)), len(expected)) == (expected, number)


def test_words_beside_curly_quotation_marks_are_found_among_what_waits():
    query = typed("exhausted")
    query["review"] = "all"
    [pk] = found(query)
    assert "“exhausted,”" in Statement.objects.get(pk=pk).quote


def test_words_in_quotation_marks_are_words():
    assert found(typed('"russia"')) > found(QueryDict("country=RUS"))
