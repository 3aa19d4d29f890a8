"""What several people do to the same things at the same moment."""

import datetime
import threading
from dataclasses import replace

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from procrastinate.jobs import Job

from articles.curate import correct, verbs
from articles.curate.coding import tasks
from articles.curate.verbs import Entries, Outdated, Refused, Speaker, version
from articles.extraction.records import Position as Stance
from articles.extraction.records import Speaker as Named
from articles.extraction.records import Statement as Record
from articles.importing import articles, officeholders
from articles.importing.files.entries import ArticleText, Flaw
from articles.importing.office_terms import Term
from articles.importing.tasks import read_article
from articles.models import (
    Action,
    Actor,
    ActorAlias,
    Article,
    Attribution,
    Issue,
    Position,
    Role,
    Source,
    Statement,
)
from articles.registry.locking import BrokenOff, follow, lock, retried
from tests.conftest import member
from tests.factories import SPEAKERS, World, actor
from tests.hands import PATIENCE, Hand, at_once, is_waited_for, uncommitted

TEXT = "Lavrov said no to sanctions. He said talks may begin."
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db):
    return World()


@pytest.fixture
def article(world):
    return world.article(TEXT, title="News")


@pytest.fixture
def said(world, article):
    return world.say("Lavrov", "no to sanctions", article=article, sanctions="oppose")


@pytest.fixture
def twin(world):
    return Actor.objects.create(name="Sergey Lavrov", slug="sergey-lavrov", kind="person", country_id="RUS")


def place(words):
    return (TEXT.index(words), TEXT.index(words) + len(words))


def entries(words="no to sanctions", kind="mixed", speakers=(), positions=None):
    return Entries((place(words),), kind, None, tuple(speakers), positions or {})


def record(words, *speakers, **positions):
    """What the extractor finds."""
    return Record(
        fragments=(place(words),), kind="direct", quote=words, cue_span=None, speaker_span=None,
        speakers=tuple(SPEAKERS.get(s, Named(s, "person", None, "RUS")) for s in speakers),
        said_on=None, said_on_precision="unknown", said_on_basis="none", said_on_phrase=None,
        positions=tuple(Stance(stance, slug, place(words)) for slug, stance in positions.items()),
        parent=None, turn=0, confidence=0.7,
    )  # fmt: skip


def on_merged():
    """Rows that point to what was merged into another; there must be none, ever."""
    return [
        *Attribution.objects.exclude(actor__merged_into=None),
        *Role.objects.exclude(actor__merged_into=None),
        *ActorAlias.objects.exclude(actor__merged_into=None),
        *Position.objects.exclude(issue__merged_into=None),
        *Article.objects.exclude(source__merged_into=None),
    ]


