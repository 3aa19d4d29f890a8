"""Which articles and sources are on record: an article by its source and exact text, a source by its name."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from articles.dates import Period
from articles.extraction.languages import language_of
from articles.models import Article, Source
from articles.registry.actors import slug_beside
from articles.registry.copies import sketch
from articles.registry.locking import follow, lock
from articles.text import normal


def source_named(name: str) -> Source | None:
    """The source of that name, or what it was merged into."""
    source = Source.objects.select_related("merged_into").filter(name=name).first()
    return source.merged_into or source if source else None


def article_of(source: str, sha256: str) -> Article | None:
    """The article with exactly this text from this source, if it is on record."""
    return Article.objects.filter(source=source_named(source), text_sha256=sha256).first()


@transaction.atomic
def add_article(
    source: str,
    text: str,
    *,
    state: str,
    read_by: str = "",
    domain: str = "",
    published: Period | None = None,
    **details: Any,
) -> tuple[Article, bool]:
    """Put an article on record, if it is not there yet; also says whether it is new.

    ``text`` in its normal form; ``details`` are title, url, language and author. What a trusted source says
    is published, whatever ``state`` is asked for. ``read_by`` is the version of the extractor whose
    statements are added at once; empty = still to be read.
    """
    own = source_or_new(source, domain)
    state = Article.State.PUBLISHED if own.is_trusted else state
    article, is_new = Article.objects.get_or_create(
        source=own,
        text_sha256=normal.sha256(text),
        defaults={
            **details,
            **_dates(published),
            "text": text,
            "language": details.get("language") or language_of(text),
            "extractor": read_by,
            "state": state,
            "published_at": timezone.now() if state == Article.State.PUBLISHED else None,
        },
    )
    if is_new:
        sketch(article)
    return article, is_new


def _dates(published: Period | None) -> dict[str, Any]:
    """A month or a year is no day: nothing may be counted from its first."""
    if published is None:
        return {}
    is_day = published.precision == "day"
    return {"published_on": published.first} if is_day else {"published_about": str(published)}


def source_or_new(name: str, domain: str = "") -> Source:
    """The source of that name, or what it was merged into, so locked that it is not merged meanwhile."""
    source = Source.objects.filter(name=name).first()
    if source is None:
        lock(adds_names=True)
        source, _ = Source.objects.get_or_create(
            name=name, defaults={"slug": _free_slug(name), "domain": domain}
        )
    heir = follow({Source: [source.pk]})[Source][source.pk]
    return source if heir == source.pk else Source.objects.get(pk=heir)


def _free_slug(name: str) -> str:
    base = slugify(name)[:180] or "source"
    taken = Source.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    return slug_beside(set(taken), base)
