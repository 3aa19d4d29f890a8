from django.db import migrations

MAKE = """
CREATE FUNCTION articles_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A shared comparison never changes (%)', OLD.key USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER comparison_is_frozen BEFORE UPDATE ON articles_comparison
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_change();
"""
DROP = "DROP TRIGGER comparison_is_frozen ON articles_comparison; DROP FUNCTION articles_refuse_change();"


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_vocabulary")]
    operations = [migrations.RunSQL(MAKE, DROP)]
