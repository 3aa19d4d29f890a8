"""Whether the database takes texts apart as the site expects; run by ``migrate`` and ``check --database``."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.utils import DatabaseError

SAMPLE = "«Лавров» said “exhausted”—制裁"
EXPECTED = "'exhaust':3 'said':2 'лавров':1 '制':4 '裁':5"
TELLS = "SELECT to_tsvector('demarche', articles_words(%s))::text"
HINT = (
    "Words beside quotation marks, or of other scripts, would not be found. Was the database restored in "
    "part, or with another encoding? Run manage.py migrate articles 0034 --skip-checks and then manage.py "
    "migrate --skip-checks: the functions are made, and all statements indexed anew. If that does not help, "
    "bring the record into a database made with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0."
)


@register(Tags.database)
def words_are_found(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Nothing is said of a database that is not migrated yet, or not there."""
    found: list[CheckMessage] = []
    for name in databases or ():
        told = _told(name)
        if told not in (None, EXPECTED):
            message = f"The database “{name}” takes {SAMPLE} for the words {told}, and not {EXPECTED}."
            found.append(Error(message, hint=HINT, id="articles.E001"))
    return found


def _told(name: str) -> str | None:
    try:
        with connections[name].cursor() as cursor:
            cursor.execute("SELECT to_regprocedure('articles_words(text)') IS NOT NULL")
            if not cursor.fetchone()[0]:
                return None
            cursor.execute(TELLS, [SAMPLE])
            return str(cursor.fetchone()[0])
    except DatabaseError as error:
        return str(error).strip()
