"""What every public template may use."""

from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django_htmx.jinja import django_htmx_script, htmx_script
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from articles import formatting, language
from articles.addresses import MOST_VALUES, ListQuery, path_to
from articles.browse.facets import told
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


def _marked(text: str, named: dict[str, Any]) -> Markup:
    """A message as it stands in a template, with what it names; what is named is escaped."""
    return Markup(text) % named if named or "%" in text else _whole(text)


@cache
def _whole(text: str) -> Markup:
    """Of a message that names nothing: they are few, and stand on every page."""
    return Markup(text)


def gettext(message: str, /, **named: Any) -> Markup:
    """``_("…")`` and ``{% trans %}`` of templates: whole sentences, with what they name in place."""
    return _marked(language.gettext(message), named)


def ngettext(one: str, many: str, number: int, /, **named: Any) -> Markup:
    return _marked(language.ngettext(one, many, number), named)


def pgettext(context: str, message: str, /, **named: Any) -> Markup:
    return _marked(language.pgettext(context, message), named)


def npgettext(context: str, one: str, many: str, number: int, /, **named: Any) -> Markup:
    return _marked(language.npgettext(context, one, many, number), named)


def environment(**options: Any) -> Environment:
    """The environment of the public pages; a missing variable is an error, not an empty place."""
    env = Environment(**{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True})
    _with_texts(env)
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
        days=formatting.days,
        told=told,
        said=formatting.said,
        said_or_reported=formatting.said_or_reported,
        dated_words=formatting.dated_words,
        when=formatting.when,
        mark=formatting.stance_mark,
        kind=formatting.kind,
        the=formatting.the,
        place=formatting.place,
        stretch=formatting.stretch,
        sentence=formatting.sentence,
        curly=formatting.curly,
        verb=formatting.stance_verb,
        verbs=formatting.stance_verbs,
        years=formatting.years,
        brief=formatting.brief,
        chip=chip,
        choices=choices_of,
        count=formatting.count,
        moment=formatting.moment,
        names=formatting.names,
        credited=formatting.credited,
        percent=formatting.percent,
        number=formatting.number,
    )
    return env


def _with_texts(env: Environment) -> None:
    """What looks texts up in the language of the page.

    Of a word that stands in a template ``verb`` and ``kind_told`` are called: a filter on a constant is
    worked out once, for whoever comes first.
    """
    env.add_extension("jinja2.ext.i18n")
    env.policies["ext.i18n.trimmed"] = True
    env.newstyle_gettext = True  # type: ignore[attr-defined]
    env.globals.update(
        languages=language.LANGUAGES,
        lang=language.spoken,
        verb=formatting.stance_verb,
        verbs=formatting.stance_verbs,
        kind_told=formatting.kind,
        _=gettext,
        gettext=gettext,
        ngettext=ngettext,
        pgettext=pgettext,
        npgettext=npgettext,
    )
    env.filters["translated"] = language.gettext
