"""Verbs on issues that the machine found: accept one, or dismiss it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.text import slugify

from articles.curate.actions import Editor, Refused, acting
from articles.curate.coding_lock import require_uncoded
from articles.formatting import count
from articles.models import Issue, Position, ProposedIssue, Statement, Verb
from articles.registry.actors import slug_beside
from articles.registry.locking import current, follow, retried

NEEDS = "articles.add_issue"


@dataclass(frozen=True, slots=True)
class Wording:
    """How an editor words an issue: its title, the countries it concerns (ISO3), what it is part of."""

    title: str
    about: tuple[str, ...] = ()
    parent: Issue | None = None


@retried
def accept_issue(
    proposal: ProposedIssue, issue: Issue | Wording, stances: Mapping[int, str], by: Editor
) -> Issue:
    """Make it a new issue, or part of one on record; returns that.

    ``stances`` of waiting statements, by their key, become suggested positions. Statements that somebody has
    reviewed, or that have a position on the issue, stay as they are.
    """
    with acting(Verb.ADD, by, NEEDS) as action:
        points_to = issue.parent if isinstance(issue, Wording) else issue
        proposal = _locked(proposal, points_to, stances)
        accepted = _added(issue) if isinstance(issue, Wording) else current(issue)
        free = Statement.objects.waiting().filter(pk__in=stances).exclude(positions__issue=accepted)
        positions = [
            Position(statement=statement, issue=accepted, stance=stances[statement.pk])
            for statement in free.order_by("pk")
        ]
        Position.objects.bulk_create(positions)
        proposal.state = ProposedIssue.State.ACCEPTED
        proposal.save(update_fields=["state"])
        number = count(len(positions), "suggested position")
        new = f"Added issue “{accepted}” with {number}"
        action.summary = new if isinstance(issue, Wording) else f"Put {number} on “{accepted}”"
    return accepted


@retried
def dismiss_issue(proposal: ProposedIssue, by: Editor) -> None:
    """Leave it out of the list; it is not proposed again."""
    with acting(Verb.REJECT, by, NEEDS) as action:
        proposal = _locked(proposal, None, {})
        proposal.state = ProposedIssue.State.DISMISSED
        proposal.save(update_fields=["state"])
        action.summary = f"Dismissed the proposed issue “{proposal}”"


def _locked(proposal: ProposedIssue, points_to: Issue | None, stances: Mapping[int, str]) -> ProposedIssue:
    places = dict(Statement.objects.filter(pk__in=stances).values_list("pk", "article_id"))
    named = {Issue: [points_to.pk] if points_to else []}
    heirs = follow(named, articles=set(places.values()), statements=set(places), adds_names=True)
    if points_to and heirs[Issue][points_to.pk] != points_to.pk:
        raise Refused(f"“{points_to}” was merged into another issue meanwhile; choose that one.")
    require_uncoded(set(places.values()))
    found = ProposedIssue.objects.select_for_update().filter(pk=proposal.pk).first()
    if found is None:
        raise Refused(
            f"“{proposal}” is no longer proposed: issues were looked for anew. Nothing was changed."
        )
    if found.state != ProposedIssue.State.WAITING:
        raise Refused(f"“{found}” was {found.get_state_display()} meanwhile. Nothing was changed.")
    return found


def _added(wording: Wording) -> Issue:
    issue = Issue(title=wording.title, about=list(wording.about), parent=wording.parent)
    if same := Issue.objects.filter(title=issue.title).first():
        raise Refused(f"There is an issue “{same}” already; choose it under “Part of a known issue”.")
    base = slugify(wording.title)[:90] or "issue"
    issue.slug = slug_beside(
        set(Issue.objects.filter(slug__startswith=base).values_list("slug", flat=True)), base
    )
    issue.full_clean()
    issue.save()
    return issue
