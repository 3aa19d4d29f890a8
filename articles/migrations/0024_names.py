from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models

from articles.models.names import LabelField, NameField, NameKey, Plain

# Where the database's own character type is C, lower() knows A to Z alone; these know all letters, best first.
COLLATIONS = ["pg_unicode_fast", "pg_c_utf8", "und-x-icu", "C.utf8"]
EXISTING = """
SELECT collname FROM pg_catalog.pg_collation
WHERE collnamespace = 'pg_catalog'::regnamespace AND collname = ANY(%s)
AND collencoding IN (-1, (SELECT encoding FROM pg_catalog.pg_database WHERE datname = current_database()))
"""
# Letters that share a capital are one, however well a collation knows them; articles/text/normal.py does the same.
NAME_KEY = """
CREATE FUNCTION articles_name_key(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pg_catalog.replace(pg_catalog.replace(
        pg_catalog.lower(pg_catalog.translate(name, 'İıẞ', 'iiß'){collate}), 'ς', 'σ'), 'ß', 'ss')
$$
"""
# Indices are made anew under an empty search path, so everything is called by its schema.
PLAIN = """
CREATE FUNCTION articles_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT {schema}.articles_name_key({unaccent}.unaccent('{unaccent}.unaccent'::regdictionary, words))
$$
"""


def make_functions(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(EXISTING, [COLLATIONS])
        existing = {name for (name,) in cursor.fetchall()}
        best = next((name for name in COLLATIONS if name in existing), None)
        cursor.execute(NAME_KEY.format(collate=f' COLLATE pg_catalog."{best}"' if best else ""))
        cursor.execute(
            "SELECT quote_ident(current_schema()), quote_ident(nspname) FROM pg_catalog.pg_extension"
            " JOIN pg_catalog.pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = 'unaccent'"
        )
        schema, unaccent = cursor.fetchone()
        cursor.execute(PLAIN.format(schema=schema, unaccent=unaccent))


def drop_functions(apps, schema_editor):
    schema_editor.execute("DROP FUNCTION articles_plain(text)")
    schema_editor.execute("DROP FUNCTION articles_name_key(text)")


def part(field, name):
    return GinIndex(OpClass(Plain(field), "gin_trgm_ops"), name=name, fastupdate=False)


class Migration(migrations.Migration):
    dependencies = [("articles", "0023_kept")]
    operations = [
        migrations.RunPython(make_functions, drop_functions),
        migrations.RemoveIndex("actor", "actor_name_part"),
        migrations.RemoveIndex("actoralias", "actor_alias_any_case"),
        migrations.RemoveIndex("actoralias", "actor_alias_part"),
        migrations.RemoveIndex("issue", "issue_title_part"),
        migrations.AlterField("actor", "name", NameField(max_length=200)),
        migrations.AlterField("actorevent", "name", NameField(max_length=200)),
        migrations.AlterField("actoralias", "name", NameField(max_length=200)),
        migrations.AlterField("actoraliasevent", "name", NameField(max_length=200)),
        migrations.AlterField(
            "issue", "title", LabelField(max_length=200, unique=True, help_text="Worded as a proposal")
        ),
        migrations.AlterField(
            "issueevent", "title", LabelField(max_length=200, help_text="Worded as a proposal")
        ),
        migrations.AlterField("source", "name", LabelField(max_length=200, unique=True)),
        migrations.AlterField("sourceevent", "name", LabelField(max_length=200)),
        migrations.AlterField("bloc", "name", LabelField(max_length=100, unique=True)),
        migrations.AlterField("blocevent", "name", LabelField(max_length=100)),
        migrations.AddIndex("actor", models.Index(NameKey("name"), name="actor_name_key")),
        migrations.AddIndex("actor", part("name", "actor_name_part")),
        migrations.AddIndex("actoralias", models.Index(NameKey("name"), name="actor_alias_key")),
        migrations.AddIndex("actoralias", part("name", "actor_alias_part")),
        migrations.AddIndex("issue", part("title", "issue_title_part")),
    ]
