"""Verbs on feeds: follow one, stop and go on."""

from articles.curate.actions import Editor, acting, permitted
from articles.curate.batches import ADDS
from articles.curate.publish import PUBLISHES
from articles.models import Feed, Source, Verb
from articles.registry.locking import retried
from articles.registry.texts import source_or_new


@retried
def follow_feed(address: str, source: str, by: Editor, *, trusts: bool = False) -> Feed:
    """Follow a list of articles of the source, which is made if it is new.

    With ``trusts`` all that comes from the source is published at once; that takes the right to publish.
    """
    person = permitted(by, ADDS)
    with acting(Verb.EDIT, by, PUBLISHES if trusts else ADDS, f"Follows {address} of {source}") as _:
        own = source_or_new(source)
        if trusts and not own.is_trusted:
            Source.objects.filter(pk=own.pk).update(is_trusted=True)
        return Feed.objects.create(source=own, address=address, added_by=person)


def set_followed(feed: Feed, by: Editor, *, is_active: bool) -> None:
    """Stop following a feed, or go on; when it goes on it is due at once."""
    permitted(by, ADDS)
    feed.is_active, feed.due_at, feed.failures = is_active, None, 0
    feed.save(update_fields=["is_active", "due_at", "failures"])
