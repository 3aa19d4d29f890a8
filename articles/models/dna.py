"""What a file of Discourse Network Analyzer says beyond what is on record, so that it can be given back.

``import_dna`` writes these rows once, and nothing changes them. They point to articles and statements by
number alone: what is undone or discarded may go, and may come back.
"""

from typing import Any

from django.conf import settings
from django.db import models


class DnaFile(models.Model):
    """One file as it was imported; ``vocabulary`` has the rows of every table that is not about texts."""

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    version = models.CharField(max_length=20, help_text="Of the program that wrote it")
    vocabulary = models.JSONField(help_text="By table: its rows, each by column")
    imported_at = models.DateTimeField(auto_now_add=True)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.name}, {self.imported_at:%Y-%m-%d}"


def _pointer(model: str) -> Any:
    """To a row that need not be there."""
    return models.ForeignKey(
        model, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )


class DnaDocument(models.Model):
    """A document of a file, and the article it became; none if it has no text."""

    file = models.ForeignKey(DnaFile, on_delete=models.CASCADE, related_name="documents")
    article = _pointer("Article")
    row = models.JSONField(help_text="By column, without the text")
    text = models.TextField(blank=True, help_text="If it is not to the letter that of the article")
    as_read = models.JSONField(help_text="What the article said of itself when it was imported")
    digest = models.CharField(max_length=64, help_text="SHA-256 of all that the file says of it")

    class Meta:
        ordering = ["id"]
        # Whether a file that is imported again says anything new.
        indexes = [models.Index(fields=["digest"], name="dna_document_by_digest")]

    def __str__(self) -> str:
        return str(self.row["Title"])


class DnaStatement(models.Model):
    """A statement of a file, and ours of the same words; none for notes and the like, which nobody said."""

    file = models.ForeignKey(
        DnaFile,
        on_delete=models.CASCADE,
        related_name="statements",
        help_text="In which its numbers mean something",
    )
    document = models.ForeignKey(DnaDocument, on_delete=models.CASCADE, related_name="statements")
    statement = _pointer("Statement")
    row = models.JSONField(help_text="By column")
    values = models.JSONField(help_text="By the number of the variable; of short texts that of the entity")
    as_read = models.JSONField(help_text="What the statement was when it was imported")
    digest = models.CharField(max_length=64, help_text="SHA-256 of all that the file says of it")

    class Meta:
        ordering = ["id"]
        # Whether a file that is imported again says anything new.
        indexes = [models.Index(fields=["digest"], name="dna_statement_by_digest")]

    def __str__(self) -> str:
        return f"{self.row['Start']}–{self.row['Stop']} of {self.document}"
