"""The filters of /compare/, and the selection that they ask for."""

from typing import Any

import django_filters
from django import forms

from articles.browse.fields import OfMoment, ParsedFilter, one_of, refuse_turned_round
from articles.browse.filterset import StatementFilter
from articles.compare.selection import Selection
from articles.dates import MONTHS
from articles.formatting import names
from articles.history.as_of import moment
from articles.language import gettext, ngettext, text
from articles.models.merged import unmerged


class ComparisonForm(forms.Form):
    MOST_COLUMNS = 8

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        numbers = {
            name: len(set(cleaned[name])) for name in ("country", "bloc", "actor") if cleaned.get(name)
        }
        if sum(numbers.values()) > self.MOST_COLUMNS:
            told = gettext("%(chosen)s are too many; choose up to %(most)s in all.")
            chosen = names([_counted(name, number) for name, number in numbers.items()])
            self.add_error(next(reversed(numbers)), told % {"chosen": chosen, "most": self.MOST_COLUMNS})
        refuse_turned_round(self, cleaned)
        if cleaned.get("by") and len(cleaned.get("issue") or ()) != 1:
            self.add_error("by", gettext(ONE_ISSUE[cleaned["by"]]))
        return cleaned


ONE_ISSUE = {
    "year": text("Choose one issue to see it by year."),
    "quarter": text("Choose one issue to see it by quarter."),
    "month": text("Choose one issue to see it by month."),
}


def _counted(name: str, number: int) -> str:
    """So many of the things compared. English says "1 countries" here, as ever."""
    told = {
        "country": ngettext("%(number)s countries", "%(number)s countries", number),
        "bloc": ngettext("%(number)s blocs", "%(number)s blocs", number),
        "actor": ngettext("%(number)s speakers", "%(number)s speakers", number),
    }[name]
    return told % {"number": number}


class ComparisonFilter(OfMoment, django_filters.FilterSet):
    """The filters of /compare/: which countries, blocs and speakers, on which issues, in which period."""

    country = StatementFilter.base_filters["country"]
    bloc = StatementFilter.base_filters["bloc"]
    actor = StatementFilter.base_filters["actor"]
    issue = StatementFilter.base_filters["issue"]
    said_after = StatementFilter.base_filters["said_after"]
    said_before = StatementFilter.base_filters["said_before"]
    review = StatementFilter.base_filters["review"]
    differ = one_of(text("a choice; use only, or leave it out"), [("only", "only where they differ")])
    by = one_of(text("a choice; use year, quarter or month"), [(stretch, stretch) for stretch in MONTHS])
    as_of = ParsedFilter(parse=moment)

    class Meta:
        form = ComparisonForm

    @property
    def selection(self) -> Selection:
        """What to compare; nothing when a value is not valid."""
        wanted = self.form.cleaned_data if self.is_valid() else {}
        followed = tuple if wanted.get("as_of") else unmerged  # at that moment they may have been apart
        return Selection(
            countries=tuple(wanted.get("country") or ()),
            issues=followed(wanted.get("issue") or ()),
            after=wanted.get("said_after"),
            before=wanted.get("said_before"),
            review=wanted.get("review") or "reviewed",
            as_of=wanted.get("as_of"),
            only_differing=bool(wanted.get("differ")),
            blocs=tuple(wanted.get("bloc") or ()),
            actors=followed(wanted.get("actor") or ()),
            by=wanted.get("by") or "",
        )
