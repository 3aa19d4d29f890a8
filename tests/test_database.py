"""What the processes of a run share of their databases."""

from django.db import connection

from articles.models import Issue
from tests.database import Rows


def make():
    Issue.objects.create(slug="talks", title="Talks")


def test_rows_made_by_one_process_are_put_on_record_by_another(db, monkeypatch, tmp_path):
    monkeypatch.setattr(Rows, "folder", tmp_path)
    Rows("talks", make).bring()
    made = list(Issue.objects.values())
    Issue.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('articles_issue', 'id'), %s, false)", [made[0]["id"]]
        )
    other = Rows("talks", None)  # which cannot make them
    other.bring()
    assert list(Issue.objects.values()) == made
    assert Issue.objects.create(slug="more", title="More").pk > made[0]["id"]  # numbers go on
    other.bring()
    assert list(Issue.objects.values()) == made
