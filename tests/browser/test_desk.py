"""An editor at the review desk: with a real mouse, a finger and keys, with and without script."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import QueryDict
from playwright.sync_api import expect

from articles.curate import verbs
from articles.curate.forms import EntryForms
from articles.models import Action, Article, Flag, ProposedIssue, Statement
from articles.samples import demo
from tests.browser.inspection import inspect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WITHOUT_SCRIPT = {"java_script_enabled": False}
TOUCH = {"has_touch": True, "is_mobile": True}
WIDTHS = [390, 1280, 1920]
FIRST, SECOND = "a U.S. call to cut ties with North Korea", "the U.S. appears to be provoking Pyongyang"


def outside(work, *arguments):
    """Work outside of the test's transaction, so that the site sees it."""

    def run():
        try:
            return work(*arguments)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as executor:
        return executor.submit(run).result()


@pytest.fixture
def waiting(site):
    """The article of which nothing is reviewed; afterwards all that was done to it is undone."""
    yield Article.objects.filter(statements__review="suggested").distinct().get()
    outside(undo_all)


def undo_all():
    try:
        editor = User.objects.get(username=demo.EDITOR)
        Flag.objects.all().delete()
        for action in Action.objects.standing().exclude(verb="undo").order_by("-pk"):
            verbs.undo(action, editor)
    finally:
        connection.close()


@pytest.fixture
def desk(visit, waiting):
    """Opens the desk of the waiting article, logged in."""

    def open_desk(query="", **options):
        page = visit.logged_in(demo.EDITOR, demo.PASSWORD, f"/review/{waiting.pk}/{query}", **options)
        expect(page.locator("#review_desk")).to_be_visible()
        return page

    return open_desk


def state(article):
    return sorted(article.statements.values_list("review", flat=True))


def suggestion(article, words):
    return article.statements.get(quote__startswith=words)


def heading(page, words):
    expect(page.locator("#h-form")).to_have_text(re.compile(rf"^\s*{words}"))


def told(page, words):
    expect(page.locator("#status_line")).to_contain_text(words)


# Where words stand on the page, to be pointed at; nothing is selected by it.
BOX = """(pane, [words, nth, side, scroll]) => {
    const text = document.createTreeWalker(pane, NodeFilter.SHOW_TEXT)
    const pieces = []
    for (let node; (node = text.nextNode());) {
        if (!node.parentElement.closest(".margin")) pieces.push(node)
    }
    const whole = pieces.map((node) => node.data).join("")
    let from = -1
    for (let n = 0; n <= nth; n += 1) from = whole.indexOf(words, from + 1)
    const at = side === "end" ? from + words.length - 1 : from
    let passed = 0
    for (const node of pieces) {
        if (at < passed + node.data.length) {
            const range = document.createRange()
            range.setStart(node, at - passed)
            range.setEnd(node, at - passed + 1)
            node.parentElement.scrollIntoView({ block: scroll, behavior: "instant" })
            const box = range.getBoundingClientRect()
            return [side === "end" ? box.right - 0.5 : box.left + 0.5, box.top + box.height / 2]
        }
        passed += node.data.length
    }
    throw new Error("not in the text: " + words)
}"""


def at(page, words, side="start", scroll="nearest"):
    return page.locator(".text").evaluate(BOX, [words, 0, side, scroll])


def drag(page, first, last):
    """Select from the beginning of the first words to the end of the last ones, with the mouse."""
    at(page, first, scroll="center")  # and so the last ones, which stand near
    start, end = at(page, first), at(page, last, "end")
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def said(page):
    return page.get_by_role("textbox", name="Said")


def shown(page):
    return page.locator("#words_shown")


def test_words_within_a_suggestion_are_marked_with_the_mouse(desk, waiting):
    page = desk()
    drag(page, "call to cut ties", "call to cut ties")
    page.keyboard.press("r")
    expect(shown(page)).to_have_text("call to cut ties")
    drag(page, "provoking Pyongyang", "provoking Pyongyang")
    page.keyboard.press("n")
    heading(page, "New statement")
    expect(shown(page)).to_have_text("provoking Pyongyang")
    expect(page.locator("#id_speaker-0-name")).to_have_value("Sergei Lavrov")  # as of what it overlaps
    assert not Action.objects.standing().exclude(verb="undo").exists()
    page.keyboard.press("a")
    told(page, "Tagged")
    assert Statement.objects.get(quote="provoking Pyongyang").article == waiting


def test_words_are_marked_across_two_suggestions(desk, waiting):
    page = desk()
    drag(page, "ties with North Korea. He", "the U.S. appears to be")
    expect(page.get_by_role("button", name="These words r")).to_be_visible()
    page.get_by_role("button", name="These words r").click()
    expect(shown(page)).to_have_text("ties with North Korea. He said the U.S. appears to be")


