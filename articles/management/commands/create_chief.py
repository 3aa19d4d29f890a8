"""manage.py create_chief NAME: the first account, or another one that may do everything on the desk."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles import accounts

NO_TERMINAL = "There is no terminal to type a password in: give it on standard input, with --password-stdin."


class Command(BaseCommand):
    help = "Makes an account of a chief editor, who may make all others in the admin. Asks for its password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="to log in with")
        parser.add_argument("--email", default="", help="for other editors to reach the person")
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="take the password from the first line of standard input",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        person = User(username=options["name"], email=options["email"])
        try:
            person.full_clean(exclude=["password"])
            password = typed(options["password_stdin"])
            validate_password(password, person)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        with transaction.atomic():
            person.set_password(password)
            person.save()
            accounts.join(person, accounts.CHIEF)
        self.stdout.write(f"{person.username} is a chief editor now: log in at /account/login/.")


def typed(is_piped: bool) -> str:
    """The password, typed twice or given; CommandError if that cannot be, or was not the same."""
    if is_piped:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise CommandError(NO_TERMINAL)
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != password:
        raise CommandError("These were two different passwords; nothing was made.")
    return password
