"""When an index is used, followed, built again or left aside: the answer is right at any moment."""

import threading
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.http import QueryDict

from articles.browse.filterset import StatementFilter
from articles.browse.paging import still_there
from articles.browse.results import ByIndex, BySql, results
from articles.curate import verbs
from articles.index import files, lexemes, maintenance, sums, vocabulary
from articles.index.maintenance import build_in_background
from articles.models import Actor, Issue, Position, Statement, record_version
from tests.factories import World, bloc, rejected
from tests.index.test_processes import environment
from tests.indexing import end_transaction


def asked(query):
    return StatementFilter(QueryDict(query), Statement.objects.all())


def found():
    return results(asked("review=all"))


@pytest.fixture
def built(world, facet_index, asked_to_build, editor):
    """An index of two statements; what is written next is another transaction."""
    world.say("Lavrov", "one", by=editor, thaad="oppose")
    world.say("Haley", "two")
    end_transaction()
    maintenance.build()
    return world


@pytest.fixture
def folder(built, facet_index):
    [folder] = facet_index.glob(f"{files.FORMAT}-*")
    return folder


def restarted(monkeypatch):
    """As in a process that has not answered anything yet."""
    monkeypatch.setattr(maintenance, "_kept", None)


def test_without_an_index_sql_answers_and_one_is_built(world, facet_index, asked_to_build):
    world.say("Lavrov", "one")
    assert (type(found()), found().total) == (BySql, 1)
    assert asked_to_build


def test_a_current_index_answers(built, asked_to_build):
    assert (type(found()), found().total) == (ByIndex, 2)
    assert not asked_to_build


def test_a_change_is_seen_by_the_next_request(built, editor):
    assert found().total == 2
    statement = built.say("Haley", "three", thaad="support")
    assert (type(found()), found().total) == (ByIndex, 3)
    verbs.reject(Statement.objects.filter(pk=statement.pk), by=editor)
    assert (type(found()), found().total) == (ByIndex, 2)


def test_what_changed_is_followed_by_a_process_that_just_started(built, monkeypatch, asked_to_build):
    built.say("Haley", "three", thaad="support")
    restarted(monkeypatch)
    assert (type(found()), found().total) == (ByIndex, 3)
    assert not asked_to_build


def test_many_changes_are_followed_and_an_index_is_built(built, monkeypatch, asked_to_build):
    monkeypatch.setattr(maintenance, "MANY_FOLLOWED", 1)
    Statement.objects.update(kind="mixed")
    assert type(found()) is ByIndex
    assert asked_to_build


def test_whoever_is_heard_for_the_first_time_is_followed(built):
    statement = built.say("Liu", "by a new speaker, in a new place, on a new issue", alpha="support")
    counted = {facet.name: [option.value for option in facet.options] for facet in found().facets}
    assert type(found()) is ByIndex
    assert counted["actor"] == ["liu-jieyi", "nikki-haley", "sergei-lavrov"]  # by name
    assert counted["issue"] == ["alpha", "thaad"]
    assert results(asked("actor=liu-jieyi&review=all")).page(still_there).rows == [statement.pk]


def labels(name):
    [facet] = [facet for facet in found().facets if facet.name == name]
    return [option.label for option in facet.options]


def test_other_names_are_followed(built, asked_to_build):
    Actor.objects.filter(slug="nikki-haley").update(name="Z. Haley")
    Issue.objects.update(title="Another")
    assert (type(found()), labels("actor"), labels("issue")) == (
        ByIndex,
        ["Sergei Lavrov", "Z. Haley"],
        ["Another"],
    )
    assert not asked_to_build


def test_other_names_are_read_once_until_they_change_again(built, monkeypatch):
    read, renewed = [], vocabulary.renewed
    monkeypatch.setattr(vocabulary, "renewed", lambda known: read.append(known) or renewed(known))
    for name in ("Z. Haley", "Y. Haley"):
        Actor.objects.filter(slug="nikki-haley").update(name=name)
        end_transaction()
        assert labels("actor") == ["Sergei Lavrov", name]
        number = len(read)
        Position.objects.update(stance="support" if name.startswith("Z") else "neutral")
        end_transaction()
        assert (labels("actor"), len(read)) == (["Sergei Lavrov", name], number)
    assert len(read) == 2


def test_an_article_that_nobody_speaks_in_was_searched(built, asked_to_build):
    before = found().coverage
    built.article()
    assert (type(found()), found().coverage) == (ByIndex, replace(before, articles=before.articles + 1))


def test_what_is_withdrawn_and_published_is_followed(built, editor, asked_to_build):
    article = Statement.objects.published().get().article
    seen = []
    for verb in (
        lambda: verbs.withdraw([article], "A hoax.", editor),
        lambda: verbs.publish([article], editor),
    ):
        verb()
        end_transaction()
        seen.append((type(found()), found().total, found().coverage.articles))
    maintenance.build()
    assert seen == [(ByIndex, 1, 1), (ByIndex, 2, 2)]
    assert (found().total, found().coverage.articles) == (2, 2)
    assert not asked_to_build