class TestTwoEditors:
    def test_the_second_does_not_overwrite_what_the_first_has_not_committed(self, said, editor, chief):
        seen = version(said)
        hand = at_once(
            lambda: verbs.correct(said, entries(kind="mixed"), editor, seen=seen),
            lambda: verbs.correct(said, entries(kind="indirect"), chief, seen=seen),
        )
        assert isinstance(hand.error, Outdated)
        [meanwhile] = hand.error.meanwhile
        assert meanwhile.who == "editor"
        assert Statement.objects.get().kind == "mixed"

    @pytest.mark.parametrize("verb", [verbs.reject, verbs.accept])
    def test_nor_decides_on_what_they_have_not_seen(self, said, editor, chief, verb):
        seen = version(said)
        hand = at_once(
            lambda: verbs.correct(said, entries(), editor, seen=seen),
            lambda: verb(Statement.objects.filter(pk=said.pk), chief, seen=seen),
        )
        assert isinstance(hand.error, Refused)
        assert Statement.objects.get().review == "accepted"
        assert [action.by for action in Action.objects.all()] == [editor]

    def test_at_the_desk_the_second_is_told_and_keeps_the_entries(self, said, client, editor, chief):
        client.force_login(chief)
        path = f"/review/{said.article_id}/?s={said.pk}"
        seen = version(said)
        form = {
            "do": "save", "version": seen, "text_sha256": said.article.text_sha256,
            "fragments": "-".join(map(str, place("talks may begin"))), "kind": "indirect", "said": "",
            "speaker-TOTAL_FORMS": 0, "speaker-INITIAL_FORMS": 0,
            "position-TOTAL_FORMS": 0, "position-INITIAL_FORMS": 0,
        }  # fmt: skip
        hand = at_once(
            lambda: verbs.correct(said, entries(kind="mixed"), editor, seen=seen),
            lambda: client.post(path, form),
        )
        answer = hand.result()
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "editor changed this statement on" in page
        assert "yours stands in the form; save again" in page
        assert Statement.objects.get().kind == "mixed"

    def test_at_one_place_one_of_two_tags(self, article, world, editor, chief):
        hand = at_once(
            lambda: verbs.tag(article, entries(), editor), lambda: verbs.tag(article, entries(), chief)
        )
        with pytest.raises(Refused, match="at exactly this place"):
            hand.result()
        assert Statement.objects.count() == 1

    def test_both_name_somebody_new_and_there_is_one(self, article, editor, chief):
        new = Actor(name="Bob Newman", kind="person")
        hand = at_once(
            lambda: verbs.tag(article, entries(speakers=[Speaker(new, None)]), editor),
            lambda: verbs.tag(article, entries("talks may begin", speakers=[Speaker(new, None)]), chief),
        )
        assert hand.result().pk
        assert Actor.objects.get().attributions.count() == 2

    def test_what_was_discarded_meanwhile_is_told(self, said, editor, chief):
        hand = at_once(
            lambda: verbs.discard(Statement.objects.all(), chief),
            lambda: verbs.correct(said, entries(), editor),
        )
        with pytest.raises(Refused, match=f"Statement {said.pk} is no longer on record"):
            hand.result()


