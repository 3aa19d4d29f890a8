import csv
import io

import pytest

from articles.extraction import build_officeholders as build

GIVEN = """name,other_names,iso3,role,from,to,source
"Mr. Hâmid KARIM,",,AFG,Minister for Foregn Affairs,2003,2003,UNGDC speakers by session
Hâmid Karim,,AFG,Minister for Foreign Affairs,2009,2009,UNGDC speakers by session
Anna Lund,,USA,US chief of mission / country-mission norway,1997-06-03,1999-01-02,POCOM (Office)
Old Envoy,,USA,US chief of mission / country-mission norway,1897-06-03,1899-01-02,POCOM (Office)
Carla Ruiz,,PER,Minister of Health,,,CIA Chiefs of State 2019-06 snapshot
Closed Source,,PER,President,2001,2005,A list without a licence
RUIZ,,PER,President,2001,2005,UNGDC speakers by session
"""


def built(monkeypatch, capsys, given):
    monkeypatch.setattr("sys.stdin", io.StringIO(given))
    build.main()
    return list(csv.reader(io.StringIO(capsys.readouterr().out)))


def test_rows_of_open_sources_are_tidied_and_joined(monkeypatch, capsys):
    us = "public domain (US)"
    assert built(monkeypatch, capsys, GIVEN) == [
        list(build.COLUMNS),
        ["Anna Lund", "", "USA", "Ambassador", "1997", "1999", "POCOM", us, "1997-06-03", "1999-01-02"],
        ["Carla Ruiz", "", "PER", "Minister of Health", "2017", "2021", "CIA", us, "", ""],
        ["Hâmid Karim", "", "AFG", "Minister of Foreign Affairs", "1998", "2014", "UNGDC", "CC0 1.0", "", ""],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "terms", "known"),
    [
        ("UNGDC", ["2003,2003"], [("", "")]),  # of one year no day is certain
        ("UNGDC", ["2003,2003", "2004,2004", "2006,2006"], [("2003", "2006")]),
        ("UNGDC", ["2003,2003", "2004,2004", "2007,2007"], [("2003", "2004")]),
        ("UNGDC", ["2001,2001", "2003,2003", "2009,2009", "2010,2010"], [("2001", "2003"), ("2009", "2010")]),
        ("POCOM", ["2003-01-02,2004-01-02", "2004-01-02,2005-01-02"],
         [("2003-01-02", "2004-01-02"), ("2004-01-02", "2005-01-02")]),
        ("POCOM", ["2003-01-02,", "2005-03-04,2006-01-02"], [("2005-03-04", "2006-01-02")]),
        ("POCOM", ["2003-01-02,"], [("", "")]),  # the end of the window is a guess
        ("EveryPolitician", ["2003,2007"], [("2003", "2007")]),
    ],
)  # fmt: skip
def test_what_the_source_knows_stands_beside_the_years_around_it(monkeypatch, capsys, source, terms, known):
    rows = [f"Ana Paz,,PER,Premier,{term},{source}" for term in terms]
    _, *found = built(monkeypatch, capsys, "\n".join(["name,other_names,iso3,role,from,to,source", *rows]))
    assert [tuple(row[-2:]) for row in found] == known
    assert len({tuple(row[:-2]) for row in found}) == 1
