import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils import timezone

from articles.compare.changes_since import changes_since
from articles.compare.comparison import compare
from articles.compare.sharing import checksum, freeze
from articles.curate import verbs
from articles.curate.verbs import Refused, merge, plan
from articles.extraction.records import Speaker
from articles.importing.articles import find_article, issue_hints, store_article
from articles.importing.files.entries import ArticleText
from articles.models import Action, Actor, ActorAlias, Attribution, Issue, Role, Source, Statement
from articles.registry.actors import actor_of, add_alias
from tests.curate.test_undo import last, record
from tests.factories import actor
from tests.selections import selection_of


@pytest.fixture
def twin(db):
    """Lavrov as another outlet spells him."""
    return Actor.objects.create(name="Sergey Lavrov", slug="sergey-lavrov", kind="person", country_id="RUS")


@pytest.fixture
def said(world, twin, editor):
    """One statement of Lavrov's, one of his twin's, one of both."""
    one = world.say("Lavrov", "We oppose sanctions.", by=editor, sanctions="oppose")
    other = world.say("Lavrov", "We said so.", by=editor)
    both = world.say("Lavrov", "Again.", by=editor)
    other.attributions.update(actor=twin)
    Attribution.objects.create(statement=both, actor=twin, country_id="RUS")
    return [one, other, both]


def role(who, title="Minister", since=2004, **details):
    start = datetime.date(since, 1, 1)
    return Role.objects.create(actor=who, title=title, starts_on=start, reference="mid.ru", **details)


def speakers():
    rows = Attribution.objects.order_by("statement", "actor").values_list("statement", "actor__name")
    return list(rows)


def aliases(who):
    return sorted(who.aliases.values_list("name", flat=True))


def test_everything_moves_to_the_one_that_stays(said, twin, editor):
    add_alias(twin, "S. Lavrov")
    role(twin)
    merge([twin], actor("Lavrov"), editor)
    assert speakers() == [(s.pk, "Sergei Lavrov") for s in said]
    assert aliases(actor("Lavrov")) == ["S. Lavrov", "Sergey Lavrov"]
    assert actor("Lavrov").roles.get().title == "Minister"
    assert Action.objects.get().summary == "Merged “Sergey Lavrov” into “Sergei Lavrov”"


def test_undone_everything_is_as_it_was(said, twin, editor):
    add_alias(twin, "S. Lavrov")
    kept, dropped = role(actor("Lavrov")), role(twin)
    Attribution.objects.filter(actor=twin).update(role=dropped)
    Attribution.objects.filter(actor=actor("Lavrov")).update(role=kept)
    before = record()
    merge([twin], actor("Lavrov"), editor)
    after = record()
    verbs.undo(last(), editor)
    assert record() == before
    verbs.undo(last(), editor)
    assert record() == after


def test_the_preview_says_what_the_merge_does(said, twin, editor):
    add_alias(twin, "S. Lavrov")
    before = record()
    made = plan([twin], actor("Lavrov"))
    assert (made.moving, made.words) == ("1 attribution and 1 actor alias", ["Sergey Lavrov"])
    assert made.colliding == [
        f"Statement {said[2].pk} names both: “Sergei Lavrov for Russia” is kept, "
        "“Sergey Lavrov for Russia” is dropped."
    ]
    assert record() == before


def test_of_equal_roles_one_is_kept_and_statements_point_to_it(said, twin, editor):
    kept, dropped = role(actor("Lavrov")), role(twin)
    role(twin, title="Ambassador")
    Attribution.objects.filter(statement=said[1]).update(role=dropped)
    merge([twin], actor("Lavrov"), editor)
    assert Attribution.objects.get(statement=said[1]).role == kept
    assert sorted(actor("Lavrov").roles.values_list("title", flat=True)) == ["Ambassador", "Minister"]


