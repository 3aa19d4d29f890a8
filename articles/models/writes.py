"""Which transactions have changed the public record; filled by triggers alone.

Every table that a public page shows has statement-level triggers that call the function ``articles_changed``
(migration 0015). Rows are only ever added, one a transaction, so that writers never wait for each other. Who
writes past the triggers has to call ``articles_changed(NULL)``.
"""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

ANYTHING = "PERFORM articles_changed(NULL); RETURN NULL;"
NAMES = "PERFORM articles_changed('{}', '{}', true); RETURN NULL;"
NOTED = "PERFORM articles_changed('{}'); RETURN NULL;"
SOME = "PERFORM articles_changed(ARRAY({ids})) WHERE EXISTS ({ids}); RETURN NULL;"
TEXTS = "PERFORM articles_changed(ARRAY({statements}), ARRAY({articles})); RETURN NULL;"


class Write(models.Model):
    """One transaction. The exclusive or of all visible tokens names the state of the record."""

    xact = models.BigIntegerField(primary_key=True)
    token = models.BigIntegerField(help_text="Random, and another one after each statement of SQL")
    statements = ArrayField(
        models.BigIntegerField(), null=True, help_text="Those it has changed; null when it may be any"
    )
    articles = ArrayField(
        models.BigIntegerField(), default=list, help_text="Added, removed, or of another day, source or state"
    )
    is_naming = models.BooleanField(default=False, help_text="Whether speakers, issues … bear other names")
    written_at = models.DateTimeField(
        default=timezone.now, help_text="By the clock; transactions may be seen in another order"
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


def any_write() -> list[pgtrigger.Trigger]:
    """For tables of which a change may concern any statement."""
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate
    return [_trigger("any", operation, ANYTHING)]


def writes_of_names() -> list[pgtrigger.Trigger]:
    """For what statements are about: filters list it by name, and a new row is on no statement yet."""
    return [
        _trigger("insert", pgtrigger.Insert, NOTED),
        _trigger("change", pgtrigger.Update | pgtrigger.Delete, NAMES),
        _trigger("truncate", pgtrigger.Truncate, ANYTHING),
    ]


def noted_writes() -> list[pgtrigger.Trigger]:
    """For tables that pages show and no filter counts."""
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate
    return [_trigger("noted", operation, NOTED)]


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
    """An article's day, source, state and title count for its statements, too."""
    moved = (
        "SELECT n.id FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE (o.source_id, o.published_on, "
        "o.state, o.title) IS DISTINCT FROM (n.source_id, n.published_on, n.state, n.title)"
    )
    theirs = f"SELECT s.id FROM articles_statement s WHERE s.article_id IN ({moved})"
    none, new, old = "SELECT 0 WHERE false", "SELECT id FROM new_rows", "SELECT id FROM old_rows"
    return [
        _trigger("insert", pgtrigger.Insert, TEXTS.format(statements=none, articles=new), new="new_rows"),
        _trigger(
            "update",
            pgtrigger.Update,
            TEXTS.format(statements=theirs, articles=moved),
            new="new_rows",
            old="old_rows",
        ),
        _trigger("delete", pgtrigger.Delete, TEXTS.format(statements=none, articles=old), old="old_rows"),
        _trigger("truncate", pgtrigger.Truncate, ANYTHING),
    ]
