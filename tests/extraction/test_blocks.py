import pytest

from articles.extraction.blocks import split


def kinds(text):
    return [block.kind for block in split(text)]


def test_paragraphs_are_lines_without_the_white_space_around_them():
    text = "  One is a sentence here. \n\n\tTwo is another one here.\n"
    assert [text[b.start : b.end] for b in split(text)] == [
        "One is a sentence here.",
        "Two is another one here.",
    ]


def test_empty_text_has_no_blocks():
    assert split("") == split(" \n\t\n") == ()


def test_a_line_without_full_stop_above_prose_is_a_headline():
    assert kinds("Norway Closes Its Ports\n\nThe ports were closed on Monday.") == ["headline", "paragraph"]


def test_a_lone_line_without_full_stop_is_a_paragraph():
    assert kinds("Norway said it would close its ports") == ["paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "This undated photo shows a ferry in the port of Bergen.",
        "File photo taken on May 2, 2020, shows the old port of Bergen.",
        "The ferry is seen in this undated photo released by the port.",
        "A ferry leaves the port of Bergen. (Reuters/Jo Berg)",
    ],
)
def test_captions(line):
    assert kinds(line) == ["caption"]


@pytest.mark.parametrize(
    "line",
    [
        "SHARE THIS ARTICLE",
        "Read More:",
        "Leave a Comment",
        "With reporting by our correspondents in Oslo and Lima.",
        "Add Norway as an interest to stay up to date on the latest Norway news.",
        "www.example.org",
    ],
)
def test_boilerplate(line):
    assert kinds(line) == ["boilerplate"]


def test_a_byline():
    assert kinds("By Paul Kimani in Nairobi") == ["byline"]


def test_the_block_above_a_signature_is_a_tweet():
    text = "Just landed in Lima. Great talks ahead!\n\n— Marta Rojas (@martarojas) March 3, 2024"
    assert kinds(text) == ["tweet", "byline"]


def test_lines_broken_in_mid_sentence_are_one_paragraph():
    text = (
        "The government of the kingdom said on Monday that\nit would not close the ports of the west coast."
    )
    assert len(split(text)) == 1


def test_short_lines_are_not_joined():
    assert len(split("Fish\nand chips are served here.")) == 2


def test_only_paragraphs_and_tweets_speak():
    assert [b.speaks for b in split("By Paul Kimani\n\nThe port is closed until May.")] == [False, True]
