"""Key phrases that any dispute may use name the issue of the countries spoken of, and no other."""

import pytest

from articles.extraction import Document, IssueHint, read

ISSUES = (
    IssueHint("peru", "Sanctions on Peru", ("sanctions",), ("PER",)),
    IssueHint("kenya", "Sanctions on Kenya", ("sanctions",), ("KEN",)),
    IssueHint("fish", "Sanctions against poachers", ("sanctions",), ()),
)


OSLO = "Norway's foreign minister"


def issues_of(text, title=""):
    document = Document("x", text, title=title)
    return [{p.issue for p in statement.positions if p.issue} for statement in read(document, ISSUES)]


@pytest.mark.parametrize(
    ("text", "title", "issues"),
    [
        (f"{OSLO} said that sanctions on Peru were a mistake.", "", {"peru", "fish"}),
        (
            "Norway's foreign minister said that sanctions were a mistake.",
            "Talks on Kenya",
            {"kenya", "fish"},
        ),
        (
            "Norway's foreign minister said that sanctions on Chile were a mistake.",
            "Talks on Kenya",
            {"fish"},
        ),
        ("Peru's foreign minister said that sanctions were a mistake.", "", {"peru", "fish"}),
        (
            f"Peru and Bolivia held talks. Peru was calm. In Oslo {OSLO} said that sanctions were a mistake.",
            "Calls for calm",
            {"peru", "fish"},
        ),
        (f"{OSLO} said that sanctions were a mistake.", "", {"fish"}),
    ],
    ids=["the sentence", "the title", "another country", "the speaker's", "the whole article", "nothing"],
)
def test_the_country_is_told_by_what_is_nearest(text, title, issues):
    assert issues_of(text, title) == [issues]
