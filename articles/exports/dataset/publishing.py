"""Writes a version of the data set: gzipped CSV files, ``datapackage.json`` and a README.

A version is a folder named by its day, there as a whole or not at all. What it tells is of one moment.
"""

import datetime
import gzip
import hashlib
import io
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings

from articles.exports.dataset.tables import TABLES, Column, Table
from articles.exports.provenance import VERSION
from articles.exports.records import csv_lines
from articles.formatting import count
from articles.history.as_of import at_once

PACKAGE, README = "datapackage.json", "README.md"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Told = dict[str, Any]
SUBJECT = "Who said what, for which country, on which issue, and when"
FORM = (
    "Files are CSV in UTF-8 (RFC 4180), packed with gzip. `datapackage.json` describes every column, with "
    "keys, as a Frictionless Data Package. An empty cell is a missing value. A cell that a spreadsheet would "
    "run as a formula (it begins with = + - @) has an apostrophe before it. An article that was withdrawn is "
    "in no version that was made afterwards."
)
ABOUT = (
    "The public part of the record: statements that an editor has confirmed, and what they are about. "
    "Metadata of articles, without their texts."
)


class PublishError(Exception):
    """What is wrong, and what helps."""


def publish(folder: Path, now: datetime.datetime, keep: int = 0) -> Path:
    """Write the version of today into the folder; returns its own.

    One of the same day is replaced. ``keep``: only so many of the latest versions stay, all if 0.
    """
    version = f"{now:%Y-%m-%d}"
    draft, place, old = folder / f".{version}.draft", folder / version, folder / f".{version}.old"
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        with at_once():
            resources = [_write(draft, table) for table in TABLES]
        package = _package(version, now, resources)
        (draft / README).write_text(_readme(package), encoding="utf-8")
        (draft / PACKAGE).write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", "utf-8")
        shutil.rmtree(old, ignore_errors=True)
        if place.exists():
            place.rename(old)
        draft.rename(place)
    except OSError as error:
        raise PublishError(f"The data set could not be written to {folder} ({error.strerror}).") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    for past in versions(folder)[keep:] if keep else ():
        shutil.rmtree(folder / past, ignore_errors=True)
    return place


def versions(folder: Path) -> list[str]:
    """The days of the versions that are there, the latest first."""
    if not folder.is_dir():
        return []
    return sorted((each.name for each in folder.iterdir() if DAY.fullmatch(each.name)), reverse=True)


def latest(folder: Path) -> tuple[Path, Told] | None:
    """The folder of the latest version, and what its package says; None if there is none."""
    for version in versions(folder):
        try:
            return folder / version, json.loads((folder / version / PACKAGE).read_text(encoding="utf-8"))
        except (OSError, ValueError):  # it is being replaced
            continue
    return None


def _write(folder: Path, table: Table) -> Told:
    """One file; what the package says of it."""
    path, rows = folder / f"{table.name}.csv.gz", 0
    with _zipped(path) as file:
        file.writelines(csv_lines([[column.name for column in table.columns]]))
        for line in csv_lines(table.rows()):
            file.write(line)
            rows += 1
    with path.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    return {
        "name": table.name,
        "description": f"{table.meaning}.",
        "path": path.name,
        "format": "csv",
        "compression": "gz",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "rows": rows,
        "schema": _schema(table),
    }


@contextmanager
def _zipped(path: Path) -> Iterator[TextIO]:
    """The same rows make the same bytes: neither name nor time are in the file."""
    with (
        path.open("wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="") as text,
    ):
        yield text


def _schema(table: Table) -> Told:
    keys = {other.name: other.key for other in TABLES}
    return {
        "fields": [_field(column, column.name == table.key) for column in table.columns],
        "primaryKey": [table.key],
        "foreignKeys": [
            {
                "fields": [column],
                "reference": {"resource": "" if other == table.name else other, "fields": [keys[other]]},
            }
            for column, other in table.refers.items()
        ],
        "missingValues": [""],
    }


def _field(column: Column, is_key: bool) -> Told:
    limits: Told = {"required": True} if column.is_required else {}
    limits |= {"unique": True} if is_key else {}
    limits |= {"enum": list(column.one_of)} if column.one_of else {}
    return {
        "name": column.name,
        "type": column.kind,
        "description": f"{column.meaning}.",
        **({"constraints": limits} if limits else {}),
    }


def _package(version: str, now: datetime.datetime, resources: list[Told]) -> Told:
    package: Told = {
        "name": re.sub(r"[^-a-z0-9._]+", "-", settings.SITE_NAME.lower()),
        "title": f"{settings.SITE_NAME}: {SUBJECT[0].lower()}{SUBJECT[1:]}",
        "description": ABOUT,
        "version": version,
        "created": now.isoformat(),
        "format": VERSION,
        "contributors": [{"title": settings.SITE_NAME, "role": "publisher"}],
        "resources": resources,
    }
    if settings.SITE_URL:
        package["homepage"] = f"{settings.SITE_URL}/dataset/"
    if settings.RECORD_LICENCE:
        licence = {"name": settings.RECORD_LICENCE.replace(" ", "-"), "title": settings.RECORD_LICENCE}
        licence |= {"path": settings.RECORD_LICENCE_URL} if settings.RECORD_LICENCE_URL else {}
        package["licenses"] = [licence]
    return package


def citation(package: Told) -> str:
    """How to cite a version."""
    home, version = package.get("homepage", ""), package["version"]
    return f"{settings.SITE_NAME} ({version[:4]}). {SUBJECT}. Data set, version {version}. {home}".strip()


def _readme(package: Told) -> str:
    licence = package.get("licenses", [{"title": "No licence is given: ask the publisher"}])[0]
    where = f" ({licence['path']})" if "path" in licence else ""
    lines = [
        f"# {package['title']}",
        f"{package['description']}",
        f"- Version: {package['version']}\n- As of: {package['created']}\n- Licence of the record: "
        f"{licence['title']}{where}. Articles, and the words quoted from them, belong to their publishers "
        f"and speakers.\n- Cite as: {citation(package)}",
        FORM,
    ]
    for resource in package["resources"]:
        lines.append(f"## {resource['path']}\n\n{resource['description']} {count(resource['rows'], 'row')}.")
        lines.append(
            "\n".join(
                f"- `{f['name']}` ({f['type']}): {f['description']}" for f in resource["schema"]["fields"]
            )
        )
    return "\n\n".join(lines) + "\n"
