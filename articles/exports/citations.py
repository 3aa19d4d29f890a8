"""A reference as BibTeX, RIS, CSL-JSON or a plain footnote.

Names are never split into family and given name: in Liu Jieyi the family name comes first.
"""

import datetime
import json
from collections.abc import Callable, Iterator
from typing import Any

from articles.exports.references import Reference
from articles.language import text

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# BibTeX counts braces even behind a backslash, so text must not hold any: they get names.
LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", **{mark: f"\\{mark}" for mark in "$&#%_"},
}  # fmt: skip


def bibtex(reference: Reference) -> str:
    """One @misc entry in UTF-8. ``day`` is for the programs that know it; styles print the notes."""
    fields = {
        "author": " and ".join(f"{{{_latex(name)}}}" for name in reference.authors),
        "title": f"{{{_latex(reference.title)}}}",  # twice in braces: styles keep the capitals
        **_bibtex_date(reference.date),
        "howpublished": _latex("; ".join(reference.notes)),
        "publisher": _latex(_publisher(reference)),
        "url": reference.address,
        "urldate": reference.accessed.isoformat(),
    }
    lines = [f"  {name} = {_field(name, value)}" for name, value in fields.items() if value]
    return f"@misc{{{reference.ident},\n" + ",\n".join(lines) + "\n}\n"


def _field(name: str, value: str) -> str:
    """Months are words that every style knows; braces would make them text."""
    return value if name == "month" else f"{{{value}}}"


def _latex(text: str) -> str:
    return "".join(LATEX.get(letter, letter) for letter in text)


def _bibtex_date(date: str) -> dict[str, str]:
    year, month, day = _parts(date)
    return {"year": year, "month": MONTHS[int(month) - 1] if month else "", "day": day.lstrip("0")}


def ris(reference: Reference) -> str:
    """One record; every value is one line, and lines end as the format wants them, in CR LF."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _ris_lines(reference))


def _ris_lines(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", "ELEC"
    yield "ID", reference.ident
    yield from (("AU", name) for name in reference.authors)
    yield "TI", reference.title
    if reference.date:
        yield "PY", _parts(reference.date)[0]
        yield "DA", "/".join(_parts(reference.date)) + "/"
    if _publisher(reference):
        yield "PB", _publisher(reference)
    yield from (("N1", note) for note in reference.notes)
    yield "UR", reference.address
    yield "Y2", f"{reference.accessed:%Y/%m/%d}/"
    yield "ER", ""


def csl_json(reference: Reference) -> str:
    """A list of one item, as reference managers import it."""
    item: dict[str, Any] = {
        "id": reference.ident,
        "type": "webpage",
        "title": reference.title,
        "author": [{"literal": name} for name in reference.authors],
        "URL": reference.address,
        "accessed": _csl_date(reference.accessed),
        "note": "; ".join(reference.notes),
    }
    if _publisher(reference):
        item["container-title"] = _publisher(reference)
    if reference.date:
        item["issued"] = _csl_date(reference.date)
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _publisher(reference: Reference) -> str:
    """Empty where it is the author: styles would print it twice."""
    return "" if reference.site in reference.authors else reference.site


def _csl_date(date: str | datetime.date) -> dict[str, list[list[int]]]:
    """{"date-parts": [[2017, 7]]}: as many parts as are known."""
    return {"date-parts": [[int(part) for part in _parts(str(date)) if part]]}


def _parts(date: str) -> tuple[str, str, str]:
    """Year, month and day as they are written; empty where not known."""
    year, month, day = [*date.split("-"), "", ""][:3]
    return year, month, day


def footnote(reference: Reference) -> str:
    return f"{reference.footnote}\n"


Writer = Callable[[Reference], str]
FORMATS: dict[str, tuple[str, str, Writer]] = {  # ending: (name, content type, writer)
    "bib": ("BibTeX", "application/x-bibtex; charset=utf-8", bibtex),
    "ris": ("RIS", "application/x-research-info-systems; charset=utf-8", ris),
    "json": ("CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
    "txt": (text("Text"), "text/plain; charset=utf-8", footnote),
}
