"""Votes from a file: what is wrong with a row is named, and the rest is kept."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import RollCall, Vote

HEADER = "country,roll_call,date,vote,resolution,title\n"
GOOD = (
    "RUS,7270,2017-12-04,yes,A/RES/72/70,Nuclear tests\n"
    "us,7270,2017-12-04,Abstain,A/RES/72/70,Nuclear tests\n"
    "North Korea,7270,2017-12-04,3,A/RES/72/70,Nuclear tests\n"
    "FRA,7271,2017-12-05,absent,,Another text\n"
)


@pytest.fixture
def bring(tmp_path, db):
    """Runs the command on such a file; gives what it wrote and what it complained of."""

    def run(text, header=HEADER):
        path = tmp_path / "votes.csv"
        path.write_text(header + text, encoding="utf-8")
        told, wrong, failed = StringIO(), StringIO(), ""
        try:
            call_command("import_votes", str(path), source="Voeten", stdout=told, stderr=wrong)
        except CommandError as error:
            failed = str(error)
        return told.getvalue().strip(), wrong.getvalue().replace(str(path), "votes.csv").strip(), failed

    return run


def test_each_row_is_a_vote_by_code_or_name(bring):
    assert bring(GOOD) == ("2 new roll calls, 4 new votes, 0 votes known already", "", "")
    votes = Vote.objects.filter(roll_call__number="7270").values_list("country", "choice")
    assert set(votes) == {("RUS", "yes"), ("USA", "abstain"), ("PRK", "no")}
    call = RollCall.objects.get(number="7270")
    assert (str(call.held_on), call.resolution, call.reference) == ("2017-12-04", "A/RES/72/70", "Voeten")


def test_again_it_changes_nothing(bring):
    bring(GOOD)
    assert bring(GOOD) == ("0 new roll calls, 0 new votes, 4 votes known already", "", "")
    assert Vote.objects.count() == 4


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("ZZZ,1,2017-12-04,yes,,Text", "“ZZZ” is no country of ISO 3166-1; use its code of three or two"),
        ("RUS,1,4 Dec,yes,,Text", "“4 Dec” is not a day; write YYYY-MM-DD"),
        ("RUS,1,2017-12-04,maybe,,Text", "“maybe” is no vote; write yes, no, abstain or absent"),
        ("RUS,1,2017-12-04,yes,,", "has no title"),
        ("RUS,,2017-12-04,yes,,Text", "has no roll_call"),
        (f"RUS,1,2017-12-04,yes,,{'x' * 501}", "has a title of 501 characters; 500 are the most"),
        ("RUS,1,2017-12-04,yes", "has 4 cells, the first line 6"),
        (
            "RUS,7270,2017-12-04,no,A/RES/72/70,Nuclear tests",
            "RUS has another vote in roll call 7270 on record",
        ),
        (
            "CHN,7270,2017-12-05,no,,Nuclear tests",
            "roll call 7270 is on record as “Nuclear tests” of 2017-12-04",
        ),
    ],
)
def test_a_faulty_row_is_named_and_the_others_are_kept(bring, row, reason):
    told, wrong, failed = bring(GOOD + row + "\nCHN,7270,2017-12-04,yes,A/RES/72/70,Nuclear tests\n")
    assert told == "2 new roll calls, 5 new votes, 0 votes known already"
    assert wrong.startswith(f"votes.csv line 6: {reason}")
    assert failed == "1 row could not be imported; all others were."


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (
            "country,roll_call,date,vote\n",
            "has no column title; it needs country, roll_call, date, vote, title",
        ),
        (HEADER.replace("title", "title,colour"), "has the column colour, which is not known; it may have"),
        ("", "has no column"),
    ],
)
def test_a_file_that_is_no_table_of_votes_is_refused(bring, header, reason):
    assert reason in bring("", header)[2]
    assert not RollCall.objects.exists()


def test_long_cells_are_told_by_their_length_whatever_was_read_before(bring):
    csv.field_size_limit(20)
    told, wrong, _ = bring(f"RUS,1,2017-12-04,yes,,{'x' * 501}\n" + GOOD)
    assert "has a title of 501 characters; 500 are the most" in wrong
    assert told.startswith("2 new roll calls, 4 new votes")
