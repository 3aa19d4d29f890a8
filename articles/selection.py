"""What is to be compared."""

import datetime
from dataclasses import dataclass

from articles.addresses import Query
from articles.dates import Period
from articles.models import Country, Issue, Statement
from articles.models.statements import StatementQuerySet


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to be compared. No issues: all on which these countries said anything."""

    countries: tuple[Country, ...]
    issues: tuple[Issue, ...] = ()
    after: Period | None = None
    before: Period | None = None
    review: str = "reviewed"
    as_of: datetime.datetime | None = None
    only_differing: bool = False

    @property
    def query(self) -> Query:
        """The parameters of /compare/ that give this selection."""
        values = {
            "country": [country.iso3 for country in self.countries],
            "issue": [issue.slug for issue in self.issues],
            "said_after": [str(self.after or "")],
            "said_before": [str(self.before or "")],
            "review": [self.review],
            "as_of": [self.as_of.isoformat().replace("+00:00", "Z") if self.as_of else ""],
            "differ": ["only" if self.only_differing else ""],
        }
        return Query(values)

    def statements(self) -> StatementQuerySet:
        """All statements within the period and state of review, of whatever country."""
        first = self.after.first if self.after else None
        return self.of_all_time().said_between(first, self.before.last if self.before else None)

    def of_all_time(self) -> StatementQuerySet:
        statements = Statement.objects.all()
        return statements.with_suggestions() if self.review == "all" else statements.published()
