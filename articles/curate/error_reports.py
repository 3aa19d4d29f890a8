"""Settling what readers have reported; it changes nothing on record, which other verbs do."""

from django.utils import timezone

from articles.curate.actions import Editor, Refused, permitted
from articles.curate.review import CHANGE
from articles.models import ErrorReport


def settle(report: ErrorReport, outcome: str, by: Editor) -> None:
    """Say what came of it; the reader's address is forgotten. Refused if somebody else was sooner."""
    person = permitted(by, CHANGE)
    said = " ".join(outcome.split())
    if not said:
        raise Refused(
            "Say in a few words what came of it, such as “mended” or “stands as the article has it”."
        )
    if len(said) > 300:
        raise Refused(f"What came of it has {len(said)} characters; 300 are the most.")
    changed = (
        ErrorReport.objects.waiting()
        .filter(pk=report.pk)
        .update(outcome=said, settled_at=timezone.now(), settled_by=person, contact="")
    )
    if not changed:
        now = ErrorReport.objects.select_related("settled_by").get(pk=report.pk)
        raise Refused(f"{now.settled_by} has settled this already: {now.outcome}")
