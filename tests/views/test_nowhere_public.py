"""What was rejected, discarded or only suggested changes no public page: all are read before and after."""

import re

import pytest
from django.http import QueryDict
from django.urls import resolve
from django.utils import timezone

from articles import accounts, urls
from articles.compare.comparison import compare
from articles.compare.sharing import freeze
from articles.curate import verbs
from articles.models import Statement
from tests.browser.public import DESK
from tests.conftest import member
from tests.examples import everyday
from tests.factories import World, bloc, rejected
from tests.selections import selection_of

VIEW = "country=CHN&country=RUS&country=USA"
HIDDEN = "Words that were withdrawn."
ADDRESSES = [
    "/",
    "/statements/{open}",
    "/statements/?country=CHN{and}",
    "/statements/{said}/cite.bib",
    "/statements.json{open}",
    "/statements.jsonl{open}",
    "/statements.csv{open}",
    "/statements.graphml{open}",
    "/events.csv{open}",
    "/votes/",
    "/feeds/statements.atom{open}",
    "/feeds/statements.json{open}",
    "/statements/by/actor/{open}",
    "/statements/by/issue/?find=d{and}",
    "/statements/suggest/?q=china+d{and}",
    "/statements.jsonld{open}",
    "/statements.graphml{open}",
    "/events.csv{open}",
    "/articles/",
    "/articles/{article}/news/{open}",
    "/shifts/",
    "/about/",
    "/about/method/",
    "/about/glossary/",
    "/about/data/",
    "/about/developers/",
    "/dataset/",
    "/about/corrections/",
    "/about/accessibility/",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-articles.xml",
    "/countries/",
    "/countries/CHN/",
    "/blocs/",
    "/blocs/brics/",
    "/actors/",
    "/actors/liu-jieyi/",
    "/issues/",
    "/issues/dialogue/",
    f"/compare/?{VIEW}{{and}}",
    f"/compare/?{VIEW}&issue=dialogue{{and}}",
    f"/compare/?{VIEW}&issue=dialogue&by=month{{and}}",
    "/compare/?bloc=brics&actor=liu-jieyi{and}",
    f"/compare.json?{VIEW}{{and}}",
    f"/compare.csv?{VIEW}{{and}}",
    f"/agreement/?{VIEW}{{and}}",
    f"/compare/share/?{VIEW}{{and}}",
    "/follow/statements/?country=CHN{and}",
    f"/follow/compare/?{VIEW}{{and}}",
    "/follow/c/{key}/",
    "/c/{key}/",
    "/c/{key}.json",
    "/c/{key}/changes/",
    "/c/{key}/evidence.jsonl",
    "/c/{key}/embed/",
    "/c/{key}/card.svg",
    "/c/{key}/card.png",
    "/c/{key}/cite.txt",
    "/oembed?url=http://testserver/c/{key}/",
    "/statements/{said}/china-wants-dialogue/",
]
STEADY = {  # addresses that do not change with a further statement: of one other thing, or frozen
    "/blocs/",
    "/votes/",
    "/follow/statements/?country=CHN{and}",
    f"/follow/compare/?{VIEW}{{and}}",
    "/follow/c/{key}/",
    "/shifts/",
    "/about/",
    "/about/method/",
    "/about/glossary/",
    "/about/data/",
    "/about/developers/",
    "/dataset/",
    "/about/corrections/",
    "/about/accessibility/",
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-articles.xml",
    "/statements/{said}/cite.bib",
    "/c/{key}/embed/",
    "/c/{key}.json",
    "/c/{key}/evidence.jsonl",
    "/c/{key}/card.svg",
    "/c/{key}/card.png",
    "/c/{key}/cite.txt",
    "/oembed?url=http://testserver/c/{key}/",
    "/statements/{said}/china-wants-dialogue/",
}
OPEN = [address for address in ADDRESSES if "{open}" in address or "{and}" in address]
"""Those that show suggestions as well, where they are asked to."""
MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d(?::|%3A)\d\d[\d:.%A]*(?:Z|[+-]\d\d:\d\d)|\d\d:\d\d UTC|csrfmiddlewaretoken.*"
)


pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def world(module_db):
    return World()


@pytest.fixture(scope="module")
def editor(module_db):
    return member("editor", accounts.EDITOR)


@pytest.fixture(scope="module")
def article(world):
    return world.article(f"China wants dialogue. {HIDDEN} Perhaps. Or not.", title="News")


@pytest.fixture(scope="module")
def said(world, editor, article):
    """What is published: three countries on three issues."""
    bloc("brics", RUS=(None, None), CHN=(None, None))
    for speaker, stance in [("Lavrov", "oppose"), ("Haley", "support")]:
        world.say(speaker, "We said so.", by=editor, dialogue=stance, sanctions="oppose", thaad=stance)
    for guess in ("Perhaps.", "Or not."):
        world.say("Haley", guess, article=article)
    views = {"dialogue": "support", "sanctions": "support", "thaad": "oppose"}
    return world.say("Liu", "China wants dialogue.", article=article, by=editor, **views)


@pytest.fixture(scope="module")
def shared(said):
    return freeze_now()


def freeze_now():
    selection = selection_of(QueryDict(VIEW))
    return freeze(compare(selection, timezone.now(), with_basis=True), selection.query)


@pytest.fixture(scope="module")
def paths(said, shared, article):
    """All public addresses; with ``review``, which asks for suggestions as well, those that can ask for it.

    The others are the same with it as without it: each test that asks with it asks without it, too, of the
    same record.
    """

    def paths(review=""):
        given = {"said": said.pk, "article": article.pk, "key": shared.key}
        more = {"open": f"?review={review}" if review else "", "and": f"&review={review}" if review else ""}
        return {address: address.format(**given, **more) for address in (OPEN if review else ADDRESSES)}

    return paths


@pytest.fixture
def look(client, paths):
    """Reads every public address, with moments left out."""

    def look(review=""):
        return {address: read(client.get(path, follow=True)) for address, path in paths(review).items()}

    return look


@pytest.fixture(scope="module")
def kept():
    """What was read before anything was hidden, by what it was asked with."""
    return {}


@pytest.fixture
def look_before(look, kept):
    """As ``look``, before anything is written: then every test sees the same, which is read once."""

    def look_before(review=""):
        if review not in kept:
            kept[review] = look(review)
        return kept[review]

    return look_before


def read(response):
    assert response.status_code == 200, response
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return MOMENT.sub("", content.decode("latin-1"))


def hide(world, article, **positions):
    return world.say("Liu", HIDDEN, article=article, dialogue="oppose", **positions)


def discard(world, article, editor, chief):
    verbs.discard(Statement.objects.filter(pk=hide(world, article).pk), chief)


def reject(world, article, editor, chief):
    rejected(hide(world, article), editor)


def draft(world, article, editor, chief):
    say_in(
        world, world.article(f"{HIDDEN} And that.", source="Herald", title="A draft", state="draft"), editor
    )


WAYS = [discard, reject, draft]


@pytest.mark.parametrize("review", ["", "all"])
@pytest.mark.parametrize("ways", everyday([WAYS], thorough=[[way] for way in WAYS]))
def test_what_was_discarded_or_rejected_or_is_in_a_draft_changes_no_page(
    look_before, look, world, article, editor, chief, review, ways
):
    """Everyday one reading after all of it; the thorough one tells which it was."""
    before = look_before(review)
    for way in ways:
        way(world, article, editor, chief)
    assert Statement.objects.filter(quote=HIDDEN).count() == len(ways) - (discard in ways)
    assert changed(before, look(review)) == set()


