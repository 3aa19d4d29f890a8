"""The review desk, as its forms are sent without a script."""

import datetime
import re

import pytest
from django.contrib.auth.models import User
from lxml import html

from articles.curate import verbs
from articles.models import Action, Actor, Article, Attribution, Flag, Issue, Review, Statement
from tests.factories import SPEAKERS, actor

TEXT = "“We oppose it,” Lavrov said. He added that talks should begin. Haley wants sanctions now."


@pytest.fixture
def article(world):
    return world.article(TEXT, title="Words")


@pytest.fixture
def three(world, article):
    """Three suggestions of one article, in the order of the text."""
    world.issue("talks")
    return [
        world.say("Lavrov", "“We oppose it,”", article=article, sanctions="oppose"),
        world.say("Lavrov", "talks should begin", article=article, kind="indirect", talks="support"),
        world.say("Haley", "wants sanctions", article=article, kind="indirect", sanctions="support"),
    ]


@pytest.fixture
def desk(client, editor, article):
    client.force_login(editor)
    return Desk(client, article)


class Desk:
    def __init__(self, client, article):
        self.client, self.path = client, f"/review/{article.pk}/"

    def page(self, statement=None):
        return self.client.get(self.path, {"s": statement.pk} if statement else {})

    def form(self, statement=None, query=None):
        """What the form holds as the page shows it, ready to be sent."""
        return entries(self.client.get(self.path, query or {"s": statement.pk}))

    def post(self, statement, do="save", **changes):
        data = {**self.form(statement), "do": do, **changes}
        return self.client.post(f"{self.path}?s={statement.pk}", data)


def entries(response):
    """The fields of the form of the chosen statement, as a browser would send them."""
    [form] = [f for f in html.fromstring(response.content.decode()).forms if "entry-form" in f.classes]
    return {name: value or "" for name, value in form.fields.items()}


def chosen(response):
    marks = html.fromstring(response.content.decode()).xpath("//span[contains(@class, 'st ')]")
    return "".join(mark.text_content() for mark in marks if "on" in mark.classes)


def undoable(response):
    [form] = [f for f in html.fromstring(response.content.decode()).forms if "action" in f.fields]
    return form.fields["action"]


def reviews(statements):
    return [Statement.objects.get(pk=s.pk).review for s in statements]


class TestWho:
    @pytest.mark.parametrize("path", ["/review/", "/review/1/", "/review/actors/"])
    def test_nobody_is_asked_to_log_in(self, client, db, path):
        assert client.get(path).headers["Location"].startswith("/admin/login/")

    @pytest.mark.parametrize("path", ["/review/", "/review/actors/"])
    def test_a_reader_is_asked_for_another_login(self, client, reader, path):
        client.force_login(reader)
        assert client.get(path).status_code == 302

    def test_staff_without_the_right_is_refused(self, client, reader, three, article):
        reader.is_staff = True
        reader.save()
        client.force_login(reader)
        assert client.get("/review/").status_code == 403
        assert client.post(f"/review/{article.pk}/?s={three[0].pk}", {"do": "accept"}).status_code == 403
        assert reviews(three) == ["suggested"] * 3


