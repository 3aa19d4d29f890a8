"""Names in their normal form, and how Python and the database tell them apart."""

import sys
import unicodedata
from importlib import import_module

import pytest
from django.db import IntegrityError, connection

from articles.models import Actor, ActorAlias, Bloc, Issue, Source
from articles.text import normal

names = import_module("articles.migrations.0024_names")
CURLY, PLAIN = "the  Robert O’Brien", "Robert O'Brien"
SPELLINGS = [
    "Recep ERDOĞAN", "Mevlüt Çavuşoğlu", "Lech Wałęsa", "Nguyễn Phú Trọng", "Yıldırım", "İSTANBUL", "Weiß",
    "STRAẞE", "ΟΔΥΣΣΈΑΣ Παπαδόπουλος", "ЛАВРОВ", "Ђуро", "Æsop", "Ǆ", "ﬁ", "Ա", "ŉ", "ǰ", "µ", "K", "한국",
]  # fmt: skip


def sql(statement, *params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params or None)
        return cursor.fetchall() if cursor.description else None


def key(name):
    [[found]] = sql("SELECT articles_name_key(%s)", name)
    return found


def make(name, **fields):
    return Actor.objects.create(name=name, slug=f"a{Actor.objects.count()}", kind="person", **fields)


def test_an_actor_is_created_under_the_normal_form(db):
    made = make(CURLY)
    assert made.name == Actor.objects.get().name == PLAIN


def test_so_are_many_at_once(db):
    Actor.objects.bulk_create([Actor(name=CURLY, slug="a", kind="person")])
    assert Actor.objects.get().name == PLAIN


def test_a_name_is_changed_to_its_normal_form(db):
    made = make("Other")
    Actor.objects.update(name=CURLY)
    assert Actor.objects.get().name == PLAIN
    made.name = "Jose\u0301"
    made.save()
    assert made.name == Actor.objects.get().name == "José"


def test_a_form_sees_the_normal_form(db):
    made = Actor(name=CURLY, slug="a", kind="person")
    made.full_clean()
    assert made.name == PLAIN


def test_what_is_looked_for_is_brought_to_it_too(db):
    made = make(PLAIN)
    assert Actor.objects.get(name=CURLY) == Actor.objects.get(name__in=[CURLY, "Other"]) == made
    assert Actor.objects.get_or_create(name=CURLY, kind="person", defaults={"slug": "x"}) == (made, False)


def test_labels_keep_their_article(db):
    ActorAlias.objects.create(actor=make("A"), name="The Élysée’s man")
    Issue.objects.create(title="The  Iran’s de\u0301al", slug="a")
    Source.objects.create(name="The \xa0Xi’an Daily", slug="a")
    Bloc.objects.create(name="The  Group’s", slug="a")
    assert ActorAlias.objects.get().name == "Élysée's man"
    assert Issue.objects.get().title == "The Iran's déal"
    assert Source.objects.get().name == "The Xi'an Daily"
    assert Bloc.objects.get().name == "The Group's"


def test_a_missing_name_stays_missing(db):
    with pytest.raises(IntegrityError, match="null value"):
        make(None)


@pytest.mark.parametrize("name", SPELLINGS)
def test_python_and_the_database_agree_on_what_one_name_is(db, name):
    for spelling in (name, name.lower(), name.upper()):
        assert key(normal.name(spelling)) == normal.name_key(spelling)


def test_they_agree_on_every_letter_and_keys_are_keys_of_themselves(db):
    # Of letters that are newer than Python's tables, the two may know different cases.
    letters = [c for c in map(chr, range(0x21, sys.maxunicode + 1)) if unicodedata.category(c)[0] == "L"]
    letters = [c for c in letters if normal.name(c) == c]
    rows = sql("SELECT letter, articles_name_key(letter) FROM unnest(%s::text[]) AS letter", letters)
    assert [(c, found) for c, found in rows if found != normal.name_key(c)] == []
    keys = [found for _, found in rows]
    assert [c for c in keys if unicodedata.normalize("NFC", c) != c] == []
    assert sql("SELECT k FROM unnest(%s::text[]) AS k WHERE articles_name_key(k) <> k", keys) == []