def test_an_end_is_dragged_and_the_form_shows_the_words(desk, waiting):
    page = desk()
    end = page.get_by_role("button", name="End of the words")
    box = end.bounding_box()
    page.mouse.move(box["x"] + 1, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(*at(page, "call", "end"), steps=6)
    page.mouse.up()
    expect(shown(page)).to_have_text("a U.S. call")
    end.focus()
    page.keyboard.press("ArrowRight")
    expect(shown(page)).to_have_text("a U.S. call to")
    page.keyboard.press("Escape")
    page.locator("#h-form").focus()
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    for key, words in [
        ("[", "a U.S. call"),
        ("}", "U.S. call"),
        ("{", "a U.S. call"),
        ("]", "a U.S. call to"),
    ]:
        page.keyboard.press(key)
        expect(shown(page)).to_have_text(words)
    assert sent == []  # it is sent once, with the form
    statement = suggestion(waiting, FIRST)
    said(page).press("Enter")
    page.get_by_role("button", name="keep").last.click()
    page.keyboard.press("a")
    told(page, "Corrected 1")
    assert Statement.objects.get(pk=statement.pk).quote == "a U.S. call to"


def test_a_finger_drags_an_end_and_chooses_a_statement(desk, waiting):
    page = desk(viewport={"width": 390, "height": 844}, **TOUCH)
    page.touchscreen.tap(*at(page, "provoking Pyongyang"))
    expect(page.locator(".dock")).to_contain_text("2 of")
    end = page.get_by_role("button", name="End of the words")
    there = at(page, "appears", "end", scroll="center")
    box = end.bounding_box()
    finger = page.context.new_cdp_session(page)
    for kind, x, y in [("Start", box["x"] + 1, box["y"] + 5), ("Move", *there), ("End", 0, 0)]:
        points = [] if kind == "End" else [{"x": x, "y": y}]
        finger.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": points})
    expect(page.locator("#dock_words")).to_have_text("the U.S. appears")


def test_a_statement_is_split_at_the_words_that_are_marked_and_joined_again(desk, waiting):
    number = waiting.statements.count()
    page = desk()
    drag(page, "cut ties with", "cut ties with")
    page.keyboard.press("Shift+S")
    told(page, "Split 1 in two")
    expect(page.locator("#h-form")).to_contain_text(f"of {number + 1}")
    assert {s.quote for s in waiting.statements.all()} >= {"a U.S. call to", "cut ties with North Korea"}
    page.keyboard.press("Shift+J")
    told(page, "Joined: 1")
    assert suggestion(waiting, "a U.S. call to").fragments == [[331, 345], [346, 371]]
    page.keyboard.press("u")
    told(page, "Undone: Joined")
    page.keyboard.press("u")
    told(page, "Undone: Split")
    assert waiting.statements.count() == number
    assert suggestion(waiting, FIRST)


def test_a_new_statement_has_two_fragments(desk, waiting):
    page = desk()
    drag(page, "it was revealed", "it was revealed")
    page.keyboard.press("n")
    heading(page, "New statement")
    drag(page, "greater resilience", "greater resilience")
    page.keyboard.press("t")
    expect(shown(page)).to_have_text("it was revealed … greater resilience")
    page.reload()
    expect(shown(page)).to_have_text("it was revealed … greater resilience")  # nothing is lost by it
    expect(page.locator("#draft_line")).to_contain_text("draft kept")
    page.keyboard.press("a")
    told(page, "Tagged")
    assert len(Statement.objects.get(quote="it was revealed … greater resilience").fragments) == 2


def test_nothing_marked_is_told_and_nothing_is_lost(desk, waiting):
    page = desk()
    said(page).fill("2017-10")
    page.keyboard.press("Escape")
    for key in ("n", "r", "t"):
        page.keyboard.press(key)
        told(page, "Nothing is marked")
    page.get_by_text("Other words").click()
    page.get_by_label("As marked in the text, or written").fill("nowhere in it")
    page.get_by_role("button", name="These instead").click()
    expect(page.get_by_role("alert")).to_contain_text("do not stand in the text")
    expect(said(page)).to_have_value("2017-10")
    page.keyboard.press("j")
    heading(page, "Statement 2")
    page.keyboard.press("k")
    heading(page, "Statement 1")
    expect(said(page)).to_have_value("2017-10")
    page.reload()
    expect(said(page)).to_have_value("2017-10")
    page.get_by_role("button", name="let it go").click()
    expect(said(page)).to_have_value("2017-11-30")


def correct(statement, **words):
    """Another editor says something else of the statement."""
    sent = EntryForms(statement.article, statement, None)
    values = {**sent.words.initial, **words}
    forms = EntryForms(statement.article, statement, querydict(statement, values))
    assert forms.is_valid(), forms.words.errors
    verbs.correct(statement, forms.entries, User.objects.get(username=demo.EDITOR))


def querydict(statement, words):
    forms, data = EntryForms(statement.article, statement, None), QueryDict(mutable=True)
    data.update(words)
    for formset in (forms.speakers, forms.positions):
        data[f"{formset.prefix}-TOTAL_FORMS"] = str(len(formset.initial))
        data[f"{formset.prefix}-INITIAL_FORMS"] = str(len(formset.initial))
        for n, row in enumerate(formset.initial):
            for name, value in row.items():
                data[f"{formset.prefix}-{n}-{name}"] = getattr(value, "pk", value) or ""
    return data


def test_what_another_changed_meanwhile_stays_theirs(desk, waiting):
    statement = suggestion(waiting, FIRST)
    page = desk()
    said(page).fill("2017-10")
    outside(lambda: correct(statement, kind="mixed"))
    said(page).press("Enter")
    page.get_by_role("button", name="keep").last.click()
    page.keyboard.press("a")
    told(page, "that stays")
    saved = Statement.objects.get(pk=statement.pk)
    assert (str(saved.said), saved.kind) == ("2017-10", "mixed")


def test_what_both_changed_is_told_and_mine_is_kept(desk, waiting):
    statement = suggestion(waiting, FIRST)
    page = desk()
    said(page).fill("2017-10")
    outside(lambda: correct(statement, said="2017-09"))
    said(page).press("Enter")
    page.get_by_role("button", name="keep").last.click()
    page.keyboard.press("a")
    expect(page.get_by_role("alert")).to_contain_text("Both of you changed Said")
    expect(said(page)).to_have_value("2017-10")
    assert str(Statement.objects.get(pk=statement.pk).said) == "2017-09"


def test_a_login_that_expired_loses_nothing(desk, waiting):
    page = desk()
    said(page).fill("2017-10")
    said(page).press("Enter")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="keep").last.click()
    page.keyboard.press("a")
    told(page, "You were signed out. What you typed is kept")
    page.get_by_role("link", name="Sign in and go on").click()
    page.context.add_cookies(cookies)
    page.goto(f"/review/{waiting.pk}/")
    expect(said(page)).to_have_value("2017-10")
    assert state(waiting).count("accepted") == 0