def test_what_cannot_be_followed_is_left_to_sql(built, asked_to_build):
    bloc("pair", RUS=(None, None))
    assert type(found()) is BySql
    assert found().total == Statement.objects.count()
    assert asked_to_build
    maintenance.build()
    assert type(found()) is ByIndex


def test_too_many_changes_are_left_to_sql(built, monkeypatch):
    monkeypatch.setattr(maintenance, "MOST_FOLLOWED", 1)
    Statement.objects.update(kind="mixed")
    assert type(found()) is BySql


def test_a_change_past_the_tables_that_matter_leaves_the_index_current(built, asked_to_build):
    built.article()
    Actor.objects.create(name="New", slug="new", kind="group")
    assert type(found()) is ByIndex
    assert not asked_to_build


@pytest.mark.parametrize("name", ["about.json", "ids.npy", "actor.rows.npy"])
def test_a_file_that_is_missing(folder, name, monkeypatch):
    (folder / name).unlink()
    restarted(monkeypatch)
    assert (type(found()), found().total) == (BySql, 2)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["about.json", "ids.npy", "actor.rows.npy"])
@pytest.mark.parametrize("kept", [0, 0.5, 0.95])
def test_a_file_that_is_half_written(folder, name, kept, monkeypatch):
    whole = (folder / name).read_bytes()
    (folder / name).chmod(0o644)
    (folder / name).write_bytes(whole[: int(len(whole) * kept)])
    restarted(monkeypatch)
    assert (type(found()), found().total) == (BySql, 2)
    maintenance.build()
    assert (type(found()), found().total) == (ByIndex, 2)


def flip(path, place):
    """One bit of the file, as a disk might; whoever may not write makes it anew."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)


def test_a_bit_that_flipped_in_any_file_is_noticed(folder):
    for path in sorted(folder.iterdir()):
        for place in {0, path.stat().st_size // 2, path.stat().st_size - 1}:
            flip(path, place)
            with pytest.raises(ValueError, match=f"{path.name} is not as it was written"):
                sums.read(folder / "about.json")
            flip(path, place)
    assert sums.read(folder / "about.json")["seen"]


def test_an_index_with_a_bit_that_flipped_is_built_again(folder, monkeypatch, caplog):
    flip(folder / "reviewed.npy", -1)
    restarted(monkeypatch)
    assert (type(found()), found().total, folder.exists()) == (BySql, 2, False)
    assert "is damaged; it will be built again" in caplog.text
    maintenance.build()
    assert (type(found()), found().total) == (ByIndex, 2)


def test_the_files_of_an_index_are_not_for_writing(folder):
    """A file that is shortened while it is mapped ends its readers with SIGBUS."""
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o444}


def test_a_build_that_was_broken_off_is_not_taken_for_an_index(built, folder, facet_index, monkeypatch):
    folder.rename(facet_index / f".{folder.name}")
    restarted(monkeypatch)
    assert type(found()) is BySql
    maintenance.build()
    assert [path.name for path in sorted(facet_index.iterdir())] == [folder.name, "lock"]


def test_a_folder_under_another_version_is_refused(folder, monkeypatch):
    Issue.objects.update(title="Another")
    folder.rename(folder.with_name(f"{files.FORMAT}-{record_version.version()}"))
    restarted(monkeypatch)
    assert (type(found()), found().total) == (BySql, 2)


def test_the_files_of_another_format_are_not_read(folder, monkeypatch):
    monkeypatch.setattr(files, "FORMAT", files.FORMAT + 1)
    restarted(monkeypatch)
    assert type(found()) is BySql
    maintenance.build()
    assert (type(found()), folder.exists()) == (ByIndex, False)


def test_the_index_of_another_database_is_not_taken(built, facet_index, editor):
    with transaction.atomic():
        Statement.objects.update(kind="mixed")
        end_transaction()
        maintenance.build()
        transaction.set_rollback(True)
    rejected(Statement.objects.first(), editor)
    assert found().total == 1


def test_two_processes_answer_the_same(built, monkeypatch):
    built.say("Haley", "three", thaad="support")
    one = found()
    restarted(monkeypatch)
    other = found()
    assert (one.facets, one.months, one.total) == (other.facets, other.months, other.total)


def test_older_indices_are_removed_but_the_last(built, facet_index):
    for n in range(3):
        Issue.objects.update(title=f"Another {n}")
        maintenance.build()
    assert len(list(facet_index.glob(f"{files.FORMAT}-*"))) == files.KEPT
    assert type(found()) is ByIndex


def test_nothing_is_built_while_another_process_builds(world, facet_index):
    with files.lock(wait=True), files.lock(wait=False) as is_ours:
        assert not is_ours


def test_a_record_that_does_not_settle_is_not_kept(built, facet_index, monkeypatch):
    seen = iter([frozenset({(1, 1)}), frozenset({(2, 2)})])
    monkeypatch.setattr(record_version, "seen", lambda: next(seen))
    with pytest.raises(maintenance.Unsettled):
        maintenance.build()
    assert len(list(facet_index.glob(f"{files.FORMAT}-*"))) == 1


def test_without_a_folder_in_the_settings_there_is_no_index(world, settings):
    settings.FACET_INDEX_DIR = ""
    assert maintenance.current() is None
    with pytest.raises(CommandError, match="FACET_INDEX_DIR"):
        call_command("build_index")


def test_the_command_says_what_it_built(built, capsys):
    call_command("build_index")
    assert capsys.readouterr().out.startswith("2 statements in ")


def test_an_empty_record_has_an_index(world, facet_index):
    world.article()
    maintenance.build()
    assert (type(found()), found().total, found().months.bars) == (ByIndex, 0, [])


class Other(threading.Thread):
    """Another process: it changes all statements, and commits when it is told to."""

    def __init__(self, kind):
        super().__init__()
        self.kind, self.has_written, self.may_commit = kind, threading.Event(), threading.Event()

    def run(self):
        with transaction.atomic():
            Statement.objects.filter(kind=self.kind).update(cue="replied")
            self.has_written.set()
            self.may_commit.wait(20)
        connection.close()

    def commit(self):
        self.may_commit.set()
        self.join()


@pytest.mark.django_db(transaction=True)
def test_writers_do_not_wait_for_each_other_and_late_commits_are_not_missed(facet_index, transactional_db):
    world = World()
    world.say("Lavrov", "one", kind="direct")
    world.say("Haley", "two", kind="mixed")
    early, late = Other("direct"), Other("mixed")
    late.start(), late.has_written.wait(20)
    early.start(), early.has_written.wait(20)  # while the other one's transaction is open
    before = record_version.version()
    early.commit()
    maintenance.build()
    current = record_version.version()
    assert (before != current, maintenance.current().version) == (True, current)
    late.commit()
    assert record_version.version() not in (before, current)
    index = maintenance.current()
    assert (index.version, len(index.later.changes)) == (record_version.version(), 1)


def finish():
    """Wait for the build in the background."""
    for thread in threading.enumerate():
        if thread.name == "facet index":
            thread.join()


@pytest.fixture
def committed(transactional_db, facet_index, monkeypatch):
    """A statement that another thread can see; no build was started lately."""
    monkeypatch.setattr(maintenance, "_last_started", -2.0 * maintenance.PAUSE)
    return World().say("Lavrov", "one")


@pytest.mark.django_db(transaction=True)
def test_a_build_in_the_background_serves_the_next_request(committed, facet_index):
    assert type(found()) is BySql
    build_in_background()
    finish()
    assert (type(found()), found().total) == (ByIndex, 1)


@pytest.fixture
def large(committed, facet_index, monkeypatch):
    """As if there were so many statements that another process builds, of this test's record."""
    monkeypatch.setattr(lexemes, "LEAST", 1)
    monkeypatch.setattr(maintenance, "_environment", lambda: environment(facet_index))
    return committed


