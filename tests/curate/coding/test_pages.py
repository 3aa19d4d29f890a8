"""Double coding, as its forms are sent without a script; and that coders are blind to each other."""

import itertools
import re

import pytest
from django.contrib.auth.models import User
from lxml import html

from articles.curate.coding import tasks
from articles.models import Action, Code, CodingTask, Statement
from tests.curate.coding.saying import TEXT, code_all, done, said, words
from tests.examples import everyday

CANARY = "Liu agreed"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def desk(client, editor, article, task):
    client.force_login(editor)
    return Desk(client, f"/review/{article.pk}/coding/")


class Desk:
    def __init__(self, client, path):
        self.client, self.path = client, path

    def post(self, query, do="save", **changes):
        """Send the form as the page shows it, with changes."""
        data = entries(self.client.get(self.path, query))
        return self.client.post(
            f"{self.path}?{'&'.join(f'{k}={v}' for k, v in query.items())}", data | {"do": do} | changes
        )

    def on(self, statement, do="save", **changes):
        return self.post({"s": statement.pk}, do, **changes)


def forms(response, kind):
    return [form for form in html.fromstring(response.content.decode()).forms if kind in form.classes]


def entries(response):
    [form] = forms(response, "entry-form")
    return {name: value or "" for name, value in form.fields.items()}


def text(response):
    return response.content.decode()


class TestOpen:
    def open(self, client, article, **data):
        return client.post(f"/review/{article.pk}/coding/open/", data, follow=True)

    def test_the_chief_editor_opens_it_at_the_desk(self, client, chief, editor, other, article, three):
        client.force_login(chief)
        assert "Open a coding task" in text(client.get(f"/review/{article.pk}/"))
        page = text(self.open(client, article, coder=["editor", "other"], issue="talks"))
        task = CodingTask.objects.get()
        assert (list(task.suggestions), str(task.issue)) == ([three[1].pk], "Talks")
        assert f"coding task {task.pk}" in page
        assert "Open a coding task" not in page

    def test_a_fault_is_named(self, client, chief, editor, article, three):
        client.force_login(chief)
        assert "Choose two coders or more" in text(self.open(client, article, coder="editor"))
        assert "No issue has these words" in text(
            self.open(client, article, coder=["editor"], issue="nowhere")
        )

    def test_nobody_else_does(self, client, editor, other, article, three):
        client.force_login(editor)
        assert "Open a coding task" not in text(client.get(f"/review/{article.pk}/"))
        assert self.open(client, article, coder=["editor", "other"]).status_code == 403
        assert not CodingTask.objects.exists()


