"""A process that accepts all that waits: accepting.py DATABASE EDITOR MOMENT.

At the moment (before or after the action is written, or done) it says so and waits to be killed.
"""

import sys

import django
from django.conf import settings


def main(database: str, editor: str, moment: str) -> None:
    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from django.contrib.auth.models import User

    from articles.curate import verbs
    from articles.models import Action, Statement

    write = Action.save

    def save(action: Action, **options: object) -> None:
        wait_if(moment == "before")
        write(action, **options)
        wait_if(moment == "after")

    Action.save = save
    verbs.accept(Statement.objects.waiting(), User.objects.get(username=editor))
    wait_if(moment == "done")


def wait_if(reached: bool) -> None:
    if reached:
        sys.stdout.write("here\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