def test_names_that_are_known_are_not_learnt_twice(said, twin, editor):
    add_alias(actor("Lavrov"), "sergey lavrov")
    add_alias(twin, "Sergei Lavrov")
    merge([twin], actor("Lavrov"), editor)
    assert aliases(actor("Lavrov")) == ["sergey lavrov"]
    assert ActorAlias.objects.count() == 1


def test_texts_mean_the_one_that_stays_by_every_name(said, twin, editor):
    merge([twin], actor("Lavrov"), editor)
    assert actor_of(Speaker("Sergey Lavrov", "person", None, "RUS")) == actor("Lavrov")


def test_chains_become_one_step_and_are_taken_apart_again(said, twin, editor, client):
    third = Actor.objects.create(name="Lavrov, S.", slug="lavrov-s", kind="person", country_id="RUS")
    merge([twin], third, editor)
    merge([third], actor("Lavrov"), editor)
    assert set(
        Actor.objects.filter(slug__in=["sergey-lavrov", "lavrov-s"]).values_list("merged_into", flat=True)
    ) == {actor("Lavrov").pk}
    assert client.get("/actors/sergey-lavrov/").url == "/actors/sergei-lavrov/"
    verbs.undo(last(), editor)
    assert client.get("/actors/sergey-lavrov/").url == "/actors/lavrov-s/"


def test_several_at_once_collide_among_themselves_too(said, twin, editor, world):
    third = Actor.objects.create(name="Lavrov, S.", slug="lavrov-s", kind="person", country_id="RUS")
    Attribution.objects.create(statement=said[1], actor=third)
    merge([twin, actor("Lavrov")], third, editor)
    assert speakers() == [(s.pk, "Lavrov, S.") for s in said]
    assert Action.objects.get().summary == "Merged “Sergey Lavrov” and “Sergei Lavrov” into “Lavrov, S.”"


@pytest.mark.parametrize(
    ("goes", "stays", "message"),
    [
        (["sergei-lavrov"], "sergei-lavrov", "cannot be merged into itself; choose two or more"),
        (["sergey-lavrov"], "old", "“Old” was merged into “Sergei Lavrov” already; choose that, or undo"),
        (["old"], "sergey-lavrov", "“Old” was merged into “Sergei Lavrov” already"),
        (["russia"], "sergei-lavrov", "cannot be the same: “Russia” is a state"),
        (["russia"], "china", "“Russia” and “China” cannot be the same"),
    ],
)
def test_what_makes_no_sense_is_refused(said, world, editor, goes, stays, message):
    world.say(["Russia", "China"], "Joint.")
    Actor.objects.create(name="Old", slug="old", kind="person", merged_into=actor("Lavrov"))
    before = record()
    with pytest.raises(verbs.Refused, match=message):
        merge(Actor.objects.filter(slug__in=goes), Actor.objects.get(slug=stays), editor)
    assert record() == before


def test_readers_merge_nothing(said, twin, reader):
    for person in (reader, AnonymousUser()):
        with pytest.raises(verbs.Refused):
            merge([twin], actor("Lavrov"), person)
    assert not Actor.objects.exclude(merged_into=None).exists()


def test_what_was_moved_on_since_is_not_taken_back(said, twin, editor, chief):
    merge([twin], actor("Lavrov"), editor)
    verbs.discard(Statement.objects.filter(pk=said[1].pk), chief)
    with pytest.raises(verbs.Refused, match=r"Attribution \d+ was changed since by chief on .*: Discarded"):
        verbs.undo(Action.objects.earliest("pk"), editor)
    assert actor("Lavrov").merged.get() == twin


def test_nothing_comes_back_to_what_was_merged_since(said, twin, editor, chief):
    verbs.discard(Statement.objects.filter(pk=said[1].pk), chief)
    discarded = last()
    merge([twin], actor("Lavrov"), editor)
    with pytest.raises(verbs.Refused, match="“Sergey Lavrov” was merged into “Sergei Lavrov” since"):
        verbs.undo(discarded, chief)
    assert Statement.objects.count() == 2
    verbs.undo(last(), editor)
    verbs.undo(discarded, chief)
    assert Attribution.objects.get(statement=said[1]).actor == twin


