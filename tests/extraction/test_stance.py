import pytest

from articles.extraction import IssueHint
from articles.extraction.stance import phrase_pattern

TARIFFS = IssueHint("tariffs", "New tariffs on fish", ("tariff*", "duties on … fish", "!free trade in fish"))

CASES = {
    "cue for": ("Norway called for new tariffs on fish.", "support"),
    "cue against": ("Norway condemned the new tariffs on fish.", "oppose"),
    "verb inside": ("Norway said it opposed new tariffs on fish.", "oppose"),
    "verb far before": (
        "Norway said it opposed any attempt to burden the poor or the old by way of tariffs.",
        "oppose",
    ),
    "halt": ("Norway urged Chile to halt its tariffs.", "oppose"),
    "warned against ending": ("Norway warned against abandoning the tariffs.", "support"),
    "should be considered": ("Norway said that tariffs should be considered.", "support"),
    "should not": ("Norway said that tariffs should not be considered.", "oppose"),
    "unacceptable": ("Norway said the tariffs were unacceptable.", "oppose"),
    "if": ("Norway said it would pay tariffs if Chile did.", "conditional"),
    "if to whoever listens": ("“If you see this, you must support tariffs on fish,” Norway said.", "support"),
    "noun behind adjectives": (
        "Norway said the tariffs were a clear and sharp military escalation.",
        "oppose",
    ),
    "noun of something else": ("Norway said tariffs are the answer to the new escalation.", "neutral"),
    "not until": ("Norway said it would not drop tariffs until May.", "oppose"),
    "neutral": ("Norway said the tariffs began in May.", "neutral"),
    "contrary": ("Norway called for free trade in fish.", "oppose"),
    "gap": ("Norway called for duties on frozen fish.", "support"),
    "withheld": ("Norway refrained from calling for tariffs on fish and timber.", "oppose"),
    "the end of a time": ("Norway said it hoped that by the end of May tariffs would come.", "neutral"),
    "end and return": ("Norway urged Chile to end its boycott and return to tariffs.", "support"),
    "not on the agenda": ("Norway said that tariffs were not on its agenda.", "oppose"),
    "aside": ("Norway said it would pay tariffs, while the fish remained a threat.", "neutral"),
    "lifting": ("Norway called for lifting the tariffs.", "oppose"),
    "asked of somebody else": ("Norway urged Chile to drop its tariffs.", "oppose"),
    "would not lift": ("Norway said that it would not lift tariffs.", "support"),
    "must be lifted": ("Norway said that the tariffs must be lifted.", "oppose"),
    "warned against lifting": ("Norway warned against lifting the tariffs.", "support"),
    "contrary act condemned": ("Norway condemned the lifting of the tariffs.", "support"),
    "opposition is wrong": ("Norway said opposition to the tariffs was wrong.", "support"),
    "threat if": ("Norway threatened to close its ports if Chile raised tariffs.", "oppose"),
    "threat unless": ("Norway threatened to close its ports unless Chile adopted tariffs.", "support"),
    "threat unless lifted": (
        "Norway threatened to close its ports unless the tariffs were lifted.",
        "oppose",
    ),
    "retaliation if": ("Norway said it would retaliate if tariffs were imposed.", "oppose"),
    "warned of consequences if": (
        "Norway warned of serious consequences if Chile imposed tariffs.",
        "oppose",
    ),
    "grave consequences": ("Norway said the tariffs would have grave consequences.", "oppose"),
    "harm": ("Norway warned that the tariffs would harm the poor.", "oppose"),
    "regret": ("Norway regretted the tariffs on fish.", "oppose"),
    "too early": ("Norway said it was too early to talk of tariffs.", "oppose"),
    "denied blame": ("Norway denied that the tariffs were illegal.", "support"),
    "rejected claims": ("Norway rejected claims that the tariffs were illegal.", "support"),
    "praise": ("Norway praised the new tariffs.", "support"),
    "denied cue": ("Norway did not call for tariffs on fish and timber.", "oppose"),
}


@pytest.mark.parametrize(("text", "stance"), CASES.values(), ids=CASES.keys())
def test_stance_on_an_issue(read, text, stance):
    (position,) = read(text, issues=(TARIFFS,))[-1].positions
    assert (position.issue, position.stance) == ("tariffs", stance)


def test_the_evidence_is_the_key_phrase(read):
    text = "Norway called for new tariffs on fish."
    (position,) = read(text, issues=(TARIFFS,))[0].positions
    assert text[slice(*position.evidence_span)] == "tariffs"


def test_without_hints_only_the_cue_tells(read):
    (position,) = read("Norway condemned the raid.")[0].positions
    assert (position.stance, position.issue) == ("oppose", None)


def test_a_plain_report_takes_no_position(read):
    assert read("Norway said the ferry was late.")[0].positions == ()


def test_two_issues_two_positions(read):
    ferries = IssueHint("ferries", "More ferries", ("ferries",))
    (statement,) = read("Norway called for tariffs and ferries.", issues=(TARIFFS, ferries))
    assert [p.issue for p in statement.positions] == ["tariffs", "ferries"]


@pytest.mark.parametrize("phrase", ["", "!", "…", "*", "(", "a … b"])
def test_odd_phrases_do_no_harm(phrase):
    phrase_pattern(phrase).search("a ( b")


def test_a_gap_over_a_long_text_comes_to_an_end():
    phrase_pattern("duties … fish").search("duties " * 50_000)