def test_whichever_collation_a_server_has_makes_no_difference(db):
    wanted = [(name, normal.name_key(name)) for name in map(normal.name, SPELLINGS)]
    for (collation,) in sql(names.EXISTING, names.COLLATIONS):
        function = names.NAME_KEY.format(collate=f' COLLATE pg_catalog."{collation}"')
        sql(function.replace("articles_name_key", f'pg_temp."key {collation}"'))
        asked = f'SELECT n, pg_temp."key {collation}"(n) FROM unnest(%s::text[]) AS n'
        assert sql(asked, [name for name, _ in wanted]) == wanted


def test_a_server_without_any_lowers_what_it_can(db):
    sql(names.NAME_KEY.format(collate="").replace("articles_name_key", "pg_temp.other_key"))
    assert sql("SELECT pg_temp.other_key('Weiß İZMİR ς')") == [("weiss izmir σ",)]


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("Ursula MÜLLER", "ursula muller"),
        ("ERDOĞAN", "erdogan"),
        ("Wałęsa", "walesa"),
        ("Nguyễn Phú Trọng", "nguyen phu trong"),
        ("Straße", "strasse"),
        ("Yıldırım", "yildirim"),
        ("ЛАВРОВ", "лавров"),
    ],
)
def test_plain_words_have_neither_accents_nor_capitals(db, words, plain):
    assert sql("SELECT articles_plain(%s)", words) == [(plain,)]


@pytest.mark.parametrize(
    "index", ["actor_name_key", "actor_name_part", "actor_alias_part", "issue_title_part"]
)
def test_indices_can_be_made_anew_under_an_empty_search_path(db, index):
    ActorAlias.objects.create(actor=make("Erdoğan"), name="Müller")
    Issue.objects.create(title="Élysée", slug="a")
    sql("SET LOCAL search_path = ''")
    sql(f"REINDEX INDEX public.{index}")


@pytest.mark.parametrize("typed", ["ERDOĞAN", "erdoğan", "Erdog\u0306an", "the Erdoğan", " Erdoğan "])
def test_an_actor_is_named_by_any_spelling(db, typed):
    named, alias = make("Erdoğan"), ActorAlias.objects.create(actor=make("President"), name="Erdoğan")
    assert set(Actor.objects.named(typed)) == {named, alias.actor}


def test_accents_tell_the_named_apart(db):
    make("Müller")
    assert not Actor.objects.named("Muller")


def test_apostrophes_do_not(db):
    brien = make("Robert O`Brien")
    for typed in ("Robert O’Brien", "Robert O‘Brien", "robert o'brien", "ROBERT OʼBRIEN"):
        assert Actor.objects.named(typed).get() == brien
        assert Actor.objects.called(typed[7:]).get() == brien


@pytest.mark.parametrize("typed", ["muller", "MÜLLER", "Mu\u0308ller", " Muller", "ursula mul"])
def test_actors_are_called_without_accents(db, typed):
    muller = make("Ursula Müller")
    other = ActorAlias.objects.create(actor=make("Other"), name="Ursula Müller").actor
    assert set(Actor.objects.called(typed)) == {muller, other}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("mul", True),
        ("MÜL", True),
        ("urs", True),
        ("", True),
        ("uller", False),
        ("(", False),
        ("%", False),
        ("（", False),
    ],
)
def test_a_word_begins_with_what_is_typed(db, typed, found):
    make("Ursula Müller")
    assert Actor.objects.beginning(typed).exists() == found


def test_issues_are_called_without_accents(db):
    issue = Issue.objects.create(title="Aide à l’Élysée", slug="a")
    assert Issue.objects.called("ELYSEE").get() == Issue.objects.called("l’Élysée").get() == issue
