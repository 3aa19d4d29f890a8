"""What is to be cited, in plain words: a statement or a frozen comparison, before any format is chosen."""

import datetime
from dataclasses import dataclass

from django.http import QueryDict

from articles.compare.sharing import statements_behind
from articles.compare.words import Shown
from articles.formatting import count, day, moment, names, one_line, said_or_reported, shorten, the
from articles.language import gettext
from articles.models import Article, Attribution, Comparison, Statement

LONGEST = 200  # characters of a statement's words that a citation repeats
UNREVIEWED = "machine reading, not reviewed"
REPORTED = {"direct": "", "mixed": "partly paraphrased", "indirect": "paraphrased"}
OPENING, CLOSING = "“\"«„", "”\"»“"  # fmt: skip
PARTS = {"day": 10, "month": 7, "year": 4}  # characters of an ISO date that are known


@dataclass(frozen=True, slots=True)
class Reference:
    """One thing to cite; all text is in one line.

    ``ident`` fits an identifier and a file name, ``date`` is YYYY, YYYY-MM, YYYY-MM-DD or empty, and
    ``title`` carries its caveats, because a style may leave out every other field; it has no quotation
    marks around it, because most styles put their own.
    """

    ident: str
    title: str
    authors: tuple[str, ...]
    date: str
    notes: tuple[str, ...]
    footnote: str
    site: str
    address: str
    accessed: datetime.date


def of_statement(statement: Statement, site: str, address: str, today: datetime.date) -> Reference:
    """A statement as its article reports it; what nobody has reviewed says so in the title and the note."""
    attributions = statement.speakers
    reported = f"reported in {_article(statement.article)}"
    told = [part for part in [_via(statement)] if part]
    notes = (*_offices(attributions), *told, f"said: {_said(statement)}", reported)
    return Reference(
        ident=f"statement-{statement.pk}",
        title=_title(statement),
        authors=tuple(one_line(a.actor.name) for a in attributions),
        date=_date(statement),
        notes=notes if statement.is_reviewed else (*notes, UNREVIEWED),
        footnote=f"{_sentence(statement, attributions)} {_kept(site, address, today)}",
        site=site,
        address=address,
        accessed=today,
    )


def _title(statement: Statement) -> str:
    caveats = [REPORTED[statement.kind], "" if statement.is_reviewed else UNREVIEWED]
    caveat = "; ".join(filter(None, caveats))
    words = (
        _without_marks(one_line(statement.quote)) if statement.kind == "direct" else one_line(statement.quote)
    )
    title = shorten(words, LONGEST)
    return f"{title} [{caveat}]" if caveat else title


def _sentence(statement: Statement, attributions: list[Attribution]) -> str:
    """Speaker (role): “words” (day), reported in “article”, source, day."""
    warning = "" if statement.is_reviewed else f"{UNREVIEWED.capitalize()}: "
    how = f", {REPORTED[statement.kind]}" if REPORTED[statement.kind] else ""
    via = f", {_via(statement)}" if statement.channels else ""
    words = f"{warning}{_speakers(attributions)}{via}{how}: {_words(statement)} ({_said(statement)})"
    return f"{words}, reported in {_article(statement.article)}."


def _words(statement: Statement) -> str:
    """In quotation marks, once, if the article quotes them; a paraphrase is the outlet's words. Shortened."""
    words = one_line(statement.quote)
    if statement.kind != "direct":
        return shorten(words, LONGEST)
    return f"“{shorten(_without_marks(words), LONGEST)}”"


def _without_marks(words: str) -> str:
    """Without the pair of quotation marks around the whole, if there is no other inside."""
    inner = words[1:-1]
    is_marked = words[:1] in OPENING and words[-1:] in CLOSING and not set(inner) & {*OPENING, *CLOSING}
    return inner if is_marked else words


def _speakers(attributions: list[Attribution]) -> str:
    """Sergei Lavrov (Foreign Minister, for Russia) and China."""
    return names([_speaker(attribution) for attribution in attributions]) or "Speaker not known"


def _via(statement: Statement) -> str:
    """Via Foreign Ministry; empty where nobody passed the words on."""
    told = names([one_line(row.actor.name) for row in statement.channels])
    return f"via {told}" if told else ""


def _speaker(attribution: Attribution) -> str:
    about = _office(attribution)
    return one_line(f"{attribution.actor.name} ({about})" if about else attribution.actor.name)


def _office(attribution: Attribution) -> str:
    """Foreign Minister, for Russia; empty where nothing is known, and for a state."""
    country = attribution.country if attribution.actor.kind != "state" else None
    return ", ".join(filter(None, [attribution.role_title, f"for {the(country)}" if country else ""]))


def _offices(attributions: list[Attribution]) -> list[str]:
    """Beside the authors, whom every style prints: the office of one, who of several has which."""
    if len(attributions) == 1:
        return [one_line(about) for about in [_office(attributions[0])] if about]
    return [_speakers(attributions)] if any(map(_office, attributions)) else []


def _said(statement: Statement) -> str:
    known = statement.said_on, statement.said_on_precision, statement.said_on_basis
    return said_or_reported(*known, statement.article.dated)


def _date(statement: Statement) -> str:
    """ISO 8601, as far as the day of the words is known; that of the article is not theirs."""
    if statement.said_on is None or statement.said_on_basis == "article":
        return ""
    return statement.said_on.isoformat()[: PARTS[statement.said_on_precision]]


def _article(article: Article) -> str:
    return f"“{one_line(article.title)}”, {one_line(article.source.name)}, {article.dated}"


def of_comparison(comparison: Comparison, site: str, address: str, today: datetime.date) -> Reference:
    """A frozen comparison; its author is the site, its date the day it was frozen."""
    title, holds = one_line(comparison.title), summary(comparison)
    known, frozen = comparison.table["as_of"], comparison.shared_at.date().isoformat()
    later = "" if known.startswith(frozen) else f", frozen on {day(frozen)}"
    return Reference(
        ident=f"comparison-{comparison.key}",
        title=f"{title} [comparison as known on {day(known[:10])}{later}{_caveats(comparison)}]",
        authors=(site,),
        date=frozen,
        notes=(holds,),
        footnote=f"“{title}”, comparison as known on {moment(known)}{later}: {holds}. "
        f"{_kept(site, address, today)}",
        site=site,
        address=address,
        accessed=today,
    )


def summary(comparison: Comparison) -> str:
    """What was found where; says so when machine readings are among it, or rows were left out."""
    return found(comparison.table, _caveats(comparison))


def found(shown: Shown, caveats: str = "") -> str:
    """3 statements; 5 articles from 5 sources searched."""
    searched, number = shown["coverage"], statements_behind(shown)
    told = {
        "statements": f"{count(number, 'statement')}{caveats}",
        "articles": count(searched["articles"], "article"),
        "sources": count(searched["sources"], "source"),
    }
    return gettext("%(statements)s; %(articles)s from %(sources)s searched") % told


def only_differing(comparison: Comparison) -> bool:
    return QueryDict(comparison.query.removeprefix("?")).get("differ") == "only"


def _caveats(comparison: Comparison) -> str:
    machine = (
        gettext(", including unreviewed machine readings") if comparison.table["review"] == "all" else ""
    )
    return machine + (gettext(", only issues on which they differ") if only_differing(comparison) else "")


def _kept(site: str, address: str, today: datetime.date) -> str:
    return f"{site}, {address}, accessed {day(today)}."
