"""How many examples a property is tried with: a third in everyday runs, all of them with THOROUGH=1."""

import os

from hypothesis import HealthCheck, Phase, settings


def examples(most: int) -> int:
    return most if os.environ.get("THOROUGH") else max(5, most // 3)


def filling_a_database(most: int) -> settings:
    """For properties of which every example does: without shrinking, which would take hours."""
    return settings(
        max_examples=examples(most),
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
