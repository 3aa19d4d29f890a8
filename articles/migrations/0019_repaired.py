from django.db import migrations

# Statements that were imported or corrected while something they name was merged stayed with what had gone. They
# move to what it was merged into; where a statement names that as well, as merging itself would do, one is kept.
MOVE = """
DELETE FROM articles_{part} AS own USING articles_{named} AS gone
WHERE gone.id = own.{named}_id AND gone.merged_into_id IS NOT NULL AND EXISTS (
    SELECT FROM articles_{part} AS other JOIN articles_{named} AS its ON its.id = other.{named}_id
    WHERE other.statement_id = own.statement_id AND coalesce(its.merged_into_id, its.id) = gone.merged_into_id
        AND (its.merged_into_id IS NULL OR other.id < own.id)
);
UPDATE articles_{part} AS own SET {named}_id = gone.merged_into_id
FROM articles_{named} AS gone WHERE gone.id = own.{named}_id AND gone.merged_into_id IS NOT NULL;
"""
SOURCES = """
UPDATE articles_article AS own SET source_id = gone.merged_into_id
FROM articles_source AS gone WHERE gone.id = own.source_id AND gone.merged_into_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM articles_article AS same
    WHERE same.source_id = gone.merged_into_id AND same.text_sha256 = own.text_sha256
)
"""
# From now on an article without a version has not been read; those read in the background had none.
READ = """
UPDATE articles_article AS own SET extractor = found.extractor
FROM (
    SELECT article_id, max(extractor) AS extractor FROM articles_statement WHERE extractor <> '' GROUP BY article_id
) AS found
WHERE found.article_id = own.id AND own.extractor = ''
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0018_commits")]
    operations = [
        migrations.RunSQL(MOVE.format(part="attribution", named="actor"), migrations.RunSQL.noop),
        migrations.RunSQL(MOVE.format(part="position", named="issue"), migrations.RunSQL.noop),
        migrations.RunSQL(SOURCES, migrations.RunSQL.noop),
        migrations.RunSQL(READ, migrations.RunSQL.noop),
    ]
