"""How the site is: for chief editors, and whoever keeps it running."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateWorker

from articles.formatting import count
from articles.importing.queue import depths, failed
from articles.index import files
from articles.models import Article, Statement, record_version
from articles.views.access import for_editors, show_page
from diplomacy import backup, replicas
from diplomacy.logs import Recent

OLD = datetime.timedelta(days=2)  # of a backup, after which somebody should look
SILENT = datetime.timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: what, how it is, whether somebody should look, and what helps."""

    what: str
    state: str
    is_well: bool = True
    remedy: str = ""


@for_editors
@permission_required("auth.view_user", raise_exception=True)
@require_safe
def review_state(request: HttpRequest) -> HttpResponse:
    lines = [
        _database(),
        *_replicas(),
        _workers(),
        *_queues(),
        _index(),
        _unreviewed(),
        _unread(),
        _backup(),
        _reader(),
    ]
    context = {"lines": lines, "errors": list(Recent.kept), "failures": list(failed()[:10])}
    return show_page(request, "articles/curate/review_state.html", context)


def _database() -> Line:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database())")
        version, size = cursor.fetchone()
    return Line("Database", f"PostgreSQL {version}, {size / 1e6:,.0f} MB")


def _replicas() -> Iterator[Line]:
    """Asked at this moment, each."""
    here = record_version.version()
    for number, alias in enumerate(replicas.aliases(), start=1):
        with replicas.reading_from(alias):
            try:
                is_current = record_version.version() == here
            except DatabaseError as error:
                yield Line(f"Replica {number}", "cannot be reached", False, f"{error}".strip())
            else:
                state = (
                    "holds the record as it is" if is_current else "is behind; the primary answers meanwhile"
                )
                yield Line(f"Replica {number}", state, is_current)


def _workers() -> Line:
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gt=timezone.now() - SILENT).count()
    remedy = (
        "" if alive else "Start one: manage.py procrastinate worker. Until then nothing is read or fetched."
    )
    return Line(
        "Workers", f"{count(alive, 'worker')} gave a sign of life within two minutes", bool(alive), remedy
    )


def _queues() -> list[Line]:
    lines = []
    for depth in depths():
        state = f"{depth.waiting} waiting, {depth.running} running, {depth.failed} failed"
        remedy = "See why, and have them tried again, under Jobs." if depth.failed else ""
        lines.append(Line(depth.work.capitalize(), state, not depth.failed, remedy))
    return lines


def _index() -> Line:
    if not settings.FACET_INDEX_DIR:
        return Line("Facet index", "switched off; SQL counts")
    if files.latest_version() == record_version.version():
        return Line("Facet index", "current")
    if files.latest_version():
        return Line("Facet index", "of an earlier state; what changed since is followed")
    return Line("Facet index", "not there yet; SQL counts", False, "Build it: manage.py build_index.")


def _unreviewed() -> Line:
    return Line("Unreviewed", count(Statement.objects.waiting().count(), "statement"))


def _unread() -> Line:
    unread = Article.objects.unread().count()
    remedy = "Have each read on its desk, or many from the list of articles in the admin." if unread else ""
    return Line("Not read yet", count(unread, "article"), True, remedy)


def _backup() -> Line:
    path = backup.latest(Path(settings.BACKUP_DIR))
    if path is None:
        told = f"none in {settings.BACKUP_DIR}"
        return Line(
            "Latest backup",
            told,
            False,
            "Make one: manage.py backup; then have cron do so (docs/operations.md).",
        )
    age = timezone.now() - backup.made_at(path)
    state = f"{backup.made_at(path):%Y-%m-%d %H:%M} UTC, {path.stat().st_size / 1e6:,.1f} MB"
    return Line(
        "Latest backup", state, age < OLD, "" if age < OLD else "It is more than two days old: look at cron."
    )


def _reader() -> Line:
    return Line(
        "Reader",
        f"{settings.READER_MODEL} at {settings.READER_URL}" if settings.READER_URL else "the embedded one",
    )
