import itertools

import pytest

from articles.exports.drawing import Polygon, Ring, Text
from articles.exports.share_image import LEFT, RIGHT, SIZE, STANCES, card, mark
from articles.models import Comparison

ADDRESS = "https://demarche.example/c/abcdefghijkm/"
NAMES = [
    "Russia",
    "China",
    "United States",
    "North Korea",
    "South Korea",
    "Japan",
    "United Kingdom",
    "France",
]
LONG = "An extraordinarily long issue that goes on about the deployment of missiles and everything else"


def cell(n, reviewed=True):
    if n % 5 == 4:
        return {"statements": 0}
    stance = list(STANCES)[n % 4]
    return {"statements": 1, "stance": stance, "latest": {"reviewed": reviewed}, "basis": [[n, stance, None]]}


def shown(countries, issues, title="THAAD", review="reviewed", reviewed=True):
    cells = [cell(n, reviewed) for n in range(countries)]
    return {
        "as_of": "2026-11-22T10:05:00+00:00",
        "version": 2,
        "columns": [{"code": name[:3].upper(), "name": name} for name in NAMES[:countries]],
        "rows": [{"issue": {"slug": "x", "title": title}, "stretch": None, "cells": cells}] * issues,
        "by": "",
        "earlier": 0,
        "review": review,
        "coverage": {"articles": 5, "sources": 4},
    }


def drawn(title, shown, address=ADDRESS, query=""):
    return card(Comparison(title=title, shown=shown, query=query), "Demarche", address)


def words(shapes):
    return [shape.words for shape in shapes if isinstance(shape, Text)]


def test_a_card_says_where_who_what_when_and_on_how_much():
    said = words(drawn("Russia and China", shown(2, 1)))
    for expected in [
        "Demarche", "as known on 22 November 2026", "Russia and China", "Russia", "China", "THAAD",
        "supports", "opposes", "2 statements; 5 articles from 4 sources searched", ADDRESS,
    ]:  # fmt: skip
        assert expected in said


SIZES = [*itertools.product([1, 2, 4, 5, 8], [0, 1, 7, 12])]


@pytest.mark.parametrize(("countries", "issues"), SIZES)
@pytest.mark.parametrize("title", ["Short", "W" * 200, "A title that goes on and on. " * 7])
def test_nothing_overflows(countries, issues, title):
    address = f"https://{'very-' * 12}long.example/c/abcdefghijkm/"
    shapes = drawn(title, shown(countries, issues, LONG, "all", reviewed=False), address)
    for text in (shape for shape in shapes if isinstance(shape, Text)):
        assert text.x >= LEFT
        assert text.x + text.width <= RIGHT + 0.1
        assert text.size <= text.y <= SIZE[1] - 20


@pytest.mark.parametrize(("countries", "issues"), SIZES)
def test_no_text_touches_another(countries, issues):
    held = shown(countries, issues, LONG, "all", reviewed=False)
    shapes = drawn("A title that goes on. " * 9, held, query="?differ=only")
    texts = [shape for shape in shapes if isinstance(shape, Text)]
    boxes = [(t.words, t.x, t.x + t.width, t.y - t.size * 0.72, t.y + t.size * 0.22) for t in texts]
    meet = [
        (a[0], b[0])
        for a, b in itertools.combinations(boxes, 2)
        if a[1] < b[2] and b[1] < a[2] and a[3] < b[4] and b[3] < a[4]
    ]
    assert meet == []


def test_issues_without_room_are_counted():
    assert "and 6 more issues" in words(drawn("T", shown(8, 12)))
    assert not [w for w in words(drawn("T", shown(8, 7))) if "more" in w]


def test_many_countries_go_by_their_codes():
    said = words(drawn("T", shown(8, 1)))
    assert "RUS" in said
    assert "Russia" not in said


def test_the_address_is_never_cut():
    long = "https://demarche.some-university-department.example.org/c/abcdefghijkm/"
    assert long in words(drawn("T", shown(2, 1), long))


def test_what_nobody_reviewed_bears_a_question_mark_and_the_legend_says_why():
    said = words(drawn("T", shown(2, 1, review="all", reviewed=False)))
    assert {"supports ?", "opposes ?", "? read by machine, not reviewed"} <= set(said)
    assert not [w for w in words(drawn("T", shown(2, 1))) if "?" in w]


def test_silence_is_a_dash_and_no_stance():
    said = words(drawn("T", shown(5, 1)))
    assert "–" in said
    assert "No issue to show." in words(drawn("T", shown(1, 0)))


def test_rows_left_out_because_all_agree_are_owned_up_to():
    assert "Only where they differ" in words(drawn("T", shown(2, 1), query="?country=RUS&differ=only"))
    assert "Only where they differ" not in words(drawn("T", shown(2, 1)))


def test_every_stance_has_a_shape_of_its_own():
    shapes = {stance: mark(stance, 0, 0, 10) for stance in STANCES}
    assert isinstance(shapes["neutral"], Ring)
    outlines = {shapes[stance].points for stance in STANCES if isinstance(shapes[stance], Polygon)}
    assert len(outlines) == len(STANCES) - 1 == 4


def test_of_a_long_time_the_latest_stretches_are_drawn_and_the_others_counted():
    held = shown(2, 1) | {"by": "year", "earlier": 3}
    years = [{"name": str(year)} for year in range(2000, 2024)]
    held["rows"] = [{**held["rows"][0], "stretch": year} for year in years]
    said = words(drawn("THAAD: Russia and China, by year", held))
    drawn_years = [year["name"] for year in years if year["name"] in said]
    assert drawn_years == [str(year) for year in range(2024 - len(drawn_years), 2024)]
    assert f"and {27 - len(drawn_years)} earlier years" in said


def test_a_divided_bloc_has_its_own_mark_and_the_legend_names_it_only_then():
    held = shown(1, 1)
    assert "divided" not in words(drawn("P5", held))
    held["rows"][0]["cells"][0]["stance"] = "divided"
    assert words(drawn("P5", held)).count("divided") == 2
