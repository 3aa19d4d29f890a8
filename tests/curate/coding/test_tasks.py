import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from articles.curate import teamwork, verbs
from articles.curate.coding import serialize, tasks
from articles.models import Action, Code, Coder, CodingTask, Issue, Review, Statement
from tests.curate.coding.saying import TEXT, code_all, done, said, words


def record():
    """All that double coding must leave alone."""
    return list(Statement.objects.order_by("pk").values())


class TestOpen:
    def test_what_waits_is_to_be_coded(self, article, three, task, editor, world):
        assert list(task.suggestions) == [s.pk for s in three]
        assert [str(coder) for coder in task.coders.all()] == ["editor", "other"]
        assert list(CodingTask.objects.to_be_coded_by(editor.pk)) == [task]

    def test_with_an_issue_only_what_is_on_it(self, article, three, editor, other, chief):
        task = tasks.open_task(article, ["editor", "other"], chief, Issue.objects.get(slug="sanctions"))
        assert list(task.suggestions) == [three[0].pk, three[2].pk]

    @pytest.mark.parametrize(
        ("names", "message"),
        [
            (["editor"], "Choose two coders or more"),
            (["editor", "editor"], "Choose two coders or more"),
            (["editor", "reader"], "“reader” is no editor"),
            ([], "Choose two coders or more"),
        ],
    )
    def test_it_takes_two_editors(self, article, three, editor, reader, chief, names, message):
        with pytest.raises(verbs.Refused, match=message):
            tasks.open_task(article, names, chief)
        assert not CodingTask.objects.exists()

    def test_nothing_to_code_on_an_issue_is_refused(self, article, three, editor, other, chief, world):
        with pytest.raises(verbs.Refused, match="No suggestion of this article"):
            tasks.open_task(article, ["editor", "other"], chief, world.issue("thaad"))
        assert not CodingTask.objects.exists()

    def test_it_takes_a_chief_editor(self, article, three, editor, other):
        with pytest.raises(verbs.Refused, match="it takes the permission"):
            tasks.open_task(article, ["editor", "other"], editor)
        assert not CodingTask.objects.exists()

    def test_one_is_open_an_article(self, article, task, chief):
        with pytest.raises(verbs.Refused, match="is open already"):
            tasks.open_task(article, ["editor", "other"], chief)
        tasks.close(task, chief)
        tasks.open_task(article, ["editor", "other"], chief)
        assert CodingTask.objects.open().count() == 1


class TestCode:
    def test_it_writes_nothing_into_the_record(self, three, coders):
        before = record()
        code_all(coders[0], three, (three[0], None), (three[1], {"kind": "mixed"}))
        tasks.code_words(coders[0], words("Liu agreed"))
        assert record() == before
        assert not Action.objects.exists()
        assert [code.entries and code.entries["kind"] for code in Code.objects.all()] == [
            None, "mixed", "indirect", "indirect",
        ]  # fmt: skip

    def test_said_again_it_is_another_word_of_the_same_coder(self, three, coders):
        for kind in ("mixed", "direct"):
            tasks.code_suggestion(coders[0], three[0], said(three[0], kind=kind))
        assert [code.entries["kind"] for code in Code.objects.all()] == ["direct"]

    def test_each_coder_has_codes_of_their_own(self, three, coders):
        for coder, kind in zip(coders, ("mixed", "direct"), strict=True):
            tasks.code_suggestion(coder, three[0], said(three[0], kind=kind))
        assert [coder.codes.get().entries["kind"] for coder in coders] == ["mixed", "direct"]

    def test_what_the_task_does_not_ask_for_is_refused(self, world, coders):
        with pytest.raises(verbs.Refused, match="is not to be coded in this task"):
            tasks.code_suggestion(coders[0], world.say("Liu", "Elsewhere."), None)
        assert not Code.objects.exists()

    def test_words_are_tagged_once(self, coders):
        first = tasks.code_words(coders[0], words("Liu agreed"))
        with pytest.raises(verbs.Refused, match="tagged these words already"):
            tasks.code_words(coders[0], words("Liu agreed"))
        tasks.code_words(coders[0], words("Liu agreed", kind="direct"), first)
        tasks.code_words(coders[1], words("Liu agreed"))
        assert [code.entries["kind"] for code in Code.objects.all()] == ["direct", "indirect"]

    def test_not_where_a_statement_stands(self, coders):
        with pytest.raises(verbs.Refused, match="stands at exactly this place"):
            tasks.code_words(coders[0], words("wants sanctions"))
        assert not Code.objects.exists()

    def test_only_own_words_are_taken_back(self, three, coders):
        tagged = tasks.code_words(coders[0], words("Liu agreed"))
        tasks.code_suggestion(coders[0], three[0], None)
        tasks.drop(coders[1], tagged)
        assert Code.objects.count() == 2
        tasks.drop(coders[0], tagged)
        assert Code.objects.get().statement == three[0]

    def test_who_is_done_changes_nothing(self, three, coders):
        code_all(coders[0], three)
        done(coders[0])
        for verb in (
            lambda: tasks.code_suggestion(coders[0], three[0], None),
            lambda: tasks.code_words(coders[0], words("Liu agreed")),
            lambda: tasks.finish(coders[0]),
        ):
            with pytest.raises(verbs.Refused, match="You are done"):
                verb()
        assert not Code.objects.filter(entries=None).exists()

    def test_nor_does_anybody_once_the_task_is_closed(self, three, task, coders, chief):
        tasks.close(task, chief)
        with pytest.raises(verbs.Refused, match="is closed"):
            tasks.code_suggestion(coders[0], three[0], None)
        assert not Code.objects.exists()

    def test_nobody_is_done_before_every_suggestion_has_a_code(self, three, coders):
        code_all(coders[0], three[:2])
        tasks.code_words(coders[0], words("Liu agreed"))
        with pytest.raises(verbs.Refused, match="still to code 1 suggestion"):
            tasks.finish(coders[0])
        assert Coder.objects.filter(done_at=None).count() == 2


