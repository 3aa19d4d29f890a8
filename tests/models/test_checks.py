import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import checks

pytestmark = pytest.mark.django_db


def test_a_sound_database_passes():
    call_command("check", databases=["default"])


def test_functions_that_no_longer_put_texts_into_words_are_named_with_the_remedy():
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION articles_words(words text) RETURNS text LANGUAGE sql IMMUTABLE "
            "STRICT PARALLEL SAFE AS $$ SELECT words $$"
        )
    [error] = checks.words_are_found(["default"])
    assert error.id == "articles.E001"
    assert "exhausted”" in error.msg
    assert "migrate articles 0034" in error.hint
    with pytest.raises(CommandError, match=r"articles\.E001"):
        call_command("check", databases=["default"])


def test_of_a_database_that_is_not_migrated_nothing_is_said():
    with connection.cursor() as cursor:
        cursor.execute("ALTER FUNCTION articles_words(text) RENAME TO articles_other_words")
    assert checks.words_are_found(["default"]) == []
    assert checks.words_are_found() == []
