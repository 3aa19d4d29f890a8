"""Alpha as its author works it out (Krippendorff 2011), and where it is undefined; places matched."""

import pytest

from articles.curate.coding.reliability import Reliability, matched, overlap, reliability, words_at

TEXT = "One two three four five six seven eight."


def units(*coders):
    """Units of values from a line a coder; a dot is a missing value."""
    rows = [[None if value == "." else value for value in line.split()] for line in coders]
    return list(zip(*rows, strict=True))


class TestAlpha:
    @pytest.mark.parametrize(
        ("coders", "alpha", "number"),
        [
            pytest.param(["0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"], 0.095, 10, id="A, binary"),
            pytest.param(["a a b b d c c c e d d a", "b a b b b c c c e d d d"], 0.692, 12, id="B, nominal"),
            pytest.param(
                [
                    "1 2 3 3 2 1 4 1 2 . . .",
                    "1 2 3 3 2 2 4 1 2 5 . 3",
                    ". 3 3 3 2 3 4 2 2 5 1 .",
                    "1 2 3 3 2 4 4 1 2 5 1 .",
                ],
                0.743,
                11,
                id="C, four coders, missing values",
            ),
        ],
    )
    def test_the_published_examples(self, coders, alpha, number):
        found = reliability(units(*coders))
        assert (round(found.alpha, 3), found.units) == (alpha, number)

    def test_perfect_agreement_is_1(self):
        assert reliability(units("a b a", "a b a")) == Reliability(1.0, 1.0, 3)

    def test_agreement_worse_than_by_chance_is_below_0(self):
        assert reliability(units("a b", "b a")).alpha == pytest.approx(-0.5)

    @pytest.mark.parametrize(
        ("coders", "expected"),
        [
            pytest.param(["a a a", "a a a"], Reliability(None, 1.0, 3), id="no variation"),
            pytest.param(["a", "b"], Reliability(None, 0.0, 1), id="one unit"),
            pytest.param(["a . b", ". a ."], Reliability(None, None, 0), id="nothing to compare"),
            pytest.param(["", ""], Reliability(None, None, 0), id="no units"),
        ],
    )
    def test_where_it_is_undefined_it_is_not_1_or_0(self, coders, expected):
        assert reliability(units(*coders)) == expected

    def test_a_value_that_only_one_coder_gave_does_not_count(self):
        assert reliability(units("a b a c", "a b b .")) == reliability(units("a b a", "a b b"))

    def test_observed_agreement_is_the_share_of_pairs(self):
        assert reliability(units("a b a b", "a b b b")).observed == 0.75

    def test_nothing_chosen_is_a_value(self):
        assert reliability([((), ()), (("a",), ())]).observed == 0.5


class TestPlaces:
    def test_words_are_those_of_which_a_part_is_covered(self):
        assert words_at(TEXT, [(0, 7), (10, 11)]) == {0, 4, 8}
        assert words_at(TEXT, [(3, 4)]) == frozenset()

    @pytest.mark.parametrize(("one", "other", "share"), [("ab", "ab", 1), ("ab", "abcd", 0.5), ("", "", 0)])
    def test_overlap_is_a_share_of_the_longer(self, one, other, share):
        assert overlap(frozenset(one), frozenset(other)) == share

    def test_half_of_the_words_are_enough_and_less_is_not(self):
        assert pairs(A={"x": "abcd"}, B={"y": "ab"}) == ["AxBy"]
        assert pairs(A={"x": "abcd"}, B={"y": "a"}) == ["Ax", "By"]

    def test_the_best_match_comes_first_and_each_has_one(self):
        assert pairs(A={"x": "abcd"}, B={"y": "abc", "z": "abcd"}) == ["AxBz", "By"]

    def test_three_coders_make_one_group(self):
        assert pairs(A={"x": "abcd"}, B={"y": "abce"}, C={"z": "abcd"}) == ["AxByCz"]

    def test_a_group_has_one_place_of_a_coder(self):
        found = pairs(A={"x": "abcd", "v": "abc"}, B={"y": "abcd"}, C={"z": "abc"})
        assert found == ["AvCz", "AxBy"]


def pairs(**places):
    found = matched(
        {coder: {key: frozenset(words) for key, words in own.items()} for coder, own in places.items()}
    )
    return sorted("".join(f"{coder}{key}" for coder, key in sorted(group.items())) for group in found)
