import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
from django.db import migrations, models

EVENTS = [
    "actoraliasevent",
    "actorevent",
    "articleevent",
    "attributionevent",
    "blocevent",
    "issueevent",
    "membershipevent",
    "orphanevent",
    "positionevent",
    "roleevent",
    "sourceevent",
    "statementevent",
]

# The id of the running transaction, made with its first event. It is kept in a setting that ends with the
# transaction, and is undone together with the row when a savepoint is rolled back.
ID = """
CREATE FUNCTION articles_commit_id() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE made bigint := nullif(current_setting('demarche.commit', true), '');
BEGIN
    IF made IS NULL THEN
        INSERT INTO public.articles_commit (began_at) VALUES (clock_timestamp()) RETURNING id INTO made;
        PERFORM set_config('demarche.commit', made::text, true);
    END IF;
    RETURN made;
END $$
"""
# Runs as the last thing before the commit. The lock is let go when the commit can be seen, so that whoever finds it
# free knows that no commit of before is still to come. Should constraints be checked earlier, what is written
# after that comes under an id of its own.
STAMP = """
CREATE FUNCTION articles_stamp_commit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(7321, 1);
    UPDATE public.articles_commit SET committed_at = clock_timestamp() WHERE id = NEW.id;
    PERFORM set_config('demarche.commit', '', true);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER commit_is_stamped AFTER INSERT ON articles_commit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION articles_stamp_commit();
"""


def with_default() -> models.BigIntegerField:
    default = models.Func(function="articles_commit_id")
    return models.BigIntegerField(db_default=default, editable=False, null=True)


class Migration(migrations.Migration):
    """What is in the histories already has no commit: the columns come first without a default."""

    dependencies = [("articles", "0017_feed")]
    operations = [
        migrations.CreateModel(
            name="Commit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("began_at", models.DateTimeField(help_text="Of its first change")),
                (
                    "committed_at",
                    models.DateTimeField(help_text="Null while it runs, which only it can see", null=True),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        models.Func(
                            models.F("began_at"),
                            models.F("committed_at"),
                            function="tstzrange",
                            output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                        ),
                        name="commit_being_written",
                    )
                ],
            },
        ),
        migrations.RunSQL(ID, "DROP FUNCTION articles_commit_id()"),
        migrations.RunSQL(
            STAMP,
            "DROP TRIGGER commit_is_stamped ON articles_commit; DROP FUNCTION articles_stamp_commit();",
        ),
        *(
            migrations.AddField(event, "commit", models.BigIntegerField(editable=False, null=True))
            for event in EVENTS
        ),
        *(migrations.AlterField(event, "commit", with_default()) for event in EVENTS),
    ]
