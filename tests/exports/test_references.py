import datetime

import pytest
from django.http import QueryDict

from articles.compare.comparison import compare
from articles.compare.sharing import freeze
from articles.exports.references import of_comparison, of_statement, summary
from articles.models import Statement
from tests.selections import selection_of

NOW = datetime.datetime(2026, 11, 22, 10, 5, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 12, 1)
THERE = "https://demarche.example/x/"


def cited(statement):
    return of_statement(Statement.objects.with_context().get(pk=statement.pk), "Demarche", THERE, TODAY)


def shared(query, title=""):
    selection = selection_of(QueryDict(query))
    return freeze(compare(selection, NOW, with_basis=True), selection.query, title)


def dated(statement, first, last, precision):
    Statement.objects.filter(pk=statement.pk).update(
        said_on=first, said_until=last, said_on_precision=precision, said_on_basis="explicit"
    )
    return statement


def test_a_footnote_names_speaker_role_words_day_article_source_and_address(world, editor):
    statement = dated(
        world.say("Lavrov", "We oppose sanctions.", by=editor), "2017-07-04", "2017-07-04", "day"
    )
    assert cited(statement).footnote == (
        "Sergei Lavrov (Foreign Minister, for Russia): “We oppose sanctions.” (4 July 2017), "
        "reported in “Article 2”, Gazette, 5 July 2017. "
        "Demarche, https://demarche.example/x/, accessed 1 December 2026."
    )


def test_what_nobody_reviewed_says_so_in_title_note_and_footnote(world):
    reference = cited(world.say("Haley", "A guess."))
    assert reference.title == "A guess. [machine reading, not reviewed]"
    assert reference.notes[-1] == "machine reading, not reviewed"
    assert reference.footnote.startswith(
        "Machine reading, not reviewed: Nikki Haley (Ambassador, for the United States): “A guess.”"
    )


@pytest.mark.parametrize(("kind", "how"), [("indirect", "paraphrased"), ("mixed", "partly paraphrased")])
def test_the_articles_words_are_never_passed_off_as_the_speakers(world, editor, kind, how):
    reference = cited(world.say("Lavrov", "his country was against it", kind=kind, by=editor))
    assert reference.title == f"his country was against it [{how}]"
    assert f"Russia), {how}: his country was against it (undated" in reference.footnote


def test_a_joint_statement_names_everybody_and_states_speak_for_themselves(world, editor):
    reference = cited(world.say(["Russia", "China"], "Freeze for freeze.", by=editor))
    assert reference.authors == ("Russia", "China")
    assert reference.footnote.startswith("Russia and China: “Freeze for freeze.”")


@pytest.mark.parametrize(
    ("last", "precision", "date", "words"),
    [("2017-07-31", "month", "2017-07", "July 2017"), ("2017-12-31", "year", "2017", "2017")],
)
def test_a_date_is_as_precise_as_it_is_known(world, editor, last, precision, date, words):
    statement = world.say("Lavrov", "Some day.", by=editor)
    reference = cited(dated(statement, "2017-07-01", last, precision))
    assert reference.date == date
    assert f"“Some day.” ({words}), reported" in reference.footnote


@pytest.mark.parametrize("on", [None, "2017-07-05"])
def test_what_only_its_article_dates_is_undated(world, editor, on):
    reference = cited(world.say("Lavrov", "Once.", on=on, by=editor))
    assert reference.date == ""
    assert "“Once.” (undated, reported 5 July 2017), reported in" in reference.footnote


def test_nasty_text_becomes_one_line_in_one_pair_of_quotation_marks(world, editor):
    article = world.article('He said:\n"No,\n\tnever: 100 % {sure}."\nEnd.', title="Нет\nER  - ")
    statement = world.say("Lavrov", '"No,\n\tnever: 100 % {sure}."', by=editor, article=article)
    reference = cited(statement)
    assert reference.title == "No, never: 100 % {sure}."
    assert reference.notes[-1] == "reported in “Нет ER -”, Gazette, 5 July 2017"


def test_inner_quotation_marks_stay(world, editor):
    statement = world.say("Lavrov", '"Yes" is not "maybe"', by=editor)
    assert cited(statement).title == '"Yes" is not "maybe"'


def test_long_words_are_cut_between_two_of_them(world, editor):
    title = cited(world.say("Lavrov", "never ever " * 40 + "again.", by=editor)).title
    assert title.endswith(("never…", "ever…"))
    assert len(title) <= 202


@pytest.fixture
def record(world, editor):
    world.say("Haley", "We want sanctions.", by=editor, sanctions="support", thaad="support")
    world.say(["Russia", "China"], "We oppose sanctions.", by=editor, sanctions="oppose")
    world.say("Liu", "A guess.", sanctions="conditional")


def test_a_comparison_is_cited_with_its_moment_and_what_it_rests_on(record):
    comparison = shared("country=RUS&country=CHN&country=USA")
    comparison.shared_at = NOW
    reference = of_comparison(comparison, "Demarche", THERE, TODAY)
    assert reference.title == "China, Russia and the United States [comparison as known on 22 November 2026]"
    assert (reference.authors, reference.date) == (("Demarche",), "2026-11-22")
    assert reference.footnote == (
        "“China, Russia and the United States”, comparison as known on 22 November 2026, 10:05 UTC: "
        "2 statements; 3 articles from 1 source searched. Demarche, https://demarche.example/x/, "
        "accessed 1 December 2026."
    )


def test_a_comparison_of_an_earlier_day_gives_both_days(record):
    comparison = shared("country=RUS&country=USA")
    comparison.shared_at = NOW + datetime.timedelta(days=8)
    reference = of_comparison(comparison, "Demarche", THERE, TODAY)
    assert reference.date == "2026-11-30"
    assert "known on 22 November 2026, 10:05 UTC, frozen on 30 November 2026: 2 st" in reference.footnote


def test_a_comparison_owns_up_to_machine_readings_and_to_rows_left_out(record):
    comparison = shared("country=CHN&country=USA&review=all&differ=only", "Two\nlines")
    comparison.shared_at = NOW
    caveats = ", including unreviewed machine readings, only issues on which they differ"
    reference = of_comparison(comparison, "Demarche", THERE, TODAY)
    assert reference.title == f"Two lines [comparison as known on 22 November 2026{caveats}]"
    assert summary(comparison) == f"3 statements{caveats}; 3 articles from 1 source searched"