class TestCode:
    def test_right_as_it_is_and_on_to_the_next(self, desk, three):
        response = desk.on(three[0], "accept")
        assert response.headers["Location"] == f"{desk.path}?s={three[1].pk}#s{three[1].pk}"
        assert Code.objects.get().entries == said(three[0])
        assert not Action.objects.exists()

    def test_what_was_changed_in_the_form_is_not_dropped_by_accepting(self, desk, three):
        desk.on(three[0], "accept", kind="mixed")
        assert Code.objects.get().entries["kind"] == "mixed"

    def test_no_statement(self, desk, three):
        desk.on(three[0], "reject")
        assert (Code.objects.get().entries, Statement.objects.waiting().count()) == (None, 3)

    def test_what_is_mended_is_kept_as_this_coders_and_shown_again(self, desk, three, editor):
        changes = {
            "kind": "mixed",
            "said": "2017-06",
            "position-0-stance": "conditional",
            "speaker-0-country": "FRA",
        }
        desk.on(three[0], **changes)
        code = Code.objects.get()
        assert (code.coder.editor, code.entries["said"], code.entries["speakers"][0]["country"]) == (
            editor, "2017-06", "FRA",
        )  # fmt: skip
        shown = entries(desk.client.get(desk.path, {"s": three[0].pk}))
        assert {name: shown[name] for name in changes} == changes
        assert Statement.objects.get(pk=three[0].pk).kind == "direct"

    def test_somebody_new_is_kept_and_not_put_on_record(self, desk, three):
        new = {"speaker-0-name": "Jens Stoltenberg", "speaker-0-kind": "person", "speaker-0-country": "NOR"}
        desk.on(three[0], **new)
        shown = entries(desk.client.get(desk.path, {"s": three[0].pk}))
        assert {name: shown[name] for name in new} == new
        assert Code.objects.get().entries["speakers"][0]["actor"] is None

    def test_a_fault_is_named_and_the_entries_are_kept(self, desk, three):
        response = desk.on(three[0], said="soon", **{"position-0-stance": "neutral"})
        assert (response.status_code, entries(response)["position-0-stance"]) == (422, "neutral")
        assert "is not a date" in text(response)
        assert not Code.objects.exists()

    def test_an_end_is_moved_and_nothing_is_written(self, desk, three):
        start = TEXT.index("talks")
        response = desk.on(three[1], "end:-1")
        assert entries(response)["fragments"] == f"{start}-{start + len('talks should')}"
        assert not Code.objects.exists()

    def test_words_are_found_tagged_and_taken_back(self, desk):
        found = desk.client.post(desk.path, {"do": "find", "words": CANARY})
        query = found.headers["Location"].partition("?new=")[2].partition("#")[0]
        response = desk.post({"new": query})
        code = Code.objects.get()
        assert response.headers["Location"] == f"{desk.path}?c={code.pk}#c{code.pk}"
        assert "1 quote tagged by you" in text(desk.client.get(desk.path))
        desk.post({"c": code.pk}, kind="mixed")
        assert Code.objects.get().entries["kind"] == "mixed"
        desk.post({"c": code.pk}, "drop")
        assert not Code.objects.exists()

    def test_words_that_stand_nowhere_are_told(self, desk):
        page = desk.client.post(desk.path, {"do": "find", "words": "nowhere"}, follow=True)
        assert "do not stand in the text exactly so" in text(page)

    def test_done(self, desk, three):
        page = text(desk.client.post(desk.path, {"do": "finish"}, follow=True))
        assert "You have still to code 3 suggestions" in page
        for statement in three:
            desk.on(statement, "accept")
        response = desk.client.post(desk.path, {"do": "finish"}, follow=True)
        assert "You are done" in text(response)
        assert forms(response, "entry-form") == []

    def test_another_coders_code_has_no_address(self, desk, coders):
        code = tasks.code_words(coders[1], words(CANARY, said="1999"))
        response = desk.client.get(desk.path, {"c": code.pk})
        assert "1999" not in text(response)
        assert desk.client.post(f"{desk.path}?c={code.pk}", {"do": "drop"}).status_code == 302
        assert Code.objects.get() == code

    def test_who_is_no_coder_is_led_to_the_desk(self, client, article, task, editor):
        stranger = User.objects.create_user("stranger", is_staff=True)
        stranger.groups.set(editor.groups.all())
        client.force_login(stranger)
        response = client.post(f"/review/{article.pk}/coding/", {"do": "finish"}, follow=True)
        assert response.redirect_chain == [(f"/review/{article.pk}/", 302)]
        assert "You have nothing to code" in text(response)


ADDRESSES = [
    "/review/", "/review/?mine", "/review/coding/", "/review/mine/", "/review/orphans/", "/review/quality/",
    "/review/{a}/",
    "/review/{a}/?s={s}", "/review/{a}/?s={t}", "/review/{a}/coding/", "/review/{a}/coding/?s={s}",
    "/review/{a}/coding/?s={t}", "/review/{a}/coding/?c={c}", "/review/{a}/agreement/",
    "/review/{a}/agreement/?u=s{s}", "/review/actors/?name=jens",
    "/admin/", "/admin/articles/action/", "/admin/articles/statement/",
    "/admin/articles/statement/{s}/change/",
    "/admin/articles/statement/{s}/history/", "/admin/articles/article/",
    "/admin/articles/article/{a}/change/",
    "/admin/articles/article/{a}/history/", "/admin/articles/actor/", "/admin/articles/issue/",
    "/articles/{a}/words/?review=all", "/statements/?review=all", "/statements.json?review=all",
]  # fmt: skip


WAYS = list(itertools.product([0, 1], [False, True]))  # which coder, and whether done


def walk(client, **numbers):
    """All that a coder can open, without what is new in each answer."""
    answers = {path: client.get(path.format(**numbers), follow=True) for path in ADDRESSES}
    return {path: (answer.status_code, TOKEN.sub("", read(answer))) for path, answer in answers.items()}