class TestMeanwhile:
    """Nothing but the chief editor's resolution changes what is being coded."""

    @pytest.mark.parametrize(
        "verb", [verbs.accept, verbs.reject, verbs.discard], ids=lambda verb: verb.__name__
    )
    def test_verbs_are_refused_and_name_the_task(self, three, task, chief, verb):
        with pytest.raises(verbs.Refused, match=rf"“Words” is being coded \(coding task {task.pk}\)"):
            verb(Statement.objects.all(), chief)
        assert {s["review"] for s in record()} == {"suggested"}

    def test_so_are_correcting_and_tagging(self, three, article, task, chief):
        before = record()
        entries = serialize.entries_of(said(three[0], kind="mixed"))
        with pytest.raises(verbs.Refused, match="is being coded"):
            verbs.correct(three[0], entries, chief)
        with pytest.raises(verbs.Refused, match="is being coded"):
            verbs.tag(article, serialize.entries_of(words("Liu agreed")), chief)
        assert record() == before

    def test_so_is_joining_reports(self, world, three, task, editor):
        elsewhere = world.say("Liu", "Elsewhere.")
        with pytest.raises(verbs.Refused, match="is being coded"):
            verbs.join(three[0], elsewhere, editor)
        assert Statement.objects.get(pk=three[0].pk).utterance != elsewhere.utterance

    def test_so_is_undoing_what_was_done_before(self, article, three, editor, other, chief):
        verbs.reject(Statement.objects.filter(pk=three[0].pk), editor)
        tasks.open_task(article, ["editor", "other"], chief)
        with pytest.raises(verbs.Refused, match="is being coded"):
            verbs.undo(Action.objects.get(), editor)
        assert Statement.objects.get(pk=three[0].pk).review == Review.REJECTED

    def test_so_is_replacing_the_text(self, article, task, chief):
        with pytest.raises(verbs.Refused, match="is being coded"):
            verbs.replace_text(article, f"New. {TEXT}", chief)
        article.refresh_from_db()
        assert article.text == TEXT

    def test_so_is_undoing_a_replacement(self, world, article, editor, other, chief):
        verbs.replace_text(article, "Another text.", chief)
        tasks.open_task(article, ["editor", "other"], chief)
        with pytest.raises(verbs.Refused, match="is being coded"):
            verbs.undo(Action.objects.get(), chief)
        article.refresh_from_db()
        assert article.text == "Another text."

    def test_so_are_comments(self, three, task, editor):
        with pytest.raises(verbs.Refused, match="is being coded"):
            teamwork.comment(three[0], "Surely opposed.", editor)
        assert not three[0].comments.exists()

    def test_other_articles_are_reviewed_as_ever(self, world, task, editor):
        elsewhere = world.say("Liu", "Elsewhere.")
        verbs.accept(Statement.objects.filter(pk=elsewhere.pk), editor)
        assert Statement.objects.published().get() == elsewhere

    def test_once_closed_all_is_as_before(self, three, task, chief, editor):
        tasks.close(task, chief)
        assert verbs.accept(Statement.objects.all(), editor) == 3

    def test_closing_takes_a_chief_editor(self, task, editor):
        with pytest.raises(verbs.Refused, match="takes the permission"):
            tasks.close(task, editor)
        assert CodingTask.objects.open().exists()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"entries": None, "statement": None}, "code_says_something"),
        ({"resolved_as": F("statement"), "resolved_at": None}, "code_resolved_at_some_time"),
    ],
)
def test_the_database_refuses_nonsense(three, coders, change, name):
    tasks.code_suggestion(coders[0], three[0], said(three[0]))
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Code.objects.update(**change)
