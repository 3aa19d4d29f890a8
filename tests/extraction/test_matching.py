from datetime import date

import numpy as np
import pytest

from articles.extraction import Document, IssueHint, embedding, evidence, interaction, matching, read, words
from articles.extraction.passage import passage_of
from articles.extraction.records import Position

SANCTIONS_ON_IRAN = IssueHint("iran", "Sanctions against Iran over its nuclear programme", (), ("IRN",))
SANCTIONS_ON_PERU = IssueHint("peru", "Sanctions against Peru over its election", (), ("PER",))
WHALING = IssueHint("whaling", "Ban on commercial whaling", (), ())
ISSUES = (SANCTIONS_ON_IRAN, SANCTIONS_ON_PERU, WHALING)


def document(text, title=""):
    return Document("x", text, date(2024, 3, 15), title)


@pytest.fixture(params=["by meaning", "by words"])
def way(request, monkeypatch):
    if request.param == "by words":
        monkeypatch.setattr(embedding, "is_available", lambda: False)
    matching.weights.cache_clear()
    yield request.param
    matching.weights.cache_clear()


def issues_of(text, title="", issues=ISSUES):
    return [[p.issue for p in s.positions if p.issue] for s in read(document(text, title), issues)]


def test_the_same_demand_of_two_countries_is_on_two_issues(way):
    text = "Germany's foreign minister Anna Lund called for tougher sanctions against {} over its {}."
    assert issues_of(text.format("Iran", "nuclear programme")) == [["iran"]]
    assert issues_of(text.format("Peru", "election")) == [["peru"]]


def test_the_network_is_asked_only_where_there_is_a_choice(monkeypatch):
    asked = []
    learnt = interaction.Network.chances
    monkeypatch.setattr(interaction.Network, "chances", lambda *given: asked.append(1) or learnt(*given))
    text = "Germany's foreign minister Anna Lund called for a ban on whaling."
    read(document(text), [WHALING])
    assert asked == []
    read(document(text), ISSUES)
    assert asked == [1]


def test_what_concerns_no_issue_is_on_none(way):
    assert issues_of("Germany's foreign minister Anna Lund said that she had arrived by train.") == [[]]


def test_a_position_bears_its_chance_and_a_side(way):
    text = "Germany's foreign minister Anna Lund condemned commercial whaling and called for a ban on it."
    held = [p for s in read(document(text), ISSUES) for p in s.positions if p.issue == "whaling"]
    assert held
    assert all(p.confidence is not None and matching.weights().bar <= p.confidence <= 1 for p in held)
    assert all(p.stance in matching.STANCES for p in held)


def test_key_phrases_come_first():
    hint = IssueHint("whaling", "Ban on commercial whaling", ("whal*",))
    found = read(document("Anna Lund backed whaling in the coastal waters of Norway."), (hint,))
    assert [(p.issue, p.confidence) for s in found for p in s.positions] == [("whaling", None)]


def test_evidence_is_finite_for_one_issue_and_for_texts_without_words(way):
    text = "Anna Lund said that it was 14-0."
    (statement,) = read(document(text))
    one = passage_of(document(text), statement)
    found = evidence.features([one], [IssueHint("x", "—")], embedding.is_available())
    assert found.shape[:2] == (1, 1)
    assert np.isfinite(found).all()


def test_a_passage_is_the_sentence_and_the_paragraph_around():
    text = "First paragraph.\n\nIt was late. Anna Lund said that whaling must end. She left.\n\nThe last one."
    (statement,) = read(document(text, "A title"))
    one = passage_of(document(text, "A title"), statement)
    assert one.sentence.strip() == "Anna Lund said that whaling must end."
    assert one.paragraph == "It was late. Anna Lund said that whaling must end. She left."
    assert (one.cue, one.title) == ("said", "A title")


def test_rare_words_weigh_more():
    assert words.rarity("whal") > words.rarity("president") > 0


@pytest.mark.parametrize(
    ("word", "stem"), [("sanctions", "sanct"), ("Iran’s", "iran"), ("aids", "aids"), ("use", "use")]
)
def test_stem(word, stem):
    assert words.stem(word) == stem


@pytest.mark.parametrize(
    ("text", "speaks_out"),
    [
        ("Anna Lund called for a ban on whaling.", True),
        ("Anna Lund rejected a ban on whaling.", True),
        ("Anna Lund called the ban a mistake.", False),
        ("Anna Lund said that whaling must end.", False),
        ("Under the plan Anna Lund would reject a ban on whaling.", False),
    ],
)
def test_which_reporting_words_take_a_side(text, speaks_out):
    (statement, *_) = read(document(text))
    assert matching.speaks_out(passage_of(document(text), statement)) == speaks_out


