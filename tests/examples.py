"""How many examples a property is tried with: some of them in everyday runs, all of them with THOROUGH=1."""

import os

from hypothesis import HealthCheck, Phase, settings


def examples(most: int, part: int = 3) -> int:
    return most if os.environ.get("THOROUGH") else max(5, most // part)


def filling_a_database(most: int) -> settings:
    """For properties of which every example does: fewer, and without shrinking, which would take hours."""
    return settings(
        max_examples=examples(most, part=5),
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
