import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from articles.index.postings import sums


@given(st.lists(st.booleans(), max_size=70), st.lists(st.integers(0, 70), max_size=12))
def test_sums_between_starts(mask, starts):
    bounds = np.array(sorted(min(start, len(mask)) for start in [0, *starts, len(mask)]), np.uint32)
    pairs = zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
    assert sums(np.array(mask, bool), bounds).tolist() == [sum(mask[start:end]) for start, end in pairs]