class TestQueue:
    def test_it_lists_what_waits_and_nothing_else(self, desk, world, three, editor):
        world.say("Liu", "Done.", by=editor)
        page = desk.client.get("/review/").content.decode()
        assert "3 suggestions" in page
        assert re.findall("/review/[0-9]+/", page) == [desk.path]

    @pytest.mark.parametrize(
        ("order", "titles"),
        [
            *[("oldest", ["Words", "Later"]), ("newest", ["Later", "Words"])],
            *[("sure", ["Words", "Later"]), ("unsure", ["Later", "Words"])],
        ],
    )
    def test_it_is_ordered_as_asked(self, desk, world, three, editor, order, titles):
        later = world.article("Liu said no and yes.", title="Later", published_on="2018-01-01")
        Statement.objects.update(confidence=0.8)
        for words, by, confidence in [("no", None, 0.7), ("yes", None, 0.9), ("and", editor, 0.99)]:
            said = world.say("Liu", words, article=later, by=by)
            Statement.objects.filter(pk=said.pk).update(confidence=confidence)
        page = desk.client.get(f"/review/?order={order}").content.decode()
        assert sorted(titles, key=lambda title: page.index(f">{title}</a>")) == titles

    def test_official_voices_come_first_and_the_others_are_a_click_away(self, desk, world, three):
        other = world.article("An expert said no.", title="An expert")
        world.say("official", "no", article=other)
        world.say("UN", "We wait.", article=world.article("We wait.", title="A council"))
        page = html.fromstring(desk.client.get("/review/?order=newest").content.decode())
        listed = page.xpath("//ul[contains(@class, 'queue')]//a/text()")
        assert sorted(listed) == ["A council", "Words"]
        hint = " ".join(page.xpath("string(//p[@class='hint'])").split())
        assert hint == "1 article with suggestions of other voices alone is left out: show all."
        [address] = page.xpath("//a[text()='show all']/@href")
        every = html.fromstring(desk.client.get(f"/review/{address}").content.decode())
        assert sorted(every.xpath("//ul[contains(@class, 'queue')]//a/text()")) == [
            "A council", "An expert", "Words",
        ]  # fmt: skip
        assert "?order=unsure&voice=all" in every.xpath("//p[@class='quiet']/a/@href")
        assert every.xpath("//p[@class='hint']/a/@href") == ["?order=newest"]

    def test_articles_in_which_nothing_was_found_stand_below(self, desk, world, three):
        bare, unread = world.article("Nothing here.", title="Bare"), world.article("Not yet.", title="Unread")
        Article.objects.filter(pk=bare.pk).update(extractor="1")
        Article.objects.filter(pk=unread.pk).update(extractor="")
        page = html.fromstring(desk.client.get("/review/").content.decode())
        assert page.xpath("//ul[contains(@class, 'bare-articles')]//a/text()") == ["Bare"]
        assert unread.title not in page.text_content()

    def test_nothing_is_said_of_others_where_there_are_none(self, desk, three):
        assert "other voices" not in desk.client.get("/review/").content.decode()


class TestDecide:
    def test_the_first_that_waits_is_chosen(self, desk, three, editor):
        desk.post(three[0], "accept")
        assert chosen(desk.page()) == three[1].quote

    def test_accepting_goes_on_to_the_next_that_waits(self, desk, three):
        response = desk.post(three[0], "accept")
        assert response.headers["Location"] == f"{desk.path}?s={three[1].pk}#s{three[1].pk}"
        assert reviews(three) == ["accepted", "suggested", "suggested"]

    def test_the_next_is_the_one_that_follows_in_the_text(self, desk, three):
        response = desk.post(three[1], "accept")
        assert response.headers["Location"].endswith(f"#s{three[2].pk}")

    def test_what_was_changed_in_the_form_is_not_dropped_by_accepting(self, desk, three):
        desk.post(three[0], "accept", **{"position-0-stance": "conditional"})
        assert Statement.objects.get(pk=three[0].pk).positions.get().stance == "conditional"
        assert [action.verb for action in Action.objects.all()] == ["correct"]

    def test_rejecting_the_last_goes_back_to_the_first_that_waits(self, desk, three):
        response = desk.post(three[2], "reject")
        assert response.headers["Location"].endswith(f"#s{three[0].pk}")
        assert reviews(three) == ["suggested", "suggested", "rejected"]

    def test_what_was_rejected_can_be_chosen_and_accepted(self, desk, three):
        desk.post(three[0], "reject")
        listed = html.fromstring(desk.page().content.decode()).get_element_by_id(f"row-{three[0].pk}")
        assert "rejected" in listed.text_content()
        desk.post(three[0], "accept")
        assert reviews(three)[0] == "accepted"

    def test_nobody_takes_the_second_look_at_what_they_accepted(self, desk, three):
        desk.post(three[0], "accept")
        response = desk.client.post(
            f"{desk.path}?s={three[0].pk}", desk.form(three[0]) | {"do": "accept"}, follow=True
        )
        assert "somebody else must take the second look" in response.content.decode()
        assert reviews(three)[0] == "accepted"

    def test_what_somebody_else_changed_meanwhile_is_not_accepted_unseen(self, desk, three, chief):
        seen = desk.form(three[0])
        Statement.objects.filter(pk=three[0].pk).update(kind="mixed")
        response = desk.client.post(f"{desk.path}?s={three[0].pk}", seen | {"do": "accept"}, follow=True)
        assert "quoted → partly quoted" in response.content.decode()
        assert reviews(three)[0] == "suggested"

    def test_nothing_is_accepted_without_a_look_at_it(self, desk, three):
        desk.client.post(desk.path, {"do": "accept_above", "at_least": "1"})
        assert reviews(three) == ["suggested"] * 3

    def test_the_last_action_can_be_undone(self, desk, three):
        desk.post(three[0], "reject")
        desk.client.post(desk.path, {"do": "undo", "action": undoable(desk.page())})
        assert reviews(three) == ["suggested"] * 3

    def test_nobody_undoes_what_takes_another_right(self, desk, three, chief):
        verbs.discard(Statement.objects.filter(pk=three[0].pk), chief)
        action = Action.objects.get()
        response = desk.client.post(desk.path, {"do": "undo", "action": action.pk}, follow=True)
        assert "takes the permission" in response.content.decode()
        assert not Statement.objects.filter(pk=three[0].pk).exists()


