"""What every public template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django_htmx.jinja import django_htmx_script, htmx_script
from jinja2 import Environment, StrictUndefined

from articles import formatting
from articles.addresses import MOST_VALUES, path_to
from articles.browse.filterset import StatementFilter
from articles.compare.timeline import choices_of


def absolute(request: HttpRequest, path: str) -> str:
    """The whole address of a page, as others can open it."""
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else request.build_absolute_uri(path)


THINGS = {"country", "bloc", "actor", "issue", "source"}  # filters whose values are rows with a name


def chip(filterset: StatementFilter, name: str, value: str) -> str:
    """An active filter in words: "Russia", "from 2017-07"; the bare value where it is not valid."""
    prefix = {"said_after": "from ", "said_before": "to ", "q": "words: "}.get(name, "")
    if (name, value) in {("review", "all"), ("hand", "first")}:
        return {"review": "with suggestions", "hand": "first-hand only"}[name]
    things = filterset.wanted.get(name) if name in THINGS else None
    return prefix + next((str(thing) for thing in things or () if value in _keys(thing)), value)


def _keys(thing: object) -> set[str]:
    return {str(getattr(thing, key)) for key in ("iso3", "slug") if hasattr(thing, key)}


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
        most_values=MOST_VALUES,
    )
    env.filters.update(
        day=formatting.day,
        said=formatting.said,
        when=formatting.when,
        mark=formatting.stance_mark,
        verb=formatting.stance_verb,
        chip=chip,
        choices=choices_of,
        count=formatting.count,
        moment=formatting.moment,
        names=formatting.names,
        percent=formatting.percent,
        number=formatting.number,
    )
    return env
