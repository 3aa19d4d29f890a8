"""Verbs on batches: which of the texts that were given become articles."""

from dataclasses import dataclass

from articles.curate.actions import Editor, Refused, acting
from articles.curate.undo import undo
from articles.formatting import count
from articles.models import Action, Batch, Candidate, Verb
from articles.registry.candidates import flaws, names_of_sources, put_on_record
from articles.registry.locking import retried

ADDS = "articles.add_article"


@dataclass(frozen=True, slots=True)
class Taken:
    """The keys of the articles that are new, and how many were on record already."""

    articles: tuple[int, ...]
    known: int


@retried
def take(batch: Batch, by: Editor, *, sound_only: bool = False) -> Taken:
    """Put the proposed texts of the batch on record as drafts still to be read, all or none.

    Refused if one has a flaw; with ``sound_only`` those are left as they are.
    """
    with acting(Verb.ADD, by, ADDS) as action:
        proposed = batch.candidates.filter(state=Candidate.State.PROPOSED)
        candidates = list(proposed.select_for_update().order_by("pk"))
        sources = names_of_sources()
        sound = [candidate for candidate in candidates if not flaws(candidate, sources)]
        if not candidates:
            raise Refused("Nothing of this batch waits to be read. Somebody may have read it meanwhile.")
        if not sound or (len(sound) < len(candidates) and not sound_only):
            raise Refused(f"{count(len(candidates) - len(sound), 'text')} must be mended first.")
        for candidate in sound:
            is_new = put_on_record(candidate)
            candidate.context = action.context_id if is_new else None
        Candidate.objects.bulk_update(sound, ["state", "article", "context", "text"], batch_size=500)
        new = [candidate for candidate in sound if candidate.state == Candidate.State.TAKEN]
        named = f"article “{new[0]}”" if len(new) == 1 else count(len(new), "article")
        action.summary = f"Added {named} ({batch})"
    return Taken(tuple(each.article_id for each in new if each.article_id), len(sound) - len(new))


def undo_batch(batch: Batch, by: Editor) -> int:
    """Undo what was added from the batch, the latest action first; returns how many actions that were."""
    contexts = batch.candidates.exclude(context=None).order_by().values("context")
    actions = Action.objects.standing().filter(context__in=contexts).exclude(verb=Verb.UNDO)
    for action in (found := list(actions)):
        undo(action, by)
    if not found:
        raise Refused("Nothing of this batch is on record that could be undone.")
    return len(found)
