"""What a comparison shows, in a sentence that can stand above its picture."""

from articles.compare.divisions import Division
from articles.compare.words import Shown
from articles.formatting import count, sentence, stance_verb, the


def finding(shown: Shown) -> str:
    """On how many issues some support what others oppose; of a single column, what it is heard on."""
    rows = shown["rows"]
    if shown["by"] or not rows:
        return ""
    if len(shown["columns"]) == 1:
        return (
            f"{sentence(the(shown['columns'][0]['name']))} takes a position on {count(len(rows), 'issue')}."
        )
    if len(rows) == 1:
        some = "Some support" if {"support", "oppose"} <= _stances(rows[0]) else "Nobody supports"
        return f"{some} what others oppose."
    opposed = sum({"support", "oppose"} <= _stances(row) for row in rows)
    of = f"{opposed} of {count(len(rows), 'issue')}" if opposed else f"none of {count(len(rows), 'issue')}"
    return f"On {of} some support what others oppose."


def _stances(row: Shown) -> set[str]:
    return {cell["stance"] for cell in row["cells"] if cell["statements"]}


def headline(division: Division) -> str:
    """How the countries divide on the issue that divides them most."""
    support, oppose = (len(division.taking(stance)) for stance in ("support", "oppose"))
    supporters = count(support, "country supports", "countries support")
    return f"{division.issue.title}: {supporters}, {oppose} {stance_verb('oppose', oppose)}"
