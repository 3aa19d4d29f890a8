from importlib import import_module

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import (
    CombinedSearchVector,
    SearchConfig,
    SearchVector,
    SearchVectorField,
)
from django.db import migrations, models

from articles.models.search import Lexemes, Words

# Beyond ASCII, PostgreSQL's parser takes for a letter what the character type of the database says: where that is
# C everything, so that “exhausted” was no "exhausted". So whatever is no letter becomes a space before it, and
# what is left is in small letters without accents. These are all signs and spaces of Unicode beyond ASCII.
SIGNS = (
    r"\u0080-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB\u00BF\u00D7\u00F7\u02C2-\u02C5"
    r"\u02D2-\u02DF\u02E5-\u02EB\u02ED\u02EF-\u02FF\u0375\u037E\u0384-\u0385\u0387\u03F6\u0482"
    r"\u055A-\u055F\u0589-\u058F\u05BE\u05C0\u05C3\u05C6\u05F3-\u060F\u061B-\u061F\u066A-\u066D"
    r"\u06D4\u06DE\u06E9\u06FD-\u06FE\u0700-\u070D\u07F6-\u07F9\u07FE-\u07FF\u0830-\u083E\u085E"
    r"\u0888\u0964-\u0965\u0970\u09F2-\u09F3\u09FA-\u09FB\u09FD\u0A76\u0AF0-\u0AF1\u0B70"
    r"\u0BF3-\u0BFA\u0C77\u0C7F\u0C84\u0D4F\u0D79\u0DF4\u0E3F\u0E4F\u0E5A-\u0E5B\u0F01-\u0F17"
    r"\u0F1A-\u0F1F\u0F34\u0F36\u0F38\u0F3A-\u0F3D\u0F85\u0FBE-\u0FC5\u0FC7-\u0FDA\u104A-\u104F"
    r"\u109E-\u109F\u10FB\u1360-\u1368\u1390-\u1399\u1400\u166D-\u166E\u1680\u169B-\u169C"
    r"\u16EB-\u16ED\u1735-\u1736\u17D4-\u17D6\u17D8-\u17DB\u1800-\u180A\u1940-\u1945\u19DE-\u19FF"
    r"\u1A1E-\u1A1F\u1AA0-\u1AA6\u1AA8-\u1AAD\u1B5A-\u1B6A\u1B74-\u1B7E\u1BFC-\u1BFF\u1C3B-\u1C3F"
    r"\u1C7E-\u1C7F\u1CC0-\u1CC7\u1CD3\u1FBD\u1FBF-\u1FC1\u1FCD-\u1FCF\u1FDD-\u1FDF\u1FED-\u1FEF"
    r"\u1FFD-\u205F\u207A-\u207E\u208A-\u208E\u20A0-\u20C0\u2100-\u2101\u2103-\u2106\u2108-\u2109"
    r"\u2114\u2116-\u2118\u211E-\u2123\u2125\u2127\u2129\u212E\u213A-\u213B\u2140-\u2144"
    r"\u214A-\u214D\u214F\u218A-\u244A\u249C-\u24E9\u2500-\u2775\u2794-\u2BFF\u2CE5-\u2CEA"
    r"\u2CF9-\u2CFC\u2CFE-\u2CFF\u2D70\u2E00-\u2E2E\u2E30-\u3004\u3008-\u3020\u3030\u3036-\u3037"
    r"\u303D-\u303F\u309B-\u309C\u30A0\u30FB\uE000-\uF8FF\uFB29\uFBB2-\uFBC2\uFD3E-\uFD4F\uFDCF"
    r"\uFDFC-\uFDFF\uFE10-\uFE19\uFE30-\uFE6B\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65"
    r"\uFFE0-\uFFFD\U0001F10D-\U0001FAF6"
)
# Fractions, and figures above and below the line, as far as they have no plain form.
FIGURES = (
    r"\u00B2-\u00B3\u00B9\u00BC-\u00BE\u09F4-\u09F9\u0B72-\u0B77\u0BF0-\u0BF2\u0C78-\u0C7E"
    r"\u0D58-\u0D5E\u0D70-\u0D78\u0F2A-\u0F33\u1369-\u137C\u17F0-\u17F9\u19DA\u2070\u2074-\u2079"
    r"\u2080-\u2089\u2150-\u215F\u2189\u2460-\u249B\u24EA-\u24FF\u2776-\u2793\u2CFD\u3192-\u3195"
)
# They say how a letter sounds or joins the next, and are left out as often as not.
MARKS = (
    r"\u00AD\u0300-\u036F\u0483-\u0489\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A"
    r"\u0640\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E4\u06E7\u06E8\u06EA-\u06ED\u200C-\u200F\u2060\uFEFF"
)
# Of scripts that put no space between words each letter is a word, and words are phrases of them.
UNSPACED = (
    r"\u3005-\u3007\u3040-\u309F\u30A1-\u30FA\u30FC-\u30FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF"
    r"\U00020000-\U0003134F"
)
WORDS = rf"""
CREATE FUNCTION articles_words(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN pg_catalog.octet_length(words) = pg_catalog.length(words) THEN words ELSE
        pg_catalog.regexp_replace(pg_catalog.regexp_replace(
            {{schema}}.articles_plain(pg_catalog.regexp_replace(pg_catalog.regexp_replace(
            words, '[{MARKS}]', '', 'g'), '[{SIGNS}]', ' ', 'g')),
            '[{FIGURES}]', ' ', 'g'), '([{UNSPACED}])', ' \1 ', 'g') END
$$
"""
# For headlines, which have to be as long as the text: each sign a space, each letter itself.
SPACED = rf"""
CREATE FUNCTION articles_spaced(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pg_catalog.lower(pg_catalog.regexp_replace(words, '[{SIGNS}]', ' ', 'g'){{collate}})
$$
"""
# As in migration 0016, but for letters of all scripts in small whatever the database's character type.
BEGUN = import_module("articles.migrations.0016_search").BEGUN.replace("CREATE ", "CREATE OR REPLACE ")
BEGUN_PLAIN = BEGUN.replace("lower(unaccent(word))", "articles_plain(word)")
VECTOR = CombinedSearchVector(
    SearchVector(Words("cue"), config="demarche", weight="B"),
    "||",
    SearchVector(Words("quote"), config="demarche", weight="A"),
    SearchConfig("demarche"),
)
ENCODED = (
    "The database has the encoding {}, in which letters of other scripts cannot be told from signs. Make one with "
    "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0, bring the record there by pg_dump and pg_restore, and "
    "name it in DATABASE_URL."
)


