"""Articles that change: what stays, what moves, and what becomes an orphan."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from articles.compare.changes_since import changes_since
from articles.compare.comparison import compare
from articles.compare.sharing import freeze
from articles.curate import verbs
from articles.history.as_of import as_of
from articles.models import Action, Article, Attribution, Orphan, Position, Statement
from articles.text.normal import sha256
from tests.curate.test_undo import record
from tests.selections import selection_of

TEXT = "Lavrov said: “We oppose it.” He added that talks should begin. Haley wants sanctions, now."


@pytest.fixture
def article(world):
    return world.article(TEXT, title="News")


@pytest.fixture
def said(world, article, editor):
    """Three statements in the order of the text, the second a suggestion, all on one issue."""
    return [
        world.say("Lavrov", "We oppose it.", article=article, by=editor, sanctions="oppose"),
        world.say("Lavrov", "talks should begin", article=article, sanctions="neutral"),
        world.say("Haley", "wants sanctions", article=article, by=editor, sanctions="support"),
    ]


def replace(article, text, by):
    return verbs.replace_text(article, text, by)


def states(said):
    rows = Statement.objects.in_bulk([s.pk for s in said])
    return [rows[s.pk].review for s in said]


def standing(article):
    """The words that the text now holds at the place of each statement."""
    text = Article.objects.get(pk=article.pk).text
    return [" … ".join(text[a:b] for a, b in s.fragments) for s in article.statements.order_by("pk")]


def test_what_is_found_again_moves_and_the_rest_becomes_orphans(article, said, editor):
    made = replace(article, f"MOSCOW. {TEXT.replace('talks should', 'talks must')}", editor)
    assert str(made) == "0 statements stay, 2 move, 1 becomes an orphan"
    assert states(said) == ["accepted", "orphaned", "accepted"]
    assert standing(article) == ["We oppose it.", "", "wants sanctions"]
    action = Action.objects.get()
    assert (action.verb, action.summary) == ("replace", f"Replaced the text of “News”: {made}")


def test_what_stands_where_it_stood_is_not_written_at_all(article, said, editor):
    before = list(Statement.objects.order_by("pk").values())
    made = replace(article, f"{TEXT} More.", editor)
    assert str(made) == "3 statements stay, 0 move, 0 become orphans"
    assert list(Statement.objects.order_by("pk").values()) == before
    article.refresh_from_db()
    assert (article.text, article.text_sha256) == (f"{TEXT} More.", sha256(f"{TEXT} More."))


def test_an_orphan_keeps_its_words_its_old_place_and_what_was_around(article, said, editor):
    fragments = said[1].fragments
    replace(article, TEXT.replace("talks", "discussions"), editor)
    orphan = Orphan.objects.get()
    assert (orphan.statement.quote, orphan.statement.fragments) == ("talks should begin", [])
    assert (orphan.fragments, orphan.text_sha256) == (fragments, sha256(TEXT))
    assert f"{orphan.before}talks should begin{orphan.after}" == TEXT
    assert list(Orphan.objects.waiting()) == [orphan]


def test_no_more_than_200_characters_around_are_kept(world, editor):
    article = world.article(f"{'a' * 300} no {'b' * 300}")
    world.say("Lavrov", "no", article=article)
    replace(article, "Nothing.", editor)
    orphan = Orphan.objects.get()
    assert (orphan.before, orphan.after) == ("a" * 199 + " ", " " + "b" * 199)


def test_a_look_alike_is_not_taken_for_the_words(world, article, said, editor):
    replace(
        article,
        TEXT.replace("We oppose it.", "We see it.") + " Later Haley said: “We oppose it” again.",
        editor,
    )
    assert states(said)[0] == "orphaned"


def test_all_fragments_are_found_or_none(world, article, said, editor):
    start = TEXT.index("We oppose")
    parts = [[start, start + 9], said[2].fragments[0]]
    Statement.objects.filter(pk=said[1].pk).update(fragments=parts, quote="We oppose … wants sanctions")
    replace(article, f"News. {TEXT}", editor)
    assert standing(article)[1] == "We oppose … wants sanctions"
    replace(article, TEXT.replace("wants sanctions", "wants them"), editor)
    assert states(said) == ["accepted", "orphaned", "orphaned"]
    assert Orphan.objects.get(statement=said[1]).fragments == [[a + 6, b + 6] for a, b in parts]


def test_evidence_moves_with_its_words_and_is_cleared_elsewhere(article, said, editor):
    outside = Position.objects.get(statement=said[2])
    Position.objects.filter(pk=outside.pk).update(evidence=[0, 6])
    before = {p.statement_id: p.evidence for p in Position.objects.all()}
    replace(article, f"News. {TEXT.replace('talks', 'discussions')}", editor)
    evidence = {p.statement_id: p.evidence for p in Position.objects.all()}
    assert evidence[said[0].pk] == [end + 6 for end in before[said[0].pk]]
    assert (evidence[said[1].pk], evidence[said[2].pk]) == (None, None)


def test_what_is_nested_keeps_its_parent_and_counts_as_it_did(world, article, said, editor):
    inner = world.say("Liu", "sanctions", article=article, by=editor, parent=said[2])
    replace(article, TEXT.replace("wants sanctions, now", "speaks of sanctions"), editor)
    inner.refresh_from_db()
    assert (inner.review, inner.parent) == ("accepted", said[2])
    assert states(said)[2] == "orphaned"
    assert not Attribution.objects.firsthand().filter(statement=inner).exists()


def test_rejected_ones_stay_rejected_and_out_of_the_queue(article, said, editor):
    verbs.reject(Statement.objects.filter(pk=said[1].pk), editor)
    made = replace(article, TEXT.replace("talks", "discussions"), editor)
    assert (states(said)[1], made.orphans) == ("rejected", [])
    assert not Orphan.objects.waiting().exists()
    assert Orphan.objects.get().statement == said[1]


def test_an_orphan_stays_one_when_its_words_come_back(article, said, editor):
    for text in (TEXT.replace("talks", "discussions"), f"{TEXT} More."):
        replace(article, text, editor)
    assert states(said)[1] == "orphaned"
    assert Orphan.objects.count() == 1


@pytest.mark.parametrize(
    "order", ["gamma delta alpha", "delta alpha gamma", "gamma alpha delta", "epsil alpha gamma"]
)
def test_statements_pass_each_other(world, editor, order):
    """Each stands where another stood: round in a circle, two by two, or down a chain."""
    words = ["alpha", "gamma", "delta"]
    article = world.article(" ".join(words))
    for word in words:
        world.say("Lavrov", word, article=article)
    replace(article, order, editor)
    assert standing(article) == [word if word in order else "" for word in words]
    replace(article, article.text, editor)
    assert standing(article) == [word if word in order else "" for word in words]


def test_it_is_undone_and_redone_as_a_whole(article, said, editor):
    before = record()
    replace(article, f"News. {TEXT.replace('talks', 'discussions')}", editor)
    after = record()
    verbs.undo(Action.objects.get(), editor)
    assert record() == before != after
    verbs.undo(Action.objects.latest("pk"), editor)
    assert record() == after


def test_what_was_done_since_is_not_undone_with_it(article, said, editor):
    replace(article, f"News. {TEXT}", editor)
    verbs.reject(Statement.objects.filter(pk=said[0].pk), editor)
    with pytest.raises(verbs.Refused, match=f"Statement {said[0].pk} was changed since by editor"):
        verbs.undo(Action.objects.earliest("pk"), editor)


class TestRefused:
    def refused(self, article, text, by, match, **options):
        before = record()
        with pytest.raises(verbs.Refused, match=match):
            verbs.replace_text(article, text, by, **options)
        assert record() == before

    def test_readers_replace_nothing(self, article, said, reader):
        self.refused(article, "Other.", reader, "reader may not do this")

    @pytest.mark.parametrize("text", ["", " \n", "a\0b"])
    def test_what_is_no_text(self, article, said, editor, text):
        self.refused(article, text, editor, "This is no text")

    def test_the_same_text(self, article, said, editor):
        self.refused(article, TEXT, editor, "on record already")

    def test_the_text_of_another_article_of_the_source(self, world, article, said, editor):
        other = world.article("Other.", title="Other")
        self.refused(article, "Other.", editor, f"the text of article {other.pk}, “Other”")

    def test_a_text_that_somebody_else_replaced_meanwhile(self, article, said, editor, chief):
        replace(article, f"News. {TEXT}", chief)
        self.refused(article, "Other.", editor, "Somebody replaced the text", against=sha256(TEXT))

    def test_places_marked_in_the_former_text(self, article, said, editor):
        seen = Article.objects.get(pk=article.pk)
        replace(article, f"News. {TEXT}", editor)
        entries = verbs.Entries(((0, 6),), "direct", None, (), {})
        with pytest.raises(verbs.Refused, match="text of the article was replaced meanwhile"):
            verbs.tag(seen, entries, editor)
        with pytest.raises(verbs.Refused, match="text of the article was replaced meanwhile"):
            verbs.correct(said[0], entries, editor)


class TestPlacedAgain:
    @pytest.fixture
    def orphan(self, article, said, editor):
        replace(article, f"{TEXT.replace('it.”', 'this.”')} He said: “We oppose  it.”", editor)
        return Statement.objects.get(pk=said[0].pk)

    def entries(self, orphan, words, **more):
        start = orphan.article.text.index(words)
        place = ((start, start + len(words)),)
        return verbs.Entries(place, "direct", None, (), {}, **more)

    def test_at_the_same_words(self, orphan, editor):
        verbs.correct(orphan, self.entries(orphan, "We oppose  it."), editor)
        orphan.refresh_from_db()
        assert (orphan.review, orphan.quote) == ("accepted", "We oppose  it.")
        assert not Orphan.objects.exists()

    def test_at_others_only_if_the_editor_says_so(self, orphan, editor):
        with pytest.raises(verbs.Refused, match=f"other words than those of statement {orphan.pk}"):
            verbs.correct(orphan, self.entries(orphan, "We oppose this."), editor)
        assert Orphan.objects.get().statement.review == "orphaned"
        verbs.correct(orphan, self.entries(orphan, "We oppose this.", reworded=True), editor)
        orphan.refresh_from_db()
        assert (orphan.review, orphan.quote) == ("accepted", "We oppose this.")

    def test_and_undone_it_is_an_orphan_again(self, orphan, editor):
        before = record()
        verbs.correct(orphan, self.entries(orphan, "We oppose  it."), editor)
        verbs.undo(Action.objects.latest("pk"), editor)
        assert record() == before

    def test_a_discarded_orphan_is_restored_with_where_it_stood(self, orphan, chief):
        before = record()
        verbs.discard(Statement.objects.filter(pk=orphan.pk), chief)
        assert not Orphan.objects.exists()
        verbs.undo(Action.objects.latest("pk"), chief)
        assert record() == before


VIEW = QueryDict("country=RUS&country=USA")


def test_a_shared_comparison_stays_and_tells_orphans_as_withdrawn(article, said, editor):
    shown = compare(selection_of(VIEW), timezone.now(), with_basis=True)
    shared = freeze(shown, selection_of(VIEW).query)
    before = type(shared).objects.values().get()
    replace(article, f"News. {TEXT.replace('wants sanctions', 'wants them')}", editor)
    assert type(shared).objects.values().get() == before
    [change] = changes_since(shared, timezone.now())
    assert (change.kind, change.issue, change.column, change.quote) == ("withdrawn", "Sanctions", "USA", "")


def now():
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def test_the_past_keeps_the_former_text_and_places(article, said, editor):
    places = [s.fragments for s in said]
    moment = now()
    replace(article, f"News. {TEXT.replace('talks', 'discussions')}", editor)
    with as_of(moment):
        assert Article.objects.get().text == TEXT
        assert [s.fragments for s in Statement.objects.order_by("pk")] == places
        assert not Orphan.objects.exists()
    assert [s.fragments for s in Statement.objects.order_by("pk")] != places
