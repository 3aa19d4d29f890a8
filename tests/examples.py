"""How many examples a property is tried with: a third in everyday runs, all of them with THOROUGH=1."""

import os


def examples(most: int) -> int:
    return most if os.environ.get("THOROUGH") else max(5, most // 3)
