"""manage.py demo: migrate, load the sample articles into an empty record, and serve the site."""

import os
import secrets
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from tqdm import tqdm

from articles.importing.articles import Imported
from articles.models import Article, Statement
from articles.samples import demo, news
from diplomacy.embedded.layout import home_of

PAGES = ("/", "/statements/", "/compare/?country=RUS&country=CHN&country=USA", "/review/", "/admin/")

LOCK = 7_322  # of the database, among demos that are started at once
IN_USE = (
    "This record is in use, and the samples are for an empty one; nothing was changed. In the way: {found}. "
    "Name an empty database by DATABASE_URL, or, if the site runs a database of its own, move the folder "
    "var/ away. To serve the record as it is: manage.py runserver."
)
NO_EDITOR = (
    "No demo editor: the database is named by DATABASE_URL and the demo's password is public. "
    "All five articles come as suggestions. --with-users makes the editor all the same."
)


class Command(BaseCommand):
    help = (
        "Loads the five sample articles, four of them curated, and a demo editor. Where they are on record "
        "already everything stays as it is; a record in use is left alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--serve", metavar="HOST:PORT", help="then serve the site there until stopped")
        parser.add_argument(
            "--news",
            action="store_true",
            help="instead of the samples load real news on a dozen disputes; takes two minutes",
        )
        parser.add_argument(
            "--with-users",
            action="store_true",
            help="make the demo editor even in a database that DATABASE_URL names; its password is public",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["serve"]:
            require_free(options["serve"])
        with self.alone():
            editor = self.prepare(options)
        if options["serve"]:
            self.invite(options["serve"], editor)
            if status := serve(options["serve"]):
                sys.exit(status)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One demo at a time makes the tables and loads them; another waits, and finds all there."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                self.stdout.write("Another demo is loading this record; waiting until it has.")
                cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

    def prepare(self, options: dict[str, Any]) -> User | None:
        """Migrate, and load what is not there yet; the demo's editor, if it has one."""
        with_editor = options["with_users"] or not os.environ.get("DATABASE_URL")
        begun = news.loaded() if options["news"] else 0
        is_loaded = begun == len(news.addresses()) if options["news"] else demo.is_loaded()
        if not is_loaded and not begun and (found := demo.obstacles(with_editor)):
            raise CommandError(IN_USE.format(found="; ".join(found)))
        call_command("migrate", verbosity=0)
        if is_loaded:
            self.stdout.write("The articles were loaded before; everything is kept as it is.")
            editor = demo.make_editor() if options["with_users"] else demo.editor_on_record()
        else:
            editor = self.load_news(with_editor) if options["news"] else self.load(with_editor)
        self.stdout.write(f"{Statement.objects.published().count()} statements are reviewed, ", ending="")
        self.stdout.write(f"{Statement.objects.waiting().count()} wait for review.")
        return editor

    @transaction.atomic
    def load(self, with_editor: bool) -> User | None:
        editor = demo.make_editor() if with_editor else None
        if editor is None:
            self.stdout.write(NO_EDITOR)
        new = demo.load(editor)
        self.stdout.write(f"{new} sample articles loaded, {Article.objects.count()} on record.")
        call_command("load_registry", stdout=self.stdout)
        return editor

    def load_news(self, with_editor: bool) -> User | None:
        """Article by article, as an import is: broken off, the command goes on where it was."""
        outcomes = tqdm(news.load(self.stdout), unit=" articles", disable=not sys.stderr.isatty())
        new = sum(isinstance(outcome, Imported) for outcome in outcomes)
        self.stdout.write(
            f"{new} articles of {news.SOURCE} loaded; {len(news.labels())} have labels made for the demo. "
            "What the machine read in the others is seen with review=all."
        )
        return demo.make_editor() if with_editor else None

    def invite(self, address: str, editor: User | None) -> None:
        for page in PAGES:
            self.stdout.write(f"  http://{address}{page}")
        if editor and demo.has_demo_password(editor):
            self.stdout.write(f"Log in to the desk and the admin as {demo.EDITOR}, password {demo.PASSWORD}.")
        self.stdout.flush()


def require_free(address: str) -> None:
    """CommandError if the site cannot be served at this address."""
    host, _, port = address.rpartition(":")
    try:
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, int(port)))
    except (OSError, ValueError, OverflowError) as error:
        why = getattr(error, "strerror", None) or "that is no address"
        raise CommandError(
            f"{address} cannot be served ({why}): choose another, such as make demo PORT=8001."
        ) from error


def as_others_see_it() -> dict[str, str]:
    """The environment of a site without tracebacks in its pages, unless DEBUG says otherwise."""
    environment = dict(os.environ)
    if not os.access(settings.BASE_DIR, os.W_OK):  # then the database is elsewhere, too
        home = home_of(settings.BASE_DIR)
        elsewhere = {"STATIC_ROOT": "staticfiles", "FACET_INDEX_DIR": "facets", "BACKUP_DIR": "backups"}
        environment = {name: str(home / folder) for name, folder in elsewhere.items()} | environment
    if "DEBUG" not in environment:
        key = environment.get("SECRET_KEY") or secrets.token_urlsafe(50)  # a new one logs everybody out
        environment |= {"DEBUG": "0", "SECRET_KEY": key}
    return environment


def serve(address: str) -> int:
    """Run the web server, and beside it the worker that reads new articles, until the server ends.

    Returns the exit status of the server: not 0 if the port is in use, say.
    """
    environment = as_others_see_it()
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    if subprocess.run(collect, env=environment).returncode:
        raise CommandError("The static files could not be collected, see above; nothing is served.")
    web = [sys.executable, "-m", "gunicorn", "diplomacy.wsgi", "--bind", address]
    web += ["--config", "python:diplomacy.serving"]
    worker = [sys.executable, "manage.py", "procrastinate", "worker"]
    children = [subprocess.Popen(each, env=environment) for each in (web, worker)]
    try:
        while (ended := os.wait())[0] != children[0].pid:
            time.sleep(1)  # the worker lost its database, perhaps; let that come back
            children[1] = subprocess.Popen(worker, env=environment)
        return os.waitstatus_to_exitcode(ended[1])
    except KeyboardInterrupt:
        return 0
    finally:
        stop(children)


def stop(children: list[subprocess.Popen]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        child.wait()
