from django.db import migrations

# Evidence is written and read as a whole, often in megabytes; to compress it took most of the time of sharing.
FORWARDS = "ALTER TABLE articles_comparison ALTER COLUMN evidence SET STORAGE EXTERNAL"
BACKWARDS = "ALTER TABLE articles_comparison ALTER COLUMN evidence SET STORAGE EXTENDED"


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0049_subscription_language"),
    ]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
