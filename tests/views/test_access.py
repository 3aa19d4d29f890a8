"""Every page of the admin and of the review desk, and who may see it.

The table is complete by construction: a page that exists and is not in it fails the test.
"""

from http.cookies import SimpleCookie

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from articles import urls
from articles.compare.sharing import take_down
from articles.curate import verbs
from articles.importing.tasks import read_article
from articles.models import Action, Article, Batch, CodingTask, ProposedIssue, RollCall, Statement, Utterance
from tests import rendering
from tests.factories import bloc
from tests.views.test_nowhere_public import freeze_now

PEOPLE = ["anonymous", "reader", "staff", "editor", "chief", "superuser"]
"""Each may see whatever those before may; the tables name the first who may see a page."""

PAGES = ["changelist", "add", "change", "history", "delete"]
BY_MODEL = {  # who may see the list, add, change, history and delete pages
    "articles_action": "editor nobody editor editor nobody",
    "articles_actor": "editor editor editor editor chief",
    "articles_article": "editor editor editor editor chief",
    "articles_bloc": "editor editor editor editor chief",
    "articles_comparison": "editor nobody editor editor nobody",
    "articles_rollcall": "editor editor editor editor chief",
    "articles_country": "editor nobody editor editor nobody",
    "articles_issue": "editor editor editor editor chief",
    "articles_role": "editor editor editor editor editor",
    "articles_source": "editor editor editor editor chief",
    "articles_statement": "editor nobody editor editor nobody",
    "articles_takedown": "editor editor editor editor superuser",
    "articles_utterance": "editor nobody editor editor nobody",
    "auth_group": "chief superuser chief chief superuser",
    "auth_user": "chief chief chief chief superuser",
    "procrastinate_procrastinatejob": "superuser nobody superuser superuser nobody",
}
ADMIN = {
    f"{model}_{page}": first
    for model, row in BY_MODEL.items()
    for page, first in zip(PAGES, row.split(), strict=True)
} | {
    "index": "staff",
    "logout": "anonymous",
    "password_change": "staff",
    "password_change_done": "staff",
    "jsi18n": "staff",
    "view_on_site": "staff",
    "autocomplete": "editor",
    "app_list": "editor",
    "articles_action_undo": "editor",
    "articles_actor_merge": "editor",
    "articles_issue_merge": "editor",
    "articles_article_replace": "editor",
    "articles_article_redate": "editor",
    "articles_source_merge": "editor",
    "auth_user_password_change": "chief",
}
ADMIN_POSTS = {"logout", "articles_action_undo"}
OPEN = {"login"}  # to everybody
DESK = {
    "review_add": "editor",
    "review_batch": "editor",
    "review_batch_report": "editor",
    "review_queue": "editor",
    "review_actors": "editor",
    "review_bulk": "editor",
    "review_guidelines": "editor",
    "review_inbox": "editor",
    "review_desk": "editor",
    "review_errors": "editor",
    "review_feeds": "editor",
    "review_issue": "editor",
    "review_jobs": "editor",
    "review_issues": "editor",
    "review_mine": "editor",
    "review_state": "chief",
    "review_orphans": "editor",
    "review_quality": "editor",
    "coding_list": "editor",
    "coding_desk": "editor",
    "review_read": "editor",
    "coding_open": "chief",
    "coding_agreement": "chief",
}
OF_AN_ARTICLE = (
    *("review_desk", "review_bulk", "review_read"),
    *("coding_desk", "coding_open", "coding_agreement"),
)
ACTIONS = {  # what the lists of the admin offer
    "articles_action": {},
    "articles_actor": {"delete_selected": "chief", "merge": "editor"},
    "articles_article": {"delete_selected": "chief", "publish": "editor", "read": "editor"},
    "articles_bloc": {"delete_selected": "chief"},
    "articles_comparison": {},
    "articles_country": {},
    "articles_issue": {"delete_selected": "chief", "merge": "editor"},
    "articles_role": {"delete_selected": "editor"},
    "articles_rollcall": {"delete_selected": "chief"},
    "articles_source": {"delete_selected": "chief", "merge": "editor"},
    "articles_statement": {
        "accept": "editor",
        "reject": "editor",
        "second_look": "editor",
        "discard": "chief",
    },
    "articles_takedown": {"delete_selected": "superuser"},
    "articles_utterance": {},
    "auth_group": {"delete_selected": "superuser"},
    "auth_user": {"delete_selected": "superuser", "remove_second_factor": "chief"},
    "procrastinate_procrastinatejob": {"retry": "superuser", "cancel": "superuser", "abort": "superuser"},
}


