import sys

from django.db import migrations

from articles.registry.variants import variants

SHOWN = 20


def mend(apps, schema_editor):
    left = [str(variant) for variant in variants(apps, mend=True)]
    if left:
        more = [f"and {len(left) - SHOWN} more"] if len(left) > SHOWN else []
        lines = ["", "Left as they are; list_variants lists them at any time:", *left[:SHOWN], *more, ""]
        sys.stdout.write("\n  ".join(lines))


class Migration(migrations.Migration):
    """Texts and names come into their normal form. A transaction an article; begun again, it goes on."""

    atomic = False
    dependencies = [("articles", "0024_names")]
    operations = [migrations.RunPython(mend, migrations.RunPython.noop)]
