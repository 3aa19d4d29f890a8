import csv
import io
import json
from datetime import date

import pytest

from articles.extraction import Document, build_politicians, countries, politicians, read
from articles.extraction.lexicon import DATA

IN_2006 = date(2006, 5, 10)


@pytest.mark.parametrize(
    ("name", "role", "on", "named", "iso3"),
    [
        ("Elizabeth Warren", None, IN_2006, {"USA", "PER"}, "USA"),
        ("Elizabeth Warren", "Democratic candidate", IN_2006, {"USA"}, "USA"),
        ("Elizabeth Warren", "senator", IN_2006, {"USA"}, "USA"),
        ("Elizabeth Warren", "taxi driver", IN_2006, {"USA"}, None),
        ("Elizabeth B. Warren", None, IN_2006, {"USA"}, "USA"),
        ("Ann Warren", None, IN_2006, {"USA"}, None),
        ("Elizabeth Warren", None, IN_2006, {"PER"}, None),
        ("Elizabeth Warren", None, date(1960, 5, 10), {"USA"}, None),
        ("Elizabeth Warren", None, None, {"USA"}, None),
        ("Mark Kelly", "senator", date(2025, 5, 10), {"USA"}, "USA"),
        ("Mark Kelly", "senator", IN_2006, {"USA"}, None),  # his first term began later
        ("Warren", None, IN_2006, {"USA"}, None),
        ("Ana Ruiz", None, IN_2006, {"PER"}, None),
    ],
)
def test_who_sat_in_a_parliament_is_of_the_country_that_the_text_names(name, role, on, named, iso3):
    assert politicians.of_member(name, role, on, named) == iso3


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("Bob Katter said in Australia that it was late.", "AUS"),
        ("Bob Katter said in Peru that it was late.", None),
        ("Bob Katter, a retired farmer, said in Australia that it was late.", None),
        ("Bob Katter, a journalist, said in Australia that it was late.", None),
        ("The singer Bob Katter said in Australia that it was late.", None),
    ],
)
def test_in_a_text(text, iso3):
    assert [speaker.country for speaker in read(Document("a", text, IN_2006))[0].speakers] == [iso3]


def test_the_list_is_made_of_those_whose_age_is_known(tmp_path, monkeypatch, capsys):
    listed = [
        {"slug": "Peru", "code": "PE"},
        {"slug": "New-Wales", "code": "GB-WLS"},
        {"slug": "X", "code": "X"},
    ]
    (tmp_path / "countries.json").write_text(json.dumps(listed))
    for country in ("Peru", "New_Wales", "X"):
        folder = tmp_path / "data" / country / "House" / "sources" / "morph"
        folder.mkdir(parents=True)
        (folder / "wikidata.csv").write_text(
            "id,name,name__en,birth_date,death_date\n"
            "Q1,Ana Ruiz,Ana Ruiz (politician),1950-02-03,2001-01-01\n"
            'Q2,"Jo Rey, Baron Rey",,1960,\nQ3,Al Lee,Al Lee,,\nQ4,Old Lee,Old Lee,1824,1890\n'
            "Q5,Lula,Lula,1945,\n"
        )
    congress = tmp_path / "congress.yaml"
    congress.write_text(
        "- id:\n    wikipedia: Bo Lee (senator)\n  name:\n    official_full: Robert E. Lee\n"
        "  bio:\n    birthday: '1958-10-13'\n  terms:\n  - type: rep\n    start: '1993-01-05'\n"
        "  - type: sen\n    start: '2001-01-03'\n- id:\n    bioguide: X\n  bio:\n    birthday: '1960-01-01'\n"
    )
    monkeypatch.setattr("sys.argv", ["", str(tmp_path), str(congress)])
    build_politicians.main()
    head, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
    assert head == list(build_politicians.COLUMNS)
    assert [row[:5] for row in rows] == [
        ["Ana Ruiz", "GBR", "1950", "2001", ""],
        ["Ana Ruiz", "PER", "1950", "2001", ""],
        ["Bo Lee", "USA", "1958", "", "1993"],
        ["Jo Rey", "GBR", "1960", "", ""],
        ["Jo Rey", "PER", "1960", "", ""],
    ]


def test_every_row_is_whole():
    known = {country.iso3 for country in countries.load()}
    with (DATA / "politicians.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert " " in row["name"] and row["iso3"] in known
            assert int(row["born"]) >= build_politicians.FIRST_YEAR
            assert row["source"] and row["licence"]