def test_undo_takes_back_the_last_action_in_this_article_alone(desk, waiting):
    other = Article.objects.exclude(pk=waiting.pk).filter(statements__review="accepted").first()
    page = desk(f"?s={suggestion(waiting, FIRST).pk}")
    page.keyboard.press("x")
    page.keyboard.press("1")
    told(page, "Rejected 1: not a statement.")
    expect(page.locator("#h-form")).to_be_focused()
    page.goto(f"/review/{other.pk}/")
    page.keyboard.press("x")
    page.keyboard.press("2")
    told(page, "words wrong")
    page.goto(f"/review/{waiting.pk}/")
    page.keyboard.press("u")
    told(page, "Undone: Rejected")
    assert state(waiting).count("rejected") == 0
    assert other.statements.filter(review="rejected").count() == 1


def test_what_was_tagged_is_undone_where_one_is(desk, waiting):
    page = desk()
    drag(page, "it was revealed", "it was revealed")
    page.keyboard.press("n")
    heading(page, "New statement")
    page.keyboard.press("a")
    told(page, "Tagged")
    page.keyboard.press("u")
    told(page, "Undone: Tagged")
    expect(page.locator("#review_desk")).to_be_visible()
    assert not waiting.statements.filter(quote="it was revealed").exists()


def test_the_help_opens_where_one_is_and_closes(desk):
    page = desk()
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Keys")).to_be_hidden()


def test_the_list_is_filtered_and_counts(desk, waiting):
    page = desk()
    rows = page.locator(".list tbody tr:visible")
    total = waiting.statements.count()
    expect(rows).to_have_count(total)
    page.keyboard.press("f")
    told(page, "Flagged for a second look: statement 1.")
    page.locator("[data-filter=flagged]").click()
    expect(rows).to_have_count(1)
    page.keyboard.press("f")
    told(page, "Not flagged any more: statement 1.")
    expect(page.locator("[data-filter=waiting]")).to_have_text(f"Machine-read {total}")


