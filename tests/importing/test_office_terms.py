import datetime
import io
import sys

import pytest

from articles.importing.files.entries import Flaw
from articles.importing.office_terms import Refused, Term, read_terms

D = datetime.date.fromisoformat
HEADER = "name,other_names,iso3,role,from,to,source"


def put(folder, *lines, header=HEADER):
    path = folder / "terms.csv"
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    return path


def read(folder, *lines, **options):
    return list(read_terms(put(folder, *lines, **options)))


def test_a_row_is_a_term(tmp_path):
    assert read(tmp_path, "Ana Paz,Ana M. Paz|A. Paz,per,Prime  Minister,2001-02-03,2004-05-06,Gazette") == [
        Term(
            row="line 2",
            name="Ana Paz",
            aliases=("Ana M. Paz", "A. Paz"),
            iso3="PER",
            title="Prime Minister",
            starts_on=D("2001-02-03"),
            ends_on=D("2004-05-06"),
            reference="Gazette",
        )
    ]


@pytest.mark.parametrize(
    ("dates", "days", "reference"),
    [
        ("2001-02-03,2004-05-06", ("2001-02-03", "2004-05-06"), "Gazette"),
        ("2001-02-03,2001-02-03", ("2001-02-03", "2001-02-03"), "Gazette"),
        ("2001-02-03,", ("2001-02-03", None), "Gazette"),
        ("2001-02,2004-05", ("2001-02-28", "2004-05-01"), "Gazette (from 2001-02 to 2004-05)"),
        ("2001,2004", ("2001-12-31", "2004-01-01"), "Gazette (from 2001 to 2004)"),
        ("2001,2004-05-06", ("2001-12-31", "2004-05-06"), "Gazette (from 2001 to 2004-05-06)"),
        ("2001,", ("2001-12-31", None), "Gazette (from 2001 to now)"),
    ],
)
def test_of_partial_dates_only_the_days_that_are_certain_count(tmp_path, dates, days, reference):
    [term] = read(tmp_path, f"Ana Paz,,PER,Minister,{dates},Gazette")
    assert (term.starts_on, term.ends_on) == tuple(day and D(day) for day in days)
    assert term.reference == reference


REFUSED = {
    ",,PER,Minister,2001,2004,Gazette": "no name: fill in the column name",
    "Ana Paz,,PER,,2001,2004,Gazette": "no role: fill in the column role",
    "Ana Paz,,PER,Minister,2001,2004, ": "no source: fill in the column source",
    f"Ana Paz,,PER,{'M' * 201},2001,2004,Gazette": (
        "role too long: 201 characters, at most 200 are kept: shorten it"
    ),
    f"Ana Paz,{'A' * 201},PER,Minister,2001,2004,Gazette": "other_names too long: separate the names by |",
    "Ana Paz,,XXX,Minister,2001,2004,Gazette": (
        "unknown country code: “XXX” is none of the three-letter codes of ISO 3166-1"
    ),
    "Ana Paz,,,Minister,2001,2004,Gazette": (
        "unknown country code: “” is none of the three-letter codes of ISO 3166-1"
    ),
    "Ana Paz,,YUG,Minister,,,Gazette": (
        "former state: YUG was Yugoslavia; give the state of today, or leave it out"
    ),
    "Ana Paz,,PER,Minister,,,Gazette": "no dates: the role would hold for ever; give from",
    "Ana Paz,,PER,Minister,,2004,Gazette": (
        "no first day: the role would hold at all times until 2004; give from"
    ),
    "Ana Paz,,PER,Minister,3/2/2001,2004,Gazette": (
        "malformed date: “3/2/2001” is not a date: write YYYY, YYYY-MM or YYYY-MM-DD."
    ),
    "Ana Paz,,PER,Minister,2001,2004-02-30,Gazette": (
        "malformed date: “2004-02-30” is not a day of the calendar."
    ),
    "Ana Paz,,PER,Minister,2001-02-03,2001-02-02,Gazette": (
        "ends before it starts: from 2001-02-03 to 2001-02-02"
    ),
    "Ana Paz,,PER,Minister,2004,2001-05,Gazette": "ends before it starts: from 2004 to 2001-05",
    "Ana Paz,,PER,Minister,2001,2001,Gazette": (
        "dates too coarse: no day is certain between 2001 and 2001; give exact days"
    ),
    "Ana Paz,,PER,Minister,2001,2004": "wrong number of cells: 6, the first line has 7",
    "Ana Paz,,PER,Minister,2001,2004,Gazette,x": "wrong number of cells: 8, the first line has 7",
}


@pytest.mark.parametrize(("line", "reason"), REFUSED.items())
def test_a_row_is_refused_with_its_line_and_the_reason(tmp_path, line, reason):
    good = "Bo Li,,CHN,Envoy,2001-02-03,,Gazette"
    before, refused, after = read(tmp_path, good, line, good)
    assert refused == Refused("line 3", reason.split(":")[0], reason)
    assert (before.name, after.name, after.row) == ("Bo Li", "Bo Li", "line 4")


def test_a_cell_of_several_lines_is_named_by_all_of_them(tmp_path):
    wide, next_one = read(
        tmp_path, '"Ana\n  Paz",,PER,"",2001,2004,Gazette', "Bo Li,,CHN,Envoy,2001,,Gazette"
    )
    assert (wide.row, next_one.row) == ("lines 2 to 3", "line 4")


def test_a_quotation_mark_that_never_closes_is_told_and_costs_no_row_before(tmp_path):
    lines = ["Bo Li,,CHN,Envoy,2001,,Gazette", '"Ana Paz,,PER,Minister,2001,,Gazette', "x" * 140_000]
    good, refused = read(tmp_path, *lines)
    assert good.name == "Bo Li"
    assert (refused.row, refused.kind) == ("line 3", "not CSV")
    assert refused.reason.endswith("nothing after this line was read")


def test_columns_may_come_in_any_order_and_other_names_may_be_missing(tmp_path):
    [term] = read(tmp_path, "Gazette,2001-02-03,,Envoy,CHN,Bo Li,x", header="source,from,to,Role,iso3,name,n")
    assert (term.name, term.title, term.aliases) == ("Bo Li", "Envoy", ())


def test_a_file_without_the_columns_is_refused_whole(tmp_path):
    with pytest.raises(Flaw, match="the first line lacks the column iso3, to; it must name name, iso3"):
        read(tmp_path, "x", header="name;other_names,name,role,from,source")
    with pytest.raises(Flaw, match="lacks the column name"):
        read(tmp_path, header="")
    with pytest.raises(Flaw, match="cannot be opened: No such file"):
        list(read_terms(tmp_path / "none.csv"))


def test_standard_input_is_read_for_a_dash(tmp_path, monkeypatch):
    data = f"{HEADER}\nBo Li,,CHN,Envoy,2001-02-03,,Gazette\n".encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert [term.name for term in read_terms(type(tmp_path)("-"))] == ["Bo Li"]
