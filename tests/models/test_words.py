"""The words of a text are the same on every database, whatever its character type says of letters."""

import psycopg
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Statement
from tests.examples import examples

pytestmark = pytest.mark.django_db

TEXTS = [
    ("He said “patience is exhausted”.", "exhausted"),
    ("«Терпение исчерпано», сказал Лавров…", "ИСЧЕРПАНО"),
    ("«Терпение исчерпано», сказал Лавров…", "лавров"),
    ("Die „Geduld“ ist erschöpft", "GEDULD"),
    ("سفير: ‏«نفد الصبرُ»، قال الوزير؟", "الصبر"),
    ("中方反对制裁，呼吁对话。", "制裁"),
    ("中方反对制裁，呼吁对话。", "对话"),
    ("制裁に反対する", "反対"),
    ("제재에 반대한다", "반대*"),
    ("Talks—not threats—are needed", "threats"),
    ("Pyongyang’s tests", "Pyongyang"),
    ("ΕΙΡΗΝΗ είναι", "ειρήνη"),
]
MADE = ("articles_name_key", "articles_plain", "articles_words")
OTHER = "test_words_of_another_character_type"


@pytest.mark.parametrize(("text", "words"), TEXTS)
def test_words_are_found_beside_all_signs_and_in_all_scripts(world, editor, text, words):
    world.say("Lavrov", text, by=editor)
    world.say("Lavrov", "Nothing of it, 制 对 الصب", by=editor)
    assert [each.quote for each in Statement.objects.worded(words)] == [text]


def test_letters_of_one_word_are_found_in_a_row_only(world, editor):
    world.say("Lavrov", "中方反对制裁，呼吁对话。", by=editor)
    assert not Statement.objects.worded("裁制")


@pytest.fixture(scope="module")
def other(django_db_setup, django_db_blocker):
    """A connection to a database of another character type, with the functions of this one."""
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = ANY(%s) ORDER BY proname",
                [[*MADE]],
            )
            functions = [made for [made] in cursor]
            cursor.execute("SELECT datctype FROM pg_database WHERE datname = current_database()")
            assert cursor.fetchone() == ("C",)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {OTHER}")
            cursor.execute(
                f"CREATE DATABASE {OTHER} TEMPLATE template0 "
                "LOCALE_PROVIDER libc LC_CTYPE 'C.utf8' LC_COLLATE 'C'"
            )
        given = connection.get_connection_params()
        address = {name: given[name] for name in ("host", "port", "user", "password") if given.get(name)}
        with psycopg.connect(dbname=OTHER, autocommit=True, **address) as opened:
            opened.execute("CREATE EXTENSION unaccent")
            opened.execute("CREATE TEXT SEARCH CONFIGURATION demarche (COPY = english)")
            opened.execute(
                "ALTER TEXT SEARCH CONFIGURATION demarche "
                "ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem"
            )
            for made in functions:
                opened.execute(made)
            yield opened
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {OTHER}")


LEXEMES = "SELECT to_tsvector('demarche', articles_words(%s))::text"


def here(text):
    with connection.cursor() as cursor:
        cursor.execute(LEXEMES, [text])
        return cursor.fetchone()[0]


@pytest.mark.parametrize("text", [text for text, _ in TEXTS])
def test_another_character_type_gives_the_same_words(other, text):
    assert other.execute(LEXEMES, [text]).fetchone()[0] == here(text)


@pytest.mark.slow
@settings(
    deadline=None,
    max_examples=examples(300),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.text(
        st.one_of(
            st.characters(max_codepoint=0x2FF, exclude_characters="\0"),
            st.characters(min_codepoint=0x370, max_codepoint=0x6FF, categories=["L", "P", "S", "Z", "Mn"]),
            st.characters(min_codepoint=0x2000, max_codepoint=0x30FF, categories=["P", "S", "Z", "Lo"]),
            st.characters(min_codepoint=0x4E00, max_codepoint=0x4FFF),
            st.characters(min_codepoint=0xFF00, max_codepoint=0xFFEE, categories=["P", "S"]),
        ),
        max_size=20,
    )
)
def test_of_any_text_they_are_the_same(other, text):
    assert other.execute(LEXEMES, [text]).fetchone()[0] == here(text)
