import datetime
import json
import re
from dataclasses import replace

import pytest

from articles.exports.citations import FORMATS, bibtex, csl_json, footnote, ris
from articles.exports.references import Reference

PLAIN = Reference(
    ident="statement-12",
    title="We oppose sanctions.",
    authors=("Sergei Lavrov", "Liu Jieyi"),
    date="2017-07-05",
    notes=("Sergei Lavrov (Foreign Minister, for Russia) and Liu Jieyi", "said: 5 July 2017"),
    footnote="Sergei Lavrov: “We oppose sanctions.” Demarche, https://demarche.example/statements/12/x/.",
    site="Demarche",
    address="https://demarche.example/statements/12/x/",
    accessed=datetime.date(2026, 11, 2),
)


def field(entry, name):
    return re.search(rf"^  {name} = (.*?),?$", entry, re.MULTILINE)[1]


def test_bibtex_is_one_entry_with_the_day_the_address_and_the_day_of_access():
    assert (
        bibtex(PLAIN)
        == """\
@misc{statement-12,
  author = {{Sergei Lavrov} and {Liu Jieyi}},
  title = {{We oppose sanctions.}},
  year = {2017},
  month = jul,
  day = {5},
  howpublished = {Sergei Lavrov (Foreign Minister, for Russia) and Liu Jieyi; said: 5 July 2017},
  publisher = {Demarche},
  url = {https://demarche.example/statements/12/x/},
  urldate = {2026-11-02}
}
"""
    )


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("100% of $5 & #1_a", r"100\% of \$5 \& \#1\_a"),
        ("}, year = {1", r"\textbraceright{}, year = \textbraceleft{}1"),
        (r"C:\new~1^2", r"C:\textbackslash{}new\textasciitilde{}1\textasciicircum{}2"),
        ('said "no" – «Нет»', 'said "no" – «Нет»'),
    ],
)
def test_bibtex_escapes_what_tex_would_act_upon(text, latex):
    assert field(bibtex(replace(PLAIN, title=text)), "title") == f"{{{{{latex}}}}}"


def test_bibtex_stays_balanced_whatever_braces_the_words_hold():
    entry = bibtex(replace(PLAIN, title="{{{", authors=("}a and b{",), notes=("\\}",)))
    assert entry.count("{") == entry.count("}")
    assert field(entry, "author") == r"{{\textbraceright{}a and b\textbraceleft{}}}"


@pytest.mark.parametrize(
    ("date", "fields"),
    [
        ("2017-07", ["year = {2017}", "month = jul"]),
        ("2017", ["year = {2017}"]),
        ("", []),
    ],
)
def test_bibtex_says_no_more_of_a_date_than_is_known(date, fields):
    entry = bibtex(replace(PLAIN, date=date))
    assert re.findall(r"(?:year|month|\bday) = \S+(?=,)", entry) == fields


def test_ris_is_one_record_of_lines_that_end_in_cr_lf():
    assert ris(PLAIN).split("\r\n") == [
        "TY  - ELEC",
        "ID  - statement-12",
        "AU  - Sergei Lavrov",
        "AU  - Liu Jieyi",
        "TI  - We oppose sanctions.",
        "PY  - 2017",
        "DA  - 2017/07/05/",
        "PB  - Demarche",
        "N1  - Sergei Lavrov (Foreign Minister, for Russia) and Liu Jieyi",
        "N1  - said: 5 July 2017",
        "UR  - https://demarche.example/statements/12/x/",
        "Y2  - 2026/11/02/",
        "ER  - ",
        "",
    ]


@pytest.mark.parametrize(
    ("date", "lines"),
    [("2017-07", ["PY  - 2017", "DA  - 2017/07//"]), ("2017", ["PY  - 2017", "DA  - 2017///"]), ("", [])],
)
def test_ris_leaves_the_unknown_parts_of_a_date_empty(date, lines):
    found = ris(replace(PLAIN, date=date)).split("\r\n")
    assert [line for line in found if line.startswith(("PY", "DA"))] == lines


def test_csl_json_keeps_names_whole_and_dates_in_parts():
    assert json.loads(csl_json(PLAIN)) == [
        {
            "id": "statement-12",
            "type": "webpage",
            "title": "We oppose sanctions.",
            "author": [{"literal": "Sergei Lavrov"}, {"literal": "Liu Jieyi"}],
            "container-title": "Demarche",
            "URL": "https://demarche.example/statements/12/x/",
            "accessed": {"date-parts": [[2026, 11, 2]]},
            "note": "Sergei Lavrov (Foreign Minister, for Russia) and Liu Jieyi; said: 5 July 2017",
            "issued": {"date-parts": [[2017, 7, 5]]},
        }
    ]


@pytest.mark.parametrize(("date", "parts"), [("2017-07", [2017, 7]), ("2017", [2017])])
def test_csl_dates_have_as_many_parts_as_are_known(date, parts):
    assert json.loads(csl_json(replace(PLAIN, date=date)))[0]["issued"] == {"date-parts": [parts]}


def test_csl_has_no_date_at_all_when_none_is_known():
    assert "issued" not in json.loads(csl_json(replace(PLAIN, date="")))[0]


def test_the_footnote_is_plain_text():
    assert footnote(PLAIN) == f"{PLAIN.footnote}\n"


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_can_do_without_a_speaker(kind):
    write = FORMATS[kind][2]
    assert "statements/12/x/" in write(replace(PLAIN, authors=()))
