from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

# unaccent() is not immutable, so it cannot stand in a generated column; a configuration that uses it can.
MAKE = """
CREATE TEXT SEARCH CONFIGURATION demarche (COPY = english);
ALTER TEXT SEARCH CONFIGURATION demarche
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(MAKE, "DROP TEXT SEARCH CONFIGURATION demarche"),
    ]
