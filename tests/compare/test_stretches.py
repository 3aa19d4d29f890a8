"""One issue by year, quarter or month."""

import datetime

import pytest
from django.http import QueryDict

from articles.compare import comparison, sharing
from articles.compare.changes_since import changes_since
from articles.compare.comparison import compare
from articles.models import Position, Statement
from tests.selections import selection_of

NOW = datetime.datetime(2026, 11, 22, 10, tzinfo=datetime.UTC)


def selected(query):
    return selection_of(QueryDict(f"country=RUS&country=USA&issue=sanctions&{query}"))


def shown(query, **options):
    return compare(selected(query), NOW, **options)


def table(view):
    """{name of a stretch: stances of its cells, - for none}."""
    return {
        row["stretch"]["name"]: [cell.get("stance", "-") for cell in row["cells"]] for row in view["rows"]
    }


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def said(module_world, module_editor):
    for on, speaker, stance in [
        ("2016-11-30", "Haley", "neutral"),
        ("2017-04-01", "Lavrov", "oppose"),
        ("2017-06-30", "Haley", "support"),
        ("2017-12-31", "Lavrov", "conditional"),
    ]:
        module_world.say(speaker, f"Said on {on}.", on=on, by=module_editor, sanctions=stance, thaad="oppose")
    return module_world


def test_years_are_rows_in_order(said):
    assert table(shown("by=year")) == {"2016": ["-", "neutral"], "2017": ["conditional", "support"]}


def test_quarters_in_which_nobody_spoke_are_shown_empty(said):
    assert table(shown("by=quarter&said_after=2017")) == {
        "Q2 2017": ["oppose", "support"],
        "Q3 2017": ["-", "-"],
        "Q4 2017": ["conditional", "-"],
    }


def test_months_begin_and_end_with_the_first_and_last_that_holds_anything(said):
    months = table(shown("by=month&said_before=2017-06"))
    names = list(months)
    assert (names[0], names[-1], len(names)) == ("November 2016", "June 2017", 8)
    assert (months["April 2017"], months["June 2017"]) == (["oppose", "-"], ["-", "support"])


def test_a_statement_known_to_the_year_counts_in_each_month_it_may_have_been_made_in(said):
    Statement.objects.filter(said_on="2017-04-01").update(
        said_on="2017-01-01", said_until="2017-12-31", said_on_precision="year"
    )
    months = table(shown("by=month&said_after=2017-03&said_before=2017-06"))
    assert [name for name, (russia, _) in months.items() if russia == "oppose"] == [
        "March 2017", "April 2017", "May 2017", "June 2017",
    ]  # fmt: skip


def test_each_cell_leads_to_its_evidence(said, client):
    view = shown("by=quarter&said_after=2017-04-15&said_before=2017-06-30")
    [quarter] = view["rows"]
    queries = [cell["query"] for cell in quarter["cells"]]
    assert (
        queries[1] == "?country=USA&issue=sanctions&said_after=2017-04-15&said_before=2017-06-30&hand=first"
    )
    found = [client.get(f"/statements.json{query}").json()["count"] for query in queries]
    assert found == [cell["statements"] for cell in quarter["cells"]] == [0, 1]


@pytest.mark.parametrize(
    ("period", "evidence"),
    [
        ("", "said_after=2017-04&said_before=2017-06"),
        ("said_before=2017-06-15", "said_after=2017-04&said_before=2017-06-15"),
        ("said_after=2017&said_before=2018", "said_after=2017-04&said_before=2017-06"),
    ],
)
def test_the_evidence_is_of_the_stretch_and_the_period_both(said, period, evidence):
    [query] = [
        row["cells"][0]["query"]
        for row in shown(f"by=quarter&{period}")["rows"]
        if row["stretch"]["name"] == "Q2 2017"
    ]
    assert query == f"?country=RUS&issue=sanctions&{evidence}&hand=first"


def test_undated_statements_are_in_no_stretch_and_counted(said, editor):
    said.say("Lavrov", "Some day.", on=None, by=editor, sanctions="support")
    view = shown("by=year")
    assert (view["undated"], [column["statements"] for column in view["columns"]]) == (1, [2, 2])
    assert "support" not in table(view)["2017"][0]


def test_where_they_differ_is_told_stretch_by_stretch(said):
    assert [row["differ"] for row in shown("by=year")["rows"]] == [False, True]
    assert list(table(shown("by=year&differ=only"))) == ["2017"]


def test_of_many_stretches_the_latest_are_shown_and_the_others_counted(said, monkeypatch):
    monkeypatch.setattr(comparison, "MOST_STRETCHES", 2)
    view = shown("by=quarter")
    assert (list(table(view)), view["earlier"]) == (["Q3 2017", "Q4 2017"], 3)


def test_of_the_whole_time_those_are_shown_in_which_anybody_was_heard(said, monkeypatch):
    monkeypatch.setattr(comparison, "MOST_STRETCHES", 2)
    view = shown("by=quarter", whole=True)
    assert (list(table(view)), view["earlier"]) == (["Q4 2016", "Q2 2017", "Q4 2017"], 0)


def test_of_the_stretches_in_which_they_differ_the_latest_are_shown(said, editor, monkeypatch):
    for year in (2015, 2018):
        said.say("Lavrov", f"No in {year}.", on=f"{year}-03-01", by=editor, sanctions="oppose")
        said.say("Haley", f"Yes in {year}.", on=f"{year}-03-02", by=editor, sanctions="support")
    monkeypatch.setattr(comparison, "MOST_STRETCHES", 2)
    view = shown("by=quarter&differ=only")
    assert (list(table(view)), view["earlier"]) == (["Q2 2017", "Q1 2018"], 1)
    assert list(table(shown("by=quarter&differ=only", whole=True))) == ["Q1 2015", "Q2 2017", "Q1 2018"]


