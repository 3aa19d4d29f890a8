"""Whatever is typed into the address of a form of the admin is answered, and never by an error of ours."""

import pytest
from django.contrib.contenttypes.models import ContentType

from tests.examples import everyday

FIELDS = {
    "role": ("actor", "country", "body"),
    "takedown": ("comparison",),
    "actor": ("country", "roles-0-country", "roles-0-body"),
    "bloc": ("memberships-0-country",),
    "issue": ("parent",),
    "source": ("country",),
    "article": ("source",),
}
FORMS = [(model, field) for model, fields in FIELDS.items() for field in fields]
NONE = ["x", "9" * 30, "-1", "\u0663"]
CHOSEN = [
    (*form, key) for n, form in enumerate(FORMS) for key in everyday((NONE * 2)[n % 4 :][:2], thorough=NONE)
]
"""Everyday two of them in each form, in turn."""


@pytest.mark.parametrize(("model", "field", "key"), CHOSEN)
def test_a_key_that_is_none_chooses_nothing(at_desk, model, field, key):
    address = f"/admin/articles/{model}/add/"
    parts = {"roles": 1, "memberships": 1, "aliases": 0}
    counts = {f"{name}-TOTAL_FORMS": n for name, n in parts.items()}
    started = {f"{name}-INITIAL_FORMS": 0 for name in parts}
    for answer in (
        at_desk.get(address, {field: key}),
        at_desk.post(address, {field: key, **counts, **started}),
    ):
        assert answer.status_code == 200
        assert f'value="{key}" selected' not in answer.content.decode()


@pytest.mark.parametrize("key", ["1", "x", "9" * 20])
def test_rows_without_a_page_lead_nowhere(at_desk, key):
    paged = {"article", "statement", "actor", "issue", "country", "bloc", "comparison", "action", "batch"}
    for kind in ContentType.objects.exclude(model__in=paged):
        assert at_desk.get(f"/admin/r/{kind.pk}/{key}/").status_code == 404, str(kind)


def test_a_row_with_a_page_leads_to_it(at_desk, world):
    article = world.article("Words.")
    kind = ContentType.objects.get_for_model(article)
    answer = at_desk.get(f"/admin/r/{kind.pk}/{article.pk}/")
    assert answer.headers["Location"].endswith(article.get_absolute_url())
    for nothing in (f"{kind.pk}/x", f"{kind.pk}/{article.pk + 1}", "x/1", "999999/1"):
        assert at_desk.get(f"/admin/r/{nothing}/").status_code == 404


@pytest.mark.parametrize(("model", "field"), [("takedown", "reason"), ("issue", "description")])
def test_a_text_without_end_is_refused(at_desk, model, field):
    page = at_desk.post(f"/admin/articles/{model}/add/", {field: "x" * 5_001})
    assert "at most 5000 characters" in page.content.decode()
