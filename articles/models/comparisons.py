"""Comparisons as they were shared."""

import secrets
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.http import QueryDict
from psycopg import Cursor

from articles.addresses import ListQuery, path_to
from articles.models.statements import Voice

ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz"  # no 0, o, 1, l: a key may be read aloud
KEY_LENGTH = 12  # 60 bits


def new_key() -> str:
    """Twelve characters nobody can guess, for a short address."""
    return "".join(secrets.choice(ALPHABET) for _ in range(KEY_LENGTH))


class ComparisonQuerySet(models.QuerySet["Comparison"]):
    """Comparisons in the words of the field."""

    def keep(self, **values: Any) -> "Comparison":
        """``create``, at once or not at all; megabytes go apart from the statement, not written into it.

        Django writes values into the SQL, where PostgreSQL would have to read them letter by letter.
        """
        made = self.model(**values)
        fields = [field for field in self.model._meta.concrete_fields if not field.primary_key]
        given = [field.get_db_prep_save(getattr(made, field.attname), connection) for field in fields]
        columns, places = ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * len(fields))
        sql = f'INSERT INTO "{self.model._meta.db_table}" ({columns}) VALUES ({places}) RETURNING "id"'
        connection.ensure_connection()
        with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
            [made.pk] = cursor.execute(sql, given).fetchone() or [None]
        made._state.adding = False
        return made


class Comparison(models.Model):
    """A side-by-side view frozen as it was shown. The database refuses any change of it (migration 0002)."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    query = models.TextField(blank=True, help_text="Canonical parameters of the live view")
    shown = models.JSONField(help_text="Everything that was shown")
    evidence = models.TextField(
        blank=True,
        help_text="Statements behind each cell, as lines of JSON; what was shown has their SHA-256",
    )
    checksum = models.CharField(max_length=64, help_text="SHA-256 over the canonical JSON of what was shown")
    shared_at = models.DateTimeField()
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(key__regex=f"^[{ALPHABET}]{{{KEY_LENGTH}}}$"), name="comparison_key_form"
            ),
            models.CheckConstraint(
                condition=Q(checksum__regex="^[0-9a-f]{64}$"), name="comparison_checksum_form"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return path_to("comparison_show", self.key)

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **{**kwargs, "force_insert": True})

    @cached_property
    def table(self) -> dict[str, Any]:
        """What was shown, in today's form; ``shown``, of which the checksum is, stays as it was."""
        return _from_version_1(self.shown) if self.shown["version"] == 1 else _of_any_voice(self.shown)


def _from_version_1(shown: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew countries only, and no rows for stretches of time."""
    columns = [
        {"id": f"country={c['iso3']}", "kind": "country", "key": c["iso3"], "code": c["iso3"], **c}
        for c in shown["countries"]
    ]
    rows = [
        {**row, "stretch": None, "cells": [_cell_from_version_1(cell) for cell in row["cells"]]}
        for row in shown["rows"]
    ]
    return {**shown, "columns": columns, "rows": rows, "by": "", "earlier": 0}


def _of_any_voice(shown: dict[str, Any]) -> dict[str, Any]:
    """Before statements had voices, links to those of one speaker led to all of them: they still do."""
    rows = [{**row, "cells": [_cell_of_any_voice(cell) for cell in row["cells"]]} for row in shown["rows"]]
    return {**shown, "rows": rows}


def _cell_of_any_voice(cell: dict[str, Any]) -> dict[str, Any]:
    if not cell.get("column", "").startswith("actor=") or "voice=" in cell["query"]:
        return cell
    return {
        **cell,
        "query": str(ListQuery(dict(QueryDict(cell["query"][1:]).lists())).replace(voice=Voice.values)),
    }


def _cell_from_version_1(cell: dict[str, Any]) -> dict[str, Any]:
    cell = {**cell, "column": f"country={cell['country']}"}
    if "latest" in cell:
        speakers = [{**speaker, "country": None} for speaker in cell["latest"]["speakers"]]
        cell["latest"] = {**cell["latest"], "speakers": speakers}
    return cell


class Takedown(models.Model):
    """Why a shared comparison is shown no more. Its address stays, and tells the reason."""

    comparison = models.OneToOneField(Comparison, on_delete=models.PROTECT, related_name="takedown")
    reason = models.TextField(help_text="Shown to everybody who opens the address")
    taken_down_at = models.DateTimeField(auto_now_add=True)
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        ordering = ["-taken_down_at"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="takedown_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.comparison}, taken down"