class TestSources:
    @pytest.fixture
    def sources(self, world, editor):
        world.say("Lavrov", "Yes.", by=editor, article=world.article("Yes.", source="Gazette"))
        world.article("No.", source="The Gazette")
        return Source.objects.get(name="Gazette"), Source.objects.get(name="The Gazette")

    def test_articles_move_and_the_old_address_finds_them(self, sources, editor, client):
        old, new = sources
        before = record()
        assert plan([old], new).moving == "1 article"
        merge([old], new, editor)
        assert [article.source for article in old.articles.all() | new.articles.all()] == [new, new]
        assert client.get("/statements.json?source=gazette").json()["count"] == 1
        verbs.undo(last(), editor)
        assert record() == before

    def test_new_articles_come_under_the_one_that_stays(self, sources, editor):
        old, new = sources
        merge([old], new, editor)
        text = ArticleText("n", "Maybe.", "News", "Gazette", None)
        assert store_article(text)[0].source == new
        assert find_article(text).source == new

    def test_the_same_text_in_both_is_refused_by_name(self, sources, editor, world):
        old, new = sources
        same = world.article("Yes.", source="The Gazette")
        with pytest.raises(
            verbs.Refused, match=f"“Gazette” has the text of article {same.pk} of “The Gazette”"
        ):
            merge([old], new, editor)
        assert old.articles.count() == 1


class TestIssues:
    @pytest.fixture
    def issues(self, world, editor):
        """Two issues that are one: a statement on each, and one on both."""
        world.say("Lavrov", "We oppose sanctions.", by=editor, sanctions="oppose")
        world.say("Haley", "We want new sanctions.", by=editor, new_sanctions="support")
        world.say("Liu", "Some, not others.", by=editor, sanctions="support", new_sanctions="oppose")
        old, new = Issue.objects.get(slug="new-sanctions"), Issue.objects.get(slug="sanctions")
        Issue.objects.filter(pk=old.pk).update(phrases=["measures", "SANCTIONS"])
        old.refresh_from_db()
        return old, new

    def test_positions_and_words_move_and_come_back(self, issues, editor):
        old, new = issues
        child = Issue.objects.create(title="Child", slug="child", parent=old)
        before = record()
        merge([old], new, editor)
        new.refresh_from_db()
        child.refresh_from_db()
        assert list(new.positions.values_list("stance", flat=True)) == ["oppose", "support", "support"]
        assert (new.phrases, child.parent, old.positions.count()) == (["New sanctions", "measures"], new, 0)
        verbs.undo(last(), editor)
        assert record() == before

    def test_a_statement_that_takes_both_is_told(self, issues):
        [line] = plan(*[[issues[0]], issues[1]]).colliding
        assert line.endswith("“supports: Sanctions” is kept, “opposes: New sanctions” is dropped.")

    def test_addresses_and_filters_lead_to_the_one_that_stays(self, issues, editor, client):
        merge([issues[0]], issues[1], editor)
        assert client.get("/issues/new-sanctions/").url == "/issues/sanctions/"
        assert client.get("/statements.json?issue=new-sanctions").json()["count"] == 3
        page = client.get("/compare/?country=RUS&country=USA&issue=new-sanctions")
        assert page.url == "/compare/?country=RUS&country=USA&issue=sanctions"
        assert b"New sanctions" not in client.get("/issues/").content

    def test_texts_are_no_longer_read_for_it(self, issues, editor):
        merge([issues[0]], issues[1], editor)
        assert [hint.slug for hint in issue_hints()] == ["sanctions"]

    @pytest.mark.parametrize("stays", ["sanctions", "new-sanctions"])
    def test_of_a_shared_comparison_nothing_has_changed_by_it(self, issues, editor, stays):
        selection = selection_of(QueryDict("country=RUS&country=USA&country=CHN"))
        shared = freeze(compare(selection, timezone.now(), with_basis=True), selection.query)
        merge(issues, Issue.objects.get(slug=stays), editor)
        assert changes_since(shared, timezone.now()) == []
        shared.refresh_from_db()
        assert checksum(shared.shown) == shared.checksum

    def test_as_of_before_the_merge_they_are_apart(self, issues, editor, client):
        moment = timezone.now().isoformat().replace("+00:00", "Z")
        query = {"country": "USA", "issue": "new-sanctions", "as_of": moment}
        before = client.get("/compare.json", query).json()
        merge([issues[0]], issues[1], editor)
        assert client.get("/compare.json", query).json() == before
        assert before["rows"][0]["issue"]["title"] == "New sanctions"

    def test_an_issue_is_not_merged_into_one_below_it(self, issues, editor):
        old, new = issues
        middle = Issue.objects.create(title="Middle", slug="middle", parent=old)
        Issue.objects.filter(pk=new.pk).update(parent=middle)
        new.refresh_from_db()
        with pytest.raises(verbs.Refused, match="“Sanctions” lies below “New sanctions”: move it"):
            merge([old], new, editor)


