"""Who may do what, at every address, by every method: ``access_table.txt`` says it, and this walks it.

An address that is not in the table fails the test. After a change write it anew by
``WRITE=1 pytest -n 0 tests/test_access_table.py``, then read the difference.
"""

import os
import re
from http.cookies import SimpleCookie
from itertools import groupby
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from articles.models import Actor, Article, Batch, Issue, Position, ProposedIssue, Statement
from tests import rendering
from tests.browser.public import subscription
from tests.examples import everyday
from tests.views.test_access import things
from tests.views.test_nowhere_public import freeze_now

__all__ = ["things"]

TABLE = Path(__file__).with_name("access_table.txt")
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
PEOPLE = ("anonymous", "reader", "editor", "chief")
HEAD = """\
Who may do what. Each line: an address, methods, and what happens to whom who sends these, with an empty form.

shown    it is answered (200)
asks     it is answered, and asks for what is missing, or says what is wrong (400, 409, 422)
on       it is done, or leads to another page
login    whoever asks is asked to log in first
token    it takes a token, which is sent in the head of the request (401)
refused  never, for this person (403)
nothing  there is nothing at this address, for this person (404), or not any more (410)
method   this method is not for this address (405)
none     what it needs is not set up here (501, 503)

Methods of an address that no line names are refused to all (405).

"""
WORDS = {
    401: "token",
    200: "shown",
    302: "on",
    301: "on",
    403: "refused",
    404: "nothing",
    410: "nothing",
    405: "method",
}
ASKS, NONE = {400, 409, 422}, {501, 503}