class TestMistypedYear:
    """A day of the year 217 makes 21,600 months of which 36 are shown."""

    @pytest.fixture
    def mistyped(self, said, editor):
        said.say("Lavrov", "Long ago.", on="0217-07-05", by=editor, sanctions="oppose")
        return said

    @pytest.fixture
    def made(self, monkeypatch):
        rows = []
        make = comparison._row
        monkeypatch.setattr(comparison, "_row", lambda *args: rows.append(args[1]) or make(*args))
        return rows

    def test_no_more_rows_are_made_than_shown(self, mistyped, made):
        view = shown("by=month")
        assert (len(made), len(view["rows"]), view["earlier"]) == (36, 36, 12 * 1800 + 6 - 36)
        assert list(table(view))[::35] == ["January 2015", "December 2017"]

    @pytest.mark.parametrize(("query", "whole"), [("by=month&differ=only", False), ("by=month", True)])
    def test_where_silence_does_not_matter_only_what_was_heard_is_made(self, mistyped, made, query, whole):
        view = shown(query, whole=whole)
        assert (len(made), view["earlier"]) == (5, 0)
        assert len(view["rows"]) == (0 if "differ" in query else 5)

    @pytest.mark.parametrize("by", ["year", "quarter", "month"])
    def test_every_stretch_has_a_name_and_its_evidence(self, mistyped, client, by):
        view = shown(f"by={by}", whole=True)
        assert (
            view["rows"][0]["stretch"]["name"]
            == {"year": "217", "quarter": "Q3 217", "month": "July 217"}[by]
        )
        cells = [cell for row in view["rows"] for cell in row["cells"]]
        found = [client.get(f"/statements.json{cell['query']}").json()["count"] for cell in cells]
        assert found == [cell["statements"] for cell in cells]

    def test_what_changed_since_is_told(self, mistyped, editor):
        selection = selected("by=month")
        shared = sharing.freeze(compare(selection, NOW, with_basis=True), selection.query)
        assert changes_since(shared, NOW) == []
        mistyped.say("Haley", "Later.", on="2018-01-01", by=editor, sanctions="support")
        assert [(c.kind, c.column, c.quote) for c in changes_since(shared, NOW)] == [
            ("added", "USA", "Later.")
        ]

    def test_the_pages_show_it(self, mistyped, client):
        for path in [
            "/statements/",
            "/issues/sanctions/",
            "/countries/RUS/",
            "/compare/?country=RUS&issue=sanctions&by=month",
        ]:
            assert client.get(path).status_code == 200


@pytest.mark.parametrize("issues", ["", "issue=sanctions&issue=thaad"])
def test_only_one_issue_can_be_seen_over_time(client, said, issues):
    answer = client.get(f"/compare.json?country=RUS&{issues}&by=year")
    assert (answer.status_code, answer.json()["errors"]) == (
        400, {"by": ["Choose one issue to see it by year."]},
    )  # fmt: skip


def test_an_unknown_stretch_is_refused(client, said):
    errors = client.get("/compare.json?country=RUS&issue=sanctions&by=week").json()["errors"]
    assert errors == {"by": ["“week” is not a choice; use year, quarter or month."]}


def test_nothing_said_gives_no_rows(world):
    world.issue("sanctions")
    assert shown("by=month")["rows"] == []


class TestShared:
    def share(self, query):
        selection = selected(query)
        return sharing.freeze(compare(selection, NOW, with_basis=True), selection.query)

    def test_the_title_names_the_issue_and_the_stretch(self, said):
        assert self.share("by=quarter").title == "Sanctions: Russia and the United States, by quarter"

    def test_changes_are_told_in_their_stretch(self, said, editor):
        shared = self.share("by=year")
        assert changes_since(shared, NOW) == []
        Position.objects.filter(statement__said_on="2017-04-01").update(stance="support")
        said.say("Haley", "Later.", on="2018-01-01", by=editor, sanctions="support")
        assert [(c.kind, c.column, c.quote) for c in changes_since(shared, NOW)] == [
            ("corrected", "RUS", "Said on 2017-04-01."),
            ("added", "USA", "Later."),
        ]

    def test_what_was_left_out_then_has_not_been_added_since(self, said, monkeypatch):
        monkeypatch.setattr(comparison, "MOST_STRETCHES", 2)
        shared = self.share("by=quarter")
        monkeypatch.undo()
        assert (changes_since(shared, NOW), shared.table["earlier"]) == ([], 3)

    def test_the_page_has_the_years_side_by_side(self, client, said):
        page = client.get(self.share("by=year").get_absolute_url()).content.decode()
        head = page.partition("<thead>")[2].partition("</thead>")[0]
        assert [head.index(name) for name in ("Sanctions", ">2016", ">2017")] == sorted(
            head.index(name) for name in ("Sanctions", ">2016", ">2017")
        )


def test_the_csv_has_the_stretch_of_each_row(client, said):
    path = "/compare.csv?country=RUS&issue=sanctions&by=year"
    lines = b"".join(client.get(path).streaming_content).decode().splitlines()
    assert [line.split(",")[:5] for line in lines[1:]] == [
        ["Sanctions", "2017", "country", "RUS", "conditional"]
    ]
