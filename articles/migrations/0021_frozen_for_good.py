from django.db import migrations

MAKE = """
CREATE OR REPLACE FUNCTION articles_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A shared comparison never changes, and is never deleted' USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER comparison_is_frozen ON articles_comparison;
CREATE TRIGGER comparison_is_frozen BEFORE UPDATE OR DELETE ON articles_comparison
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_change();
CREATE TRIGGER comparisons_are_frozen BEFORE TRUNCATE ON articles_comparison
    FOR EACH STATEMENT EXECUTE FUNCTION articles_refuse_change();
"""
BEFORE = """
DROP TRIGGER comparisons_are_frozen ON articles_comparison;
DROP TRIGGER comparison_is_frozen ON articles_comparison;
CREATE TRIGGER comparison_is_frozen BEFORE UPDATE ON articles_comparison
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0020_merged")]
    operations = [migrations.RunSQL(MAKE, BEFORE)]