@pytest.mark.parametrize("review", ["", "all"])
def test_nor_does_what_became_an_orphan(look_before, look, world, article, editor, review):
    without = article.text.replace(HIDDEN, "Other words stand there.")
    before = look_before(review)
    orphan = hide(world, article, sanctions="support")
    verbs.accept(Statement.objects.filter(pk=orphan.pk), editor)
    verbs.replace_text(article, without, editor)
    after = look(review)
    with_text = {"/articles/{article}/news/{open}", "/statements/{said}/china-wants-dialogue/"} & set(after)
    assert changed(before, after) == with_text | {"/statements.jsonld{open}"}  # of which it has a little
    for page in with_text:
        told = after[page].replace("Other words stand there.", HIDDEN)
        assert without_fingerprint(told) == without_fingerprint(before[page])


@pytest.mark.parametrize("review", ["", "all"])
def test_nor_does_what_was_withdrawn(look_before, look, world, editor, review):
    before = look_before(review)
    wrong = world.article(f"{HIDDEN} And that.", source="Herald", title="A wrong one")
    said = say_in(world, wrong, editor)
    assert changed(before, look(review)) >= set(before) - STEADY - {"/articles/{article}/news/{open}"}
    verbs.withdraw([wrong], "A hoax.", editor)
    telling = {"/about/corrections/"}  # which tells the reason
    assert changed(before, look(review)) == telling & set(before)
    assert Statement.objects.get(pk=said.pk).review == "accepted"


def say_in(world, article, editor):
    world.say("Haley", "And that.", article=article, thaad="oppose")
    return world.say("Liu", HIDDEN, article=article, by=editor, dialogue="oppose")


def test_a_suggestion_changes_only_how_many_wait(look_before, look, world, article):
    before = look_before()
    hide(world, article)
    after = look()
    for address in changed(before, after):
        assert without_waiting(after[address]) == without_waiting(before[address]), address


@pytest.mark.parametrize(("review", "by"), [("", "editor"), ("all", None)])
def test_what_may_be_seen_changes_every_page(look_before, look, world, article, request, review, by):
    """The walk would notice: whatever is not steady changes with a statement that is public."""
    before = look_before(review)
    world.say("Liu", HIDDEN, article=article, by=by and request.getfixturevalue(by), dialogue="oppose")
    assert changed(before, look(review)) >= set(ADDRESSES if by else OPEN) - STEADY


def test_it_is_in_no_new_comparison(shared, world, article, editor):
    rejected(hide(world, article), editor)
    assert {**freeze_now().shown, "as_of": ""} == {**shared.shown, "as_of": ""}


@pytest.mark.parametrize("ending", ["", "cite.bib", "cite.json", "words-that-were-withdrawn/"])
def test_it_has_no_address(client, world, article, editor, ending):
    hidden = rejected(hide(world, article), editor)
    assert client.get(f"/statements/{hidden.pk}/{ending}").status_code == 404


def test_the_walk_leaves_no_public_address_out(said, shared, article):
    given = {"said": said.pk, "article": article.pk, "key": shared.key, "open": "", "and": ""}
    walked = {resolve(address.format(**given).partition("?")[0]).url_name for address in ADDRESSES}
    others = {
        "roll_call_detail",
        "statement_report",
        "exchange_detail",
        "follow_manage",
        "follow_end",
        None,
        "healthz",
        "readyz",
        "metrics",
        "security_txt",
        "account_login",
        "dataset_file",
        "language_choose",
    }
    assert {pattern.name for pattern in urls.urlpatterns} - walked - DESK == others


def changed(before, after):
    return {address for address in before if before[address] != after[address]}


def without_fingerprint(page):
    return re.sub(r"<code>[0-9a-f]{16}", "", page)


def without_waiting(page):
    """Also without the fingerprint of a view to be shared, which holds the number."""
    return re.sub(
        r'(?:, and )?\d+ machine-read(?: statements?)?|\d+ waiting|"waiting": \d+|"[0-9a-f]{64}"', "", page
    )