class TestCorrect:
    def test_one_field_is_changed_and_all_is_confirmed(self, desk, three):
        desk.post(three[0], **{"position-0-stance": "conditional"})
        statement = Statement.objects.get(pk=three[0].pk)
        assert (statement.positions.get().stance, statement.review, statement.machine_fields) == (
            "conditional", "accepted", [],
        )  # fmt: skip
        assert Action.objects.get().verb == "correct"

    def test_saving_without_a_change_accepts(self, desk, three):
        before = Statement.objects.values("kind", "quote", "said_on", "fragments").get(pk=three[0].pk)
        desk.post(three[0])
        assert Statement.objects.values("kind", "quote", "said_on", "fragments").get(pk=three[0].pk) == before
        assert [(a.verb, str(a)) for a in Action.objects.all()] == [("accept", "Accepted ““We oppose it,””")]

    def test_a_day_a_month_or_nothing(self, desk, three):
        for said, expected in [
            ("2017-08", (datetime.date(2017, 8, 1), "month", "editor")),
            ("", (None, "unknown", "none")),
        ]:
            desk.post(three[0], said=said)
            row = Statement.objects.values_list("said_on", "said_on_precision", "said_on_basis")
            assert row.get(pk=three[0].pk) == expected

    def test_another_speaker_brings_country_and_role(self, desk, three):
        role = actor("Haley").roles.create(title="Ambassador", country_id="USA", reference="x")
        desk.post(three[0], **{"speaker-0-name": "nikki haley"})
        row = Attribution.objects.get(statement=three[0])
        assert (row.actor, row.country_id, row.role) == (actor("Haley"), "USA", role)

    @pytest.mark.parametrize(("ticked", "learnt"), [({"speaker-0-learns": "on"}, ["Lavroff"]), ({}, [])])
    def test_the_printed_name_of_a_corrected_speaker_is_learnt_if_the_editor_says_so(
        self, client, editor, world, ticked, learnt
    ):
        article = world.article("On Monday Lavroff said no.")
        said = world.say("Haley", "no", article=article)
        Attribution.objects.filter(statement=said).update(name_printed="Lavroff")
        new = Actor.objects.create(name="Sergei Lavrov", slug="lavrov", kind="person", country_id="RUS")
        client.force_login(editor)
        Desk(client, article).post(said, **{"speaker-0-name": "Sergei Lavrov"} | ticked)
        assert [alias.name for alias in new.aliases.all()] == learnt

    def test_of_several_of_one_name_the_country_decides(self, desk, three):
        for code in ("RUS", "USA"):
            Actor.objects.create(
                name="Spokesman", slug=f"spokesman-{code.lower()}", kind="office", country_id=code
            )
        desk.post(three[0], **{"speaker-0-name": "Spokesman", "speaker-0-country": "USA"})
        assert Attribution.objects.get(statement=three[0]).actor.slug == "spokesman-usa"

    def test_a_country_typed_with_the_speaker_stays(self, desk, three):
        desk.post(three[0], **{"speaker-0-name": "Nikki Haley", "speaker-0-country": "france"})
        assert Attribution.objects.get(statement=three[0]).country_id == "FRA"

    def test_a_speaker_is_added_and_another_taken_away(self, desk, three):
        desk.post(three[0], **{"speaker-0-name": "", "speaker-1-name": "Nikki Haley"})
        assert [row.actor for row in Attribution.objects.filter(statement=three[0])] == [actor("Haley")]

    def test_a_mistyped_year_on_record_does_not_hinder_other_corrections(self, desk, three):
        Statement.objects.filter(pk=three[0].pk).update(said_on="0217-07-05", said_until="0217-07-05")
        desk.post(three[0], kind="indirect")
        saved = Statement.objects.get(pk=three[0].pk)
        assert (saved.kind, str(saved.said_on)) == ("indirect", "0217-07-05")

    def test_somebody_new_must_be_said_to_be_something(self, desk, three):
        response = desk.post(three[0], **{"speaker-0-name": "Jens Stoltenberg"})
        assert response.status_code == 422
        assert "Nobody of this name is on record." in response.content.decode()
        assert not Actor.objects.filter(name="Jens Stoltenberg").exists()
        desk.post(
            three[0],
            **{"speaker-0-name": "Jens Stoltenberg", "speaker-0-kind": "person", "speaker-0-country": "NOR"},
        )
        assert Attribution.objects.get(statement=three[0]).actor == Actor.objects.get(
            name="Jens Stoltenberg", country="NOR"
        )

    def test_a_new_international_body_speaks_for_itself(self, desk, three):
        body = {"speaker-0-name": "Nordic Council", "speaker-0-kind": "body"}
        response = desk.post(three[0], **body, **{"speaker-0-country": "NOR"})
        assert response.status_code == 422
        assert "An international body speaks for no country: leave it empty." in response.content.decode()
        desk.post(three[0], **body, **{"speaker-0-country": ""})
        row = three[0].attributions.get()
        assert (row.actor.name, row.body, row.country) == ("Nordic Council", row.actor, None)

    def test_two_spellings_of_somebody_new_are_one_speaker(self, desk, three):
        typed = {"speaker-0-name": "Robert O’Brien", "speaker-1-name": "ROBERT O'BRIEN"}
        kinds = {"speaker-0-kind": "person", "speaker-1-kind": "person"}
        assert "A speaker is named twice." in desk.post(three[0], **typed, **kinds).content.decode()

    def test_a_country_may_be_typed_without_accents(self, desk, three):
        desk.post(three[0], **{"speaker-0-name": "Nikki Haley", "speaker-0-country": "curacao"})
        assert Attribution.objects.get(statement=three[0]).country_id == "CUW"

    def test_of_several_of_one_name_one_must_be_chosen(self, desk, three):
        for code in ("RUS", "USA"):
            Actor.objects.create(
                name="Spokesman", slug=f"spokesman-{code.lower()}", kind="office", country_id=code
            )
        typed = {"speaker-0-name": "Spokesman", "speaker-0-country": ""}
        assert "spokesman-rus" in desk.post(three[0], **typed).content.decode()
        desk.post(three[0], **typed | {"speaker-0-name": "spokesman-usa"})
        assert Attribution.objects.get(statement=three[0]).actor.slug == "spokesman-usa"

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"said": "soon"}, "is not a date"),
            ({"said": "0217-07-05"}, "“0217-07-05” lies outside the years 1800 to "),
            ({"kind": "song"}, "Select a valid choice"),
            ({"speaker-0-country": "Atlantis"}, "is no country"),
            ({"position-1-issue": "talks"}, "Choose the stance on this issue."),
            ({"position-1-stance": "oppose"}, "Choose the issue of this stance"),
            ({"position-1-issue": "sanctions", "position-1-stance": "oppose"}, "An issue is chosen twice"),
            ({"speaker-1-name": "Sergei Lavrov"}, "A speaker is named twice."),
            ({"fragments": "90-9999"}, "no place in the text"),
            ({"fragments": "five"}, "no place in the text"),
            ({"fragments": "20-30,0-5"}, "no place in the text"),
        ],
    )
    def test_a_fault_is_named_and_the_entries_are_kept(self, desk, three, changes, message):
        response = desk.post(three[0], **{"position-0-stance": "neutral"} | changes)
        assert response.status_code == 422
        assert message in response.content.decode()
        assert entries(response)["position-0-stance"] == "neutral"
        assert reviews(three)[0] == "suggested"

    def test_the_second_editor_is_told_and_keeps_the_entries(self, desk, three):
        seen = desk.form(three[0])
        Statement.objects.filter(pk=three[0].pk).update(kind="mixed")
        mine = seen | {"said": "2017-07-01"}
        response = desk.client.post(f"{desk.path}?s={three[0].pk}", mine)
        assert (response.status_code, entries(response)["said"]) == (409, "2017-07-01")
        assert "quoted → partly quoted" in response.content.decode()
        desk.client.post(f"{desk.path}?s={three[0].pk}", entries(response))
        assert str(Statement.objects.get(pk=three[0].pk).said_on) == "2017-07-01"

    def test_an_end_is_moved_by_a_word_and_nothing_is_written(self, desk, three):
        response = desk.post(three[1], "end:-1", said="2017-07-01")
        start = TEXT.index("talks")
        form = entries(response)
        assert form["fragments"] == f"{start}-{start + len('talks should')}"
        assert (form["said"], chosen(response)) == ("2017-07-01", "talks should")
        assert Statement.objects.get(pk=three[1].pk).quote == "talks should begin"

    def test_moved_words_are_the_quote_once_saved(self, desk, three):
        fragments = entries(desk.post(three[1], "start:1"))["fragments"]
        desk.post(three[1], fragments=fragments)
        assert Statement.objects.get(pk=three[1].pk).quote == "should begin"

    def test_two_statements_never_stand_at_one_place(self, desk, three):
        place = desk.form(three[1])["fragments"]
        page = desk.client.post(
            f"{desk.path}?s={three[0].pk}", desk.form(three[0]) | {"fragments": place}, follow=True
        )
        assert "Another statement stands at exactly this place" in page.content.decode()
        assert Statement.objects.get(pk=three[0].pk).quote == "“We oppose it,”"

    def test_a_correction_is_undone_as_a_whole(self, desk, three):
        desk.post(
            three[0], **{"position-0-stance": "support", "said": "2016", "speaker-0-name": "Nikki Haley"}
        )
        desk.client.post(desk.path, {"do": "undo", "action": Action.objects.get().pk})
        statement = Statement.objects.get(pk=three[0].pk)
        assert (statement.review, str(statement.said_on), statement.positions.get().stance) == (
            "suggested", "2017-07-05", "oppose",
        )  # fmt: skip
        assert statement.attributions.get().actor == actor("Lavrov")


