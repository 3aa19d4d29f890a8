"""What was said as schema.org's Quotation, for search engines and reference managers that read pages.

It says what the page says: that a program read it, and that words were paraphrased.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.safestring import SafeString

from articles.compare.words import Shown
from articles.models import Actor, Statement

MOST = 100  # quotations of one comparison; further ones are in its file
KINDS = {Actor.Kind.PERSON: "Person", Actor.Kind.STATE: "Country"}  # all others are organizations
DIGITS = {"day": 10, "month": 7, "year": 4}  # of a date, as exactly as it is known
Whole = Callable[[str], str]
Thing = dict[str, Any]
HARMFUL = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def script(thing: Thing) -> SafeString:
    """For a data block of a page: nothing in it can end the block, whatever was said."""
    told = json.dumps({"@context": "https://schema.org", **thing}, ensure_ascii=False)
    return SafeString(told.translate(HARMFUL))  # no letter is left that HTML would read


def quotation(statement: Statement, licence: str, whole: Whole) -> Thing:
    """Of a statement with its context."""
    article = statement.article
    about = [
        {"@type": "Thing", "name": p.issue.title, "url": whole(p.issue.get_absolute_url())}
        for p in statement.positions.all()
    ]
    speakers = [
        {
            "@type": KINDS.get(a.actor.kind, "Organization"),  # type: ignore[call-overload]
            "name": a.actor.name,
            "url": whole(a.actor.get_absolute_url()),
        }
        for a in statement.speakers
    ]
    within = {
        "@type": "Article",
        "headline": article.title,
        "url": article.url or whole(article.get_absolute_url()),
        "datePublished": article.published_on.isoformat()
        if article.published_on
        else article.published_about,
        "publisher": {"@type": "Organization", "name": article.source.name},
    }
    said = statement.said_on.isoformat() if statement.said_on else ""
    return _quotation(
        text=statement.quote,
        url=whole(statement.get_absolute_url()),
        inLanguage=article.language,
        spokenByCharacter=speakers,
        dateCreated=_known(said, statement.said_on_precision, statement.said_on_basis),
        isPartOf=_given(within),
        about=about,
        license=licence,
        description=_caveat(statement.kind, statement.is_reviewed),
    )


def _quotation(**values: Any) -> Thing:
    return {"@type": "Quotation", **_given(values)}


def _given(values: Thing) -> Thing:
    return {name: value for name, value in values.items() if value}


def _known(said: str, precision: str, basis: str) -> str:
    """The day that is known; a day that only the article has is none of the words."""
    return "" if basis == Statement.Basis.ARTICLE else said[: DIGITS.get(precision, 0)]


def _caveat(kind: str, is_reviewed: bool) -> str:
    told = [
        "Paraphrased by the article." if kind == Statement.Kind.INDIRECT else "",
        "Partly in words of the article." if kind == Statement.Kind.MIXED else "",
        "" if is_reviewed else "Read by a machine; nobody has reviewed it.",
    ]
    return " ".join(filter(None, told))


def collection(shown: Shown, title: str, address: str, licence: str, whole: Whole) -> Thing:
    """Of a fixed comparison: the quotations that its page shows, each once."""
    found = {words["id"]: words for words in _latest(shown)}
    parts = [
        _quotation(
            text=words["quote"],
            url=whole(words["address"]),
            spokenByCharacter=[{"@type": "Thing", "name": each["name"]} for each in words["speakers"]],
            dateCreated=_known(words["said_on"] or "", words["said_on_precision"], words["said_on_basis"]),
            isPartOf={"@type": "Article", "headline": words["article"], "publisher": words["source"]},
            description=_caveat(words["kind"], words["reviewed"]),
        )
        for words in list(found.values())[:MOST]
    ]
    return {
        "@type": "Collection",
        **_given({"name": title, "url": address, "dateCreated": shown["as_of"], "license": licence}),
        "hasPart": parts,
    }


def _latest(shown: Shown) -> Iterator[Shown]:
    """The words in the cells, in their order; versions of old lack some of what is told of them."""
    for row in shown["rows"]:
        for cell in row["cells"]:
            words = cell.get("latest")
            if words and "article" in words and "said_on_basis" in words:
                yield words
