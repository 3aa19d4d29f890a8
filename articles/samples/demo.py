"""Loads the sample articles: four as an editor has read them, one as the machine did.

They are for an empty record: ``is_loaded`` and ``obstacles`` tell whether this is one.
"""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Model, Q

from articles import accounts, extraction
from articles.dates import Period
from articles.extraction.countries import load as load_countries
from articles.extraction.lexicon import reporting
from articles.extraction.records import Position, Speaker, Statement
from articles.extraction.stance import CUE_ENDINGS
from articles.formatting import count, names
from articles.importing.articles import (
    Imported,
    add_statements,
    document_of,
    import_article,
    issue_hints,
    read_here,
    store_article,
)
from articles.importing.files.entries import ArticleText
from articles.importing.files.reading import read_paths
from articles.importing.likely_positions import match_waiting
from articles.importing.register import registered
from articles.models import Actor, Article, Bloc, Issue, Membership, Role
from articles.registry.actors import add_alias, free_slug
from articles.registry.bodies import load_blocs as load_packaged_blocs
from articles.registry.bodies import packaged_blocs
from articles.text.normal import sha256
from articles.text.passages import quoted

SAMPLES = Path(__file__).parent
EDITOR, PASSWORD = "editor", "demarche-demo"
OVERLAP = 0.5  # of the characters: a label and a machine reading of the same place
REACH = 40  # characters before a label in which the verb that reports it stands
BEFORE = re.compile(r"(?P<word>[^\W\d_]+)(?: that| to)?[\s\"“”'’‘,:]*$")
NAMED = 3  # of what stands in the way; the others are counted


def is_loaded() -> bool:
    """Whether any sample article is on record, even if its text or its title has been changed since."""
    texts = _texts()
    known = Q(text_sha256__in=[sha256(text.text) for text in texts]) | Q(title__in=[t.title for t in texts])
    return is_made(Article) and Article.objects.filter(known).exists()


def obstacles(with_editor: bool) -> list[str]:
    """What comes neither from the samples nor from the register, in words: 2 issues (“Talks” …)."""
    issues = {(entry["title"], slug) for slug, entry in _json("issues.json").items()}
    blocs = {(entry["name"], slug) for slug, entry in _json("blocs.json").items()} | packaged_blocs()
    actors = {(entry["name"], entry["kind"], entry["country"]) for entry in _json("actors.json")}
    actors |= registered()
    found = [
        _others(Article, set(), "title"),
        _others(Issue, issues, "title", "slug"),
        _others(Bloc, blocs, "name", "slug"),
        _others(Actor, actors, "name", "kind", "country"),
    ]
    if with_editor and (editor := editor_on_record()) and not has_demo_password(editor):
        found.append(f"an account “{EDITOR}” whose password is not the demo's")
    return [words for words in found if words]


def _others(model: type[Model], ours: set[tuple], *fields: str) -> str:
    """How many rows are not among ours, and the first of their names; empty if there are none."""
    if not is_made(model):
        return ""
    rows = model._default_manager.order_by("pk").values_list(*fields)
    others = [f"“{row[0]}”" for row in rows if row not in ours]
    more = [f"{len(others) - NAMED} more"] if len(others) > NAMED else []
    noun = str(model._meta.verbose_name)
    return f"{count(len(others), noun)} ({names([*others[:NAMED], *more])})" if others else ""


def is_made(model: type[Model]) -> bool:
    """Whether its table exists: these questions are asked before anything is migrated."""
    return model._meta.db_table in connection.introspection.table_names()


@transaction.atomic
def load(editor: User | None, with_queue: bool = True) -> int:
    """Issues, blocs, actors and articles, all or nothing; returns how many articles are new.

    One article is left to be reviewed, as the machine reads it, unless ``with_queue`` is false.
    """
    load_issues()
    load_blocs()
    load_actors()
    labels = {
        article["id"]: article["statements"]
        for article in _json("labels.json")["articles"]
        if not (with_queue and article.get("waits"))
    }
    new = sum(_load_article(text, labels, editor) for text in _texts())
    if new:
        match_waiting()
    return new


def _load_article(text: ArticleText, labels: dict[str, list[dict]], editor: User | None) -> bool:
    labelled = labels.get(Path(text.name).name)
    if labelled is None or editor is None:
        return isinstance(import_article(text, reading=read_here(document_of(text))), Imported)
    article, is_new = store_article(text)
    if is_new:
        readings = extraction.read(document_of(text), issue_hints())
        add_statements(article, [record_of(label, text.text, readings) for label in labelled], by=editor)
    return is_new


