"""Who is credited where an office passes on what its minister said."""

import pytest

from articles.extraction.channels import is_channel
from articles.extraction.records import Speaker

OPENING = "MOSCOW, July 5 (Reuters) - Russian Foreign Minister Sergei Lavrov met Kerry on Wednesday.\n\n"
MINISTRY = "Russian Foreign Ministry"
WORDS = "Russia will not support new sanctions against North Korea"


def told(read, text):
    """Speakers, channel and words of each statement."""
    return [
        ([one.name for one in said.speakers], said.channel and said.channel.name, said.quote.strip('",'))
        for said in read(OPENING + text)
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"The Russian Foreign Ministry said Lavrov told Kerry that {WORDS}.",
        f"According to the Russian Foreign Ministry, Lavrov told his counterpart that {WORDS}.",
        f"The Russian Foreign Ministry quoted Lavrov as saying that {WORDS}.",
        f"The Russian Foreign Ministry quoted Foreign Minister Sergei Lavrov as telling Kerry that {WORDS}.",
        f"Lavrov was quoted by the Russian Foreign Ministry as saying that {WORDS}.",
        f'"{WORDS}," the Russian Foreign Ministry quoted Lavrov as saying.',
        f'"{WORDS}," Lavrov was quoted as saying by the Russian Foreign Ministry.',
    ],
)
def test_what_a_ministry_reports_of_its_minister_is_one_statement_of_the_minister(read, text):
    assert told(read, text) == [(["Sergei Lavrov"], MINISTRY, WORDS)]


def test_a_report_that_closes_the_sentence_is_no_part_of_the_words(read):
    first, *_ = told(read, f"{WORDS}, Lavrov said, the Russian Foreign Ministry reported.")
    assert first == (["Sergei Lavrov"], MINISTRY, WORDS)


def test_a_spokesman_is_a_channel_of_his_president(read):
    text = (
        "Kremlin spokesman Dmitry Peskov said President Vladimir Putin believes that the sanctions against "
        "his country are harmful."
    )
    quote = "the sanctions against his country are harmful"
    assert told(read, text) == [(["Vladimir Putin"], "Dmitry Peskov", quote)]


@pytest.mark.parametrize(
    ("text", "outer"),
    [
        (f"The Turkish Foreign Ministry said Lavrov told Kerry that {WORDS}.", "Turkish Foreign Ministry"),
        (f"The ministry said Lavrov told Kerry that {WORDS}.", "ministry"),
        (f"US Secretary of State John Kerry said Lavrov told him that {WORDS}.", "John Kerry"),
    ],
)
def test_others_report_what_they_say_he_said(read, text, outer):
    """Of another country, of none that is known, or no office."""
    found = told(read, text)
    assert [channel for _, channel, _ in found] == [None] * len(found)
    assert (["Sergei Lavrov"], None, WORDS) in found
    assert [outer] in [speakers for speakers, *_ in found]


def test_a_report_that_says_more_stays_a_statement_of_its_own(read):
    text = f"The Russian Foreign Ministry said sanctions are illegal and Lavrov told Kerry that {WORDS}."
    found = told(read, text)
    assert [channel for _, channel, _ in found] == [None] * len(found)
    assert [MINISTRY] in [speakers for speakers, *_ in found]


def test_a_news_agency_is_credited_by_nobody(read):
    assert told(read, f"Interfax quoted Lavrov as saying that {WORDS}.") == [(["Sergei Lavrov"], None, WORDS)]


def test_nested_statements_keep_the_outer_one_that_stays(read):
    text = f"John Kerry said the Russian Foreign Ministry told reporters that Lavrov believes {WORDS}."
    found = read(OPENING + text)
    assert all(one.parent is None or one.parent < len(found) for one in found)


@pytest.mark.parametrize(
    ("channel", "holds"),
    [
        (Speaker("Kremlin", "office", None, "RUS"), True),
        (Speaker("Dmitry Peskov", "person", "Kremlin spokesman", "RUS"), True),
        (Speaker("Maria Zakharova", "person", "Spokeswoman of the ministry", "RUS"), True),
        (Speaker("Sergei Shoigu", "person", "Defence Minister", "RUS"), False),
        (Speaker("White House", "office", None, "USA"), False),
        (Speaker("Foreign Ministry", "office", None, None), False),
        (Speaker("Russia", "state", None, "RUS"), False),
        (Speaker("Interfax", "organisation", None, "RUS"), False),
    ],
)
def test_only_offices_and_spokesmen_of_the_same_country_are_channels(channel, holds):
    assert is_channel(channel, [Speaker("Sergei Lavrov", "person", "Foreign Minister", "RUS")]) is holds


def test_an_office_is_no_channel_of_another_office_or_of_nobody():
    kremlin = Speaker("Kremlin", "office", None, "RUS")
    assert not is_channel(kremlin, [Speaker("Defence Ministry", "office", None, "RUS")])
    assert not is_channel(kremlin, [])
