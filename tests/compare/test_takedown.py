import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.addresses import Query
from articles.compare import sharing
from articles.compare.comparison import compare
from articles.compare.selection import Selection
from articles.models import Comparison, Country, Takedown


@pytest.fixture
def shared(world, editor):
    world.say("Lavrov", "Words that must go.", by=editor, sanctions="oppose")
    shown = compare(Selection((Country.objects.get(pk="RUS"),)), timezone.now(), with_basis=True)
    return sharing.freeze(shown, Query({"country": ["RUS"]}))


def test_the_address_stays_and_tells_the_reason(client, shared, editor):
    sharing.take_down(shared, "A court ordered it.", editor)
    response = client.get(shared.get_absolute_url())
    page = response.content.decode()
    assert response.status_code == 410
    assert "A court ordered it." in page
    assert "Words that must go." not in page
    assert shared.title not in page


@pytest.mark.parametrize("path", [".json", "/cite.bib", "/card.svg", "/card.png", "/embed/"])
def test_it_is_gone_in_every_form(client, shared, editor, path):
    assert client.get(f"/c/{shared.key}{path}").status_code == 200
    sharing.take_down(shared, "A court ordered it.", editor)
    response = client.get(f"/c/{shared.key}{path}")
    assert response.status_code == 410
    assert "Words that must go." not in response.content.decode()


def test_nobody_is_invited_to_embed_it(client, shared, editor):
    address = {"url": f"http://testserver{shared.get_absolute_url()}"}
    assert client.get("/oembed", address).status_code == 200
    sharing.take_down(shared, "A court ordered it.", editor)
    assert client.get("/oembed", address).status_code == 404


def test_what_was_shared_is_kept(shared, editor):
    sharing.take_down(shared, "A court ordered it.", editor)
    kept = Comparison.objects.get()
    assert sharing.checksum(kept.shown) == kept.checksum


@pytest.mark.parametrize("who", ["reader", "nobody"])
def test_readers_take_nothing_down(shared, reader, who):
    with pytest.raises(PermissionDenied):
        sharing.take_down(shared, "Because.", {"reader": reader, "nobody": AnonymousUser()}[who])
    assert not Takedown.objects.exists()


def test_editors_do_it_in_the_admin_once(client, shared, editor):
    client.force_login(editor)
    form = {"comparison": shared.pk, "reason": "A court ordered it."}
    assert client.post("/admin/articles/takedown/add/", form).status_code == 302
    takedown = Takedown.objects.get()
    assert (takedown.comparison, takedown.taken_down_by) == (shared, editor)
    again = client.post("/admin/articles/takedown/add/", form)
    assert "already exists" in again.content.decode()
    assert client.post(f"/admin/articles/takedown/{takedown.pk}/change/", form).status_code == 403
