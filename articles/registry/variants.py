"""What is on record in another form than the normal one: brought to it, or listed with what is in the way.

``apps`` are the models of today or those of a migration, which have no methods of their own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, Count, F, Func, Q, TextField, Value
from django.db.models.functions import StrIndex

from articles.text import normal
from articles.text.normal import sha256
from articles.text.passages import Fragments, quoted

SPACES = "".join(c for c in map(chr, range(0x3001)) if c.isspace())
WAITS = "it waits for --mend"
FAR = 2**30  # beyond any text: where statements wait until others have left their place
NAMED: dict[str, tuple[str, Callable[[str], str]]] = {
    "Actor": ("name", normal.name),
    "ActorAlias": ("name", normal.name),
    "Source": ("name", normal.label),
    "Issue": ("title", normal.label),
    "Bloc": ("name", normal.label),
}


@dataclass(frozen=True, slots=True)
class Variant:
    """Something on record that is not in its normal form, or beside another of the same name, and why."""

    kind: str
    pk: int
    label: str
    reason: str

    def __str__(self) -> str:
        """article 6 “News”: its text would be that of article 4."""
        return f"{self.kind} {self.pk} “{self.label}”: {self.reason}"


def variants(apps: Any, mend: bool = False) -> Iterator[Variant]:
    """All that is not as it should be; with ``mend`` only what cannot be brought to its normal form."""
    for pk in _odd_texts(apps).values_list("pk", flat=True).order_by("pk"):
        yield from _article(apps, pk, mend)
    for name in NAMED:
        yield from _named(apps, name, mend)
    yield from _same_names(apps)


def _all(apps: Any, model: str) -> Any:
    return apps.get_model("articles", model).objects


# Texts


def _odd_texts(apps: Any) -> Any:
    """Articles whose text is not in its normal form, told by the database without reading them here."""
    composed = Func(F("text"), template="%(expressions)s IS NFC NORMALIZED", output_field=BooleanField())
    stripped = Func(F("text"), Value(SPACES), function="btrim", output_field=TextField())
    rows = _all(apps, "Article").alias(
        is_composed=composed,
        returns=StrIndex("text", Value("\r")),
        marks=StrIndex("text", Value(normal.MARK)),
        stripped=stripped,
    )
    return rows.exclude(is_composed=True, returns=0, marks=0, stripped=F("text"))


@dataclass(frozen=True, slots=True)
class _Text:
    """An article, its text to be, and what stands in it where."""

    article: Any
    text: str
    places: normal.Places
    statements: list[Any]
    moved: dict[int, Fragments] = field(default_factory=dict)

    def at(self, fragments: list[list[int]]) -> Fragments:
        return tuple(self.places.moved((start, end)) for start, end in fragments)


def _article(apps: Any, pk: int, mend: bool) -> Iterator[Variant]:
    with transaction.atomic():
        made = _text(apps, pk)
        reason = _in_the_way(apps, made) or ("" if mend else WAITS)
        if not reason:
            _write(apps, made)
    if reason:
        yield Variant("article", pk, made.article.title, reason)


def _text(apps: Any, pk: int) -> _Text:
    article = _all(apps, "Article").select_for_update().get(pk=pk)
    placed = _all(apps, "Statement").filter(article_id=pk).exclude(fragments=[]).defer("words_vector")
    statements = list(placed.select_for_update().order_by("pk"))
    made = _Text(article, normal.text(article.text), normal.places(article.text), statements)
    made.moved.update((statement.pk, made.at(statement.fragments)) for statement in statements)
    return made


def _in_the_way(apps: Any, made: _Text) -> str:
    article = made.article
    others = _all(apps, "Article").filter(source_id=article.source_id)
    same = others.filter(text_sha256=sha256(made.text)).exclude(pk=article.pk).first()
    tasks = _all(apps, "CodingTask").filter(article_id=article.pk, closed_at=None)
    if not made.text:
        return "nothing would be left of its text"
    if same:
        return f"its text would be that of article {same.pk}"
    if tasks.exists():
        return "it is being coded"
    if _discarded(apps, article.pk):
        return "statements in the waste bin have their place in its text"
    return "" if _is_sound(made) else "two of its statements, or parts of one, would stand at one place"


def _discarded(apps: Any, article: int) -> bool:
    """Whether statements could come back, by an undo, with places in the text as it is."""
    deleted = _all(apps, "StatementEvent").filter(article_id=article, pgh_label="delete")
    there = _all(apps, "Statement").filter(article_id=article).values("pk")
    return deleted.exclude(pgh_obj_id__in=there).exists()


def _is_sound(made: _Text) -> bool:
    places = list(made.moved.values())
    whole = all(start < end for start, end in chain.from_iterable(places))
    in_order = all(one[1] <= following[0] for place in places for one, following in pairwise(place))
    return whole and in_order and len(set(places)) == len(places)


def _write(apps: Any, made: _Text) -> None:
    pk = made.article.pk
    for statement in made.statements:
        _reword(statement, made)
    _put(_all(apps, "Statement"), made)
    _write_evidence(_all(apps, "Position").filter(statement__article_id=pk), made)
    _write_printed(_all(apps, "Attribution").filter(statement__article_id=pk))
    _write_orphans(_all(apps, "Orphan").filter(statement__article_id=pk), made)
    _all(apps, "Article").filter(pk=pk).update(text=made.text, text_sha256=sha256(made.text))


def _reword(statement: Any, made: _Text) -> None:
    old = tuple((start, end) for start, end in statement.fragments)
    new = made.moved[statement.pk]
    if statement.quote == quoted(made.article.text, old):
        statement.quote = quoted(made.text, new)
    statement.cue, statement.said_on_phrase = map(normal.line, (statement.cue, statement.said_on_phrase))


def _put(statements: Any, made: _Text) -> None:
    """No two statements may stand at one place, not even while they pass each other."""
    wanted = set(made.moved.values())
    in_the_way = [each for each in made.statements if tuple(map(tuple, each.fragments)) in wanted]
    for statement in in_the_way:
        statement.fragments = [[start + FAR, end + FAR] for start, end in made.moved[statement.pk]]
    statements.bulk_update(in_the_way, ["fragments"])
    for statement in made.statements:
        statement.fragments = [list(span) for span in made.moved[statement.pk]]
    statements.bulk_update(made.statements, ["fragments", "quote", "cue", "said_on_phrase"])


def _write_evidence(positions: Any, made: _Text) -> None:
    rows = list(positions.filter(evidence__isnull=False))
    for row in rows:
        row.evidence = list(made.places.moved((row.evidence[0], row.evidence[1])))
    positions.bulk_update(rows, ["evidence"])


def _write_printed(attributions: Any) -> None:
    changed = []
    for row in attributions:
        printed = normal.line(row.name_printed), normal.line(row.role_printed)
        if printed != (row.name_printed, row.role_printed):
            row.name_printed, row.role_printed = printed
            changed.append(row)
    attributions.bulk_update(changed, ["name_printed", "role_printed"])


def _write_orphans(orphans: Any, made: _Text) -> None:
    """Those of this very text; others stood in a former one, which is no longer there to be changed."""
    rows = list(orphans.filter(text_sha256=made.article.text_sha256))
    for row in rows:
        row.fragments = [list(span) for span in made.at(row.fragments)]
        row.before, row.after = normal.text(row.before), normal.text(row.after)
        row.text_sha256 = sha256(made.text)
    orphans.bulk_update(rows, ["fragments", "before", "after", "text_sha256"])


# Names


def _named(apps: Any, model: str, mend: bool) -> Iterator[Variant]:
    attribute, form = NAMED[model]
    rows = _all(apps, model).order_by("pk")
    names = rows.values_list("pk", attribute).iterator(chunk_size=2000)
    for pk in [pk for pk, name in names if form(name) != name]:
        row = rows.get(pk=pk)
        name = getattr(row, attribute)
        reason = _other_of_that_name(rows, row, attribute, form(name)) or ("" if mend else WAITS)
        if not reason:
            rows.filter(pk=pk).update(**{attribute: form(name)})
        elif not getattr(row, "merged_into_id", None):
            yield Variant(rows.model._meta.verbose_name, pk, name, reason)


def _other_of_that_name(rows: Any, row: Any, attribute: str, name: str) -> str:
    """What stands in the way of the name; whether both are one is for an editor to say."""
    alike = rows.exclude(pk=row.pk)
    if not name:
        return "nothing would be left of it"
    if rows.model.__name__ == "Actor":
        other = alike.filter(name__key=name, kind=row.kind, country_id=row.country_id).first()
    elif rows.model.__name__ == "ActorAlias":
        other = alike.filter(name__key=name, actor_id=row.actor_id).first()
    else:
        other = alike.filter(**{attribute: name}).first()
    return f"{rows.model._meta.verbose_name} {other.pk} is called “{name}”" if other else ""


def _same_names(apps: Any) -> Iterator[Variant]:
    """Actors of one name, kind and country: of capitals that the database did not know for the same."""
    current = _all(apps, "Actor").filter(merged_into=None)
    keyed = current.values("name__key", "kind", "country").order_by("name__key")
    for same in keyed.annotate(n=Count("pk")).filter(n__gt=1):
        is_one = Q(name__key=same["name__key"], kind=same["kind"], country=same["country"])
        first, *others = current.filter(is_one).order_by("pk")
        for actor in others:
            reason = f"actor {first.pk} “{first.name}” is another spelling of it"
            yield Variant("actor", actor.pk, actor.name, reason)
