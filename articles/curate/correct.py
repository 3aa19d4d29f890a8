"""What an editor says a statement is: mending one that the machine found, or tagging one that it did not."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from django.utils.text import slugify

from articles.curate.actions import Editor, Refused, acting, permitted
from articles.curate.aliases import learn_alias
from articles.curate.coding_lock import require_uncoded
from articles.curate.conflicts import require_version
from articles.curate.review import CHANGE, confirm, named, redate
from articles.dates import Period
from articles.models import (
    Actor,
    Article,
    Attribution,
    Issue,
    Orphan,
    Position,
    Review,
    Role,
    Statement,
    Verb,
)
from articles.models.statements import REVIEWED
from articles.registry.actors import new_actor, slug_beside
from articles.registry.locking import current, follow, retried
from articles.registry.utterances import utterance_for
from articles.text import normal
from articles.text.passages import Fragments, quoted

ADD, ADD_ISSUE = "articles.add_statement", "articles.add_issue"
PROPOSED_FIELDS = ["fragments", "kind", "attributions", "said_on", "positions"]


@dataclass(frozen=True, slots=True)
class NewIssue:
    """The title of an issue that is not on record yet; the verb puts it there."""

    title: str
    pk: None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """``actor`` may be one not yet on record, ``attribution`` is the id of the row that this mends.

    A role of None is the one held on the day. ``learns``: from now on texts mean the actor by the name that
    this one prints. A channel only passed the words on.
    """

    actor: Actor
    country: str | None
    role: Role | None = None
    attribution: int | None = None
    learns: bool = False
    is_channel: bool = False


@dataclass(frozen=True, slots=True)
class Entries:
    """Everything an editor can say about a statement; ``positions`` are stances by issue.

    ``reworded``: the words differ from those that the text held before it was replaced, and mean the same.
    """

    fragments: Fragments
    kind: str
    said: Period | None
    speakers: tuple[Speaker, ...]
    positions: Mapping[Issue | NewIssue, str]
    reworded: bool = False


@retried
def correct(statement: Statement, entries: Entries, by: Editor, seen: str | None = None) -> None:
    """Make the statement what the editor says it is, and confirm it; only what differs is written.

    An orphan is given a place again. Refused when the words there are others, unless the editor says so, or
    when the text was replaced after ``statement`` had been loaded; Outdated when the statement was changed
    after the version ``seen``.
    """
    with acting(Verb.CORRECT, by, CHANGE) as action:
        entries = _locked(entries, statement.article, [statement.pk])
        statement = current(statement)
        require_version(statement, seen)
        require_uncoded([statement.article_id])
        action.summary = f"Corrected {named([statement])}"
        if not statement.has_place:
            _require_same_words(statement, entries)
        entries = _registered(entries, by)
        _describe(statement, entries)
        save_in_place(statement)
        Orphan.objects.filter(statement=statement).delete()
        _attribute(statement, entries)
        _position(statement, entries)
        confirm([statement], by)


@retried
def tag(article: Article, entries: Entries, by: Editor) -> Statement:
    """Put a statement on record that an editor found in the article; returns it, accepted."""
    return _add(article, entries, by, "Tagged", review=Review.ACCEPTED, reviewed_by_id=by.pk)


@retried
def propose(article: Article, entries: Entries, by: Editor, maker: str) -> Statement:
    """Put a statement on record that waits for review; ``maker`` is told as what found it."""
    machine = {"extractor": maker[:100], "machine_fields": PROPOSED_FIELDS}
    return _add(article, entries, by, "Proposed", review=Review.SUGGESTED, **machine)


def _add(article: Article, entries: Entries, by: Editor, done: str, **review: Any) -> Statement:
    with acting(Verb.ADD, by, ADD) as action:
        entries = _locked(entries, article)
        require_uncoded([article.pk])
        reviewed_at = timezone.now() if review["review"] in REVIEWED else None
        statement = Statement(article=article, reviewed_at=reviewed_at, **review)
        entries = _registered(entries, by)
        _describe(statement, entries)
        action.summary = f"{done} {named([statement])}"
        statement.utterance = utterance_for(statement, [speaker.actor for speaker in entries.speakers])
        save_in_place(statement)
        _attribute(statement, entries)
        _position(statement, entries)
    return statement


def says_the_same(text: str, fragments: Fragments, words: str) -> bool:
    """Whether the text holds these words at the fragments, however they are spaced and composed."""
    return normal.line(quoted(text, fragments)) == normal.line(words)


def _require_same_words(statement: Statement, entries: Entries) -> None:
    text = statement.article.text
    if not entries.reworded and not says_the_same(text, entries.fragments, statement.quote):
        raise Refused(
            f"These are other words than those of statement {statement.pk}; say that they mean the same, or "
            "mark others. Nothing was changed."
        )


def _locked(entries: Entries, article: Article, statements: Collection[int] = ()) -> Entries:
    """The entries with what was merged meanwhile as that into which it was; all of it is locked."""
    known = {speaker.actor.pk for speaker in entries.speakers if speaker.actor.pk}
    is_new = [speaker.actor.pk is None for speaker in entries.speakers]
    is_new += [issue.pk is None for issue in entries.positions]
    heirs = follow(
        {Actor: known, Issue: {issue.pk for issue in entries.positions if issue.pk}},
        articles=[article.pk],
        statements=statements,
        adds_names=any(is_new),
    )
    _require_text(article)
    return replace(
        entries,
        speakers=_speakers(entries, heirs[Actor]),
        positions=_positions(entries, heirs[Issue]),
    )


def _speakers(entries: Entries, heirs: dict[int, int]) -> tuple[Speaker, ...]:
    if all(heir == key for key, heir in heirs.items()):
        return entries.speakers
    actors = Actor.objects.in_bulk(heirs.values())
    return tuple(replace(s, actor=actors[heirs[s.actor.pk]]) if s.actor.pk else s for s in entries.speakers)


def _positions(entries: Entries, heirs: dict[int, int]) -> dict[Issue | NewIssue, str]:
    """One stance an issue; where two were merged, the one on the issue that stays."""
    issues = Issue.objects.in_bulk(heirs.values())
    found: dict[Issue | NewIssue, str] = {}
    for issue, stance in entries.positions.items():
        heir = issues[heirs[issue.pk]] if issue.pk else issue
        if heir == issue or heir not in found:
            found[heir] = stance
    return found


def _require_text(article: Article) -> None:
    """Places were marked in the text that the article was loaded with; it is locked by now."""
    found = Article.objects.filter(pk=article.pk).values_list("text_sha256", flat=True)
    if list(found) != [article.text_sha256]:
        raise Refused("The text of the article was replaced meanwhile; look again. Nothing was changed.")


def _registered(entries: Entries, by: Editor) -> Entries:
    """With every issue and speaker on record, each once: two may be one by now, or in another spelling."""
    known: dict[int, Speaker] = {}
    for speaker in map(_known, entries.speakers):
        known.setdefault(speaker.actor.pk, speaker)
    positions: dict[Issue | NewIssue, str] = {
        _issue(issue, by) if isinstance(issue, NewIssue) else issue: side
        for issue, side in entries.positions.items()
    }
    return replace(entries, speakers=tuple(known.values()), positions=positions)


def _issue(new: NewIssue, by: Editor) -> Issue:
    permitted(by, ADD_ISSUE)
    if same := Issue.objects.current().filter(title__plain=new.title).first():
        return same
    base = slugify(new.title)[:90] or "issue"
    taken = set(Issue.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return Issue.objects.create(title=new.title, slug=slug_beside(taken, base))


def _known(speaker: Speaker) -> Speaker:
    actor = speaker.actor
    return (
        speaker if actor.pk else replace(speaker, actor=new_actor(actor.name, actor.kind, actor.country_id))
    )


def _describe(statement: Statement, entries: Entries) -> None:
    fragments = [list(span) for span in entries.fragments]
    if fragments != statement.fragments:
        statement.fragments = fragments
        statement.quote = quoted(statement.article.text, entries.fragments)
    statement.kind = entries.kind
    if statement.said != entries.said:
        redate(statement, entries.said)


def save_in_place(statement: Statement) -> None:
    """Write the statement; Refused if another stands at its very place."""
    try:
        statement.save()
    except IntegrityError as error:  # which ends the transaction of the verb
        if "statement_once_per_place" not in str(error):
            raise
        raise Refused(
            "Another statement stands at exactly this place already; nothing was changed."
        ) from None


def _attribute(statement: Statement, entries: Entries) -> None:
    rows = {row.pk: row for row in statement.attributions.all()}
    kept = {speaker.attribution for speaker in entries.speakers}
    Attribution.objects.filter(pk__in=rows.keys() - kept).delete()
    for speaker in entries.speakers:
        row = rows.get(speaker.attribution or 0) or Attribution(statement=statement)
        before = _credit(row)
        row.actor, row.is_channel = speaker.actor, speaker.is_channel
        row.role = None if row.is_channel else speaker.role or speaker.actor.role_on(statement.said_on)
        is_of_body = speaker.actor.kind == Actor.Kind.BODY or (row.role and row.role.body_id)
        row.country_id = None if row.is_channel or is_of_body else speaker.country
        if _credit(row) != before:
            row.save()
        if speaker.learns:
            learn_alias(row)


def _credit(row: Attribution) -> tuple[object, ...]:
    return row.actor_id, row.country_id, row.role_id, row.is_channel


def _position(statement: Statement, entries: Entries) -> None:
    rows = {row.issue_id: row for row in statement.positions.all()}
    wanted = {issue.pk: stance for issue, stance in entries.positions.items() if issue.pk}
    Position.objects.filter(statement=statement).exclude(issue__in=wanted).delete()
    for issue, stance in wanted.items():
        row = rows.get(issue) or Position(statement=statement, issue_id=issue)
        if row.stance != stance:
            row.stance = stance
            row.save()