class TestTag:
    def test_words_marked_open_a_form_and_are_saved_as_reviewed(self, desk, article):
        start = TEXT.index("Haley wants")
        form = desk.form(query={"new": f"{start + 1}-{start + 9}"})  # "aley wan": words are made whole
        desk.client.post(f"{desk.path}?new=x", form | {"kind": "indirect", "said": "2017-07-05"})
        statement = Statement.objects.get()
        assert (statement.quote, statement.review, statement.extractor) == ("Haley wants", "accepted", "")
        assert Action.objects.get().summary == "Tagged “Haley wants”"

    def test_words_are_found_if_they_stand_there_once(self, desk, article):
        start = TEXT.index("talks should")
        response = desk.client.post(desk.path, {"do": "find", "words": " talks should "})
        assert response.headers["Location"] == f"{desk.path}?new={start}-{start + 12}#new"

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            ("", "Mark or write the words first."),
            ("nowhere", "do not stand in the text"),
            ("a", "stand there"),
        ],
    )
    def test_else_the_editor_is_told_why_not(self, desk, three, words, message):
        assert (
            message
            in desk.client.post(desk.path, {"do": "find", "words": words}, follow=True).content.decode()
        )

    def test_overlapping_statements_are_allowed(self, desk, three):
        start = TEXT.index("talks should begin")
        form = desk.form(query={"new": f"{start}-{start + 5}"})
        desk.client.post(f"{desk.path}?new=x", form)
        assert Statement.objects.get(quote="talks").review == Review.ACCEPTED

    def test_a_tagged_statement_is_undone(self, desk, article):
        desk.client.post(f"{desk.path}?new=x", desk.form(query={"new": "0-5"}))
        desk.client.post(desk.path, {"do": "undo", "action": Action.objects.get().pk})
        assert not Statement.objects.exists()

    def test_it_takes_the_right_to_add(self, desk, article, editor):
        editor.groups.get().permissions.filter(codename="add_statement").delete()
        form = desk.form(query={"new": "0-5"})
        page = desk.client.post(f"{desk.path}?new=x", form, follow=True).content.decode()
        assert "takes the permission articles.add_statement" in page
        assert not Statement.objects.exists()


