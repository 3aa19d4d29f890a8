"""What programs do by a token: whose it is, how often, and that they write as editors do."""

import pytest
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from pghistory.models import Context

from articles.models import Action, ApiToken, Article, Review, Statement
from articles.models.tokens import BEGIN
from articles.views import limits
from articles.views.page_cache import PublicPages

TEXT = "Mr Lavrov spoke in Moscow. “We oppose sanctions,” Mr Lavrov said. He left."
NEW = {"text": TEXT, "title": "Lavrov speaks", "source": "Gazette", "published_on": "2017-07-05"}


@pytest.fixture
def bearer(editor):
    return bearing(editor)


def bearing(owner, scopes=("read", "write")):
    _, secret = ApiToken.make(owner, "script", list(scopes))
    return {"Authorization": f"Bearer {secret}"}


def sent(client, path, body, status, headers):
    answer = client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)
    assert answer.status_code == status, answer.content
    kind = "application/json" if status < 300 else "application/problem+json"
    assert answer["Content-Type"].partition(";")[0] == kind
    return answer.json()


@pytest.fixture
def article(world):
    world.issue("sanctions")
    world.say("Lavrov", "We stay.")
    return world.article(TEXT)


def proposal(article, **other):
    start = TEXT.index("We oppose")
    told = {
        "fragments": [[start, TEXT.index(",” Mr")]],
        "kind": "direct",
        "said": "2017-07-04",
        "speakers": [{"name": "Sergei Lavrov"}],
        "positions": [{"issue": "sanctions", "stance": "oppose"}],
        "text_sha256": article.text_sha256,
    }
    return {**told, **other}


def test_an_article_is_added_as_a_draft_to_be_read_and_is_one_action_of_its_owner(
    client, world, bearer, editor
):
    world.article()
    told = sent(client, "articles", NEW, 201, bearer)
    article = Article.objects.get(pk=told["id"])
    assert (told["state"], told["is_new"], article.state, article.extractor) == ("draft", True, "draft", "")
    assert told["text_sha256"] == article.text_sha256
    action = Action.objects.get()
    assert (action.by, action.verb) == (editor, "add")
    assert action.summary == "Added article “Lavrov speaks” (API: script)"
    token = ApiToken.objects.get()
    assert Context.objects.get(pk=action.context_id).metadata["token"] == token.pk
    assert sent(client, "articles", NEW, 200, bearer) | {"is_new": True} == told
    assert Action.objects.count() == 1


def test_it_is_published_at_once_if_its_owner_may(client, world, editor, bearer):
    world.article()
    assert sent(client, "articles", {**NEW, "publish": True}, 201, bearer)["state"] == "published"
    editor.groups.get().permissions.remove(editor.groups.get().permissions.get(codename="publish_article"))
    sent(client, "articles", {**NEW, "title": "x", "text": "Other.", "publish": True}, 403, bearer)
    assert Article.objects.filter(title="x").count() == 0


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("source", "Gazete", "Not on record: write “Gazette”"),
        ("published_on", "soon", "“soon” is not a date"),
        ("text", " \n ", "The text is empty."),
        ("title", "", "This field may not be blank."),
        ("surprise", "x", "There is no such field; these are: text, title,"),
        ("title", "a\x00b", "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_with_an_article_is_named_and_nothing_is_left(
    client, world, bearer, field, value, sentence
):
    world.article()
    assert sent(client, "articles", {**NEW, field: value}, 400, bearer)["errors"][field][0].startswith(
        sentence
    )
    assert (Article.objects.count(), Action.objects.count()) == (1, 0)


def test_a_statement_is_proposed_and_accepted(client, article, bearer, editor):
    told = sent(client, f"articles/{article.pk}/statements", proposal(article), 201, bearer)
    statement = Statement.objects.get(pk=told["id"])
    assert (statement.review, statement.quote) == (Review.SUGGESTED, "We oppose sanctions")
    assert (statement.reviewed_by, statement.extractor) == (None, "API: script")
    assert statement.attributions.get().actor.slug == "sergei-lavrov"
    assert [(p.issue.slug, p.stance) for p in statement.positions.all()] == [("sanctions", "oppose")]
    assert Action.objects.get().summary == "Proposed “We oppose sanctions”"
    path = f"statements/{statement.pk}/accept"
    assert sent(client, path, {"version": "0.1"}, 409, bearer)["status"] == 409
    done = sent(client, path, {"version": told["version"]}, 200, bearer)
    assert done["review"] == "accepted"
    statement.refresh_from_db()
    assert (statement.reviewed_by, statement.machine_fields) == (editor, [])
    assert "is accepted; nothing was changed" in sent(client, path, {}, 409, bearer)["detail"]
    assert list(Action.objects.order_by("pk").values_list("verb", flat=True)) == ["add", "accept"]


