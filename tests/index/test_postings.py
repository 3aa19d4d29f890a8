import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.index import postings
from articles.index.postings import Postings, Subset, sums

SIZE, VALUES = 70, 5
PAIRS = st.lists(st.tuples(st.integers(0, SIZE - 1), st.integers(0, VALUES - 1)), max_size=120)
ROWS = st.sets(st.integers(0, SIZE - 1))


@given(st.lists(st.booleans(), max_size=70), st.lists(st.integers(0, 70), max_size=12))
def test_sums_between_starts(mask, starts):
    bounds = np.array(sorted(min(start, len(mask)) for start in [0, *starts, len(mask)]), np.uint32)
    pairs = zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
    assert sums(np.array(mask, bool), bounds).tolist() == [sum(mask[start:end]) for start, end in pairs]


@pytest.mark.slow
@pytest.mark.parametrize("frequent", [0, 3, 8, 10_000])  # no bits, a few, some, nothing but bits
@pytest.mark.parametrize("reading", [-10_000, 10_000])  # row by row, in whole lists
@given(pairs=PAIRS, chosen=ROWS, codes=st.sets(st.integers(0, VALUES + 1)))
def test_rows_and_their_values(frequent, reading, pairs, chosen, codes):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "FREQUENT", frequent)
        patch.setattr(postings, "BY_ROW", reading)
        patch.setattr(postings, "SEEKING", reading)
        rows, values = (np.array([pair[n] for pair in pairs], np.int64) for n in (0, 1))
        held = Postings.of(rows, values, SIZE, VALUES)
        mask = np.isin(np.arange(SIZE), list(chosen))
        having = held.having(np.array(sorted(codes), np.int64))
        assert set(np.flatnonzero(having)) == {row for row, value in pairs if value in codes}
        expected = [len({row for row, v in pairs if v == value} & chosen) for value in range(VALUES)]
        assert held.counts(Subset(mask)).tolist() == expected
        found = zip(*(each.tolist() for each in held.pairs(np.array(sorted(chosen), np.int64))), strict=True)
        assert sorted(found) == sorted({pair for pair in pairs if pair[0] in chosen})
