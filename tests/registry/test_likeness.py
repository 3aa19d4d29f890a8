"""Names that nobody bears are looked for by likeness, in other scripts too."""

import pytest

from articles.registry.likeness import likely


@pytest.mark.parametrize("typed", ["Lavrof", "Sergej Lavrov", "Лавров", "Сергей Лавров", "لافروف", "Λαβρόφ"])
def test_a_speaker_is_found_by_a_like_name(db, world, typed):
    world.say("Lavrov", "No.")
    world.say("Haley", "Yes.")
    assert [a.name for a in likely(typed)] == ["Sergei Lavrov"]
