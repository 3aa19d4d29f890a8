from django.db import migrations, models

# The clock was read after that of the first event: a moment between the two showed the event, but only once it
# was committed. No event is older than its transaction.
ID = """
CREATE OR REPLACE FUNCTION articles_commit_id() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE made bigint := nullif(current_setting('demarche.commit', true), '');
BEGIN
    IF made IS NULL THEN
        INSERT INTO public.articles_commit (began_at) VALUES ({clock}) RETURNING id INTO made;
        PERFORM set_config('demarche.commit', made::text, true);
    END IF;
    RETURN made;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0052_claims")]
    operations = [
        migrations.RunSQL(ID.format(clock="transaction_timestamp()"), ID.format(clock="clock_timestamp()")),
        migrations.AlterField(
            "commit", "began_at", models.DateTimeField(help_text="When its transaction began")
        ),
    ]
