"""Frozen comparisons: what was shown, and its checksum."""

import hashlib
import json

from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone

from articles.addresses import Query
from articles.comparison import Shown
from articles.models import Comparison
from articles.wording import names, period


def canonical_json(shown: Shown) -> bytes:
    """The bytes a checksum is taken over: keys sorted, no spaces, UTF-8."""
    return json.dumps(shown, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def checksum(shown: Shown) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(shown)).hexdigest()


def content_checksum(shown: Shown) -> str:
    """The checksum without the moment: equal for two views that show the same."""
    return checksum({**shown, "as_of": ""})


def freeze(
    shown: Shown, query: Query, title: str = "", note: str = "", by: User | AnonymousUser | None = None
) -> Comparison:
    """Keep exactly what was shown under a new permanent address."""
    return Comparison.objects.create(
        title=title or title_of(shown),
        note=note,
        query=str(query),
        shown=shown,
        checksum=checksum(shown),
        shared_at=timezone.now(),
        shared_by=by if isinstance(by, User) else None,
    )


def title_of(shown: Shown) -> str:
    """Russia, China and the United States, since July 2017."""
    countries = names([country["name"] for country in shown["countries"]])
    parts = (countries, period(shown["period"]["after"], shown["period"]["before"]))
    return ", ".join(part for part in parts if part)[:200]