def read(answer):
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


@pytest.fixture
def look(client, article, three):
    def look(user, tagged):
        client.force_login(user)
        return walk(client, a=article.pk, s=three[0].pk, t=three[1].pk, c=tagged)

    return look


@pytest.mark.slow
@pytest.mark.parametrize(("mine", "am_done"), everyday(WAYS[1:3], thorough=WAYS))
def test_what_one_coder_does_changes_no_page_of_the_other(look, three, coders, mine, am_done):
    me, colleague = coders[mine], coders[1 - mine]
    code_all(me, three)
    if am_done:
        done(me)
    guess = Code.objects.latest("pk").pk + 4  # the number that the other's quote will have
    before = look(me.editor, guess)
    code_all(colleague, three, (three[0], None), (three[1], {"kind": "mixed", "said": "1999"}))
    tagged = tasks.code_words(colleague, words(CANARY))
    assert (tagged.pk, look(me.editor, guess)) == (guess, before)
    if not am_done:
        done(colleague)
        assert look(me.editor, guess) == before


@pytest.mark.slow
def test_the_walk_would_notice(look, three, coders):
    code_all(coders[0], three)
    before = look(coders[0].editor, 0)
    code_all(coders[0], three, (three[0], None), (three[1], {"kind": "mixed", "said": "1999"}))
    after = look(coders[0].editor, 0)
    assert {path for path in before if before[path] != after[path]} >= {
        "/review/{a}/coding/", "/review/{a}/coding/?s={s}", "/review/{a}/coding/?s={t}",
    }  # fmt: skip


@pytest.mark.parametrize("path", ["/review/{}/agreement/", "/review/{}/agreement/?u=s{}"])
def test_agreement_is_not_for_coders(client, article, three, coders, path):
    for coder in coders:
        code_all(coder, three)
    done(*coders)
    client.force_login(coders[0].editor)
    path = path.format(article.pk, three[0].pk)
    assert (client.get(path).status_code, client.post(path, {"do": "adopt"}).status_code) == (403, 403)


