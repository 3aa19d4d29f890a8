"""Brings the catalogues in locale/ up to date with the texts in templates and code, and compiles them.

    python docs/make_messages.py [--check]

Texts are found by what marks them: ``_()`` and ``{% trans %}`` in templates, ``gettext`` and its like in
code, and the nouns of ``count``. What is new stands in the .po without a translation; --check writes nothing,
and names what is missing. A machine that only runs the site needs none of this: the .mo are committed.
"""

import ast
import datetime
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "locale"
POT = LOCALE / "django.pot"
PAGES = (
    *("*.html", "shared/*.html"),
    *(f"articles/{room}/*.html" for room in ("about", "account", "browse", "compare", "news")),
)
"""Templates that readers see; those of the desk and of the admin are English."""
CODE = (
    *("*.py", "browse/**/*.py", "compare/*.py", "exports/*.py", "history/*.py", "models/*.py"),
    *("views/*.py", "views/account/*.py", "importing/fetching/hosts.py", "news/*.py"),
)
MARKS = {
    **dict.fromkeys(("_", "gettext", "text"), None),
    **dict.fromkeys(("ngettext", "texts"), (1, 2)),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
TRIMMED = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
DAY = datetime.datetime(2026, 11, 30, tzinfo=datetime.UTC)  # in the heads; that of each run would be noise
UNTOLD = (b'"Generated-By:', b'"Last-Translator:', b'"Language-Team:', b'"Report-Msgid-Bugs-To:')
Found = tuple[str | tuple[str, ...], str | None, str]  # message or its forms, context, file


def languages() -> list[str]:
    return sorted(path.name for path in LOCALE.iterdir() if path.is_dir())


def po(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def template() -> Catalog:
    """All messages that the sources have by now."""
    catalog = Catalog(project="Demarche", version="1", charset="utf-8", creation_date=DAY, revision_date=DAY)
    for message, context, file in sorted(found(), key=lambda each: each[2]):
        catalog.add(message, context=context, locations=[(file, 1)])
    return catalog


def found() -> Iterator[Found]:
    for path in _files(ROOT / "templates", PAGES):
        yield from _marked("jinja2", path, TRIMMED)
        tree = environment().parse(path.read_text(encoding="utf-8"))
        yield from _nouns(_counted_in_page(tree), path)
    for path in _files(ROOT / "articles", CODE):
        yield from _marked("python", path, {})
        yield from _nouns(_counted_in_code(ast.parse(path.read_text(encoding="utf-8"))), path)


def environment() -> Environment:
    """That reads templates as the site does, for what is only looked at."""
    env = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True, autoescape=True)
    env.policies["ext.i18n.trimmed"] = True
    env.newstyle_gettext = True  # type: ignore[attr-defined]
    return env


def _files(folder: Path, patterns: Iterable[str]) -> list[Path]:
    return sorted({path for pattern in patterns for path in folder.glob(pattern)})


def _marked(method: str, path: Path, options: dict[str, str]) -> Iterator[Found]:
    with path.open("rb") as file:
        for _, message, _, context in extract(method, file, MARKS, options=options):
            yield message, context, path.relative_to(ROOT).as_posix()


def _nouns(nouns: Iterable[tuple[str, ...]], path: Path) -> Iterator[Found]:
    for one, *many in nouns:
        forms = (f"%(number)s {one}", f"%(number)s {many[0] if many else one + 's'}")
        yield forms, None, path.relative_to(ROOT).as_posix()


def _counted_in_page(tree: nodes.Template) -> Iterator[tuple[str, ...]]:
    for node in tree.find_all(nodes.Filter):
        if node.name == "count" and all(isinstance(each, nodes.Const) for each in node.args):
            yield tuple(each.value for each in node.args)


def _counted_in_code(tree: ast.AST) -> Iterator[tuple[str, ...]]:
    for node in ast.walk(tree):
        name = getattr(getattr(node, "func", None), "id", "")
        if name == "count" and all(isinstance(each, ast.Constant) for each in node.args[1:]):
            yield tuple(each.value for each in node.args[1:])


def catalogue(language: str) -> Catalog:
    """What is translated, brought up to date; nothing is guessed, and what is no longer needed goes."""
    with po(language).open("rb") as file:
        kept = read_po(file, locale=language)
    kept.update(template(), no_fuzzy_matching=True, update_creation_date=False)
    kept.obsolete.clear()
    kept.creation_date = kept.revision_date = DAY
    kept.fuzzy = False
    kept.project, kept.version = "Demarche", "1"
    return kept


def written(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=100, sort_output=True, include_lineno=False)
    lines = buffer.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(UNTOLD))


def compiled(catalog: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def missing(catalog: Catalog) -> list[str]:
    """Messages without a translation, or with one that somebody has to look at."""
    rows = (message for message in catalog if message.id)
    strings = ((m, m.string if isinstance(m.string, tuple) else (m.string,)) for m in rows)
    return [str(m.id) for m, forms in strings if m.fuzzy or not all(forms)]


def files() -> dict[Path, bytes]:
    """What stands in locale/ when all is up to date."""
    made = {POT: written(template())}
    for language in languages():
        catalog = catalogue(language)
        made[po(language)] = written(catalog)
        made[po(language).with_suffix(".mo")] = compiled(catalog)
    return made


def main() -> int:
    stale = {path: content for path, content in files().items() if _content(path) != content}
    if "--check" not in sys.argv:
        for path, content in stale.items():
            path.write_bytes(content)
    done = "is not up to date" if "--check" in sys.argv else "written"
    lacking = [f"{language}: {each}" for language in languages() for each in missing(catalogue(language))]
    told = [f"{path.relative_to(ROOT)} {done}" for path in stale]
    told += [f"not translated to {each}" for each in lacking]
    sys.stdout.write("".join(f"{line}\n" for line in told))
    return 1 if lacking or (stale and "--check" in sys.argv) else 0


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


if __name__ == "__main__":
    sys.exit(main())
