"""Which day a statement takes that does not name its own."""

import pytest

FRIDAY = "2024-03-15"  # on which the texts of these tests are published


def days(statements):
    return [(s.said_on, s.said_on_basis) for s in statements]


def test_what_a_speaker_says_in_an_article_was_said_at_one_event(read):
    text = (
        "Carla Ruiz said on Tuesday that the border was open.\n\nPaul Kimani said it was closed.\n\n"
        "Ruiz said that trade would grow."
    )
    assert days(read(text)) == [
        ("2024-03-12", "explicit"), (FRIDAY, "article"), ("2024-03-12", "turn"),
    ]  # fmt: skip


def test_accents_make_no_other_speaker(read):
    text = "José Ruíz said on Tuesday that the border was open.\n\nJose Ruiz said that trade would grow."
    assert days(read(text))[1] == ("2024-03-12", "turn")


def test_a_paragraph_goes_on_with_its_day(read):
    text = "Peru opened its border on Wednesday. Carla Ruiz said that trade would grow."
    assert days(read(text)) == [("2024-03-13", "turn")]


def test_the_day_of_what_was_before_is_not_that_of_the_news(read):
    text = "The last missile test was on March 4. Carla Ruiz said that it was routine."
    assert days(read(text)) == [(FRIDAY, "article")]


def test_a_day_within_a_quotation_is_no_day_of_the_paragraph(read):
    text = "Paul Kimani said that it had closed on Wednesday. Carla Ruiz said that trade would grow."
    assert days(read(text))[1] == (FRIDAY, "article")


@pytest.mark.parametrize(
    ("event", "day", "basis"),
    [
        ("Leaders of Peru and Chile met in Lima on Monday, March 11.", "2024-03-11", "turn"),
        ("Peru's council held its summit on Monday.", "2024-03-11", "turn"),
        ("Peru and Chile exchanged speeches on Monday.", "2024-03-11", "turn"),
        ("Envoys appeared in interviews on Monday.", FRIDAY, "article"),
        ("Envoys appeared in interviews on Tuesday.", "2024-03-12", "turn"),
        ("A bridge fell in Lima on Monday, March 11.", FRIDAY, "article"),
        ("Leaders of Peru and Chile met in Lima on February 3.", FRIDAY, "article"),
        ("Leaders of Peru and Chile will meet in Lima on March 25.", FRIDAY, "article"),
    ],
)
def test_the_event_of_the_lead_holds_for_all_that_is_said_at_it(read, event, day, basis):
    text = f"{event}\n\nThe border has been closed for years.\n\nCarla Ruiz said that trade would grow."
    assert days(read(text)) == [(day, basis)]


@pytest.mark.parametrize(
    ("line", "day"), [("LIMA, March 14 (Reuters) -- ", "2024-03-14"), ("LIMA -- ", FRIDAY)]
)
def test_a_dateline_tells_the_day_of_the_news(read, line, day):
    text = f"{line}Peru opened its border.\n\nCarla Ruiz said that trade would grow."
    assert [said_on for said_on, _ in days(read(text))] == [day]


def test_without_a_date_of_the_article_nothing_is_guessed(read):
    text = "Leaders of Peru and Chile met on Monday.\n\nCarla Ruiz said that trade would grow."
    assert days(read(text, None)) == [(None, "none")]


def test_what_a_speaker_did_meanwhile_tells_the_day(read):
    assert days(read("Carla Ruiz, speaking on local radio on Monday, rejected the treaty."))[0] == (
        "2024-03-11", "explicit",
    )  # fmt: skip


@pytest.mark.parametrize(
    "told",
    [
        "Peru's army blamed rebels for the March 13 killing of a judge.",
        "Peru will open its border on Wednesday.",
        "Peru asked for help before the river rose on Wednesday.",
        "Peru had opened its border on Wednesday.",
        "Peru opened its border on Monday.",
    ],
)
def test_a_day_of_something_else_is_not_that_of_the_paragraph(read, told):
    assert days(read(f"{told} Carla Ruiz said that trade would grow."))[-1] == (FRIDAY, "article")


def test_who_says_something_does_so_today(read):
    text = "Peru opened its border on Wednesday. Carla Ruiz says that trade will grow."
    assert days(read(text)) == [(FRIDAY, "article")]


def test_who_has_said_something_did_so_on_no_told_day(read):
    text = "Peru opened its border on Wednesday. Carla Ruiz has said that trade will grow."
    assert days(read(text)) == [(FRIDAY, "article")]


def test_what_was_said_after_a_day_was_not_said_on_it(read):
    text = '"Trade will grow," said Carla Ruiz after Peru opened its border on Wednesday.'
    assert days(read(text)) == [(FRIDAY, "article")]


def test_who_says_something_does_so_in_no_month_of_another_year(read):
    text = "In August of 2023 the talks stalled, but Carla Ruiz says that trade will grow."
    assert days(read(text)) == [(FRIDAY, "article")]


def test_a_day_of_which_another_speaks_is_not_that_of_speech(read):
    text = "Mora has claimed the memo was the same as the answer of March 4, implying that trade will grow."
    assert {day for day, _ in days(read(text))} == {FRIDAY}
