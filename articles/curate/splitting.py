"""One statement that is two, and two that are one."""

from django.utils import timezone

from articles.curate.actions import Editor, Refused, acting
from articles.curate.coding_lock import require_uncoded
from articles.curate.conflicts import require_version
from articles.curate.correct import save_in_place
from articles.curate.review import CHANGE, named
from articles.models import Attribution, Position, Review, Statement, Utterance, Verb
from articles.registry.locking import current, lock, retried
from articles.text.passages import Fragments, halved, including, quoted, snapped

SHARED = (
    *("article", "kind", "cue", "said_on", "said_until", "said_on_precision", "said_on_basis"),
    *("said_on_phrase", "review", "reviewed_by", "reviewed_at", "machine_fields", "confidence", "extractor"),
)
"""What the second half has from the first."""


@retried
def split(statement: Statement, at: int, by: Editor, seen: str | None = None) -> Statement:
    """Cut the statement in two before the character ``at`` of its article's text; returns the second half.

    Both have the speakers, the day and the positions of the one, and its state of review. Refused when the
    place is not within its words; Outdated when it was changed after the version ``seen``.
    """
    with acting(Verb.CORRECT, by, CHANGE) as action:
        [first] = _lock(statement)
        require_version(first, seen)
        text = first.article.text
        halves = [_whole(text, half) for half in halved(_place(first), at)]
        if not all(halves):
            raise Refused("Mark where the second statement begins, within the words of this one.")
        action.summary = f"Split {named([first])} in two"
        second = Statement(**{name: getattr(first, name) for name in SHARED})
        second.fragments, second.quote = _written(text, halves[1])
        first.fragments, first.quote = _written(text, halves[0])
        second.utterance = Utterance.objects.create()
        save_in_place(first)
        save_in_place(second)
        _copy_parts(first, second)
    return second


@retried
def merge_words(statement: Statement, other: Statement, by: Editor, seen: str | None = None) -> None:
    """Put the words of the other statement of the same article to this one; the other is rejected.

    Its positions come along where this one takes none on the issue.
    """
    with acting(Verb.CORRECT, by, CHANGE) as action:
        kept, going = _lock(statement, other)
        require_version(kept, seen)
        if kept.article_id != going.article_id or kept.pk == going.pk:
            raise Refused("Only two statements of one article can be made one.")
        if not (kept.has_place and going.has_place):
            raise Refused("The words of one of them are not found in the text any more; mark them first.")
        place = _place(kept)
        for span in _place(going):
            place = including(place, span)
        action.summary = f"Joined {named([kept])} and {named([going])}"
        now = timezone.now()
        going.review, going.reviewed_at, going.reviewed_by_id = Review.REJECTED, now, by.pk
        going.save(update_fields=["review", "reviewed_at", "reviewed_by", "changed_at"])
        kept.fragments, kept.quote = _written(kept.article.text, place)
        save_in_place(kept)
        _take_positions(kept, going)


def _lock(*given: Statement) -> list[Statement]:
    lock(articles={s.article_id for s in given}, statements={s.pk for s in given})
    require_uncoded({s.article_id for s in given})
    return [current(statement) for statement in given]


def _place(statement: Statement) -> Fragments:
    return tuple((start, end) for start, end in statement.fragments)


def _whole(text: str, fragments: Fragments) -> Fragments:
    return tuple(span for start, end in fragments if (span := snapped(text, start, end)))


def _written(text: str, fragments: Fragments) -> tuple[list[list[int]], str]:
    return [list(span) for span in fragments], quoted(text, fragments)


def _copy_parts(first: Statement, second: Statement) -> None:
    for row in Attribution.objects.filter(statement=first):
        row.pk, row.statement = None, second
        row.save(force_insert=True)
    for position in Position.objects.filter(statement=first):
        position.pk, position.statement, position.evidence = None, second, None
        position.save(force_insert=True)


def _take_positions(kept: Statement, going: Statement) -> None:
    own = Position.objects.filter(statement=kept).values("issue")
    for position in Position.objects.filter(statement=going).exclude(issue__in=own):
        Position.objects.create(statement=kept, issue_id=position.issue_id, stance=position.stance)
