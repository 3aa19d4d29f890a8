"""Import a file into the test database of another process, which may kill this one at any line of output."""

import sys

import django
from django.conf import settings

if __name__ == "__main__":
    database, path = sys.argv[1:]
    django.setup()
    settings.DATABASES["default"]["NAME"] = database
    from django.core.management import call_command

    call_command("import_articles", path, processes=2)
