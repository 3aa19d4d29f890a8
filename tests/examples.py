"""How much is tried: in everyday runs a sixth of a property's examples, all of them with THOROUGH=1."""

import os
from typing import TypeVar

from hypothesis import HealthCheck, Phase, settings

THOROUGH = bool(os.environ.get("THOROUGH"))
Value = TypeVar("Value")

# A busy machine breaks no property. Where the variable CI is set, examples are the same in each run besides.
settings.register_profile(
    "untimed", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")


def examples(most: int, least: int = 5) -> int:
    return most if THOROUGH else max(least, most // 6)


def everyday(value: Value, thorough: Value) -> Value:
    """One size, length or selection for everyday runs, another for thorough ones."""
    return thorough if THOROUGH else value


def filling_a_database(most: int) -> settings:
    """For properties of which every example does: without shrinking, which would take hours."""
    return settings(
        max_examples=examples(most, least=3),
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
