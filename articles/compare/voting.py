"""What states said on an issue, and how they voted on it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from articles.models import Attribution, Country, Position, Question, Statement, Vote

FIELDS = (
    "statement", "statement__positions__stance", "statement__said_on", "statement__said_on_precision",
    "statement__said_on_basis", "statement__quote",
)  # fmt: skip
OPPOSED = {Position.Stance.SUPPORT, Position.Stance.OPPOSE}


@dataclass(frozen=True, slots=True)
class Told:
    """A stance in a statement, the last before a vote or the first after it."""

    statement: int
    stance: str
    said_on: datetime.date
    precision: str
    basis: str
    quote: str

    @property
    def address(self) -> str:
        return Statement(pk=self.statement, quote=self.quote).get_absolute_url()


@dataclass(frozen=True, slots=True)
class Ballot:
    """How a country voted on a question, and what it said on the issue before and after.

    ``stance`` is what the vote says on the issue; None if it was not cast.
    """

    country: Country
    choice: str
    stance: str | None
    before: Told | None
    after: Told | None

    @property
    def differs(self) -> bool:
        """Whether it supported what it voted against, or opposed what it voted for; abstaining is neither."""
        said = self.before.stance if self.before else None
        return said != self.stance and {said, self.stance} == OPPOSED

    @property
    def choice_words(self) -> str:
        return Vote.Choice(self.choice).label


def ballots(question: Question, countries: Sequence[str] = ()) -> list[Ballot]:
    """Of countries that were heard on the issue, by their names; of ``countries`` alone, if there are any.

    Three queries. Only reviewed statements with a known day count, and none at second hand.
    """
    votes = question.roll_call.votes.select_related("country").order_by("country__name")
    if countries:
        votes = votes.filter(country__in=countries)
    before, after = _told(question, before=True), _told(question, before=False)
    found = [
        Ballot(
            vote.country,
            vote.choice,
            question.stance_of(vote.choice),
            before.get(vote.country_id),
            after.get(vote.country_id),
        )
        for vote in votes
    ]
    return [ballot for ballot in found if ballot.before or ballot.after]


def _told(question: Question, before: bool) -> dict[str, Told]:
    """By country: the last stance before the day of the vote, or the first on that day or later.

    An article of an earlier day reports what was said before; one of a later day may do so, too, so that
    words which only their article dates are never those that came after.
    """
    day, side = question.roll_call.held_on, "-" if before else ""
    said = Attribution.objects.firsthand().filter(country__isnull=False)
    if before:
        said = said.filter(statement__said_until__lt=day)
    else:
        said = said.filter(statement__said_on__gte=day).exclude(statement__said_on_basis="article")
    published = Statement.objects.published().order_by().values("pk")
    rows = (
        said.filter(statement__positions__issue=question.issue_id, statement__in=published)
        .order_by("country", f"{side}statement__said_on", f"{side}statement")
        .distinct("country")
        .values_list("country", *FIELDS)
    )
    return {country: Told(*told) for country, *told in rows}
