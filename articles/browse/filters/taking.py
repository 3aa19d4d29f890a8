"""What the filters by issue and stance share: a stance is one on an issue, and neither narrows the other."""

from typing import Any

from django.db.models import QuerySet

from articles.browse.filters.declaration import Wanted
from articles.models import Position
from articles.models.merged import unmerged
from articles.models.statements import StatementQuerySet

BOTH = ("issue", "stance")


def narrow(statements: StatementQuerySet, wanted: Wanted) -> StatementQuerySet:
    """Those with a position on one of the issues, of one of the stances, as far as either is asked for."""
    slugs = [issue.slug for issue in unmerged(wanted.get("issue") or ())]
    return statements.taking(slugs, wanted.get("stance") or ())


def positions(filterset: Any) -> QuerySet[Position]:
    return Position.objects.filter(statement__in=filterset.narrowed(set(BOTH)))