NORWAY_WHALES = IssueHint("whaling", "Whaling by Norway", (), ("NOR",))
SANCTIONS = IssueHint("sanctions", "Sanctions against Norway over its fishing", (), ("NOR",))
PROGRAMME = IssueHint("programme", "Nuclear programme of Peru", (), ("PER",))
TROOPS = IssueHint("troops", "Withdrawal of Chilean troops from Peru", (), ("CHL", "PER"))


@pytest.mark.parametrize(
    ("text", "issue", "taken"),
    [
        ("Chile urged Norway to stop whaling.", NORWAY_WHALES, "oppose"),
        ("Norway rejected a ban on whaling.", NORWAY_WHALES, "support"),
        ("Peru urged the United Nations to lift the sanctions.", SANCTIONS, "oppose"),
        ("Norway warned that sanctions would have consequences.", SANCTIONS, "oppose"),
        ("Peru called for tougher sanctions.", SANCTIONS, "support"),
        ("Chile demanded that Peru halt its nuclear programme.", PROGRAMME, "oppose"),
        ("Peru denied that its nuclear programme was illegal.", PROGRAMME, "support"),
        ("Chile said its troops would stay in Peru.", TROOPS, "oppose"),
        ("Norway condemned the presence of Chilean troops in Peru.", TROOPS, "support"),
    ],
)
def test_the_side_of_a_plain_statement(way, text, issue, taken):
    statement = read(document(text))[-1]
    found, certainty = matching.side_by(matching.weights(), passage_of(document(text), statement), issue)
    assert (found, 0 < certainty <= 1) == (taken, True)


def test_a_side_that_is_not_sure_gives_no_position(way, monkeypatch):
    text = "Germany's foreign minister Anna Lund called for tougher sanctions against Iran."
    for name in ("side_by", "side_by_both"):
        monkeypatch.setattr(matching, name, lambda *asked: ("support", 0.01))
    assert issues_of(text) == [[]]


def test_where_two_readings_differ_the_side_is_less_sure(way, monkeypatch):
    text = "Norway rejected a ban on whaling."
    one = passage_of(document(text), read(document(text))[-1])
    learnt = matching.weights()
    _, alone = learnt.side_of(matching.bearing(one, NORWAY_WHALES, learnt.by_meaning))
    taken = {}
    for plain in (0, 1, -1):
        monkeypatch.setattr(matching.leaning, "plain_side", lambda *_, plain=plain: plain)
        taken[plain] = matching.side_by(matching.weights(), one, NORWAY_WHALES)
    regression, certainty = taken[0]
    other = "support" if regression == "oppose" else "oppose"
    assert certainty == alone
    assert {taken[1], taken[-1]} == {(regression, alone), (other, alone * matching.DISPUTED)}


BAN = IssueHint("whaling", "Ban on commercial whaling", ("ban on whaling", "whaling"))


@pytest.mark.parametrize(
    ("text", "stance", "is_sure"),
    [
        ("Chile rejected a ban on whaling.", "oppose", True),
        ("Chile called for a ban on whaling.", "support", True),
        ("Chile opposed the plan to give up the ban on whaling.", "support", False),
        ("Chile said that a ban on whaling was necessary, and that it had sent ships.", "support", False),
        ("Chile said that it had read the report on whaling.", "neutral", False),
        ("Chile welcomed the report on how a ban on whaling would harm it.", "oppose", False),
    ],
)
def test_a_side_by_key_phrases_is_sure_if_the_reporting_words_take_it_too(way, text, stance, is_sure):
    is_sure &= way == "by meaning"  # by words alone nothing here is as likely as it must be
    (position,) = read(document(text), [BAN])[0].positions
    assert (position.stance, position.is_sure) == (stance, is_sure)
    assert ("sure" in position.to_json()) == (not is_sure)


@pytest.mark.parametrize(
    ("text", "told", "chance", "beyond", "is_sure"),
    [
        ("Chile rejected a ban on whaling.", "oppose", 0.8, 0.01, True),
        ("Chile rejected a ban on whaling.", "oppose", 0.8, -0.01, False),
        ("Chile rejected a ban on whaling.", "oppose", matching.CERTAIN, -0.5, True),
        ("Chile rejected a ban on whaling.", "support", 1.0, 0.01, False),
        ("Chile rejected what others had said in May of a ban on whaling.", "oppose", 1.0, 0.01, True),
        ("Chile rejected what others had said in May of a ban on whaling.", "oppose", 1.0, -0.01, False),
        ("Chile said that others would never agree in May to a ban on whaling.", "oppose", 1.0, 0.01, False),
        ("Chile rejected a ban on whaling.", None, 0, 0, False),
    ],
)
def test_a_side_is_sure_only_if_what_was_learnt_tells_it_of_this_issue(text, told, chance, beyond, is_sure):
    one = passage_of(document(text), read(document(text))[-1])
    guess = told and (Position(told, BAN.slug, (0, 1), chance), (matching.weights().shown + beyond) / chance)
    assert matching.is_sure(one, BAN, "oppose", guess) == is_sure
