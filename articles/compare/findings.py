"""What a comparison shows, in a sentence that can stand above its picture."""

from articles.compare.divisions import Division
from articles.compare.words import Shown
from articles.formatting import count, sentence, stance_verb, the
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
    if len(rows) == 1 and {"support", "oppose"} <= _stances(rows[0]):
        return gettext("Some support what others oppose.")
    if len(rows) == 1:
        return gettext("Nobody supports what others oppose.")
    opposed = sum({"support", "oppose"} <= _stances(row) for row in rows)
    if not opposed:
        return gettext("On none of %(issues)s some support what others oppose.") % {"issues": issues}
    told = gettext("On %(opposed)s of %(issues)s some support what others oppose.")
    return told % {"opposed": opposed, "issues": issues}


def _stances(row: Shown) -> set[str]:
    return {cell["stance"] for cell in row["cells"] if cell["statements"]}


def headline(division: Division) -> str:
    """How the countries divide on the issue that divides them most."""
    support, oppose = (len(division.taking(stance)) for stance in ("support", "oppose"))
    told = gettext("%(issue)s: %(support)s, %(oppose)s")
    supporters = count(support, "country supports", "countries support")
    opponents = gettext("%(number)s %(stance)s") % {"number": oppose, "stance": stance_verb("oppose", oppose)}
    return told % {"issue": division.issue.title, "support": supporters, "oppose": opponents}
