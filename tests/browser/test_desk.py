"""An editor at the review desk: by key, by mouse, with and without script."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection
from playwright.sync_api import expect

from articles.curate import verbs
from articles.models import Action, Article, ProposedIssue, Statement
from articles.samples import demo
from tests.browser.inspection import inspect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WITHOUT_SCRIPT = {"java_script_enabled": False}
WIDTHS = [390, 1280, 1920]


@pytest.fixture
def waiting(site):
    """The article of which nothing is reviewed; afterwards all that was done to it is undone."""
    yield Article.objects.filter(statements__review="suggested").distinct().get()
    with ThreadPoolExecutor(1) as outside:  # of the transaction of the test, which is rolled back
        outside.submit(undo_all).result()


def undo_all():
    try:
        editor = User.objects.get(username=demo.EDITOR)
        for action in Action.objects.standing().exclude(verb="undo").order_by("-pk"):
            verbs.undo(action, editor)
    finally:
        connection.close()


@pytest.fixture
def desk(visit, waiting):
    """Opens the desk of the waiting article, logged in."""

    def open_desk(**options):
        page = visit.logged_in(demo.EDITOR, demo.PASSWORD, f"/review/{waiting.pk}/", **options)
        expect(page.locator("#review_desk")).to_be_visible()
        return page

    return open_desk


class Keys:
    """Presses keys and counts them."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, *keys):
        here = self.page.locator(".st.on").first.inner_text()
        for key in keys:
            self.page.keyboard.press(key)
        self.pressed += len(keys)
        return here

    def on(self, *keys):
        """Press these, and wait until another statement is chosen."""
        here = self.press(*keys)
        expect(self.page.locator(".st.on").first).not_to_have_text(here)
        return len(keys)


def state(article):
    return sorted(article.statements.values_list("review", flat=True))


def test_a_sample_article_is_dealt_with_by_keyboard_alone(desk, waiting):
    number = waiting.statements.waiting().count()
    assert number >= 20
    page = desk()
    keys = Keys(page)
    assert keys.on("p", "n", "Enter") <= 6  # another stance: neutral
    assert keys.on("k", "p", "Enter") <= 6  # another kind: partly quoted
    assert keys.on("d", "ArrowDown", "Enter") <= 6  # a day earlier
    assert keys.on("c", "F", "R", "A", "Enter") <= 6  # another country
    assert keys.on("x") <= 2
    for _ in range(number - 6):
        assert keys.on("a") <= 2
    keys.press("a")
    expect(page.get_by_text("0 suggestions to do")).to_be_visible()
    expect(page.get_by_text("Nothing waits in this article any more.")).to_be_visible()
    assert state(waiting) == ["accepted"] * (number - 1) + ["rejected"]
    mended = Action.objects.filter(verb="correct").order_by("pk")
    assert mended.count() == 4
    keys.press("u")
    expect(page.get_by_text("1 suggestion to do")).to_be_visible()


def mark(page, paragraph, words):
    """Select the words, as dragging over them would."""
    page.evaluate(
        """([paragraph, words]) => {
            const text = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT)
            let node
            while ((node = text.nextNode()) && !node.data.includes(words)) continue
            const range = document.createRange()
            range.setStart(node, node.data.indexOf(words))
            range.setEnd(node, node.data.indexOf(words) + words.length)
            getSelection().removeAllRanges()
            getSelection().addRange(range)
        }""",
        [page.locator(".text p", has_text=paragraph).last.element_handle(), words],
    )


def test_what_is_marked_in_the_text_is_tagged_with_a_key(desk, waiting):
    page = desk()
    mark(page, "In October", "it was revealed")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="New statement")).to_be_visible()
    expect(page.locator(".st.on")).to_have_text("it was revealed")
    page.keyboard.press("}")
    expect(page.locator(".st.on")).to_have_text("it was revealed that")
    page.keyboard.press("s")
    expect(page.locator("a.st.on")).to_have_text("it was revealed that")
    assert Statement.objects.get(quote="it was revealed that").article == waiting


def test_words_are_replaced_added_and_made_a_sentence_with_keys(desk, waiting):
    page = desk()
    mark(page, "In October", "it was revealed")
    page.keyboard.press("r")
    expect(page.locator(".st.on")).to_have_text("it was revealed")
    mark(page, "In October", "greater resilience")
    page.keyboard.press("+")
    expect(page.locator(".st.on")).to_have_text(["it was revealed", "greater resilience"])
    page.keyboard.press("=")
    expect(page.locator(".st.on").first).to_have_text(re.compile("^In October, it was .* program[.]$"))
    assert not Action.objects.standing().exclude(verb="undo").exists()