def test_what_is_asked_is_kept_as_shown_only_when_it_was_in_sight(desk, waiting):
    *before, last_but_one, _ = waiting.statements.placed().order_by("starts_at", "pk")
    number = len(before) + 1  # it asks for speaker and position
    page = desk(f"?s={last_but_one.pk}", viewport={"width": 1280, "height": 480})
    page.keyboard.press("y")
    told(page, "Not accepted: Position was out of sight.")
    assert state(waiting).count("accepted") == 0
    expect(page.locator("#why-position")).to_be_in_viewport()
    page.keyboard.down("y")
    told(page, f"Accepted {number}")
    heading(page, f"Statement {number + 1} ")
    page.keyboard.down("y")  # it is held, and decides once
    told(page, f"Accepted {number}")
    page.keyboard.up("y")
    assert state(waiting).count("accepted") == 1


def test_without_script_everything_is_a_form(desk, waiting):
    page = desk(**WITHOUT_SCRIPT)
    heading(page, "Statement 1 ")
    page.locator("#id_kind").select_option("direct")
    page.get_by_role("button", name="Accept").first.click()
    heading(page, "Statement 2 ")
    page.get_by_text("Reject x").click()
    page.get_by_role("button", name="Duplicate").click()
    heading(page, "Statement 3 ")
    told(page, "Rejected 2: duplicate.")
    page.get_by_role("button", name="Undo").click()
    told(page, "Undone: Rejected")
    page.get_by_text("Tag a quote").click()
    page.get_by_label("Words of a new statement").fill("installed a new internet connection")
    page.get_by_role("button", name="Find them").click()
    expect(page.locator(".st.on")).to_have_text("installed a new internet connection")


def orphaned(article):
    """The first statement that waits, after its article was given a text with another word in it."""
    statement = article.statements.waiting().order_by("starts_at").first()
    end = statement.fragments[-1][1]
    text = f"{article.text[: end - 1]}s{article.text[end - 1 :]}"
    verbs.replace_text(article, text, User.objects.get(username=demo.EDITOR))
    return Statement.objects.get(pk=statement.pk)


def test_an_orphan_is_placed_again_where_its_words_are_marked(desk, waiting):
    orphan = outside(orphaned, waiting)
    page = desk()
    page.get_by_role("link", name="Orphans").first.click()
    with page.expect_navigation():  # and its script is there
        page.get_by_role("link", name=orphan.quote).click()
    drag(page, orphan.quote[:20], "North Koresa")
    page.keyboard.press("r")
    expect(shown(page)).to_contain_text(orphan.quote[:20])
    page.get_by_label("The words differ now").check()
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator("#review_desk")).not_to_contain_text("not found in the text as it is now")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_desk_has_no_fault(desk, width):
    page = desk(viewport={"width": width, "height": 900})
    inspect(page)


def test_a_text_of_any_length_is_shown_to_its_end(desk, monkeypatch):
    monkeypatch.setattr("articles.views.curate.desk.LONG", 10)  # characters
    page = desk()
    hidden = page.locator(".text.vast").evaluate("text => text.scrollHeight - text.clientHeight")
    assert hidden == 0


def test_on_a_phone_the_text_comes_first_and_the_verbs_stay_in_sight(desk):
    page = desk(viewport={"width": 390, "height": 844})
    expect(page.locator(".text").get_by_text("Russia’s foreign minister")).to_be_in_viewport()
    expect(page.locator(".dock").get_by_role("button", name="Accept")).to_be_in_viewport()
    page.locator(".dock").get_by_role("link", name="Skip").click()
    expect(page.locator(".dock")).to_contain_text("2 of")
    page.locator(".dock").get_by_role("link", name="Fields").click()
    expect(page.locator("#id_speaker-0-name")).to_be_in_viewport()


@pytest.fixture
def found(waiting):
    """An issue that was found in the waiting article, as propose_issues would put it on record."""
    outside(propose, waiting)
    yield
    outside(propose, None)


def propose(article):
    """Put one on record that was found in the article; without one take all away."""
    ProposedIssue.objects.all().delete()
    if article:
        proposal = ProposedIssue.objects.create(title="A proposal that was found", about=["PRK"])
        for statement in article.statements.waiting()[:5]:
            proposal.positions.create(statement=statement, stance="support", chance=0.6)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_editors_have_no_fault(desk, found, waiting, width):
    page = desk(viewport={"width": width, "height": 900})
    page.goto("/review/issues/")
    inspect(page)
    page.get_by_role("link", name="A proposal that was found").click()
    expect(page.get_by_label("Side of statement 5")).to_have_value("support")
    inspect(page)
    for address in ("/review/", "/review/inbox/", f"/review/{waiting.pk}/bulk/", "/review/guidelines/"):
        page.goto(address)
        inspect(page)
