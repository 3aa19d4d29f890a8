"""What every public template may use."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django_htmx.jinja import django_htmx_script, htmx_script
from jinja2 import Environment, StrictUndefined

from articles import formatting
from articles.addresses import MOST_VALUES, ListQuery, path_to
from articles.browse.filters.declared import DECLARED
from articles.browse.filterset import StatementFilter
from articles.compare.timeline import choices_of
from articles.views.twins import twins


def absolute(request: HttpRequest, path: str) -> str:
    """The whole address of a page, as others can open it."""
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else request.build_absolute_uri(path)


def chip(filterset: StatementFilter, name: str, value: str) -> str:
    """An active filter in words: "Russia", "from 2017-07"; the bare value where it is not valid."""
    declared = DECLARED.get(name)
    return declared.chip(filterset.wanted.get(name), value) if declared else value


@lru_cache(maxsize=1_000)  # each cell of a fixed version has its own, and it never changes
def as_of(query: str, moment: str | None) -> str:
    """The query of a list with the moment, in ISO 8601, of which it is to be; as it is without one."""
    if not moment:
        return query
    values = dict(QueryDict(query.removeprefix("?")).lists())
    return str(ListQuery(values).replace(as_of=moment.replace("+00:00", "Z")))


def environment(**options: Any) -> Environment:
    """The environment of the public pages; a missing variable is an error, not an empty place."""
    env = Environment(**{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True})
    env.globals.update(
        static=static,
        url=path_to,
        htmx_script=htmx_script,
        django_htmx_script=django_htmx_script,
        site_name=settings.SITE_NAME,
        absolute=absolute,
        twins=twins,
        most_values=MOST_VALUES,
    )
    env.filters.update(
        age=formatting.age,
        as_of=as_of,
        day=formatting.day,
        said=formatting.said,
        said_or_reported=formatting.said_or_reported,
        dated_words=formatting.dated_words,
        when=formatting.when,
        mark=formatting.stance_mark,
        kind=formatting.kind,
        the=formatting.the,
        sentence=formatting.sentence,
        curly=formatting.curly,
        verb=formatting.stance_verb,
        years=formatting.years,
        brief=formatting.brief,
        chip=chip,
        choices=choices_of,
        count=formatting.count,
        moment=formatting.moment,
        names=formatting.names,
        percent=formatting.percent,
        number=formatting.number,
    )
    return env
