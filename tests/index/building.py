"""Builds the index and stops in the middle, for a test that kills it there."""

import sys

import django

django.setup()

from articles.index import files, maintenance  # noqa: E402

flushed = files._flushed


def stop_at_one(path):
    if path.name == "months.npy":
        sys.stdout.write("half\n")
        sys.stdout.flush()
        sys.stdin.read()
    return flushed(path)


files._flushed = stop_at_one
maintenance.build()