@pytest.fixture
def things(world, editor):
    """One row of every table that the admin shows, by the name of its pages; the editor's last action."""
    said = world.say("Lavrov", "We oppose sanctions.", sanctions="oppose")
    verbs.accept(Statement.objects.all(), editor)
    comparison = freeze_now()
    CodingTask.objects.create(article=said.article, opened_by=editor, closed_at=timezone.now())
    rows = [
        Action.objects.get(),
        said.attributions.get().actor,
        said.article,
        bloc("brics", RUS=(None, None)),
        comparison,
        said.attributions.get().country,
        said.positions.get().issue,
        said.attributions.get().actor.roles.create(title="Minister", reference="mid.ru"),
        said.article.source,
        said,
        take_down(comparison, "A mistake", editor),
        Utterance.objects.get(),
        RollCall.objects.create(number="1", held_on="2017-12-04", title="A text", reference="un.org"),
        Group.objects.get(name="editor"),
        User.objects.create_user("somebody"),
        ProcrastinateJob.objects.get(pk=read_article.defer(article_id=said.article_id)),
    ]
    return {f"{row._meta.app_label}_{row._meta.model_name}": row.pk for row in rows}


@pytest.fixture(params=PEOPLE)
def person(request, db):
    """Each of the people in turn."""
    if request.param == "anonymous":
        return request.param, AnonymousUser()
    if request.param == "staff":
        return request.param, User.objects.create_user("staff", is_staff=True)
    return request.param, request.getfixturevalue(request.param)


@pytest.fixture
def sees(person):
    """Whether the person is shown the page, or may do what is sent there; nothing stays done."""

    client = Client()
    if person[1].is_authenticated:
        client.force_login(person[1])
    logged_in = client.cookies.output(header="", sep=";")

    def sees(path, posts=False):
        client.cookies = SimpleCookie(logged_in)
        with transaction.atomic(), rendering.left_out():
            response = client.post(path) if posts else client.get(path)
            transaction.set_rollback(True)
        is_asked = "/login/" in response.headers.get("Location", "")
        return response.status_code not in {403, 404} and not is_asked

    return sees


def may(person, first):
    return first != "nobody" and PEOPLE.index(person[0]) >= PEOPLE.index(first)


def names(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


def path_of(name, things):
    model, _, page = name.rpartition("_")
    needs_one = model in things and page in {"change", "history", "delete", "undo", "replace", "redate"}
    others = {
        "view_on_site": [ContentType.objects.get_for_model(Article).pk, things["articles_article"]],
        "app_list": ["articles"],
        "auth_user_password_change": [things["auth_user"]],
    }
    return reverse(f"admin:{name}", args=others.get(name, [things[model]] if needs_one else []))


def test_the_tables_leave_no_page_out():
    assert set(names(admin.site.get_urls())) == ADMIN.keys() | OPEN
    assert {name for name in names(urls.urlpatterns) if name.startswith(("review", "coding"))} == DESK.keys()


@pytest.mark.slow
def test_who_sees_which_page_of_the_admin(person, sees, things):
    query = {"autocomplete": "?app_label=articles&model_name=role&field_name=actor"}
    seen = {name for name in ADMIN if sees(path_of(name, things) + query.get(name, ""), name in ADMIN_POSTS)}
    assert seen == {name for name, first in ADMIN.items() if may(person, first)}


@pytest.mark.slow
@pytest.mark.parametrize("posts", [False, True])
def test_who_sees_which_page_of_the_desk(person, sees, things, posts):
    numbers = {name: [things["articles_article"]] for name in OF_AN_ARTICLE}
    numbers["review_issue"] = [ProposedIssue.objects.create(title="Whaling").pk]
    batch = Batch.objects.create(origin="paste", label="A text", by=User.objects.create(username="giver"))
    numbers |= {name: [batch.pk] for name in ("review_batch", "review_batch_report")}
    seen = {name for name in DESK if sees(reverse(name, args=numbers.get(name)), posts)}
    assert seen == {name for name, first in DESK.items() if may(person, first)}


def test_who_is_offered_which_action(person, rf):
    request = rf.get("/")
    request.user = person[1]
    for model, model_admin in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        expected = {action for action, first in ACTIONS[name].items() if may(person, first)}
        offered = set(model_admin.get_actions(request)) if model_admin.has_view_permission(request) else set()
        assert offered == expected, name


def test_the_login_page_is_open(client, db):
    assert client.get(reverse("admin:login")).status_code == 200