def make_functions(apps, schema_editor):
    names = import_module("articles.migrations.0024_names")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding'), quote_ident(current_schema())")
        encoding, schema = cursor.fetchone()
        if encoding != "UTF8":
            raise RuntimeError(ENCODED.format(encoding))
        cursor.execute(names.EXISTING, [names.COLLATIONS])
        existing = {name for (name,) in cursor.fetchall()}
        best = next((name for name in names.COLLATIONS if name in existing), None)
        collate = f' COLLATE pg_catalog."{best}"' if best else ""
        cursor.execute(WORDS.replace("{schema}", schema))
        cursor.execute(SPACED.replace("{collate}", collate))
        cursor.execute(BEGUN_PLAIN)


def drop_functions(apps, schema_editor):
    schema_editor.execute(BEGUN)
    schema_editor.execute("DROP FUNCTION articles_spaced(text)")
    schema_editor.execute("DROP FUNCTION articles_words(text)")


class Migration(migrations.Migration):
    """The words of all statements are taken anew: in about two minutes for a million of them."""

    dependencies = [("articles", "0034_months")]
    operations = [
        migrations.RunPython(make_functions, drop_functions),
        migrations.RemoveIndex("statement", "statement_words"),
        migrations.RemoveField("statement", "words_vector"),
        migrations.AddField(
            "statement",
            "words_vector",
            models.GeneratedField(expression=VECTOR, output_field=SearchVectorField(), db_persist=True),
        ),
        migrations.AddIndex(
            "statement", GinIndex(fields=["words_vector"], name="statement_words", fastupdate=False)
        ),
        migrations.RunSQL("ANALYZE articles_statement (words_vector)", migrations.RunSQL.noop),
        migrations.AddIndex(
            "article", GinIndex(Lexemes("title"), name="article_title_words", fastupdate=False)
        ),
    ]