class TestMerging:
    def test_the_importer_follows_what_is_merged_while_it_writes(self, article, said, twin, world, chief):
        world.issue("no-sanctions")
        issues = Issue.objects.get(slug="sanctions"), Issue.objects.get(slug="no-sanctions")
        found = [record("talks may begin", "Lavrov", sanctions="oppose")]

        def both():
            verbs.merge([actor("Lavrov")], twin, chief)
            verbs.merge([issues[0]], issues[1], chief)

        hand = at_once(both, lambda: articles.add_statements(article, found))
        [added] = hand.result()
        assert [a.actor for a in added.attributions.all()] == [twin]
        assert [p.issue for p in added.positions.all()] == [issues[1]]
        assert on_merged() == []

    def test_and_one_that_came_first_is_merged_with_the_rest(self, article, said, twin, chief):
        found = [record("talks may begin", "Lavrov")]
        hand = at_once(
            lambda: articles.add_statements(article, found),
            lambda: verbs.merge([actor("Lavrov")], twin, chief),
        )
        hand.result()
        assert twin.attributions.count() == 2
        assert on_merged() == []

    def test_an_article_comes_under_the_source_that_stays(self, article, chief):
        other = Source.objects.create(name="Herald", slug="herald")
        hand = at_once(
            lambda: verbs.merge([article.source], other, chief),
            lambda: articles.store_article(ArticleText("n", "More.", "More", "Gazette")),
        )
        assert hand.result()[0].source == other

    def test_an_article_stored_meanwhile_moves_too(self, article, chief):
        other = Source.objects.create(name="Herald", slug="herald")
        hand = at_once(
            lambda: articles.store_article(ArticleText("n", "More.", "More", "Gazette")),
            lambda: verbs.merge([article.source], other, chief),
        )
        hand.result()
        assert other.articles.count() == 2
        assert on_merged() == []

    @pytest.mark.parametrize("verb", ["correct", "tag"])
    def test_an_editors_speaker_and_issue_are_followed(self, article, said, twin, world, editor, chief, verb):
        issue = world.issue("talks")
        lavrov, sanctions = actor("Lavrov"), Issue.objects.get(slug="sanctions")
        entered = entries(
            "talks may begin", speakers=[Speaker(lavrov, "RUS")], positions={sanctions: "oppose"}
        )
        of = said if verb == "correct" else article

        def both():
            verbs.merge([lavrov], twin, chief)
            verbs.merge([sanctions], issue, chief)

        at_once(both, lambda: getattr(verbs, verb)(of, entered, editor)).result()
        row = Statement.objects.latest("changed_at")
        assert [a.actor for a in row.attributions.all()] == [twin]
        assert [(p.issue, p.stance) for p in row.positions.all()] == [(issue, "oppose")]

    @pytest.mark.parametrize("is_mended", [True, False])
    def test_a_correction_made_at_the_same_moment_stays(self, said, twin, editor, chief, is_mended):
        """Whether another speaker took the row of the first, or got one of their own."""
        lavrov, row = actor("Lavrov"), said.attributions.get().pk if is_mended else None
        other = Actor.objects.create(name="Ccc", slug="ccc", kind="person")
        hand = at_once(
            lambda: verbs.correct(said, entries(speakers=[Speaker(other, None, attribution=row)]), editor),
            lambda: verbs.merge([lavrov], twin, chief),
        )
        hand.result()
        assert [a.actor for a in said.attributions.all()] == [other]

    def test_a_correction_holds_nothing_that_a_merge_waits_for(
        self, said, twin, editor, chief, monkeypatch, caplog
    ):
        """Neither is broken off: what a correction locks it locks at once, in the one order."""
        caplog.set_level("INFO", logger="articles.registry.locking")
        lavrov, take = actor("Lavrov"), correct.follow
        merging = Hand(lambda: verbs.merge([lavrov], twin, chief))

        def meanwhile(*named, **others):
            if not merging.ident:
                merging.start()
                while merging.is_alive() and not is_waited_for():
                    pass
            return take(*named, **others)

        monkeypatch.setattr(correct, "follow", meanwhile)
        verbs.correct(said, entries(speakers=[Speaker(lavrov, "RUS")]), editor)
        merging.result()
        assert [a.actor for a in said.attributions.all()] == [twin]
        assert "broken off" not in caplog.text

    def test_two_speakers_who_are_one_by_now_are_named_once(self, said, twin, editor, chief):
        lavrov = actor("Lavrov")
        entered = entries(speakers=[Speaker(lavrov, "RUS"), Speaker(twin, "RUS")])
        at_once(
            lambda: verbs.merge([lavrov], twin, chief), lambda: verbs.correct(said, entered, editor)
        ).result()
        assert [a.actor for a in said.attributions.all()] == [twin]

    def test_what_is_merged_on_meanwhile_is_followed_to_the_end(self, twin, world, said, chief):
        """The heir comes earlier in the order than what was to be locked; locks are taken anew."""
        last = Actor.objects.create(name="Zzz", slug="zzz", kind="person", country_id="RUS")
        lavrov = actor("Lavrov")

        def locked():
            with transaction.atomic():
                return follow({Actor: [last.pk, twin.pk]})

        hand = at_once(lambda: verbs.merge([last, twin], lavrov, chief), locked)
        assert hand.result() == {Actor: {last.pk: lavrov.pk, twin.pk: lavrov.pk}}