def record_of(label: dict[str, Any], text: str, readings: Sequence[Statement]) -> Statement:
    """A label in the extractor's terms; what labels leave out, such as the cue, the reading has."""
    fragments = tuple((start, end) for start, end in label["spans"])
    reading = max(readings, key=lambda r: _overlap(r.fragments, fragments))
    corrects = reading if _overlap(reading.fragments, fragments) >= OVERLAP else None
    return Statement(
        fragments=fragments,
        kind=label["type"],
        quote=quoted(text, fragments),
        cue_span=corrects.cue_span if corrects else _reporting_word(text, fragments[0][0]),
        speaker_span=corrects.speaker_span if corrects and _same_side(label, corrects) else None,
        speakers=tuple(_speaker(speaker, corrects) for speaker in label["speakers"]),
        said_on=label["date"],
        said_on_precision=_precision(label["date"]),
        said_on_basis=_basis(label["date"], corrects),
        said_on_phrase=corrects.said_on_phrase if corrects and corrects.said_on == label["date"] else None,
        positions=tuple(Position(p["stance"], p["issue"], fragments[0]) for p in label["positions"]),
        parent=None,
        turn=0,
        confidence=1.0,
    )


def _reporting_word(text: str, start: int) -> tuple[int, int] | None:
    """The verb that stands right before the words: without it a denial reads like a claim."""
    found = BEFORE.search(text, max(0, start - REACH), start)
    if found is None:
        return None
    word = found["word"].lower()
    stems = (
        word[: len(word) - len(end)] + put for end, put in (("", ""), *CUE_ENDINGS) if word.endswith(end)
    )
    return found.span("word") if any(stem in reporting() for stem in stems) else None


def _overlap(one: Sequence[tuple[int, int]], other: Sequence[tuple[int, int]]) -> float:
    a = {n for start, end in one for n in range(start, end)}
    b = {n for start, end in other for n in range(start, end)}
    return len(a & b) / len(a | b)


def _same_side(label: dict[str, Any], reading: Statement) -> bool:
    """Whether both have speakers of the same countries; else the words printed for one name somebody else."""
    return {s["country"] for s in label["speakers"]} == {s.country for s in reading.speakers}


def _speaker(label: dict[str, str], reading: Statement | None) -> Speaker:
    states = {name: c.iso3 for c in load_countries() for name in (c.name, *c.aliases)}
    known: Any = "state" if label["name"] in states else "person"  # ministries are known by name
    roles = [s.role for s in reading.speakers if s.name == label["name"]] if reading else []
    role = label.get("role") or (roles[0] if roles else None)
    return Speaker(label["name"], label.get("kind", known), role, label["country"])


def _precision(date: str | None) -> Any:
    return Period.parse(date).precision if date else "unknown"


def _basis(date: str | None, reading: Statement | None) -> Any:
    if date is None:
        return "none"
    return reading.said_on_basis if reading and reading.said_on == date else "editor"


def load_issues() -> None:
    for slug, entry in _json("issues.json").items():
        Issue.objects.get_or_create(slug=slug, defaults=entry)


def load_blocs() -> None:
    load_packaged_blocs("eu")
    for slug, entry in _json("blocs.json").items():
        bloc, is_new = Bloc.objects.get_or_create(slug=slug, defaults={"name": entry["name"]})
        if is_new:
            Membership.objects.bulk_create(
                Membership(
                    bloc=bloc, country_id=iso3, starts_on=start or None, ends_on=entry["left"].get(iso3)
                )
                for start, members in entry["members"].items()
                for iso3 in members
            )


def load_actors() -> None:
    for entry in _json("actors.json"):
        key = {"name": entry["name"], "kind": entry["kind"], "country_id": entry["country"]}
        actor, is_new = Actor.objects.get_or_create(**key, defaults={"slug": free_slug(entry["name"])})
        if is_new:
            Role.objects.bulk_create(
                Role(actor=actor, country_id=entry["country"], **role) for role in entry["roles"]
            )
            for alias in entry["aliases"]:
                add_alias(actor, alias)


def make_editor() -> User:
    """The demo's editor: may change everything in the record, delete nothing, and manage no accounts."""
    editor, is_new = User.objects.get_or_create(username=EDITOR)
    if is_new:
        editor.set_password(PASSWORD)
        editor.save()
        accounts.join(editor, accounts.EDITOR)
    return editor


def editor_on_record() -> User | None:
    """Who bears the name of the demo's editor, if anybody does."""
    return User.objects.filter(username=EDITOR).first() if is_made(User) else None


def has_demo_password(editor: User) -> bool:
    return check_password(PASSWORD, editor.password)


def _texts() -> list[ArticleText]:
    return [text for text in read_paths([SAMPLES]) if isinstance(text, ArticleText)]


def _json(name: str) -> Any:
    return json.loads((SAMPLES / name).read_text(encoding="utf-8"))