@pytest.mark.django_db(transaction=True)
def test_of_a_large_record_another_process_builds_the_index(large, monkeypatch):
    monkeypatch.setattr(maintenance, "_build", lambda: pytest.fail("built by the process that serves"))
    build_in_background()
    finish()
    assert (type(found()), found().total) == (ByIndex, 1)


@pytest.mark.django_db(transaction=True)
def test_another_process_that_fails_is_logged_with_its_last_words(
    large, settings, tmp_path, caplog, monkeypatch
):
    (tmp_path / "file").touch()
    impossible = str(tmp_path / "file" / "facets")
    settings.FACET_INDEX_DIR = impossible
    monkeypatch.setattr(maintenance, "_environment", lambda: environment(impossible))
    build_in_background()
    finish()
    assert "manage.py build_index ended with 1" in caplog.text
    assert "NotADirectoryError" in caplog.text
    assert type(found()) is BySql


@pytest.mark.django_db(transaction=True)
def test_the_command_can_leave_it_to_another_process(committed, capsys):
    with files.lock(wait=True):
        call_command("build_index", unless_another=True)
    assert capsys.readouterr().out == "Another process builds it.\n"
    assert files.latest_version() == ""


@pytest.mark.django_db(transaction=True)
def test_builds_follow_each_other_at_intervals(committed, facet_index):
    build_in_background()
    finish()
    bloc("pair", RUS=(None, None))
    build_in_background()
    finish()
    assert (type(found()), len(list(facet_index.glob(f"{files.FORMAT}-*")))) == (BySql, 1)


@pytest.mark.django_db(transaction=True)
def test_a_folder_that_cannot_be_written_is_logged_and_sql_answers(committed, settings, tmp_path, caplog):
    (tmp_path / "file").touch()
    settings.FACET_INDEX_DIR = str(tmp_path / "file" / "facets")
    build_in_background()
    finish()
    assert "The facet index could not be built." in caplog.text
    assert (type(found()), found().total) == (BySql, 1)


def test_words_are_found_though_nothing_but_an_article_was_added_since(built):
    built.article()
    assert type(results(asked("q=two&review=all"))) is ByIndex
    assert results(asked("q=two&review=all")).total == 1
    assert results(asked("q=two&review=all&sort=relevance")).page(still_there).rows