class TestAgreement:
    @pytest.fixture
    def coded(self, client, chief, three, coders):
        """Agreed on the second; of the first two kinds; to one the third is none; one tags a quote."""
        code_all(coders[0], three, (three[2], None))
        code_all(coders[1], three, (three[0], {"kind": "mixed", "said": "1999"}))
        tasks.code_words(coders[1], words(CANARY))
        client.force_login(chief)

    @pytest.fixture
    def page(self, client, article, coded, coders):
        done(*coders)
        return Desk(client, f"/review/{article.pk}/agreement/")

    def test_before_all_are_done_the_chief_sees_only_who_is(self, client, article, coded, coders):
        done(coders[1])
        for query in ("", f"?u=c{Code.objects.latest('pk').pk}"):
            shown = text(client.get(f"/review/{article.pk}/agreement/{query}"))
            assert "Not all coders are done" in shown
            assert (shown.count("is coding"), CANARY in shown, "1999" in shown) == (1, False, False)

    @pytest.mark.parametrize("do", ["save", "end:-1", "take", "reject", "adopt", "reopen"])
    def test_nor_does_a_form_tell_more(self, client, article, coded, coders, do):
        """What is there and what is not get the same answer."""
        done(coders[1])
        path, tagged = f"/review/{article.pk}/agreement/", Code.objects.latest("pk").pk
        answers = {
            unit: client.post(f"{path}?u={unit}", {"do": do, "unit": unit}, follow=True)
            for unit in (f"c{tagged}", "c0")
        }
        answers = {unit: TOKEN.sub("", text(answer)) for unit, answer in answers.items()}
        assert len(set(answers.values())) == 1
        assert "Not all coders are done" in answers["c0"]

    def test_figures_and_disagreements_are_shown(self, page):
        shown = text(page.client.get(page.path))
        [table, *_] = html.fromstring(shown).find_class("data")
        rows = [[cell.text_content() for cell in row.iter("td", "th")] for row in table.iter("tr")]
        assert rows[1] == ["Found at all", "-0.17", "50%", "4 places"]
        assert ["Kind", "0.40", "50%", "2 statements"] in rows
        assert ["Role", "undefined", "100%", "2 statements"] in rows
        assert "3 disagreements" in shown
        assert "1 place on which all agree" in shown

    def test_one_coders_code_is_taken(self, page, three, coders):
        page.client.post(page.path, {"do": "take", "unit": f"s{three[0].pk}", "coder": coders[1].pk})
        statement = Statement.objects.get(pk=three[0].pk)
        assert (statement.kind, statement.review, str(statement.said_on)) == (
            "mixed",
            "accepted",
            "1999-01-01",
        )
        assert "2 disagreements" in text(page.client.get(page.path))

    def test_another_code_is_written_in_the_form(self, page, three):
        response = page.post({"u": f"s{three[0].pk}"}, said="soon")
        assert (response.status_code, "is not a date" in text(response)) == (422, True)
        page.post({"u": f"s{three[0].pk}"}, kind="indirect")
        assert Statement.objects.get(pk=three[0].pk).kind == "indirect"

    def test_an_end_is_moved_in_the_form(self, page, three):
        response = page.post({"u": f"s{three[0].pk}"}, "start:1")
        assert entries(response)["fragments"] == "1-15"
        assert Statement.objects.waiting().count() == 3

    def test_neither_is_right(self, page, three):
        page.client.post(page.path, {"do": "reject", "unit": f"s{three[0].pk}"})
        assert Statement.objects.get(pk=three[0].pk).review == "rejected"

    def test_adopted_and_undone(self, page, three):
        assert "1 adopted." in text(page.client.post(page.path, {"do": "adopt"}, follow=True))
        assert Statement.objects.get(pk=three[1].pk).review == "accepted"
        page.client.post(page.path, {"do": "undo", "action": Action.objects.get().pk})
        assert Statement.objects.waiting().count() == 3

    def test_a_dismissed_quote_is_decided_anew(self, page):
        unit = f"c{Code.objects.latest('pk').pk}"
        shown = text(page.client.post(page.path, {"do": "reject", "unit": unit}, follow=True))
        assert "Decide anew" in shown
        assert "3 disagreements" in text(
            page.client.post(page.path, {"do": "reopen", "unit": unit}, follow=True)
        )

    def test_closed_it_still_tells_the_figures(self, page, three):
        shown = text(page.client.post(page.path, {"do": "close"}, follow=True))
        assert ("Found at all" in shown, "Take this" in shown, "Adopt all" in shown) == (True, False, False)
        assert "4 places resolved" in shown

    @pytest.mark.parametrize("unit", ["", "s0", "c0", "x", "s"])
    def test_what_is_no_unit_is_refused(self, page, unit):
        shown = page.client.post(page.path, {"do": "take", "unit": unit, "coder": "1"}, follow=True)
        assert "has no such place" in text(shown)
        assert page.client.get(page.path, {"u": unit}).status_code == 200

    def test_an_article_that_nobody_codes_has_none(self, client, chief, world):
        client.force_login(chief)
        assert client.get(f"/review/{world.article().pk}/agreement/").status_code == 404


class TestList:
    def test_a_coder_sees_what_is_still_to_do(self, client, editor, three, coders, world):
        client.force_login(editor)
        assert "Words" in text(client.get("/review/coding/"))
        code_all(coders[0], three)
        done(coders[0])
        page = text(client.get("/review/coding/"))
        assert ("Nothing." in page, ">Words<" in page) == (True, False)

    def test_the_queue_tells_that_an_article_is_being_coded(self, client, editor, task):
        client.force_login(editor)
        assert "being coded" in text(client.get("/review/"))

    def test_the_chief_sees_all_with_the_same_queries(
        self,
        client,
        chief,
        editor,
        other,
        three,
        task,
        world,
        django_assert_num_queries,
    ):
        client.force_login(chief)
        with django_assert_num_queries(16):
            assert text(client.get("/review/coding/")).count("being coded") == 1
        for _ in range(2):
            tasks.open_task(world.say("Liu", "More.").article, ["editor", "other"], chief)
        with django_assert_num_queries(16):
            assert text(client.get("/review/coding/")).count("being coded") == 3


def test_the_desk_costs_the_same_queries_whatever_is_coded(desk, three, coders, django_assert_num_queries):
    with django_assert_num_queries(19):
        desk.client.get(desk.path)
    code_all(coders[0], three[:2])
    with django_assert_num_queries(19):
        desk.client.get(desk.path)
