"""Verbs on whole articles: show them to readers, take them out again."""

from collections.abc import Collection

from django.utils import timezone

from articles.curate.actions import Editor, Refused, acting
from articles.formatting import count, shorten
from articles.models import Article, Verb
from articles.registry.locking import lock, retried
from articles.text import normal

PUBLISHES = "articles.publish_article"
LONGEST_REASON = 300


@retried
def publish(articles: Collection[Article], by: Editor) -> int:
    """Show drafts, or what was withdrawn, to readers, all or none; returns how many."""
    with acting(Verb.PUBLISH, by, PUBLISHES) as action:
        chosen = _lock(articles)
        for article in chosen:
            if article.is_published:
                raise Refused(f"“{article}” is published already. Nothing was changed.")
        action.summary = f"Published {_named(chosen)}"
        now = timezone.now()
        _put(chosen, state=Article.State.PUBLISHED, published_at=now, withdrawn_because="")
    return len(chosen)


@retried
def withdraw(articles: Collection[Article], reason: str, by: Editor) -> int:
    """Take articles, and what is said in them, from all public pages, all or none; returns how many.

    Their own addresses tell the reason. What was frozen before stays as it is, and says so.
    """
    reason = normal.line(reason)
    if not reason:
        raise Refused("Say why; readers who have the address are told. Nothing was changed.")
    if len(reason) > LONGEST_REASON:
        raise Refused(f"The reason has more than {LONGEST_REASON} characters; shorten it.")
    with acting(Verb.WITHDRAW, by, PUBLISHES) as action:
        chosen = _lock(articles)
        for article in chosen:
            if not article.is_published:
                raise Refused(f"“{article}” is {article.get_state_display()}, not published.")
        action.summary = f"Withdrew {_named(chosen)}: {reason}"
        _put(chosen, state=Article.State.WITHDRAWN, withdrawn_because=reason)
    return len(chosen)


def _lock(articles: Collection[Article]) -> list[Article]:
    """The articles as they are now; Refused if one of them is gone."""
    keys = {article.pk for article in articles}
    lock(articles=keys, changing=[Article])
    chosen = list(Article.objects.filter(pk__in=keys).defer("text").order_by("pk"))
    if not chosen or len(chosen) < len(keys):
        raise Refused("An article is no longer on record. Nothing was changed; look again.")
    return chosen


def _put(articles: list[Article], **values: object) -> None:
    Article.objects.filter(pk__in=[article.pk for article in articles]).update(**values)


def _named(articles: list[Article]) -> str:
    """One article by its title, several by their number."""
    return f"“{shorten(str(articles[0]), 120)}”" if len(articles) == 1 else count(len(articles), "article")
