#!/usr/bin/env python
"""Django's command line."""

import os
import signal
import sys


def main() -> None:
    # SIGTERM would skip the exit handlers, and with them the stop of the embedded database server.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
