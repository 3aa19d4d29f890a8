"""What World.say puts on record at once is, row by row, what the importer would have put there."""

import datetime
import uuid

import pytest
from django.apps import apps
from django.db import models, transaction
from pghistory.models import Events

from articles.models import Write
from tests import factories
from tests.factories import World, bloc

pytestmark = pytest.mark.django_db
SAID = [
    (("Lavrov", "No."), {}),
    (("Lavrov", "No.", None), {}),
    (("Haley", "Talks first, then sanctions.", "2017-07"), {"sanctions": "oppose", "talks": "neutral"}),
    ((["Russia", "China"], "Freeze for freeze."), {"freeze": "support", "kind": "indirect"}),
    (("official", "Nothing is decided yet."), {"kind": "mixed"}),
    (("Ministry", "We regret it."), {"sanctions": "conditional"}),
]  # fmt: skip


TABLES = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model._meta.app_label in ("articles", "pghistory") and not issubclass(model, (Events, Write))
]


def rows_after(orders, at_once, monkeypatch):
    """All rows that the orders leave, keys by their order and without moments; and undone again."""
    with transaction.atomic(), monkeypatch.context() as patch:
        if not at_once:
            patch.setattr(factories, "at_once", lambda *given: None)
        world = World()
        for given, more in orders:
            world.say(*given, **more)
            world.say(given[0], "Again.", *given[2:], **more)
        kept = {}
        for model in TABLES:
            rows = list(model._base_manager.order_by("pk").values())
            kept[model] = {row[model._meta.pk.attname]: n for n, row in enumerate(rows)}, rows
        found = {model: [plain(model, row, kept) for row in rows] for model, (_, rows) in kept.items()}
        transaction.set_rollback(True)
    return found


def plain(model, row, kept):
    fields = {field.attname: field for field in model._meta.concrete_fields}
    left_out = {"commit"} | ({"id"} if "pgh_id" in row else set())  # of a transaction; the same as pgh_obj_id
    return {
        name: comparable(model, fields[name], value, kept)
        for name, value in row.items()
        if name not in left_out
    }


def comparable(model, field, value, kept):
    if isinstance(value, datetime.datetime | uuid.UUID):
        return type(value)
    of = field.related_model if isinstance(field, models.ForeignKey) else model if field.primary_key else None
    return kept[of][0].get(value, value) if of in kept else value


@pytest.mark.parametrize("is_read", [False, True])
def test_the_rows_are_those_of_the_importer(editor, monkeypatch, is_read):
    bloc("group", RUS=(None, None))
    orders = [(given, {**more, "by": editor} if is_read else more) for given, more in SAID]
    assert rows_after(orders, True, monkeypatch) == rows_after(orders, False, monkeypatch)


def test_most_are_put_there_at_once(world, monkeypatch):
    monkeypatch.setattr(factories, "store_article", None)
    world.say("Lavrov", "No.", sanctions="oppose")
    with pytest.raises(TypeError):  # somebody may have said that before
        world.say("Lavrov", "We shall never agree to that.")


def test_what_the_importer_decides_is_left_to_it(world):
    """A body has names and members of its own."""
    assert world.say("UN", "We are united.").speakers[0].actor.aliases.count() > 1
