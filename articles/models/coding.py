"""Double coding: several editors say, blind to each other, what an article's statements are. Never public."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.json import KeyTransform


class CodingTaskQuerySet(models.QuerySet["CodingTask"]):
    def open(self) -> "CodingTaskQuerySet":
        return self.filter(closed_at=None)

    def to_be_coded_by(self, editor: int | None) -> "CodingTaskQuerySet":
        """Open tasks that this editor (id) codes in and is not done with."""
        return self.open().filter(
            Exists(Coder.objects.filter(task=OuterRef("pk"), editor=editor, done_at=None))
        )


class CodingTask(models.Model):
    """One article to be coded by several editors; closed once their codes are resolved.

    ``text`` and ``places`` (fragments by the id of the statement) are as they were when it was opened, since
    both may change once it is closed.
    """

    # What was coded has no history, and could not come back with the article.
    article = models.ForeignKey("Article", on_delete=models.PROTECT, related_name="coding_tasks")
    issue = models.ForeignKey("Issue", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    places = models.JSONField(default=dict)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CodingTaskQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(closed_at=None), name="coding_task_one_open_an_article"
            )
        ]

    def __str__(self) -> str:
        return f"coding task {self.pk}: {self.article}"

    @property
    def suggestions(self) -> dict[int, list[list[int]]]:
        """The fragments of each statement (by id) that is to be coded, in the order of the text."""
        in_order = sorted(self.places.items(), key=lambda item: (item[1], int(item[0])))
        return {int(pk): fragments for pk, fragments in in_order}

    @property
    def is_coded(self) -> bool:
        """All coders are done; before, nobody sees another's codes."""
        return all(coder.done_at for coder in self.coders.all())


class Coder(models.Model):
    """An editor in a coding task."""

    task = models.ForeignKey(CodingTask, on_delete=models.CASCADE, related_name="coders")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["task", "editor"], name="coder_once_a_task")]

    def __str__(self) -> str:
        return str(self.editor)


class Code(models.Model):
    """What one coder says of one suggestion, or of words that the machine did not find.

    ``entries`` are ``curate.correct.Entries`` in plain values (``curate.coding.serialize``); None = no
    statement. Of words tagged anew, ``resolved_at`` and ``resolved_as`` tell what came of them: a statement,
    or none.
    """

    coder = models.ForeignKey(Coder, on_delete=models.CASCADE, related_name="codes")
    # Codes outlast a statement in the waste bin, and agreement can still be told.
    statement = models.ForeignKey(
        "Statement", null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    entries = models.JSONField(null=True)
    coded_at = models.DateTimeField(auto_now=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_as = models.ForeignKey(
        "Statement", null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["coder", "statement"], name="code_once_a_suggestion"),
            models.UniqueConstraint(
                "coder",
                KeyTransform("fragments", "entries"),
                condition=Q(statement=None),
                name="code_once_a_place",
            ),
            models.CheckConstraint(
                condition=Q(statement__isnull=False) | Q(entries__isnull=False), name="code_says_something"
            ),
            models.CheckConstraint(
                condition=Q(resolved_as=None) | Q(resolved_at__isnull=False),
                name="code_resolved_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"code {self.pk} by {self.coder}"

    @property
    def place(self) -> list[list[int]]:
        """The fragments, as the coder has them; none where there is no statement."""
        return self.entries["fragments"] if self.entries else []