@pytest.mark.parametrize(
    ("field", "value", "name", "sentence"),
    [
        ("fragments", [[5000, 5004]], "fragments", "This is no place in the text"),
        ("said", "soon", "said", "“soon” is not a date"),
        ("speakers", [], "speakers", "A statement has a speaker"),
        ("speakers", [{"name": "Nobody Known"}], "speakers", "Nobody of this name is on record."),
        ("positions", [{"issue": "nothing", "stance": "oppose"}], "positions", "No issue has these words."),
    ],
)
def test_what_is_wrong_with_a_statement_is_named(client, article, bearer, field, value, name, sentence):
    body = proposal(article, **{field: value})
    told = sent(client, f"articles/{article.pk}/statements", body, 400, bearer)
    assert told["errors"][name][0].startswith(sentence)
    assert not Action.objects.exists()


def test_no_statement_stands_twice_nor_in_a_text_that_was_replaced(client, article, bearer):
    path = f"articles/{article.pk}/statements"
    sent(client, path, proposal(article), 201, bearer)
    assert "exactly this place" in sent(client, path, proposal(article), 409, bearer)["detail"]
    sent(client, path, proposal(article, text_sha256="0" * 64), 409, bearer)
    sent(client, "articles/999999/statements", proposal(article), 404, bearer)
    sent(client, "statements/999999/accept", {}, 404, bearer)


PATHS = ("articles", "articles/1/statements", "statements/1/accept")


@pytest.mark.parametrize("path", PATHS)
def test_writing_takes_a_token_for_writing_of_somebody_who_may(client, world, editor, reader, path):
    def refused(status, headers):
        answer = client.post(f"/api/v1/{path}", NEW, content_type="application/json", headers=headers)
        assert (answer.status_code, answer.json()["status"]) == (status, status)
        return answer

    assert refused(401, {})["WWW-Authenticate"] == 'Bearer realm="Demarche"'
    unknown = refused(401, {"Authorization": f"Bearer {BEGIN}x"})
    assert unknown["WWW-Authenticate"] == 'Bearer realm="Demarche", error="invalid_token"'
    assert "not for writing" in refused(403, bearing(editor, ["read"])).json()["detail"]
    assert "lacks the right articles." in refused(403, bearing(reader)).json()["detail"]
    assert not Action.objects.exists()


def test_a_token_ends_when_it_is_revoked_or_its_account_is_closed(client, editor, reader):
    first, second = bearing(editor), bearing(reader)
    assert client.get("/api/v1/issues", headers=first).status_code == 200
    ApiToken.objects.filter(owner=editor).revoke()
    reader.is_active = False
    reader.save()
    for headers in (first, second):
        assert client.get("/api/v1/issues", headers=headers).status_code == 401
    assert client.get("/api/v1/issues", headers=bearing(editor, ["write"])).status_code == 403


def test_a_revoked_token_is_refused_though_the_answer_is_in_memory(client, editor, settings):
    settings.FRESH_WITHIN = 0
    assert PublicPages.__name__ in settings.MIDDLEWARE[6]
    headers = bearing(editor)
    assert client.get("/api/v1/issues").status_code == 200
    assert client.get("/api/v1/issues", headers=headers).status_code == 200
    ApiToken.objects.revoke()
    assert client.get("/api/v1/issues", headers=headers).status_code == 401


def test_only_a_digest_is_kept_and_the_last_use_is_noted(client, editor):
    token, secret = ApiToken.make(editor, "script", ["read"])
    assert secret.startswith(BEGIN) and secret not in str(vars(ApiToken.objects.get()))
    assert token.last_used_at is None
    client.get("/api/v1/issues", headers={"Authorization": f"bearer {secret}"})
    assert ApiToken.objects.get().last_used_at is not None


def test_each_token_has_a_rate_of_its_own(client, editor, settings, monkeypatch):
    settings.RATES = {"api": "1/hour", "token": "2/hour"}
    monkeypatch.setattr(limits, "counter", SlidingWindowCounterRateLimiter(MemoryStorage()))
    for headers in (bearing(editor), bearing(editor)):
        codes = [client.get("/api/v1/issues", headers=headers).status_code for _ in range(3)]
        assert codes == [200, 200, 429]
    made_up = {"Authorization": f"Bearer {BEGIN}x"}
    codes = [client.get("/api/v1/issues", headers=made_up).status_code for _ in range(2)]
    assert codes == [401, 429]  # counted by its address


def test_a_long_text_may_be_sent_with_a_token_only(client, world, editor, bearer):
    world.article()
    text = "Nothing was said. " * 60_000
    sent(client, "articles", {**NEW, "text": text}, 413, {})
    sent(client, "articles", {**NEW, "text": text}, 201, bearer)
