"""Which transactions have changed what the facet index is made of; filled by triggers alone.

Every table concerned has statement-level triggers that call the function ``articles_changed`` (migration
0013). Rows are only ever added, one a transaction, so that writers never wait for each other. Who writes
past the triggers has to call ``articles_changed(NULL)``.
"""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

ANYTHING = "PERFORM articles_changed(NULL); RETURN NULL;"
SOME = "PERFORM articles_changed(ARRAY({ids})) WHERE EXISTS ({ids}); RETURN NULL;"


class Write(models.Model):
    """One transaction. The exclusive or of all visible tokens names the state of the record."""

    xact = models.BigIntegerField(primary_key=True)
    token = models.BigIntegerField(help_text="Random, and another one after each statement of SQL")
    statements = ArrayField(
        models.BigIntegerField(), null=True, help_text="Those it has changed; null when it may be any"
    )

    def __str__(self) -> str:
        return f"write {self.xact}"


def _trigger(name: str, operation: pgtrigger.Operation, func: str, **names: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"write_{name}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**names) if names else None,
        func=func,
    )


def any_write(*, inserts: bool) -> list[pgtrigger.Trigger]:
    """For tables of which a change may concern any statement; of some a new row concerns none."""
    operation = pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate
    return [_trigger("any", operation | pgtrigger.Insert if inserts else operation, ANYTHING)]


def writes_to(statement: str) -> list[pgtrigger.Trigger]:
    """For tables whose rows belong to the statement in this column."""
    new, old = f"SELECT {statement} FROM new_rows", f"SELECT {statement} FROM old_rows"
    return [
        _trigger("insert", pgtrigger.Insert, SOME.format(ids=new), new="new_rows"),
        _trigger(
            "update", pgtrigger.Update, SOME.format(ids=f"{new} UNION {old}"), new="new_rows", old="old_rows"
        ),
        _trigger("delete", pgtrigger.Delete, SOME.format(ids=old), old="old_rows"),
        _trigger("truncate", pgtrigger.Truncate, ANYTHING),
    ]


def writes_of_articles() -> list[pgtrigger.Trigger]:
    """An article concerns its statements when its source changes."""
    moved = (
        "SELECT s.id FROM articles_statement s JOIN new_rows n ON n.id = s.article_id "
        "JOIN old_rows o ON o.id = n.id WHERE o.source_id <> n.source_id"
    )
    return [
        _trigger("update", pgtrigger.Update, SOME.format(ids=moved), new="new_rows", old="old_rows"),
        _trigger("truncate", pgtrigger.Truncate, ANYTHING),
    ]
