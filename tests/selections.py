"""What parameters of /compare/ ask for, also those that the form would refuse today."""

from django.http import QueryDict

from articles.browse.fields import Few, ParsedField
from articles.compare.filters import ComparisonFilter
from articles.compare.selection import Selection
from articles.dates import Period, typed
from articles.models import Statement


def selection_of(data: QueryDict) -> Selection:
    """The selection of these parameters; any number of values and every year can be named."""
    filterset = ComparisonFilter(data, Statement.objects.all())
    for field in filterset.form.fields.values():
        if isinstance(field, Few):
            field.most = None
        if isinstance(field, ParsedField) and field.parse is typed:
            field.parse = Period.parse
    return filterset.selection