class TestTheDatabase:
    """Whoever writes past the verbs is refused when they commit."""

    def refused(self, work):
        with pytest.raises(IntegrityError, match="merged into"), transaction.atomic():
            work()

    def test_refuses_what_points_to_what_was_merged(self, said, article, twin, world, chief):
        talks, other = world.issue("talks"), Source.objects.create(name="Herald", slug="herald")
        verbs.merge([twin], actor("Lavrov"), chief)
        verbs.merge([talks], Issue.objects.get(slug="sanctions"), chief)
        verbs.merge([other], article.source, chief)
        self.refused(lambda: Attribution.objects.create(statement=said, actor=twin))
        self.refused(lambda: Attribution.objects.update(actor=twin))
        self.refused(lambda: Role.objects.create(actor=twin, title="Minister", reference="x"))
        self.refused(lambda: ActorAlias.objects.create(actor=twin, name="X"))
        self.refused(lambda: Position.objects.update(issue=talks))
        self.refused(lambda: Issue.objects.create(title="Child", slug="child", parent=talks))
        self.refused(lambda: Article.objects.update(source=other))
        assert on_merged() == []

    def test_refuses_to_merge_what_something_points_to(self, said, article, twin, world):
        talks, other = world.issue("talks"), Source.objects.create(name="Herald", slug="herald")
        self.refused(lambda: Actor.objects.filter(pk=actor("Lavrov").pk).update(merged_into=twin))
        self.refused(lambda: Issue.objects.filter(slug="sanctions").update(merged_into=talks))
        self.refused(lambda: Source.objects.filter(pk=article.source_id).update(merged_into=other))

    def test_refuses_chains(self, twin, world):
        third = Actor.objects.create(name="C", slug="c", kind="person", merged_into=twin)
        fourth = Actor.objects.create(name="D", slug="d", kind="person")
        self.refused(lambda: Actor.objects.filter(pk=twin.pk).update(merged_into=fourth))
        self.refused(lambda: Actor.objects.create(name="E", slug="e", kind="person", merged_into=third))

    def test_asks_at_the_end_only(self, said, twin):
        lavrov = actor("Lavrov")
        with transaction.atomic():
            Actor.objects.filter(pk=lavrov.pk).update(merged_into=twin)
            Attribution.objects.update(actor=twin)
        assert on_merged() == []

    def test_merging_waits_for_who_is_about_to_point_there(self, said, twin, article):
        """Also by hand: it changes a key, which whoever points to the row has locked."""
        lavrov = actor("Lavrov")

        def point():
            Attribution.objects.update(role=None)
            lock(named={Actor: [twin.pk]})

        hand = at_once(point, lambda: Actor.objects.filter(pk=twin.pk).update(merged_into=lavrov))
        hand.result()
        with uncommitted(lambda: Attribution.objects.filter(statement=said).update(role_printed="x")):
            pass


class TestImporting:
    def test_two_articles_that_name_the_same_new_speakers_in_turn(self, world):
        """Each is held when it has written the first; without one order both would wait for ever."""
        first, second = (world.article(f"{TEXT} {n}") for n in "ab")
        forth = [record("no to sanctions", "Anna Aaa"), record("talks may begin", "Bea Bbb")]
        back = [record("no to sanctions", "Bea Bbb"), record("talks may begin", "Anna Aaa")]
        hand = at_once(
            lambda: articles.add_statements(first, forth), lambda: articles.add_statements(second, back)
        )
        assert len(hand.result()) == 2
        assert sorted(Actor.objects.values_list("name", flat=True)) == ["Anna Aaa", "Bea Bbb"]

    def test_two_that_choose_one_address(self, world):
        first, second = (world.article(f"{TEXT} {n}") for n in "ab")
        one, other = (
            replace(record("no to sanctions"), speakers=(Named("Anna Aaa", "person", None, country),))
            for country in ("RUS", "CHN")
        )
        hand = at_once(
            lambda: articles.add_statements(first, [one]), lambda: articles.add_statements(second, [other])
        )
        hand.result()
        assert sorted(Actor.objects.values_list("slug", flat=True)) == ["anna-aaa", "anna-aaa-chn"]

    def test_one_text_at_once_is_one_article(self, world):
        text = ArticleText("n", TEXT, "News", "New source")
        hand = at_once(lambda: articles.store_article(text), lambda: articles.store_article(text))
        assert hand.result()[1] is False
        assert Article.objects.count() == 1


