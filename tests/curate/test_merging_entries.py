"""Two editors at one statement: by field, from what both began with."""

import pytest
from django.http import QueryDict

from articles.curate.merging_entries import merged, signed


def initial(
    kind="direct", said="2017-07-05", speakers=(("Lavrov", "RUS"),), positions=(("Talks", "support"),)
):
    words = {"fragments": "0-9", "kind": kind, "said": said}
    rows = [{"name": name, "country": country, "role": None} for name, country in speakers]
    return words, rows, [{"issue": issue, "stance": stance} for issue, stance in positions]


def sent(base, **mine):
    words, speakers, positions = initial(**mine)
    data = QueryDict(mutable=True)
    data.update({**words, "was": signed(base)})
    for prefix, rows in (("speaker", speakers), ("position", positions)):
        data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
        for n, row in enumerate(rows):
            data.update({f"{prefix}-{n}-{name}": value or "" for name, value in row.items()})
    return data


@pytest.mark.parametrize(
    ("mine", "theirs", "taken", "differing"),
    [
        ({"said": "2017"}, {}, [], []),
        ({"said": "2017"}, {"kind": "mixed"}, ["Reported"], []),
        ({"said": "2017"}, {"said": "2016"}, [], ["Said"]),
        ({"said": "2017"}, {"said": "2017"}, [], []),
        ({}, {"speakers": (("Haley", "USA"), ("Liu", "CHN"))}, ["Speaker"], []),
        ({"kind": "mixed"}, {"positions": ()}, ["Position"], []),
        ({"positions": (("Talks", "oppose"),)}, {"positions": ()}, [], ["Position"]),
    ],
)
def test_what_only_one_changed_is_taken(mine, theirs, taken, differing):
    found = merged(sent(initial(), **mine), initial(**theirs))
    assert (found.taken, found.differing) == (taken, differing)
    result = initial(**{**theirs, **mine})
    again = merged(found.data, result)
    assert (again.taken, again.differing) == ([], [])


def test_a_form_that_tells_nothing_of_its_beginning_takes_nothing():
    data = sent(initial(), said="2017")
    data["was"] = "nonsense"
    assert merged(data, initial(kind="mixed")).differing == ["Reported", "Said"]
