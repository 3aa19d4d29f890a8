from django.db import migrations, models

HIDDEN = r"\u0001-\u0020\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
WEB = rf"^https?://[^/?#{HIDDEN}][^{HIDDEN}]*$"

# What is no address of a page is in no link any more; the article stays, and its history keeps what stood there.
# Nothing may wait for the end of the transaction when the table is altered.
EMPTY = f"""
UPDATE articles_article SET url = '' WHERE url <> '' AND url !~* '{WEB}';
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0029_voices")]
    operations = [
        migrations.RunSQL(EMPTY, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("url", ""), ("url__iregex", WEB), _connector="OR"),
                name="article_address_is_of_the_web",
                violation_error_message="The address must begin with http:// or https:// and hold no spaces.",
            ),
        ),
    ]