class TestOffices:
    """Lists of who held which office."""

    def term(self, name):
        return Term("line 2", name, (), "RUS", "Minister", datetime.date(2001, 2, 3), None, "Gazette")

    def test_a_list_and_an_article_that_name_the_same_new_person(self, article):
        found = [record("talks may begin", "Anna Aaa")]
        hand = at_once(
            lambda: list(officeholders.record([self.term("Anna Aaa")])),
            lambda: articles.add_statements(article, found),
        )
        hand.result()
        assert [who.roles.count() for who in Actor.objects.all()] == [1]

    def test_nobody_who_was_merged_meanwhile_gets_a_role(self, said, twin, chief):
        """All of the list is refused, and can be imported again."""
        outcomes, lavrov = officeholders.record([self.term("Sergei Lavrov")]), actor("Lavrov")
        next(outcomes)
        hand = Hand(lambda: verbs.merge([lavrov], twin, chief))
        hand.start()
        hand.result()
        with pytest.raises(Flaw, match="somebody else changed the actors meanwhile, so nothing was written"):
            list(outcomes)
        assert (on_merged(), Role.objects.count()) == ([], 0)


class TestWorker:
    @pytest.fixture
    def unread(self, article):
        Article.objects.update(extractor="")
        return Article.objects.get()

    def found(self, article):
        return set(article.statements.filter(review="suggested").values_list("quote", flat=True))

    def test_an_article_in_which_an_editor_tagged_is_still_read(self, unread, editor):
        verbs.tag(unread, entries("talks may begin"), editor)
        read_article(article_id=unread.pk)
        assert self.found(unread) == {"no to sanctions"}
        assert Article.objects.get().extractor
        assert unread.statements.get(review="accepted").quote == "talks may begin"

    def test_words_tagged_while_it_reads_are_left_alone(self, unread, editor):
        hand = at_once(
            lambda: verbs.tag(unread, entries("talks may begin"), editor),
            lambda: read_article(article_id=unread.pk),
        )
        assert hand.result() == 1
        assert self.found(unread) == {"no to sanctions"}

    def test_an_article_that_is_being_coded_is_read_later(self, unread, editor, chief, monkeypatch):
        member("other", "editor")
        later = []
        monkeypatch.setattr(
            type(read_article),
            "configure",
            lambda task, **when: Later(lambda **given: later.append((when, given))),
        )
        task = tasks.open_task(unread, ["editor", "other"], chief)
        assert read_article(article_id=unread.pk) == 0
        assert later == [({"schedule_in": {"minutes": 10}}, {"article_id": unread.pk})]
        assert not unread.statements.exists()
        tasks.close(task, chief)
        assert read_article(article_id=unread.pk) == 2

    def test_two_workers_read_it_once(self, unread):
        hand = at_once(lambda: articles.read_stored(unread.pk), lambda: articles.read_stored(unread.pk))
        assert hand.result() == 0
        assert unread.statements.count() == 2

    def test_one_that_is_gone_is_no_trouble(self, unread):
        Article.objects.all().delete()
        assert read_article(article_id=unread.pk) == 0


class Later:
    def __init__(self, defer):
        self.defer = defer


