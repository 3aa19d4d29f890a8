"""Makes one of several actors, issues or sources: what hangs on the others moves to the one that stays."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from articles.curate.actions import Editor, Refused, acting
from articles.formatting import count, names
from articles.models import (
    Actor,
    ActorAlias,
    Article,
    Attribution,
    Issue,
    Position,
    Role,
    Source,
    Verb,
)
from articles.registry.bodies import settle
from articles.registry.locking import lock, retried
from articles.text.normal import name_key

LONGEST_PHRASE = 100  # as Issue.phrases holds
Key = Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that point to what is merged; of rows with the same key only one can point to the same thing."""

    model: Any
    field: str
    key: Key
    related: tuple[str, ...] = ()

    def rows(self, things: Iterable[Any]) -> list[Any]:
        chosen = self.model.objects.filter(**{f"{self.field}__in": things})
        return list(chosen.select_related(*self.related).order_by("pk"))


def _itself(row: Any) -> object:
    return row.pk


PARTS = {
    Actor: (
        Part(Attribution, "actor", lambda row: row.statement_id, ("actor", "country")),
        Part(
            Role,
            "actor",
            lambda row: (row.title, row.country_id, row.body_id, row.starts_on),
            ("actor", "country", "body"),
        ),
        Part(ActorAlias, "actor", lambda row: name_key(row.name), ("actor",)),
        Part(Attribution, "body", _itself),
        Part(Role, "body", _itself),
        Part(Actor, "merged_into", _itself),
    ),
    Issue: (
        Part(Position, "issue", lambda row: row.statement_id, ("issue",)),
        Part(Issue, "parent", _itself),
        Part(Issue, "merged_into", _itself),
    ),
    Source: (
        Part(Article, "source", lambda row: row.text_sha256, ("source",)),
        Part(Source, "merged_into", _itself),
    ),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a merge does: rows that move, rows dropped for others, words learnt."""

    stays: Any
    goes: Sequence[Any]
    moves: dict[Part, list[Any]] = field(default_factory=dict)
    drops: dict[Part, list[tuple[Any, Any]]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    @property
    def moving(self) -> str:
        """3 attributions, 1 role and 2 actor aliases; empty when nothing moves."""
        counted = [
            count(len(rows), str(part.model._meta.verbose_name), str(part.model._meta.verbose_name_plural))
            for part, rows in self.moves.items()
            if rows and part.key is not _itself
        ]
        return names(counted)

    @property
    def colliding(self) -> list[str]:
        """Each row that is dropped, and the one that is kept in its place."""
        return [_collision(part, row, kept) for part, pairs in self.drops.items() for row, kept in pairs]


def plan(goes: Iterable[Any], stays: Any) -> Plan:
    """What merging would do; changes nothing. Refused when it would make no sense."""
    goes = [thing for thing in goes if thing != stays]
    _require_sense(goes, stays)
    made = Plan(stays, goes)
    for part in PARTS[type(stays)]:
        made.moves[part], made.drops[part] = _sort(part, goes, stays)
    made.words.extend(WORDS.get(type(stays), _no_words)(made))
    _require_apart(made)
    return made


@retried
def merge(goes: Iterable[Any], stays: Any, by: Editor) -> Plan:
    """Move all that hangs on some things to the one of their kind that stays; their addresses lead there.

    One action, which can be undone. Refused, naming what is in the way, when it would make no sense.
    """
    with acting(Verb.MERGE, by, f"articles.change_{type(stays)._meta.model_name}") as action:
        stays, goes = _lock(list(goes), stays)
        made = plan(goes, stays)
        action.summary = f"Merged {names([f'“{thing}”' for thing in made.goes])} into “{stays}”"
        for part, pairs in made.drops.items():
            _drop(part, pairs)
        for part, rows in made.moves.items():
            moving = part.model.objects.filter(pk__in=[row.pk for row in rows])
            moving.filter(**{f"{part.field}__in": made.goes}).update(**{part.field: stays})
        _learn(stays, made.words)
        if isinstance(stays, Actor):
            settle(stays)
        type(stays).objects.filter(pk__in=[thing.pk for thing in made.goes]).update(merged_into=stays)
    return made


def _lock(goes: Sequence[Any], stays: Any) -> tuple[Any, list[Any]]:
    """The things as they are once nobody else can change what points to them."""
    model, keys = type(stays), {stays.pk, *(thing.pk for thing in goes)}
    wanted = _pointing(stays, goes)
    while True:
        with transaction.atomic():
            lock(**wanted, changing=(model, Article))
            found = _pointing(stays, goes)
            if found == wanted:
                break
            transaction.set_rollback(True)  # something was added before the lock was ours
        wanted = found
    things = model._default_manager.select_related("merged_into").in_bulk(keys)
    if len(things) < len(keys):
        raise Refused("One of these is no longer on record. Nothing was changed; choose again.")
    return things[stays.pk], [thing for pk, thing in sorted(things.items()) if pk != stays.pk]


def _pointing(stays: Any, goes: Sequence[Any]) -> dict[str, Any]:
    """What has to be locked for a merge: the things themselves, and whatever points to those that go."""
    model = type(stays)
    things, articles, statements = {stays.pk, *(thing.pk for thing in goes)}, set[int](), set[int]()
    for part in PARTS[model]:
        rows = part.model.objects.filter(**{f"{part.field}__in": goes}).order_by()
        if part.model is model:
            things.update(rows.values_list("pk", flat=True))
        elif part.model is Article:
            articles.update(rows.values_list("pk", flat=True))
        elif part.model in (Attribution, Position):
            statements.update(rows.values_list("statement", flat=True))
    return {"named": {model: things}, "articles": articles, "statements": statements}


def _require_sense(goes: Sequence[Any], stays: Any) -> None:
    if not goes:
        raise Refused(f"“{stays}” cannot be merged into itself; choose two or more.")
    for thing in (stays, *goes):
        if thing.merged_into:
            raise Refused(
                f"“{thing}” was merged into “{thing.merged_into}” already; choose that, or undo it first."
            )
    for thing in goes:
        if isinstance(stays, Actor):
            _require_same_state(thing, stays)
            _require_body_stays(thing, stays)
        if isinstance(stays, Issue):
            _require_not_below(thing, stays)


def _require_same_state(actor: Actor, stays: Actor) -> None:
    """Statements of a state are its country's own; a person or another country can never be the same."""
    states = [a for a in (actor, stays) if a.kind == Actor.Kind.STATE]
    if len(states) == 1 or (states and actor.country_id != stays.country_id):
        raise Refused(f"“{actor}” and “{stays}” cannot be the same: “{states[0]}” is a state.")


def _require_body_stays(actor: Actor, stays: Actor) -> None:
    """Roles and members hang on a body; a person is none."""
    bodies = [a for a in (actor, stays) if a.kind == Actor.Kind.BODY]
    if len(bodies) == 1 and Actor.Kind.PERSON in {actor.kind, stays.kind}:
        raise Refused(f"“{actor}” and “{stays}” cannot be the same: “{bodies[0]}” is an international body.")
    if bodies == [actor]:
        raise Refused(f"“{actor}” is an international body, “{stays}” is none: let “{actor}” stay.")


def _require_not_below(issue: Issue, stays: Issue) -> None:
    above = stays.parent
    while above:
        if above == issue:
            raise Refused(f"“{stays}” lies below “{issue}”: move it elsewhere first, or let “{issue}” stay.")
        above = above.parent


def _require_apart(made: Plan) -> None:
    for part, pairs in made.drops.items():
        if part.model is Attribution:
            _require_speaker_stays(pairs)
        if part.model is Article and pairs:
            article, same = pairs[0]
            raise Refused(
                f"Article {article.pk} of “{article.source}” has the text of article {same.pk} of "
                f"“{same.source}”: discard the statements of one of them and delete it first."
            )


def _require_speaker_stays(pairs: Sequence[tuple[Attribution, Attribution]]) -> None:
    """Whoever said it is not to be lost to whoever only passed it on."""
    for row, kept in pairs:
        if kept.is_channel and not row.is_channel:
            raise Refused(
                f"Statement {row.statement_id} has “{row.actor}” as its speaker, whose words “{kept.actor}” "
                "passed on: mend it first, or let the speaker stay."
            )


def _sort(part: Part, goes: Sequence[Any], stays: Any) -> tuple[list[Any], list[tuple[Any, Any]]]:
    """The rows that move, and those for which there is one with the same key already, with that one."""
    there = {part.key(row): row for row in part.rows([stays])}
    if part.model is ActorAlias:
        there[name_key(stays.name)] = stays  # nobody needs their own name as an alias
    moves, drops = [], []
    for row in part.rows(goes):
        kept = there.setdefault(part.key(row), row)
        if kept is row:
            moves.append(row)
        else:
            drops.append((row, kept))
    return moves, drops


def _no_words(made: Plan) -> list[str]:
    return []


def _new_names(made: Plan) -> list[str]:
    """The names of those that go, where the one that stays has no such name or alias yet."""
    aliases = next(part for part in made.moves if part.model is ActorAlias)
    known = {name_key(name) for name in [made.stays.name, *(row.name for row in made.moves[aliases])]}
    known |= {name_key(row.name) for row in aliases.rows([made.stays])}
    return list({name_key(a.name): a.name for a in made.goes if name_key(a.name) not in known}.values())


def _new_phrases(made: Plan) -> list[str]:
    """Titles and key phrases of the issues that go, so that texts are still found to be about them."""
    known = {phrase.casefold() for phrase in [made.stays.title, *made.stays.phrases]}
    offered = [phrase for issue in made.goes for phrase in [issue.title, *issue.phrases]]
    fresh = {phrase.casefold(): phrase for phrase in offered if len(phrase) <= LONGEST_PHRASE}
    return [phrase for folded, phrase in fresh.items() if folded not in known]


WORDS: dict[Any, Callable[[Plan], list[str]]] = {Actor: _new_names, Issue: _new_phrases}


def _learn(stays: Any, words: list[str]) -> None:
    if isinstance(stays, Actor):
        ActorAlias.objects.bulk_create(ActorAlias(actor=stays, name=name) for name in words)
    elif words:
        Issue.objects.filter(pk=stays.pk).update(phrases=[*stays.phrases, *words])


def _drop(part: Part, pairs: list[tuple[Any, Any]]) -> None:
    if part.model is Role:
        for role, kept in pairs:
            Attribution.objects.filter(role=role).update(role=kept)
    part.model.objects.filter(pk__in=[row.pk for row, _ in pairs]).delete()


def _collision(part: Part, row: Any, kept: Any) -> str:
    if part.model is Attribution:
        return f"Statement {row.statement_id} names both: “{kept}” is kept, “{row}” is dropped."
    if part.model is Position:
        return f"Statement {row.statement_id} takes both: “{kept}” is kept, “{row}” is dropped."
    return f"{str(part.model._meta.verbose_name).capitalize()} “{row}”: “{kept}” is kept, this is dropped."