class TestInPlace:
    """What the form makes of what is typed into it."""

    @pytest.mark.parametrize(
        ("typed", "taken"),
        [
            ("Talks", ("talks", "conditional")),
            ("talks", ("talks", "conditional")),
            ("tal", ("talks", "conditional")),
            ("-tal", ("talks", "oppose")),
            ("+ Talks", ("talks", "support")),
            ("?talks", ("talks", "conditional")),
            ("=talks", ("talks", "neutral")),
        ],
    )
    def test_an_issue_is_found_by_title_address_or_beginning_with_its_stance(self, desk, three, typed, taken):
        desk.post(three[0], **{"position-0-issue": typed, "position-0-stance": "conditional"})
        assert list(three[0].positions.values_list("issue__slug", "stance")) == [taken]

    def test_several_issues_of_these_words_are_named(self, desk, three, world):
        world.issue("arms-talks")
        response = desk.post(three[0], **{"position-0-issue": "alks", "position-0-stance": "support"})
        assert "No issue has these words." in response.content.decode()
        world.issue("talks-on-trade")
        response = desk.post(three[0], **{"position-0-issue": "arms t", "position-0-stance": "support"})
        assert response.status_code == 302

    def test_a_new_issue_takes_a_tick(self, desk, three):
        new = {"position-0-issue": "Inspections of ships", "position-0-stance": "support"}
        assert "tick that it is a new one" in desk.post(three[0], **new).content.decode()
        assert not Issue.objects.filter(title="Inspections of ships").exists()
        desk.post(three[0], **new, **{"position-0-create": "on"})
        assert three[0].positions.get().issue.slug == "inspections-of-ships"
        verbs.undo(Action.objects.get(), User.objects.get(username="editor"))
        assert not Issue.objects.filter(title="Inspections of ships").exists()

    def test_who_is_meant_by_a_slip_is_asked(self, desk, three):
        page = desk.post(three[0], **{"speaker-0-name": "Nikky Haly"}).content.decode()
        assert "Did you mean “Nikki Haley”?" in page

    def test_a_quote_that_is_marked_comes_with_the_speaker_beside_it(self, desk, three):
        start = TEXT.index("sanctions now")
        form = desk.form(query={"new": f"{start}-{start + 13}"})
        told = (form["speaker-0-name"], form["speaker-0-country"], form["said"], form["kind"])
        assert told == ("Nikki Haley", "USA", "2017-07-05", "indirect")

    def test_a_quote_that_is_marked_comes_with_what_the_machine_reads_there(self, client, editor, world):
        world.say("Lavrov", "No.")
        world.issue("talks", "Talks with North Korea")
        world.issue("sanctions", "Sanctions on North Korea")
        for slug in ("talks", "sanctions"):
            Issue.objects.filter(slug=slug).update(phrases=[slug])
        text = "On Monday Russian Foreign Minister Sergei Lavrov backed talks with North Korea."
        article = world.article(text, published_on="2017-07-05")
        client.force_login(editor)
        start = text.index("talks")
        form = Desk(client, article).form(query={"new": f"{start}-{len(text) - 1}"})
        told = {name: form[f"speaker-0-{name}"] for name in ("name", "country")}
        assert told == {"name": "Sergei Lavrov", "country": "RUS"}
        assert (form["said"], form["position-0-issue"]) == ("2017-07-03", "Talks with North Korea")

    def test_a_flag_is_put_and_taken_off(self, desk, three):
        for there in (True, False):
            desk.post(three[0], "flag")
            assert Flag.objects.filter(statement=three[0]).exists() is there

    def test_an_answer_writes_into_the_form_alone(self, desk, three):
        response = desk.post(three[0], "set:said=2017-07&csrfmiddlewaretoken=x&unknown=y")
        form = entries(response)
        assert (form["said"], "unknown" in form) == ("2017-07", False)
        assert str(Statement.objects.get(pk=three[0].pk).said_on) == "2017-07-05"


