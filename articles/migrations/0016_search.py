from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import (
    CombinedSearchVector,
    SearchConfig,
    SearchVector,
    SearchVectorField,
)
from django.db import migrations, models
from django.db.models.functions import Coalesce, Upper

WORDS = CombinedSearchVector(
    SearchVector("cue", config="demarche", weight="B"),
    "||",
    SearchVector("quote", config="demarche", weight="A"),
    SearchConfig("demarche"),
)

# A stem can be shorter than what was typed of a word: negotiat* means negotiations, too, which is "negoti". So the
# stems of what it may go on to are looked for as well. With these endings 5 of 1,000 beginnings of English words
# (of four letters or more) miss theirs, and 350 without.
BEGUN = """
CREATE FUNCTION articles_begun(word text) RETURNS tsquery LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH given AS (SELECT lower(unaccent(word)) AS start),
    endings AS (SELECT unnest(string_to_array(
        ',e,y,n,g,d,l,t,c,s,ed,es,on,ng,ty,al,ce,te,nt,ion,ing,ity,ive,ent,ngs,ations,ation,tion,ment,ally,ance', ','
    )) AS ending),
    parts AS (
        SELECT quote_literal(start) || ':*' AS part FROM given WHERE start <> ''
        UNION
        SELECT quote_literal(stem) FROM given, endings, unnest(ts_lexize('english_stem', start || ending)) AS stem
        WHERE NOT starts_with(stem, start)
    )
    SELECT coalesce(string_agg(part, ' | ' ORDER BY part), '')::tsquery FROM parts
$$
"""


class Migration(migrations.Migration):
    """The search vector takes in the cue: the column is made anew, in about a minute for a million statements."""

    dependencies = [("articles", "0015_record")]
    operations = [
        migrations.RunSQL(BEGUN, "DROP FUNCTION articles_begun(text)"),
        migrations.RemoveIndex("statement", "statement_words"),
        migrations.RemoveField("statement", "words_vector"),
        migrations.AddField(
            "statement",
            "words_vector",
            models.GeneratedField(expression=WORDS, output_field=SearchVectorField(), db_persist=True),
        ),
        migrations.AddIndex(
            "statement", GinIndex(fields=["words_vector"], name="statement_words", fastupdate=False)
        ),
        migrations.RunSQL("ANALYZE articles_statement (words_vector)", migrations.RunSQL.noop),
        migrations.AddIndex(
            "statement",
            models.Index(
                Coalesce(models.F("confidence"), models.Value(-1.0)).desc(),
                models.F("id").desc(),
                name="statement_most_certain",
            ),
        ),
        migrations.AddIndex(
            "actor",
            GinIndex(OpClass(Upper("name"), "gin_trgm_ops"), name="actor_name_part", fastupdate=False),
        ),
        migrations.AddIndex(
            "actoralias",
            GinIndex(OpClass(Upper("name"), "gin_trgm_ops"), name="actor_alias_part", fastupdate=False),
        ),
        migrations.AddIndex(
            "issue",
            GinIndex(OpClass(Upper("title"), "gin_trgm_ops"), name="issue_title_part", fastupdate=False),
        ),
    ]
