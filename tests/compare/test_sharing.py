import datetime
import hashlib
import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.http import QueryDict
from django.utils import timezone

from articles.compare import sharing
from articles.compare.changes_since import changes_since
from articles.compare.comparison import compare
from articles.curate import verbs
from articles.models import Actor, Bloc, Comparison, Issue, Position, Statement
from tests.factories import actor, bloc
from tests.selections import selection_of

NOW = datetime.datetime(2026, 11, 22, 10, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(days=30)


@pytest.fixture
def said(world, editor):
    return world.say("Lavrov", "We oppose sanctions.", by=editor, sanctions="oppose")


@pytest.fixture
def shared(said):
    selection = selection_of(QueryDict("country=RUS&country=USA&said_after=2017-07"))
    return sharing.freeze(compare(selection, NOW, with_basis=True), selection.query)


def changes(comparison):
    return [(c.kind, c.column, c.issue, c.quote, *c.details) for c in changes_since(comparison, LATER)]


def test_a_shared_comparison_has_a_short_key_nobody_can_guess(shared):
    assert len(shared.key) == 12
    assert shared.get_absolute_url() == f"/c/{shared.key}/"
    assert (shared.title, shared.query) == (
        "Russia and the United States, since July 2017", "?country=RUS&country=USA&said_after=2017-07",
    )  # fmt: skip


def test_the_checksum_is_over_the_canonical_json_of_what_was_shown(shared):
    shared.refresh_from_db()
    canonical = json.dumps(shared.shown, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert shared.checksum == hashlib.sha256(canonical.encode()).hexdigest()


def test_nothing_has_changed_at_first(shared):
    assert changes(shared) == []


def test_what_was_added_since_is_said(shared, world, editor):
    world.say("Haley", "We want sanctions.", by=editor, sanctions="support")
    world.say("Haley", "Out of the period.", on="2017-06-01", by=editor, sanctions="support")
    world.say("Haley", "A guess.", sanctions="support")
    assert changes(shared) == [("added", "USA", "Sanctions", "We want sanctions.")]


def test_what_was_corrected_since_is_said(shared, said):
    Position.objects.filter(statement=said).update(stance="conditional")
    assert changes(shared) == [
        ("corrected", "RUS", "Sanctions", "We oppose sanctions.", ("stance", "opposes", "conditional"))
    ]


def test_reworded_is_corrected_too_and_the_old_words_stay(shared, said):
    Statement.objects.filter(pk=said.pk).update(quote="oppose sanctions")
    shared.refresh_from_db()
    assert changes(shared) == [
        (
            "corrected",
            "RUS",
            "Sanctions",
            "oppose sanctions",
            ("words", "We oppose sanctions.", "oppose sanctions"),
        )
    ]
    assert shared.shown["rows"][0]["cells"][0]["latest"]["quote"] == "We oppose sanctions."


def test_what_was_withdrawn_since_is_said_without_its_words(shared, said, editor):
    verbs.reject(Statement.objects.filter(pk=said.pk), editor)
    assert changes(shared) == [("withdrawn", "RUS", "Sanctions", "")]


def test_neither_code_nor_sql_can_change_what_was_shared(shared):
    shared.title = "Another title"
    with pytest.raises(DatabaseError), transaction.atomic():
        shared.save()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Comparison.objects.filter(pk=shared.pk).update(title="Another title")


def test_what_is_kept_is_what_was_given_or_nothing(shared):
    """Also where the values do not go through Django's own INSERT."""
    kept = Comparison.objects.get(pk=shared.pk)
    fields = [field.attname for field in Comparison._meta.concrete_fields]
    assert [getattr(kept, name) for name in fields] == [getattr(shared, name) for name in fields]
    again = {name: getattr(shared, name) for name in fields if name not in {"id", "key"}}
    with pytest.raises(IntegrityError, match="comparison_checksum_form"), transaction.atomic():
        Comparison.objects.keep(**{**again, "checksum": "none"})
    with pytest.raises(IntegrityError, match="key"), transaction.atomic():
        Comparison.objects.keep(**again, key=shared.key)
    assert list(Comparison.objects.values_list("pk", flat=True)) == [shared.pk]


def test_evidence_is_not_compressed(db):
    """Of a million statements that took longer than all else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstorage FROM pg_attribute "
            "WHERE attrelid = 'articles_comparison'::regclass AND attname = 'evidence'"
        )
        assert cursor.fetchone() == ("e",)


def test_neither_can_they_delete_it(shared):
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        shared.delete()
    connection.check_constraints()  # nothing else shall be in the way
    for sql in ("DELETE FROM articles_comparison", "TRUNCATE articles_comparison CASCADE"):
        with (
            pytest.raises(DatabaseError, match="never deleted"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
    assert Comparison.objects.get() == shared


class TestDeletedSince:
    """What was compared and is no longer on record: nothing else has changed by that."""

    def shared(self, query):
        selection = selection_of(QueryDict(query))
        return sharing.freeze(compare(selection, NOW, with_basis=True), selection.query)

    def test_an_empty_issue(self, said, world):
        world.issue("empty", "Empty issue")
        shared = self.shared("country=CHN&country=RUS&issue=empty&issue=sanctions")
        Issue.objects.filter(slug="empty").delete()
        assert changes(shared) == [("deleted", "", "Empty issue", "")]

    def test_the_only_issue_does_not_become_every_issue(self, world, said):
        world.issue("empty", "Empty issue")
        shared = self.shared("country=RUS&issue=empty")
        Issue.objects.filter(slug="empty").delete()
        assert changes(shared) == [("deleted", "", "Empty issue", "")]

    def test_a_bloc_with_all_that_its_members_said(self, said):
        bloc("p5", RUS=(None, None))
        shared = self.shared("bloc=p5&country=RUS")
        Bloc.objects.all().delete()
        assert changes(shared) == [("deleted", "P5", "", "")]

    def test_the_only_bloc(self, said):
        bloc("p5", RUS=(None, None))
        shared = self.shared("bloc=p5")
        Bloc.objects.all().delete()
        assert changes(shared) == [("deleted", "P5", "", "")]

    def test_a_silent_actor(self, said):
        silent = Actor.objects.create(name="Silent", slug="silent", kind="person")
        shared = self.shared("actor=silent&country=RUS")
        silent.delete()
        assert changes(shared) == [("deleted", "Silent", "", "")]

    def test_its_page_says_so_and_its_evidence_still_opens(self, said, client):
        bloc("p5", RUS=(None, None))
        shared = self.shared("bloc=p5&country=RUS")
        moment = timezone.now().isoformat().replace("+00:00", "Z")
        before = client.get("/compare.json", {"bloc": "p5", "as_of": moment}).json()
        Bloc.objects.all().delete()
        page = client.get(shared.get_absolute_url()).content.decode()
        assert '<b>deleted</b> <span class="code">P5</span>' in page
        assert "withdrawn" not in page
        answer = client.get("/compare.json", {"bloc": "p5", "as_of": moment})
        assert (answer.status_code, answer.json()) == (200, before)
        assert client.get("/compare.json", {"bloc": "p5"}).status_code == 400

    def test_what_did_change_is_told_beside(self, said, world, editor):
        bloc("p5", RUS=(None, None))
        shared = self.shared("bloc=p5&country=RUS")
        Bloc.objects.all().delete()
        verbs.reject(Statement.objects.filter(pk=said.pk), editor)
        assert changes(shared) == [("deleted", "P5", "", ""), ("withdrawn", "RUS", "Sanctions", "")]


def test_what_moved_elsewhere_was_not_withdrawn(shared, said):
    said.attributions.update(country="CHN")
    assert changes(shared) == [("no longer counted", "RUS", "Sanctions", "We oppose sanctions.")]


def test_who_shared_is_kept_when_known(said, editor):
    selection = selection_of(QueryDict("country=RUS"))
    shown = compare(selection, NOW, with_basis=True)
    assert sharing.freeze(shown, selection.query, by=editor).shared_by == editor
    assert sharing.freeze(shown, selection.query, by=AnonymousUser()).shared_by is None


def test_the_fingerprint_of_what_was_seen_ignores_the_moment(said, world, editor):
    selection = selection_of(QueryDict("country=RUS"))
    seen = sharing.content_checksum(compare(selection, NOW))
    assert sharing.content_checksum(compare(selection, LATER)) == seen
    world.say("Lavrov", "Again.", by=editor, sanctions="oppose")
    assert sharing.content_checksum(compare(selection, LATER)) != seen


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("country=RUS", "Russia"),
        ("country=RUS&said_after=2017-07&said_before=2017-12", "Russia, July 2017 to December 2017"),
        ("country=RUS&said_after=2017&said_before=2017", "Russia, 2017"),
        ("country=RUS&said_before=2017-07-05", "Russia, until 5 July 2017"),
    ],
)
def test_titles_say_countries_and_period(db, query, title):
    assert sharing.title_of(compare(selection_of(QueryDict(query)), NOW)) == title


def test_every_correction_of_the_latest_words_is_named(shared, said):
    Statement.objects.filter(pk=said.pk).update(kind="mixed", said_on="2017-07-04", said_until="2017-07-04")
    Actor.objects.update(name="S. Lavrov")
    [(*_, speaker, day, kind)] = [(c[0], *sorted(c[4:], reverse=True)) for c in changes(shared)]
    assert speaker == ("speaker", "Sergei Lavrov", "S. Lavrov")
    assert day == ("kind", "direct", "mixed")
    assert kind == ("day", "5 July 2017", "4 July 2017")


def test_a_new_title_of_an_issue_is_no_change(shared):
    Issue.objects.update(title="Sanctions, renamed")
    assert changes(shared) == []


def test_of_differences_alone_only_those_shown_can_change(world, editor, said):
    world.say("Haley", "We want sanctions.", by=editor, sanctions="support")
    world.say(["Russia", "China"], "Talks.", by=editor, talks="support")
    selection = selection_of(QueryDict("country=RUS&country=USA&differ=only"))
    shared = sharing.freeze(compare(selection, NOW, with_basis=True), selection.query)
    world.say("Russia", "More talks.", by=editor, talks="support")
    assert changes(shared) == []
    world.say("Haley", "More sanctions.", by=editor, sanctions="support")
    assert [(kind, quote) for kind, _, _, quote in changes(shared)] == [("added", "More sanctions.")]


def test_nothing_is_frozen_whose_changes_could_not_be_told(said):
    selection = selection_of(QueryDict("country=RUS"))
    with pytest.raises(ValueError, match="with_basis=True"):
        sharing.freeze(compare(selection, NOW), selection.query)
    assert not Comparison.objects.exists()


def test_the_statements_behind_are_kept_alike_whether_as_lists_or_as_lines(said, world, editor):
    world.say("Haley", "More sanctions.", by=editor, sanctions="support")
    selection = selection_of(QueryDict("country=RUS&country=USA"))
    one, other = (
        sharing.freeze(compare(selection, NOW, **asked), selection.query)
        for asked in ({"with_basis": True}, {"with_lines": True})
    )
    assert one.evidence == other.evidence != ""
    assert (one.shown, one.checksum) == (other.shown, other.checksum)


def test_two_actors_that_became_one_leave_what_was_shared_as_it_was(shared, said, editor):
    old = actor("Lavrov")
    new = Actor.objects.create(name="Sergey Lavrov", slug="sergey-lavrov", kind="person", country_id="RUS")
    verbs.merge([old], new, editor)
    shared.refresh_from_db()
    speakers = shared.shown["rows"][0]["cells"][0]["latest"]["speakers"]
    assert [speaker["name"] for speaker in speakers] == ["Sergei Lavrov"]
    assert sharing.checksum(shared.shown) == shared.checksum
    assert changes(shared)[0][4:] == (("speaker", "Sergei Lavrov", "Sergey Lavrov"),)


class TestVersion1:
    """What was shared when a comparison had countries only."""

    @pytest.fixture
    def old(self, said):
        cell = {
            "country": "RUS", "query": "?country=RUS", "statements": 1, "utterances": 1, "sources": 1,
            "stance": "oppose", "stances": {"oppose": 1}, "first": "2017-07-05", "last": "2017-07-05",
            "basis": [[said.pk, "oppose", "2017-07-05"]],
            "latest": {
                "id": said.pk, "address": said.get_absolute_url(), "kind": "direct", "quote": said.quote,
                "speakers": [{"name": "Sergei Lavrov", "role": "Foreign Minister"}],
                "said_on": "2017-07-05", "said_on_precision": "day", "source": "Gazette", "article": "A",
                "published_on": "2017-07-05", "reviewed": True,
            },
        }  # fmt: skip
        issue = {"slug": "sanctions", "title": "Sanctions"}
        shown = {
            "version": 1, "as_of": "2026-11-01T10:00:00.000000+00:00",
            "countries": [{"iso3": "RUS", "name": "Russia", "statements": 1, "utterances": 1, "sources": 1}],
            "rows": [{"issue": issue, "differ": False, "dissent": 0, "cells": [cell]}],
            "period": {"after": None, "before": None}, "review": "reviewed", "undated": 0,
            "coverage": {"articles": 1, "sources": 1, "first": None, "last": None, "waiting": 0},
        }  # fmt: skip
        return Comparison.objects.create(
            title="Russia", query="?country=RUS", shown=shown, checksum=sharing.checksum(shown), shared_at=NOW
        )

    @pytest.mark.parametrize("ending", ["", "embed/", "card.svg", "card.png", "cite.txt"])
    def test_it_still_answers_everywhere(self, client, old, ending):
        assert client.get(f"{old.get_absolute_url()}{ending}").status_code == 200

    def test_its_page_shows_what_it_showed(self, client, old):
        page = client.get(old.get_absolute_url()).content.decode()
        assert "We oppose sanctions." in page
        assert "Nothing in it has changed since." in page

    def test_its_checksum_is_of_what_was_shown_then(self, client, old):
        answer = client.get(f"/c/{old.key}.json").json()
        assert (answer["shown"]["version"], sharing.checksum(answer["shown"])) == (1, answer["checksum"])


def test_what_was_shared_before_statements_had_voices_leads_to_all_of_them(said, world, editor, client):
    world.say("official", "Alone.", by=editor, sanctions="oppose")
    selection = selection_of(QueryDict("actor=a-senior-official&country=RUS"))
    shown = compare(selection, NOW, with_basis=True)
    former = "?actor=a-senior-official&issue=sanctions&hand=first"
    for cell in (cell for row in shown["rows"] for cell in row["cells"]):
        cell["query"] = cell["query"].replace("&voice=body&voice=other&voice=state", "")
    shared = sharing.freeze(shown, selection.query)
    [cells] = [row["cells"] for row in shared.table["rows"]]
    assert {cell["query"] for row in shared.shown["rows"] for cell in row["cells"]} >= {former}
    queries = {cell["column"]: cell["query"] for cell in cells}
    assert queries["country=RUS"] == "?country=RUS&issue=sanctions&hand=first"
    assert client.get(f"/statements.json{queries['actor=a-senior-official']}").json()["count"] == 1
    assert changes_since(shared, NOW) == []
    assert client.get(f"/c/{shared.key}.json").json()["checksum"] == sharing.checksum(shared.shown)


def test_of_two_stances_on_issues_that_were_merged_the_one_kept_was_not_corrected(world, editor):
    """On one it was neutral, on the other in favour; merging both into a third keeps one of the two."""
    third = world.issue("third")
    world.say("Lavrov", "Both.", by=editor, one="neutral", two="support")
    selection = selection_of(QueryDict("country=RUS"))
    shared = sharing.freeze(compare(selection, NOW, with_basis=True), selection.query)
    for slug in ("two", "one"):
        verbs.merge([Issue.objects.get(slug=slug)], third, editor)
    assert Position.objects.get().stance == "support"
    assert changes(shared) == []


def test_what_was_shared_when_more_values_could_be_chosen_stays(said, world, editor):
    """Today fifty issues are enough."""
    issues = [world.issue(f"issue-{n}") for n in range(59)]
    query = QueryDict(
        "&".join(["country=RUS", "issue=sanctions", *(f"issue={issue.slug}" for issue in issues)])
    )
    selection = selection_of(query)
    shared = sharing.freeze(compare(selection, NOW, with_basis=True), selection.query)
    assert (len(shared.table["rows"]), changes_since(shared, NOW)) == (60, [])


def test_what_was_shared_when_any_year_could_be_chosen_stays(said):
    selection = selection_of(QueryDict("country=RUS&said_after=1700&said_before=2999"))
    shared = sharing.freeze(compare(selection, NOW, with_basis=True), selection.query)
    assert (len(shared.table["rows"]), changes_since(shared, NOW)) == (1, [])