class TestParts:
    """What a script asks for that has the text on its page."""

    def since(self, desk, statement):
        page = html.fromstring(desk.page(statement).content.decode())
        return page.get_element_by_id("_desk_form").get("data-since")

    def get(self, desk, statement, since):
        return desk.client.get(desk.path, {"s": statement.pk}, headers={"Desk-Since": since})

    def test_where_nothing_changed_it_gets_the_form_alone(self, desk, three):
        answer = self.get(desk, three[1], self.since(desk, three[0])).content.decode()
        assert f'data-statement="{three[1].pk}"' in answer
        assert ('class="para"' in answer, "<tr" in answer) == (False, False)

    def test_what_changed_comes_with_it(self, desk, three, editor):
        since = self.since(desk, three[0])
        verbs.accept(Statement.objects.filter(pk=three[1].pk), editor)
        answer = self.get(desk, three[2], since).content.decode()
        assert answer.count('class="para"') == 1
        assert re.findall(r'<tr id="row-(\d+)"', answer) == [str(three[1].pk)]

    def test_where_a_statement_came_all_of_the_desk_is_due(self, desk, three, world, article):
        since = self.since(desk, three[0])
        world.say("Haley", "now", article=article)
        answer = self.get(desk, three[0], since)
        assert answer.headers["HX-Retarget"] == "#review_desk"
        assert "Statement 1" in answer.content.decode()

    def test_where_an_issue_came_the_field_offers_it(self, desk, three):
        since = self.since(desk, three[0])
        Issue.objects.create(slug="talks-anew", title="Talks anew")
        answer = self.get(desk, three[0], since)
        assert answer.headers["HX-Retarget"] == "#review_desk"
        assert '<option value="Talks anew">' in answer.content.decode()