def test_without_script_everything_is_a_form(desk, waiting):
    page = desk(**WITHOUT_SCRIPT)
    first = page.locator(".st.on").first.inner_text()
    page.get_by_label("Kind").select_option("direct")
    page.get_by_role("button", name="Save what I changed").click()
    expect(page.locator(".st.on").first).not_to_have_text(first)
    page.get_by_role("button", name="Reject").click()
    undo = page.get_by_role("button", name="Undo")  # so far of what was saved
    expect(undo.locator("..")).to_contain_text("Rejected")
    undo.click()
    expect(page.get_by_role("status").last).to_contain_text("Undone: Rejected")
    page.get_by_text("Tag a quote").click()
    page.get_by_label("Words of a new statement").fill("installed a new internet connection")
    page.get_by_role("button", name="Find them").click()
    expect(page.locator("mark.st.on")).to_have_text("installed a new internet connection")


def test_two_editors_at_once_lose_nothing(desk, waiting):
    one, other = desk(), desk(**WITHOUT_SCRIPT)
    for page in (one, other):
        page.goto(f"/review/{waiting.pk}/?s={waiting.statements.latest('pk').pk}")
    one.get_by_label("Said on").fill("2017-10")
    one.get_by_role("button", name="Save what I changed").click()
    expect(one.get_by_text("Undo").first).to_be_visible()
    other.get_by_label("Said on").fill("2017-09")
    other.get_by_role("button", name="Save what I changed").click()
    expect(other.get_by_role("alert")).to_contain_text("changed this statement")
    expect(other.get_by_label("Said on")).to_have_value("2017-09")


def orphaned(article):
    """The first statement that waits, after its article was given a text with another word in it."""
    try:
        statement = article.statements.waiting().order_by("starts_at").first()
        end = statement.fragments[-1][1]
        text = f"{article.text[: end - 1]}s{article.text[end - 1 :]}"
        verbs.replace_text(article, text, User.objects.get(username=demo.EDITOR))
        return Statement.objects.get(pk=statement.pk)
    finally:
        connection.close()


def test_an_orphan_is_placed_again_where_its_words_are_marked(desk, waiting):
    with ThreadPoolExecutor(1) as outside:
        orphan = outside.submit(orphaned, waiting).result()
    page = desk()
    page.get_by_role("link", name="Orphans").click()
    with page.expect_navigation():  # and its script is there
        page.get_by_role("link", name=orphan.quote).click()
    stretch = page.locator("[data-start]", has_text=orphan.quote[:-2]).first
    stretch.evaluate("stretch => getSelection().selectAllChildren(stretch)")
    page.keyboard.press("r")
    expect(page.locator(".st.on").first).to_contain_text(orphan.quote[:-2])
    page.get_by_label("The words differ now").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#review_desk")).not_to_contain_text("not found in the text as it is now")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_desk_has_no_fault(desk, width):
    inspect(desk(viewport={"width": width, "height": 900}))


def test_on_a_phone_the_form_comes_first_and_stays_in_sight(desk):
    page = desk(viewport={"width": 390, "height": 844})
    expect(page.get_by_role("button", name="Accept a", exact=True)).to_be_in_viewport()
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="Statement 2 of")).to_be_in_viewport()


def test_a_likely_position_is_taken_with_one_key_and_accepted_with_another(desk, waiting):
    page = desk()
    keys = Keys(page)
    offered = page.locator(".likely button[aria-pressed=false]").first
    key, title = offered.get_attribute("data-key"), offered.locator("b").inner_text()
    keys.press(key)
    expect(page.locator(f".likely button[data-key='{key}']")).to_have_attribute("aria-pressed", "true")
    keys.on("a")
    accepted = waiting.statements.get(review="accepted")
    assert title in accepted.positions.values_list("issue__title", flat=True)


@pytest.fixture
def found(waiting):
    """An issue that was found in the waiting article, as propose_issues would put it on record."""
    with ThreadPoolExecutor(1) as outside:  # of the transaction of the test, so that the site sees it
        outside.submit(propose, waiting).result()
        yield
        outside.submit(propose, None).result()


def propose(article):
    """Put one on record that was found in the article; without one take all away."""
    try:
        ProposedIssue.objects.all().delete()
        if article:
            proposal = ProposedIssue.objects.create(title="A proposal that was found", about=["PRK"])
            for statement in article.statements.waiting()[:5]:
                proposal.positions.create(statement=statement, stance="support", chance=0.6)
    finally:
        connection.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_found_issues_have_no_fault(desk, found, width):
    page = desk(viewport={"width": width, "height": 900})
    page.get_by_role("link", name="Issues found").click()
    expect(page.get_by_role("link", name="A proposal that was found")).to_be_visible()
    inspect(page)
    page.get_by_role("link", name="A proposal that was found").click()
    expect(page.get_by_label("Side of statement 5")).to_have_value("support")
    inspect(page)
