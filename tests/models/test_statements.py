import datetime

import pytest
from django.db import IntegrityError, transaction

from articles.models import Article, Attribution, Statement
from articles.registry.actors import add_alias
from tests.factories import actor, rejected


def quotes(statements):
    return sorted(statement.quote for statement in statements)


def refuses(constraint, statement, **changes):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Statement.objects.filter(pk=statement.pk).update(**changes)


@pytest.fixture
def said(world, editor):
    return world.say("Lavrov", "We oppose sanctions.", by=editor, new_sanctions="oppose")


def test_only_what_a_person_confirmed_is_published(world, editor, said):
    world.say("Haley", "a suggestion")
    rejected(world.say("Haley", "a rejected one"), editor)
    assert quotes(Statement.objects.published()) == ["We oppose sanctions."]
    assert quotes(Statement.objects.with_suggestions()) == ["We oppose sanctions.", "a suggestion"]
    assert quotes(Statement.objects.waiting()) == ["a suggestion"]


def test_by_country_finds_joint_statements_once(world, editor, said):
    world.say(["Russia", "China"], "Freeze for freeze.", by=editor)
    world.say("Haley", "No.", by=editor)
    assert quotes(Statement.objects.by_country("RUS")) == ["Freeze for freeze.", "We oppose sanctions."]
    assert quotes(Statement.objects.by_country("CHN", "RUS")) == [
        "Freeze for freeze.",
        "We oppose sanctions.",
    ]


def test_issue_and_stance_must_be_those_of_one_position(world, editor):
    world.say("Lavrov", "both", by=editor, thaad="oppose", dialogue="support")
    world.say("Haley", "other", by=editor, thaad="support")
    taking = Statement.objects.taking
    assert quotes(taking(issues=["thaad"], stances=["oppose"])) == ["both"]
    assert quotes(taking(issues=["thaad"], stances=["support"])) == ["other"]
    assert quotes(taking(stances=["support"])) == ["both", "other"]


def test_a_period_includes_both_ends_and_whatever_may_fall_into_it(world, editor):
    for on in ["2017-07-04", "2017-07-05", "2017-07", "2017", "2017-08-01"]:
        world.say("Lavrov", f"said {on}.", on=on, by=editor)
    world.say("Lavrov", "undated", on=None, by=editor)
    found = Statement.objects.said_between(datetime.date(2017, 7, 5), datetime.date(2017, 7, 31))
    assert quotes(found) == ["said 2017-07-05.", "said 2017-07.", "said 2017."]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sanction", ["We oppose sanctions."]),  # stems
        ('"oppose sanctions"', ["We oppose sanctions."]),
        ('"sanctions oppose"', []),
        ("sanctions -oppose", []),
        ("lavrov", ["We oppose sanctions."]),  # the speaker's name
        ("лавров", ["We oppose sanctions."]),  # an alias
        ("cafe", ["Un café à Paris."]),  # accents
        ("'(&|!", []),
    ],
)
def test_searching_words_and_speakers(world, editor, said, words, found):
    world.say("Haley", "Un café à Paris.", by=editor)
    add_alias(actor("Lavrov"), "Сергей Лавров")
    assert quotes(Statement.objects.matching(words)) == found


def test_other_reports_count_reviewed_articles_of_the_same_utterance(world, editor):
    words = "This is a clear and sharp military escalation."
    first = world.say("Haley", words, by=editor, article=world.article(f"A. {words}"))
    world.say("Haley", words, by=editor, article=world.article(f"B. {words}", source="Herald"))
    world.say("Haley", words, article=world.article(f"C. {words}", source="Not reviewed"))
    assert Statement.objects.with_other_reports().get(pk=first.pk).other_reports == 1


def test_what_one_country_claims_another_said_is_not_firsthand(world, editor):
    article = world.article("Lavrov said that the US agreed that talks would start.")
    outer = world.say("Lavrov", "the US agreed that talks would start", by=editor, article=article)
    world.say("Haley", "talks would start", by=editor, article=article, parent=outer)
    ours = world.say("Russia", "would start", by=editor, article=article, parent=outer)
    firsthand = Attribution.objects.firsthand().values_list("statement", flat=True)
    assert set(firsthand) == {outer.pk, ours.pk}


def test_the_database_refuses_nonsense(said):
    refuses("statement_quote_not_empty", said, quote="")
    refuses("statement_date_with_its_precision", said, said_on=None)
    refuses("statement_date_with_its_precision", said, said_until=datetime.date(2017, 7, 4))
    refuses("statement_reviewed_at_some_time", said, reviewed_at=None)
    refuses("statement_reviewed_is_confirmed", said, machine_fields=["kind"])
    refuses("statement_confidence_0_to_1", said, confidence=1.5)
    refuses("statement_not_its_own_parent", said, parent=said.pk)
    refuses("statement_shown_has_a_place", said, fragments=[])


def test_the_same_place_holds_one_statement(said):
    copy = Statement.objects.get(pk=said.pk)
    copy.pk = None
    with pytest.raises(IntegrityError, match="statement_once_per_place"), transaction.atomic():
        copy.save(force_insert=True)


def test_a_text_cannot_change_behind_its_fingerprint(said):
    with pytest.raises(IntegrityError, match="article_sha256_of_its_text"), transaction.atomic():
        Article.objects.filter(pk=said.article_id).update(text="Another text.")


def test_addresses_carry_the_words(said):
    assert said.get_absolute_url() == f"/statements/{said.pk}/we-oppose-sanctions/"
    assert Statement(pk=3, quote="…").get_absolute_url() == "/statements/3/statement/"