class TestActors:
    def test_any_word_of_a_name_or_alias_is_found(self, desk, three):
        actor("Lavrov").aliases.create(name="Minister Lawrow")
        for typed in ("ser", "LAV", "lawr"):
            page = desk.client.get("/review/actors/", {"speaker-0-name": typed}).content.decode()
            assert ("Sergei Lavrov" in page, "Nikki Haley" in page) == (True, False)

    def test_signs_are_taken_as_they_are(self, desk, three):
        assert desk.client.get("/review/actors/", {"speaker-0-name": "(.*"}).status_code == 200

    def test_merged_ones_are_not_offered(self, desk, three, editor):
        twin = Actor.objects.create(name="Nikki Randhawa", slug="twin", kind="person", country_id="USA")
        verbs.merge([actor("Haley")], twin, editor)
        assert "Nikki Haley" not in desk.client.get("/review/actors/?speaker-0-name=nik").content.decode()


def test_the_desk_costs_the_same_queries_for_one_statement_and_for_three(
    desk, world, article, django_assert_num_queries
):
    world.say("Lavrov", "“We oppose it,”", article=article, sanctions="oppose")
    with django_assert_num_queries(31):
        desk.page()
    world.say("Lavrov", "talks should begin", article=article, sanctions="support")
    world.say("Haley", "wants sanctions", article=article, sanctions="support")
    assert (Issue.objects.count(), len(SPEAKERS)) == (1, 8)
    with django_assert_num_queries(31):
        desk.page()


def test_an_article_without_a_statement_is_tagged_by_hand(desk, article):
    response = desk.page()
    assert response.status_code == 200
    assert "Mark a quote in the text to tag it." in response.content.decode()


def test_a_text_is_laid_out_from_the_side_from_which_it_is_read(desk, three):
    Article.objects.filter(pk=three[0].article_id).update(language="ar", title="لافروف")
    page = html.fromstring(desk.page(three[0]).content)
    told = [*page.find_class("text"), page.get_element_by_id("words_shown"), page.find(".//h1")]
    assert [(one.get("lang"), one.get("dir")) for one in told] == [("ar", "auto")] * 3


def test_the_picker_of_issues_tells_where_each_stands(desk, three):
    above = Issue.objects.create(slug="arms", title="Arms control")
    Issue.objects.create(slug="tests", title="Nuclear tests", parent=above)
    options = html.fromstring(desk.page(three[0]).content).get_element_by_id("issues")
    told = {option.get("value"): option.text_content() for option in options}
    assert (told["Nuclear tests"], told["Arms control"]) == ("Arms control › Nuclear tests", "")
