import math
from dataclasses import replace

import pytest

from articles.extraction import cues, ranking


@pytest.fixture
def offered(passages):
    (passage,) = passages("Rojas said on Monday that the vote was lost, which nobody denied.")
    said = next(token for token in passage.doc if token.text == "said")
    return ranking.choices(said, passage, cues.speaker_token)


def test_probabilities_leave_room_for_no_statement():
    shares = ranking.probabilities([0.0, math.log(2.0)])
    assert shares == pytest.approx([0.25, 0.5])


def test_a_sum_without_bound_is_still_a_probability():
    assert ranking.probabilities([1e9, -1e9]) == pytest.approx([1.0, 0.0])


def test_several_ends_are_offered_and_no_words_twice(offered):
    spans = [choice.spans for choice in offered]
    assert len(set(spans)) == len(spans) > 3
    assert ((26, 43),) in spans  # "the vote was lost"
    assert all(start != 21 for ((start, _), *_) in spans)  # no leading "that"


def test_findings_that_are_nearly_the_same_count_together(offered):
    whole = next(c for c in offered if c.spans == ((26, 43),))
    other = next(c for c in offered if c is not whole and c.spans[0][1] > 50)
    alone = ranking.likeliest([whole, other], [0.3, 0.4])
    assert (alone.spans, alone.probability) == (other.spans, 0.4)
    twin = replace(whole, spans=((26, 42),), probability=0.0)
    together = ranking.likeliest([whole, other, twin], [0.3, 0.4, 0.2])
    assert (together.spans, together.probability) == (whole.spans, pytest.approx(0.5))


def test_below_the_threshold_nothing_is_found(passages, monkeypatch):
    (passage,) = passages("Rojas said that the vote was lost.")
    said = passage.doc[1]
    assert ranking.choose_one(said, passage, cues.speaker_token) is not None
    assert ranking.choose_one(said, passage, cues.speaker_token, least=0.9999) is None