def routes(patterns=None, above=""):
    """Every pattern of an address, as it is written in the lists of these."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        route = above + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, route)
        else:
            yield route


@pytest.fixture
def examples(things, settings):
    """What stands in place of each part of an address, or of a whole one."""
    settings.CONTACT = "editors@example.org"
    batch = Batch.objects.create(origin="paste", label="A text", by_id=things["auth_user"])
    article = things["articles_article"]
    shared = freeze_now()
    actor = Actor.objects.get(pk=things["articles_actor"]).slug
    issue = Issue.objects.get(pk=things["articles_issue"]).slug
    return {
        "statements/<int:pk>/<slug:slug>/": Statement.objects.get().get_absolute_url()[1:],
        "articles/<int:pk>/<slug:slug>/": Article.objects.get(pk=article).get_absolute_url()[1:],
        "compare/share/": "compare/share/?country=RUS",
        "oembed": f"oembed?url=http://testserver/c/{shared.key}/",
        "admin/autocomplete/": "admin/autocomplete/?app_label=articles&model_name=role&field_name=actor",
        "review/issues/<int:pk>": ProposedIssue.objects.create(title="Whaling").pk,
        "review/add/<int:pk>": batch.pk,
        "review/<int:pk>": article,
        "statements/<int:pk>": things["articles_statement"],
        "report/<int:pk>": things["articles_statement"],
        "articles/<int:pk>": article,
        "account/<int:pk>": 1,
        "statements/by/<slug:name>": "actor",
        "language/<slug:code>": "fr",
        "blocs/<slug:slug>": "brics",
        "actors/<slug:slug>": actor,
        "issues/<slug:slug>": issue,
        "follow/c/<slug:key>/": f"follow/c/{shared.key}/",
        "c/<slug:key>": shared.key,
        "sitemap-<slug:section>": "sitemap-pages",
        "admin/r/<path:content_type_id>": ContentType.objects.get_for_model(Article).pk,
        "admin/r/<int:content_type_id>": ContentType.objects.get_for_model(Article).pk,
        "<path:object_id>": article,
        "<id>": things["auth_user"],
        "<slug:slug>": "x",
        "(?P<pk>[0-9]{1,18})": things["articles_statement"],
        "(?P<key>[-a-zA-Z0-9_]+)": shared.key,
        "(?P<iso3>[A-Za-z]{3})": "RUS",
        "(?P<kind>json|jsonl|csv|parquet)": "csv",
        "(?P<kind>jsonld|graphml)": "jsonld",
        "(?P<key>[A-Z]{3})": "RUS",
        "api/v1/statements/<int:key>": f"api/v1/statements/{things['articles_statement']}",
        "api/v1/statements/<int:key>/accept": f"api/v1/statements/{things['articles_statement']}/accept",
        "api/v1/articles/<int:key>/statements": f"api/v1/articles/{article}/statements",
        "api/v1/articles/<int:key>": f"api/v1/articles/{article}",
        "api/v1/actors/<slug:key>": f"api/v1/actors/{actor}",
        "api/v1/blocs/<slug:key>": "api/v1/blocs/brics",
        "api/v1/issues/<slug:key>": f"api/v1/issues/{issue}",
        "api/v1/comparisons/<slug:key>": f"api/v1/comparisons/{shared.key}",
        "api/v1/roles/<int:key>": f"api/v1/roles/{things['articles_role']}",
        "api/v1/utterances/<int:key>": f"api/v1/utterances/{things['articles_utterance']}",
        "api/v1/positions/<int:key>": f"api/v1/positions/{Position.objects.get().pk}",
        "votes/<int:pk>/": f"votes/{things['articles_rollcall']}/",
        "follow/by/<str:key>/": subscription().get_absolute_url()[1:],
        "follow/by/<str:key>/end/": f"{subscription().get_absolute_url()[1:]}end/",
        "follow/compare/": "follow/compare/?country=RUS",
        "(?P<kind>json|csv)": "json",
        "(?P<kind>bib|ris|json|txt)": "ris",
        "(?P<kind>svg|png)": "svg",
        "(?P<app_label>auth|articles|procrastinate)": "articles",
        "(?P<url>.*)": "nowhere",
    }


def path_of(route, examples, things):
    """An address that the pattern takes."""
    model = re.match(r"admin/(\w+)/(\w+)/", route)
    if route in examples:
        return f"/{examples[route]}"
    own = things.get("_".join(model.groups())) if model else None
    if own is not None:
        route = re.sub(r"<(path|int):\w+>|<\w+>", str(own), route)
    for part, value in examples.items():
        begun, _, placed = part.rpartition("/") if part.count("<") == 1 and "/" in part else ("", "", part)
        pattern = f"{begun}/{placed}" if begun else placed
        if pattern in route and (not begun or route.startswith(begun)):
            route = route.replace(pattern, f"{begun}/{value}" if begun else str(value), 1)
    route = re.sub(r"\(\?P<app_label>[^)]*\)", "articles", route)
    route = re.sub(r"<\w+:pk>|<int:\w+>", "1", route)
    return "/" + route.replace("^", "").replace("$", "").replace("\\", "")


def word_of(response):
    if "/login/" in response.headers.get("Location", ""):
        return "login"
    code = response.status_code
    return "asks" if code in ASKS else "none" if code in NONE else WORDS.get(code, str(code))


def walked(path, clients, heads):
    """By method, what happens to each person.

    HEAD is GET without what it shows: it is asked of the ``heads`` alone, without templates, and taken to do
    to all others what GET does to them.
    """
    found = {
        method: [asked(client, method, path) for client in clients] for method in METHODS if method != "HEAD"
    }
    with rendering.left_out():
        told = {n: asked(clients[n], "HEAD", path) for n in heads}
    differ = {word for n, word in told.items() if word != found["GET"][n]}
    is_refused = differ == {"method"}  # which is decided before it is looked who asks
    found["HEAD"] = [told.get(n, "method" if is_refused else word) for n, word in enumerate(found["GET"])]
    return {method: tuple(words) for method, words in found.items()}


def asked(visitor, method, path):
    """What happens; nothing stays done."""
    client, cookies = visitor
    client.cookies = SimpleCookie(cookies)
    with transaction.atomic():
        word = word_of(client.generic(method, path))
        transaction.set_rollback(True)
    return word


def lines_of(route, found):
    """Methods that are answered alike share a line."""
    for words, methods in groupby(sorted(METHODS, key=lambda each: found[each]), key=found.get):
        if set(words) == {"method"}:
            continue
        together = sorted(methods, key=METHODS.index)
        yield " | ".join(
            [f"{route:68}", f"{' '.join(together):13}", *(f"{word:9}" for word in words)]
        ).rstrip()


def heads(n):
    """Whom HEAD is asked of at one address after the other; everyday of one in turn."""
    return everyday([n % len(PEOPLE)], thorough=range(len(PEOPLE)))


@pytest.mark.slow
def test_who_may_do_what_at_every_address(things, examples, reader, editor, chief):
    clients = []
    for person in (None, reader, editor, chief):
        client = Client(raise_request_exception=False)
        if person:
            client.force_login(person)
        clients.append((client, client.cookies.output(header="", sep=";")))
    every = list(dict.fromkeys(routes()))
    found = [
        line
        for n, route in enumerate(every)
        for line in lines_of(route, walked(path_of(route, examples, things), clients, heads(n)))
    ]
    table = (
        HEAD
        + " | ".join([f"{'address':68}", f"{'methods':13}", *(f"{who:9}" for who in PEOPLE)]).rstrip()
        + "\n"
    )
    table += "\n".join(found) + "\n"
    if os.environ.get("WRITE"):
        TABLE.write_text(table)
    assert table.splitlines() == TABLE.read_text().splitlines()
