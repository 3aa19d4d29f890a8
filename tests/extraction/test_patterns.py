"""No regular expression of the extractor runs away: one that backtracks without bound hits the time limit."""

import importlib
import pkgutil
import re

import pytest

from articles import extraction
from tests.examples import everyday

LENGTH = everyday(1_000, thorough=2_000)
PIECES = [
    "a", "A", " ", "\n", '"', "“", "'", "’", ",", ".", "-", "—", "1", "@", "(", "[", "aA", "A ", "a ", "A.",
    "a,", "’s ", "A-", "A’", "a-", "A, ", "photo ", "in a ", "said ", "Mr. ", "March 1, ", "20", "a\n", "A\n",
]  # fmt: skip


def patterns():
    for module in pkgutil.iter_modules(extraction.__path__):
        if module.name == "train_interaction":  # reads no texts, and needs what is not installed
            continue
        loaded = importlib.import_module(f"{extraction.__name__}.{module.name}")
        for name, value in vars(loaded).items():
            if isinstance(value, re.Pattern):
                yield pytest.param(value, id=f"{module.name}.{name}")


@pytest.mark.slow
@pytest.mark.parametrize("pattern", list(patterns()))
def test_the_worst_texts_are_read_to_their_end(pattern):
    for piece in PIECES:
        text = piece * (LENGTH // len(piece))
        for worst in (text, f"{text}\0", f"the {text}\0", f"By {text}\0", f"“{text}\0", f"{text} said \0"):
            found = sum(1 for _ in pattern.finditer(worst))
            assert 0 <= found <= len(worst) + 1
