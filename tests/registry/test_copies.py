"""The same article from several outlets is known again, and others are not taken for it."""

import pytest

from articles.curate import verbs
from articles.importing.tasks import find_copies
from articles.models import Article, Sketch
from articles.registry.copies import SHORTEST, bands_of, common, shingles

PARAGRAPHS = [
    "Russia's foreign minister said on Tuesday that his country would reject any further sanctions against "
    "North Korea, and called on all sides to return to the talks that were broken off eight years ago.",
    "Speaking after a meeting with his Chinese colleague in Moscow, he added that pressure alone had "
    "never brought a solution, while the ambassador of the United States warned that patience had run out.",
    "Diplomats in New York expected a vote within days, although several members had asked for "
    "more time to study the draft, which would cut exports of coal, iron and seafood by a third.",
]
TEXT = "\n\n".join(PARAGRAPHS)


def edited(text):
    return (
        text.replace("on Tuesday", "Tuesday")
        .replace("warned", "cautioned")
        .replace("colleague", "counterpart")
    )


@pytest.fixture
def first(world):
    return world.article(TEXT, source="Gazette", title="Russia rejects sanctions", published_on="2017-07-04")


@pytest.mark.parametrize(
    "text",
    [
        f"MOSCOW (Agency) — {TEXT}",
        "\n\n".join(PARAGRAPHS[:2]),
        f"{TEXT}\n\nThe vote was put off on Thursday, after a call between the two ministers.",
        edited(TEXT),
        TEXT.upper().replace(",", " –"),
    ],
    ids=["with a dateline", "shortened", "updated", "edited", "set otherwise"],
)
def test_a_copy_is_known_again(world, first, text):
    copy = world.article(text, source="Herald", published_on="2017-07-05")
    assert copy.sketch.copy_of == first
    assert copy.sketch.share >= 0.6


def test_another_article_on_the_same_is_none(world, first):
    other = (
        f"{PARAGRAPHS[0][:60]} {'Others saw it differently. ' * 4} An envoy of the council said "
        "that nothing new had come up, and that he would travel to the region soon to speak with both sides."
    )
    assert world.article(other, source="Herald").sketch.copy_of is None


def test_short_texts_are_no_copies(world):
    text = "He said that talks must start, and that nobody would be left out of them."
    assert len(shingles(text)) < SHORTEST
    world.article(text, source="Gazette")
    assert world.article(f"{text} Yes.", source="Herald").sketch.copy_of is None


def test_all_are_copies_of_the_earliest(world, first):
    second = world.article(f"{TEXT} A.", source="Herald")
    third = world.article(f"{TEXT} B.", source="Post")
    assert (second.sketch.copy_of, third.sketch.copy_of) == (first, first)
    assert list(Article.objects.variants_of(second)) == [first, third]
    assert list(Article.objects.variants_of(first)) == [second, third]


def test_readers_see_them_as_one_with_its_variants(client, world, editor, first):
    copy = world.article(edited(TEXT), source="Herald", title="Moscow says no")
    listed = client.get("/articles/").content.decode()
    assert "Russia rejects sanctions" in listed and "Moscow says no" not in listed
    page = client.get(first.get_absolute_url()).content.decode()
    assert f'Nearly the same text: <a href="{copy.get_absolute_url()}">Herald</a>' in page
    verbs.withdraw([first], "A hoax.", editor)
    assert "Moscow says no" in client.get("/articles/").content.decode()
    assert "Nearly the same text" not in client.get(copy.get_absolute_url()).content.decode()


def test_with_another_text_it_is_looked_at_anew(world, editor, first):
    copy = world.article(edited(TEXT), source="Herald")
    verbs.replace_text(copy, "Something else was said here altogether, by somebody else. " * 9, editor)
    assert Sketch.objects.get(article=copy).copy_of is None


def test_articles_that_came_by_other_ways_are_looked_at_later(world, first):
    copy = world.article(edited(TEXT), source="Herald")
    Sketch.objects.all().delete()
    assert find_copies(timestamp=0) == 2
    assert Sketch.objects.get(article=copy).copy_of == first
    assert find_copies(timestamp=0) == 0


def test_sketches_are_the_same_everywhere():
    bands = bands_of(shingles(TEXT))
    assert (len(bands), bands[:2]) == (32, [3267170736, 1112250745])
    assert common(shingles(TEXT), shingles(TEXT)) == 1
    assert common(shingles(TEXT), shingles("")) == 0
