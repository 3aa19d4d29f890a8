"""One process that uses the embedded server, run by processes.py: client.py PROJECT.

Answers each line of standard input: `ask` with the server's process, socket directory and database,
`fork` with a child that answers from then on while this process ends. Ends in order with the input.
"""

import json
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

from diplomacy import postgres


def main() -> None:
    settings.configure(DATABASES=postgres.databases(Path(sys.argv[1]), {}), USE_TZ=True)
    django.setup()
    for line in sys.stdin:
        if line.strip() == "fork" and os.fork():
            return
        sys.stdout.write(json.dumps(answer()) + "\n")
        sys.stdout.flush()


def answer() -> dict:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_read_file('postmaster.pid'), current_database()")
        pid_file, database = cursor.fetchone()
    connection.close()
    return {
        "server": int(pid_file.split()[0]),
        "socket": connection.settings_dict["HOST"],
        "database": database,
    }


main()
