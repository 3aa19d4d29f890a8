"""What a comparison shows, in a sentence that can stand above its picture."""

from articles.compare.divisions import Division
from articles.compare.words import Shown
from articles.formatting import count, is_claim, sentence, stance_verb, the
from articles.language import gettext


def finding(shown: Shown) -> str:
    """On how many issues some support what others oppose; of a single column, what it is heard on."""
    rows = shown["rows"]
    if shown["by"] or not rows:
        return ""
    issues = count(len(rows), "issue")
    if len(shown["columns"]) == 1:
        who = sentence(the(shown["columns"][0]["name"]))
        return gettext("%(who)s takes a position on %(issues)s.") % {"who": who, "issues": issues}
    if len(rows) == 1:
        return _of_one(rows[0])
    opposed = sum({"support", "oppose"} <= _stances(row) for row in rows)
    if not opposed:
        return gettext("On none of %(issues)s some support what others oppose.") % {"issues": issues}
    told = gettext("On %(opposed)s of %(issues)s some support what others oppose.")
    return told % {"opposed": opposed, "issues": issues}


def _of_one(row: Shown) -> str:
    is_divided, claimed = {"support", "oppose"} <= _stances(row), is_claim(row["issue"])
    if claimed and is_divided:
        return gettext("Some affirm what others dispute.")
    if claimed:
        return gettext("Nobody affirms what others dispute.")
    if is_divided:
        return gettext("Some support what others oppose.")
    return gettext("Nobody supports what others oppose.")


def _stances(row: Shown) -> set[str]:
    return {cell["stance"] for cell in row["cells"] if cell["statements"]}


def headline(division: Division) -> str:
    """How the countries divide on the issue that divides them most."""
    support, oppose = (len(division.taking(stance)) for stance in ("support", "oppose"))
    told = gettext("%(issue)s: %(support)s, %(oppose)s")
    supporters = count(support, "country supports", "countries support")
    if division.issue.is_claim:
        supporters = count(support, "country affirms", "countries affirm")
    verb = stance_verb("oppose", oppose, division.issue)
    opponents = gettext("%(number)s %(stance)s") % {"number": oppose, "stance": verb}
    return told % {"issue": division.issue.title, "support": supporters, "oppose": opponents}
