"""Two coders and the chief editor in browsers of their own: with keys, and without script."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection
from playwright.sync_api import expect

from articles.curate import verbs
from articles.curate.coding import serialize, tasks
from articles.models import Action, Article, Code, CodingTask
from articles.samples import demo
from tests.browser.inspection import inspect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

CODERS, CHIEF = ("ada", "ben"), "chief"
WITHOUT_SCRIPT = {"java_script_enabled": False}
WIDTHS = [390, 1280, 1920]


def outside(work, *arguments):
    """Work outside of the test's transaction, so that the site sees it."""

    def run():
        try:
            return work(*arguments)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as executor:
        return executor.submit(run).result()


def make_cast():
    editor = User.objects.get(username=demo.EDITOR)
    for name in CODERS:
        user = User.objects.filter(username=name).first()
        user = user or User.objects.create_user(name, password=name, is_staff=True)
        user.groups.set(editor.groups.all())
    if not User.objects.filter(username=CHIEF).exists():
        User.objects.create_superuser(CHIEF, password=CHIEF)


def clear():
    CodingTask.objects.all().delete()
    chief = User.objects.get(username=CHIEF)
    for action in Action.objects.standing().exclude(verb="undo").order_by("-pk"):
        verbs.undo(action, chief)


@pytest.fixture
def article(site):
    outside(make_cast)
    yield Article.objects.filter(statements__review="suggested").distinct().get()
    outside(clear)


@pytest.fixture
def enter(visit):
    """Opens an address as somebody."""

    def enter(name, address, **options):
        page = visit.logged_in(name, name, address, **options)
        expect(page.locator("#content")).to_be_visible()
        return page

    return enter


@pytest.fixture
def task(article):
    return outside(open_task, article)


def open_task(article):
    return tasks.open_task(article, CODERS, User.objects.get(username=CHIEF))


def code_but_for(task, *rejected):
    """Both code all as it stands, but the second one thinks these (by order) no statements; both are done."""
    statements = {s.pk: s for s in task.article.statements.filter(pk__in=list(task.suggestions))}
    for n, coder in enumerate(task.coders.all()):
        for order, pk in enumerate(task.suggestions):
            entries = None if n and order in rejected else serialize.as_it_stands(statements[pk])
            tasks.code_suggestion(coder, statements[pk], entries)
        tasks.finish(coder)


def test_from_opening_to_closing_without_script(enter, article):
    chief = enter(CHIEF, f"/review/{article.pk}/", **WITHOUT_SCRIPT)
    chief.get_by_text("Double coding").click()
    for name in CODERS:
        chief.get_by_role("checkbox", name=name).check()
    chief.get_by_label("Suggestions to be coded").fill("Further UN sanctions on North Korea")
    chief.get_by_role("button", name="Open a coding task").click()
    number = len(CodingTask.objects.get().suggestions)
    for name, verb in zip(CODERS, ("Right as it is", "No statement"), strict=True):
        coder = enter(name, f"/review/{article.pk}/coding/", **WITHOUT_SCRIPT)
        for n in range(1, number + 1):
            expect(coder.get_by_role("heading", name=f"Suggestion {n} of {number}")).to_be_visible()
            coder.get_by_role("button", name=verb).click()
        coder.get_by_role("button", name="I am done").click()
        expect(coder.get_by_text("You are done with this article.")).to_be_visible()
    chief.goto(f"/review/{article.pk}/agreement/")
    for left in range(number, 0, -1):
        expect(chief.get_by_role("link", name="Write another")).to_have_count(left)
        chief.get_by_role("button", name="Take this").first.click()
    expect(chief.get_by_text(re.compile(rf"{number} places? resolved"))).to_be_visible()
    assert article.statements.filter(review="accepted").count() == number


def test_a_coder_goes_on_by_keys(enter, article, task):
    page = enter(CODERS[0], f"/review/{article.pk}/coding/")
    total = len(task.suggestions)
    for n, key in enumerate("axa", start=1):
        expect(page.get_by_role("heading", name=f"Suggestion {n} of {total}")).to_be_visible()
        page.keyboard.press(key)
    expect(page.get_by_role("heading", name=f"Suggestion 4 of {total}")).to_be_visible()
    page.keyboard.press("h")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Suggestion 5 of {total}")).to_be_visible()
    kept = [code.entries is not None for code in Code.objects.filter(coder__task=task)]
    assert kept == [True, False, True, True]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_have_no_fault(enter, article, task, width):
    coder = enter(CODERS[0], f"/review/{article.pk}/coding/", viewport={"width": width, "height": 900})
    inspect(coder)
    outside(code_but_for, task, 1, 3)
    chief = enter(CHIEF, f"/review/{article.pk}/agreement/", viewport={"width": width, "height": 900})
    inspect(chief)
    chief.get_by_role("link", name="Write another").first.click()
    expect(chief.get_by_role("button", name="Save this")).to_be_visible()
    inspect(chief)
    chief.goto("/review/coding/")
    inspect(chief)