class TestUndo:
    def test_an_undo_and_a_correction_do_not_block_each_other(self, said, editor, chief):
        verbs.correct(said, entries(kind="mixed", speakers=[Speaker(actor("Lavrov"), "USA")]), editor)
        action = Action.objects.latest("pk")
        hand = at_once(
            lambda: verbs.undo(action, chief),
            lambda: verbs.correct(said, entries(kind="indirect"), editor),
        )
        hand.result()
        assert Statement.objects.get().kind == "indirect"

    def test_nor_a_correction_and_an_undo(self, said, editor, chief):
        verbs.correct(said, entries(kind="mixed"), editor)
        action = Action.objects.latest("pk")
        hand = at_once(
            lambda: verbs.correct(said, entries(kind="indirect"), editor),
            lambda: verbs.undo(action, chief),
        )
        with pytest.raises(Refused, match="was changed since by editor"):
            hand.result()

    def test_an_undo_and_a_merge(self, said, twin, editor, chief):
        lavrov = actor("Lavrov")
        verbs.correct(said, entries(speakers=[Speaker(twin, "RUS")]), editor)
        action = Action.objects.latest("pk")
        hand = at_once(lambda: verbs.merge([lavrov], twin, chief), lambda: verbs.undo(action, editor))
        with pytest.raises(Refused, match="was merged into “Sergey Lavrov” since"):
            hand.result()
        assert on_merged() == []


class TestBrokenOff:
    def deadlock(self, first, second):
        """Two transactions that lock two rows each in another order."""
        ready = threading.Barrier(2, timeout=PATIENCE)

        def work(order):
            tries = []

            @retried
            @transaction.atomic
            def locks():
                tries.append(order)
                for number, source in enumerate(order):
                    Source.objects.select_for_update().get(pk=source)
                    if number == 0 and len(tries) == 1:
                        ready.wait()
                return len(tries)

            return locks

        hands = [Hand(work(order)) for order in (first, second)]
        for hand in hands:
            hand.start()
        return sorted(hand.result() for hand in hands)

    def test_a_deadlock_is_done_again(self, world):
        a, b = (Source.objects.create(name=n, slug=n).pk for n in "ab")
        assert self.deadlock((a, b), (b, a)) == [1, 2]

    def test_the_second_time_it_is_told(self, db):
        tries = []

        @retried
        def work():
            tries.append(1)
            with connection.cursor() as cursor:
                cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'deadlock_detected'; END $$")

        with pytest.raises(BrokenOff, match="Nothing was changed; try again"):
            work()
        assert len(tries) == 2

    def test_any_other_error_is_one(self, db):
        @retried
        def work():
            with connection.cursor() as cursor:
                cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'query_canceled'; END $$")

        with pytest.raises(OperationalError):
            work()


class TestSpeakers:
    """Exchanged, handed on, or new in two spellings."""

    @pytest.fixture
    def two(self, world, article):
        return world.say(["Lavrov", "Haley"], "no to sanctions", article=article)

    def entered(self, two, *actors):
        rows = list(two.attributions.order_by("pk"))
        return entries(
            speakers=[Speaker(who, None, attribution=row.pk) for who, row in zip(actors, rows, strict=True)]
        )

    def names(self, two):
        return [a.actor.name for a in two.attributions.order_by("pk")]

    def test_two_change_places(self, two, editor):
        verbs.correct(two, self.entered(two, actor("Haley"), actor("Lavrov")), editor)
        assert self.names(two) == ["Nikki Haley", "Sergei Lavrov"]
        verbs.undo(Action.objects.latest("pk"), editor)
        assert self.names(two) == ["Sergei Lavrov", "Nikki Haley"]

    def test_one_takes_the_place_of_the_other(self, two, twin, editor):
        verbs.correct(two, self.entered(two, actor("Haley"), twin), editor)
        assert self.names(two) == ["Nikki Haley", "Sergey Lavrov"]

    def test_somebody_new_in_two_spellings_is_one(self, two, editor):
        new = [Actor(name=name, kind="person") for name in ("Bob Newman", "bob newman")]
        verbs.correct(two, self.entered(two, *new), editor)
        assert self.names(two) == ["Bob Newman"]


def test_the_worker_tries_again_when_the_database_broke_it_off():
    job = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="read_article", attempts=1)
    for error in (OperationalError(), BrokenOff()):
        assert read_article.get_retry_exception(exception=error, job=job) is not None
    assert read_article.get_retry_exception(exception=ValueError(), job=job) is None
