"""What the coders of a task said side by side, and how far they agree."""

import pytest

from articles.curate import verbs
from articles.curate.coding import agreement, tasks, units
from articles.models import Actor
from tests.curate.coding.saying import TEXT, code_all, done, said, words
from tests.factories import actor


def figures(task):
    rows = agreement.agreement(task, units.units(task))
    return {
        row.name: (row.figures.alpha and round(row.figures.alpha, 3), row.figures.observed, row.figures.units)
        for row in rows
    }


def differing(task):
    return {unit.key: unit.differing for unit in units.units(task) if not unit.is_agreed}


def test_full_agreement_differs_in_nothing(task, three, coders):
    for coder in coders:
        code_all(coder, three)
    done(*coders)
    assert differing(task) == {}
    assert figures(task) == {
        "Found at all": (None, 1.0, 3),
        "Words": (1.0, 1.0, len(TEXT.split())),
        "Kind": (1.0, 1.0, 3),
        "Speaker": (1.0, 1.0, 3),
        "Spoken for": (1.0, 1.0, 3),
        "Role": (None, 1.0, 3),
        "Said on": (None, 1.0, 3),
        "Sanctions": (1.0, 1.0, 3),
        "Talks": (1.0, 1.0, 3),
    }


def test_each_field_is_compared_where_both_found_a_statement(task, three, coders):
    code_all(coders[0], three, (three[0], None), (three[1], {"said": "2017"}))
    code_all(coders[1], three, (three[1], {"kind": "mixed", "positions": {}}))
    done(*coders)
    assert differing(task) == {
        f"s{three[0].pk}": ["found"],
        f"s{three[1].pk}": ["kind", "day", f"issue {three[1].positions.get().issue_id}"],
    }
    found = figures(task)
    assert found["Found at all"] == (0.0, pytest.approx(2 / 3), 3)
    assert found["Kind"] == (0.0, 0.5, 2)
    assert found["Talks"] == (0.0, 0.5, 2)
    assert found["Sanctions"] == (1.0, 1.0, 2)


def test_words_are_compared_one_by_one(task, three, coders):
    start = TEXT.index("talks should begin")
    code_all(coders[0], three)
    code_all(coders[1], three, (three[1], {"fragments": [[start, start + len("talks should")]]}))
    done(*coders)
    assert differing(task) == {f"s{three[1].pk}": ["words"]}
    assert figures(task)["Words"][1:] == (pytest.approx(1 - 1 / 17), 17)


def test_quotes_tagged_anew_match_by_their_words(task, three, coders):
    for coder in coders:
        code_all(coder, three)
    tagged = tasks.code_words(coders[0], words("Liu agreed"))
    same = tasks.code_words(coders[1], words("now. Liu agreed"))
    lone = tasks.code_words(coders[1], words("Lavrov said"))
    done(*coders)
    words_of = {unit.key: unit for unit in units.units(task) if unit.key.startswith("c")}
    assert [sorted(code.pk for code in unit.codes.values()) for unit in words_of.values()] == [
        [lone.pk],
        [tagged.pk, same.pk],
    ]
    assert differing(task) == {f"c{lone.pk}": ["found"], f"c{tagged.pk}": ["words"]}
    assert figures(task)["Found at all"][1:] == (0.8, 5)


def test_who_was_merged_is_who_they_were_merged_into(task, three, coders, chief):
    twin = Actor.objects.create(name="S. Lavrov", slug="s-lavrov", kind="person", country_id="RUS")
    entries = said(three[0])
    code_all(coders[0], three)
    other = {**entries["speakers"][0], "actor": twin.pk, "name": twin.name}
    code_all(coders[1], three, (three[0], {"speakers": [other]}))
    done(*coders)
    assert differing(task) == {f"s{three[0].pk}": ["speaker"]}
    verbs.merge([twin], actor("Lavrov"), chief)
    assert differing(task) == {}


def test_somebody_new_is_the_same_by_name(task, three, coders):
    code_all(coders[0], three, (three[0], {"speakers": [new("Jens Stoltenberg")]}))
    code_all(coders[1], three, (three[0], {"speakers": [new("jens stoltenberg")]}))
    done(*coders)
    [unit] = [unit for unit in units.units(task) if unit.key == f"s{three[0].pk}"]
    assert unit.differing == []
    assert unit.found[0]["speaker"][0].label == "Jens Stoltenberg (new)"


def new(name):
    return {
        "actor": None, "name": name, "kind": "person", "country": "NOR", "role": None, "attribution": None,
    }  # fmt: skip


def test_a_text_replaced_since_changes_no_figure(task, three, coders, chief, article):
    code_all(coders[0], three)
    code_all(coders[1], three, (three[0], None))
    tasks.code_words(coders[1], words("Liu agreed"))
    done(*coders)
    tasks.close(task, chief)
    before = figures(task)
    verbs.replace_text(article, "Quite another text.", chief)
    again = type(task).objects.get(pk=task.pk)
    assert figures(again) == before
    assert [unit.outcome for unit in units.units(again)] == ["orphaned: its article changed"] * 3 + [""]


def test_many_units_take_as_many_queries_as_one(task, three, coders, django_assert_num_queries):
    code_all(coders[0], three)
    code_all(coders[1], three)
    for n, quote in enumerate(["Liu agreed", "Lavrov said", "He added"]):
        tasks.code_words(coders[0], words(quote))
        if n in (0, 2):
            with django_assert_num_queries(7):
                units.units(type(task).objects.select_related("article").get(pk=task.pk))