def test_as_of_before_the_merge_speakers_are_apart(said, twin, editor, client):
    query = {"actor": "sergey-lavrov", "as_of": timezone.now().isoformat().replace("+00:00", "Z")}
    before = client.get("/compare.json", query).json()
    merge([twin], actor("Lavrov"), editor)
    assert client.get("/compare.json", query).json() == before
    assert [column["name"] for column in before["columns"]] == ["Sergey Lavrov"]


class TestBodies:
    """International bodies, for which others speak, too."""

    @pytest.fixture
    def council(self, world, editor):
        world.say("UN", "We urge restraint.", by=editor)
        return actor("UN")

    @pytest.fixture
    def twin(self, world, council, editor):
        """Under another name, as an organisation; somebody who holds an office of the council has spoken."""
        world.say("official", "It is grave.", by=editor)
        Actor.objects.filter(pk=actor("official").pk).update(name="The UN's council", kind="organisation")
        return Actor.objects.get(name="The UN's council")

    def test_what_an_organisation_said_is_the_bodys_from_then_on(self, council, twin, editor):
        merge([twin], council, editor)
        assert set(Attribution.objects.values_list("actor", "body")) == {(council.pk, council.pk)}
        verbs.undo(last(), editor)
        assert set(Attribution.objects.values_list("actor", "body")) == {
            (council.pk, council.pk),
            (twin.pk, None),
        }

    def test_offices_and_those_who_held_them_follow(self, world, council, editor):
        other = Actor.objects.create(name="Council", slug="council", kind="body")
        chair = role(Actor.objects.create(name="Ana Paz", slug="ana", kind="person"), title="Chair")
        Role.objects.filter(pk=chair.pk).update(country=None, body=council)
        Attribution.objects.update(actor=chair.actor, role=chair)
        merge([council], other, editor)
        assert Role.objects.get(pk=chair.pk).body == other
        assert set(Attribution.objects.values_list("actor__name", "body")) == {("Ana Paz", other.pk)}

    def test_a_body_stays_one(self, council, twin, editor):
        with pytest.raises(Refused, match="is none: let “UN Security Council” stay"):
            merge([council], twin, editor)
        Actor.objects.filter(pk=twin.pk).update(kind="person")
        with pytest.raises(Refused, match="cannot be the same"):
            merge([Actor.objects.get(pk=twin.pk)], council, editor)


def test_a_speaker_is_not_lost_to_the_channel(world, editor):
    said = world.say("Lavrov", "No.", via="Ministry")
    lavrov, ministry = actor("Lavrov"), actor("Ministry")
    with pytest.raises(verbs.Refused, match="let the speaker stay"):
        verbs.merge(Actor.objects.filter(pk=lavrov.pk), ministry, by=editor)
    assert said.attributions.count() == 2
    verbs.merge(Actor.objects.filter(pk=ministry.pk), lavrov, by=editor)
    assert [(row.actor, row.is_channel) for row in said.attributions.all()] == [(lavrov, False)]
