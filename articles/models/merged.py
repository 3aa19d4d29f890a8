"""What was merged into another stays as a row that leads there, and nothing else may point to it.

Verbs see to that by their locks; the database checks it once more when a transaction is committed.
"""

from collections.abc import Collection
from typing import Any

import pgtrigger
from django.db import models

NOT_ON_MERGED = """
SELECT named.merged_into_id INTO heir FROM {table} AS own JOIN {named} AS named ON named.id = own.{column}
WHERE own.id = NEW.id FOR KEY SHARE OF named;
IF heir IS NOT NULL THEN
    RAISE EXCEPTION '{table} % points to {named} %, which was merged into %', NEW.id, NEW.{column}, heir
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'not_on_merged';
END IF;
RETURN NULL;
"""
LEFT_BY_ALL = """
IF EXISTS (SELECT FROM {table} WHERE id = NEW.id AND merged_into_id IS NOT NULL) AND ({pointing}) THEN
    RAISE EXCEPTION '{table} % was merged into %, and something points to it', NEW.id, NEW.merged_into_id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'left_by_all';
END IF;
RETURN NULL;
"""


def unmerged(things: Collection[Any]) -> tuple[Any, ...]:
    """Those into which they were merged, each once."""
    return tuple(dict.fromkeys(thing.merged_into or thing for thing in things))


def merged_as_a_key(name: str) -> models.UniqueConstraint:
    """Makes merging a change of a key: it waits for all who have locked the row as one to point to."""
    return models.UniqueConstraint(fields=["id", "merged_into"], name=f"{name}_merged_as_a_key")


def not_on_merged(table: str, field: str, named: str) -> pgtrigger.Trigger:
    """For a table whose field points to what can be merged (named in small letters, as tables are)."""
    func = NOT_ON_MERGED.format(table=_table(table), column=f"{field}_id", named=_table(named))
    return pgtrigger.Trigger(
        name=f"{field}_not_merged",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(f"{field}_id"),
        declare=[("heir", "bigint")],
        func=_one_line(func),
    )


def left_by_all(table: str, *pointing: tuple[str, str]) -> pgtrigger.Trigger:
    """For a table of what can be merged; ``pointing`` are the tables and fields that lead to it."""
    rows = [f"SELECT FROM {_table(other)} WHERE {field}_id = NEW.id" for other, field in pointing]
    rows.append(f"SELECT FROM {_table(table)} WHERE merged_into_id = NEW.id")
    rows.append(f"SELECT FROM {_table(table)} WHERE id = NEW.merged_into_id AND merged_into_id IS NOT NULL")
    exists = " OR ".join(f"EXISTS ({row})" for row in rows)
    return pgtrigger.Trigger(
        name="left_by_all",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("merged_into_id"),
        condition=pgtrigger.Q(new__merged_into__isnull=False),
        func=_one_line(LEFT_BY_ALL.format(table=_table(table), pointing=exists)),
    )


def _table(name: str) -> str:
    return f"public.articles_{name}"  # also under another search path, as while the past is read


def _one_line(func: str) -> str:
    return " ".join(func.split())
