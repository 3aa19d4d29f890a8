"""The one country that an article is about, for its officials whom nobody calls anything else.

"The interior ministry said" in an article on Peru is Peru's. An article has such a country only if its title
names that one alone, or else its beginning, and the text no other more often; or the text far more often than
all others together. Of 67 statements that have their country by it in articles held aside (benchmarks/labels)
64 were right; the speakers of the other three spoke for none. Its soldiers are given it only where hardly any
other country is named.
"""

import re
from collections import Counter
from collections.abc import Set
from functools import cache

from . import allegiance, gazetteer
from .lexicon import nouns
from .records import Document, Speaker

BY_TITLE, BY_BEGINNING = 0.4, 0.5  # share of all countries named that it must have where these name no other
BY_OPENING = 0.7  # the same where it is named first
CLEARLY, OFTEN = 0.8, 3  # the same, and how often at least, where neither title nor beginning names it
BEGINNING = 400  # characters
PRINTED = re.compile(r"[^\W\d_][\w’'-]*")
IN_ANOTHER = re.compile(r"\W*(?:[Ii]n|[Ii]nside) ")
OF_CONGRESS = re.compile(
    r"\b(?:Rep|Sen)\.|\b[Cc]ongress(?:man|woman)\b|\bCongressional\b|\bSenate (?:Democrat|Republican)s?\b"
    r"|\b(?:Senate|House) (?:Majority|Minority)\b|\([RD]-"
    r"|^(?:Republican|Democrat|Democratic)(?: [Ss]enator| [Rr]epresentative)?$"
    r"|^(?:[Aa]n? )?(?:Republican|Democrat) (?:from|of) [A-Z]"
    r"|\b(?:House Speaker|Speaker of the House)\b(?! of )"
)
MINISTER = re.compile(
    r"\b(?:Permanent|Home|Foreign|Interior|Defen[cs]e|Health|Education|Trade|Environment|Business|Transport"
    r"|Justice|Agriculture|Energy|Labou?r|Treasury|Finance|Culture) Secretary\b|\bSecretary of State\b"
    r"|\b(?:attorney|solicitor|auditor|governor)[- ]general\b|\bshadow\b|\bdeput(?:y|ies)$",
    re.IGNORECASE,
)
NOT_AMERICAN = re.compile(r"\b(?:Foreign|Home|Permanent) Secretary\b")
COAST_GUARD = re.compile(r"\b(?:coast|national|border|presidential) guard\b", re.IGNORECASE)
OF_ONE = re.compile(r" of ([A-Z]\w+)$")
PARTY = re.compile(
    r"\b(?:[Pp]arty|[Oo]pposition|Labou?r|(?:Liberal|Social|Christian)? ?Democrats"
    r"|Liberals|Conservatives|Socialists|Greens)\b"
)


class Home:
    """``country`` is the ISO3 code of the country that the document is about, or None.

    None, too, where the title does not name it and all whose country the text tells are of others: news on
    Iraq may be of London.
    """

    def __init__(self, document: Document, of_persons: Set[str]) -> None:
        self.named = Counter(place.iso3 for place in gazetteer.scan(document.text))
        about = _country(document, self.named)
        is_told = about in {place.iso3 for place in gazetteer.scan(document.title)}
        self.country = about if is_told or not of_persons or about in of_persons else None
        self.is_alone = self.named[self.country or ""] >= CLEARLY * self.named.total() > 0

    def of(self, speaker: Speaker, sentence: str) -> str | None:
        """The country of an official of no other; None if the sentence speaks of another country."""
        words = speaker.role or "" if speaker.kind == "person" and speaker.role else speaker.name
        if OF_CONGRESS.search(words) and self.named["USA"] and self.country in (None, "USA"):
            return "USA"
        if not _is_official_at_home(words) and not (self.is_alone and _is_soldier(words)):
            return None
        if self.country == "USA" and NOT_AMERICAN.search(words):
            return None
        places = list(gazetteer.scan(sentence))
        first = next(iter(places), None)
        if first is not None and (before := IN_ANOTHER.match(sentence)) and before.end() == first.start:
            return first.iso3  # "In Peru, the interior minister said"
        others = {place.iso3 for place in places} - {self.country}
        return None if others else self.country


def _country(document: Document, named: Counter[str]) -> str | None:
    if not named:
        return None
    most, times = named.most_common(1)[0]
    share = times / named.total()
    title = {place.iso3 for place in gazetteer.scan(document.title)}
    beginning = [place.iso3 for place in gazetteer.scan(document.text[:BEGINNING])]
    if title - {most}:
        return None
    if title:
        return most if share >= BY_TITLE else None
    if set(beginning) == {most}:
        return most if share >= BY_BEGINNING else None
    is_first = beginning[:1] == [most] and share >= BY_OPENING
    return most if times >= OFTEN and (share >= CLEARLY or is_first) else None


@cache
def _is_official_at_home(words: str) -> bool:
    """Organs and officials of a state, with nothing in their name that could be another's."""
    organs, printed = nouns("organs_at_home"), PRINTED.findall(words)
    of_states = {word.capitalize() for word in organs | nouns("state_organs") | {"of", "the"}}
    known = nouns("titles") | nouns("portfolios") | of_states
    lowered = {word.lower() for word in printed}
    if allegiance.speaks_for_others(words) or _is_of_a_region(words):
        return False
    if MINISTER.search(words) and not _has_another_name(words, known | {"Home", "Permanent"}):
        return True
    if lowered & nouns("organs_abroad"):
        return False
    if lowered & nouns("politicians") or (PARTY.search(words) and "member" not in lowered):
        return True  # "Greens senator", "leader of the Liberal Democrats": whatever else is in their title
    opens = bool(printed) and (printed[0].lower() in {word.lower() for word in known} or printed[0].islower())
    return opens and not _has_another_name(words, known) and bool(lowered & organs)


def _is_of_a_region(words: str) -> bool:
    """ "Defence minister of Abkhazia"; not "minister of Health", "Party of Labour"."""
    of = OF_ONE.search(words)
    if (
        of is None
        or PARTY.search(words)
        or of.group(1).lower() in nouns("organs_at_home") | nouns("state_organs")
    ):
        return False
    return of.group(1) not in nouns("portfolios") and of.group(1) != "Staff"


@cache
def _is_soldier(words: str) -> bool:
    """ "A military spokesman": soldiers are often abroad, but not where one country alone is spoken of."""
    lowered = {part for word in PRINTED.findall(words) for part in word.lower().split("-")}
    is_private = allegiance.speaks_for_others(words) or lowered & nouns("irregulars")
    known = nouns("titles") | {"Police", "Military", "Coast", "Guard", "Troops", "Soldiers"}
    is_another = _has_another_name(
        f"the {words}", known
    )  # "Salvation Army": the first word is a name as well
    serves = lowered & nouns("soldiers") or COAST_GUARD.search(words)
    return bool(serves) and not is_another and not is_private


def _has_another_name(words: str, known: Set[str]) -> bool:
    """Is there a capitalised word behind the first that is none of these?"""
    others = set(PRINTED.findall(words)[1:]) - known
    return any(word[0].isupper() and word.lower() not in nouns("joined_titles") for word in others)
