"""For which country somebody speaks, by the words of a role, an office or a group.

A country counts only where the words make the speaker its official: "Iranian foreign minister",
"spokesman for the Russian army", "lawmakers of Chad". It does not count where it is the topic ("China
expert"), the post ("ambassador to India"), the place of work of a body of others ("UN representative for
Sudan") or the origin of a private person ("German analyst", "former president of Peru").
"""

import re
from functools import cache

from . import gazetteer
from .lexicon import nouns

PREPOSITION = re.compile(
    r"\s(of|for|from|at|in|to|on|with|against|near|about|under|within|and)\s", re.IGNORECASE
)
NEVER = frozenset(("to", "on", "with", "against", "near", "about", "under"))
FORMER = re.compile(
    r"\b(?:(?:former|past|ex|late|retired|onetime|one-time|exiled|ousted|deposed)\b|until (?:19|20)\d\d)",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*\.?")
STAFF = re.compile(r"(?:\badvis[eo]rs?|\baides?|\bassistants?|\bsecretary|\bstaff|\bcounsel)$", re.IGNORECASE)
OFFICER = re.compile(
    r"\b(?:official|officer|agent|diplomat|spokes(?:man|woman|person)|prosecutor|inspector)s?$", re.IGNORECASE
)
SPOKESMAN = re.compile(r"\bspokes(?:man|woman|person)$", re.IGNORECASE)
CIVIL = re.compile(
    r"\b(?-i:Post|Times|Herald|Tribune|Gazette)\b"
    r"|\b(?-i:Association|Society|Club|Guild)\b(?! of (?:\w+ )?(?:States|Nations))"
    r"|\b(?:film|movie|football)\b"
    r"|red (?:cross|crescent)|human rights|civil society|think[- ]tank|news(?:paper)?\b|magazine|university"
    r"|college|institute|school|hospital|church|chamber of|charity|aid (?:agency|group|worker)|relief"
    r"|\b(?:trade|business|industry|airline|football|bar) association\b|\bairlines?\b"
    r"|foundation|\bNGO|non-governmental|(?:trade|labou?r|students?['’]?) unions?\b"
    r"|\b(?:\w*workers|teachers|education|farmers|lawyers|doctors|nurses|journalists|employers|miners|pilots)"
    r"['’]? "
    r"(?:union|federation|association|league)\b"
    r"|\b(?-i:[A-Z]\w+ International)\b(?! [A-Z])",
    re.IGNORECASE,
)
OFFICIALS_THERE = re.compile(
    r"(?:(?:an?|the|some|two|three|several|senior|top|high-ranking|local) )*"
    r"(?:(?:government|security|military|health) )?"
    r"(?:officials?|authorities|leaders|police) in\b",
    re.IGNORECASE,
)
CENTRAL_BANK = re.compile(r"\b(?:central|reserve|national) bank\b", re.IGNORECASE)
AGENCY = re.compile(
    r"\b(?:Agency|Commission|Service|Reserve|Regulator|Bureau of)\b"  # printed like a name
    r"|\b(?i:(?:space|intelligence|security|spy|secret|nuclear|energy|statistics|health|tax|customs|police"
    r"|border|immigration) (?:agency|service)|(?:electoral|election|truth|securities) commission|air force"
    r"|coast guard)\b"
)
PRIVATE_AGENCY = re.compile(
    r"\b(?:travel|advertising|rating|talent|modell?ing|adoption|press)\b", re.IGNORECASE
)
AGENT = re.compile(
    r"\b(?:attorney[- ]general|negotiator|judge|magistrate|commander|general|colonel|admiral|secretary"
    r"|inspector|mayor|commissioner"
    r"|(?:presidential|government|security|ministerial|military|foreign policy) advis[eo]r"
    r"|chief of (?:(?:the )?(?:general|defen[cs]e) )?staff)s?(?= (?:of|in|for|at|to|from|on)\b| \(|$)",
    re.IGNORECASE,
)
ATTORNEY = re.compile(
    r"(?<!district )(?<!us )(?<!u\.s\. )(?<!state )\battorneys?\b(?![- ]general)", re.IGNORECASE
)
STATE_MEDIA = re.compile(
    r"\b(?:state|official|government)\b.*\b(?:media|television|tv|radio|agency|newspaper)", re.I
)


def of_role(role: str) -> str | None:
    """The ISO3 code of the country whose official a role makes its holder, or None."""
    return _of_words(role, nouns("private_nouns"))


def of_body(name: str) -> str | None:
    """The same of an office, organisation or group: organs and officials of a state alone have a country."""
    known = gazetteer.lookup(name)
    if known is not None and known[2] == "seat":
        return known[0]  # "the Bank of England"
    lowered = {word.lower().rstrip(".") for word in WORD.findall(name)}
    lowered |= {part for word in lowered & nouns("joined_titles") for part in word.split("-")}
    if STATE_MEDIA.search(name):
        return _of_words(name, frozenset())
    if CENTRAL_BANK.search(name):
        return _of_words(name, (nouns("private_nouns") | {"media"}) - {"bank"})
    is_agency = AGENCY.search(name) is not None and not PRIVATE_AGENCY.search(name)
    if lowered & nouns("state_organs") or is_agency or AGENT.search(name) or _is_seat(name):
        return _of_words(name, nouns("private_nouns") | {"media"})
    return None


def speaks_for_others(words: str) -> bool:
    """True of a private person, a former official, or an organ of an international or a civil body."""
    lowered = {word.lower().rstrip(".,") for word in WORD.findall(words)}
    return bool(
        FORMER.search(words)
        or lowered & nouns("private_nouns")
        or CIVIL.search(words)
        or body_in(words) is not None
    )


def _of_words(words: str, private: frozenset[str]) -> str | None:
    if (
        FORMER.search(words)
        or ATTORNEY.search(words)
        or (CIVIL.search(words) and not STATE_MEDIA.search(words))
    ):
        return None
    if (whole := _of_seat(words)) and not private & {word.lower() for word in WORD.findall(words)}:
        return whole
    link, before = "", ""
    for segment, following in _segments(words):
        if link == "to" and STAFF.search(before) and _names_an_organ(segment):
            link = "for"
        if link == "with" and OFFICER.search(before) and _names_an_organ(segment):
            link = "for"  # "an official with the Peruvian foreign ministry"
        if not link and private & {word.lower() for word in WORD.findall(segment)}:
            return None
        if link == "for" and SPOKESMAN.search(before) and not body_in(before):
            link = "of"  # "the foreign affairs spokesman for Peru"
        country = _allowed(segment, link, words)
        if country is not None or (link not in NEVER and body_in(segment) is not None):
            return country
        link, before = following, segment
    return None


def _of_seat(words: str) -> str | None:
    """ "Shadow Chancellor of the Exchequer", whose "of" parts nothing; not "expert on the Bank of Peru"."""
    for place in gazetteer.scan(words):
        if place.sort == "seat" and PREPOSITION.search(words, place.start, place.end):
            return None if PREPOSITION.search(words, 0, place.start) else place.iso3
    return None


def _segments(words: str) -> list[tuple[str, str]]:
    """The parts of a phrase between its prepositions, each with the preposition behind it."""
    parts = PREPOSITION.split(words)
    return [
        (part, parts[n + 1].lower() if n + 1 < len(parts) else "")
        for n, part in enumerate(parts)
        if n % 2 == 0
    ]


def _allowed(segment: str, link: str, words: str) -> str | None:
    """The country of one part, when the preposition before it makes the speaker that country's official."""
    if link in NEVER:
        return None
    places = list(gazetteer.scan(segment))
    parts = gazetteer.scan_parts(segment) if not places else set()
    if len(parts) == 1:
        return next(iter(parts)) if link in ("", "of") else None
    if [place.sort for place in places] == ["demonym", "seat"]:
        places = places[:1]  # "the German Foreign Office"
    if len({place.iso3 for place in places}) != 1:
        return None  # "Iran U.S. President": of two, nobody knows which
    place = places[0]
    body = body_in(segment)
    if body is not None and body < place.start:
        return None
    if link in ("for", "at", "within") and not _names_an_organ(segment):
        return None
    if link == "in" and not _names_an_organ(segment) and not _are_the_officials(words):
        return None
    return place.iso3


def _names_an_organ(segment: str) -> bool:
    organs = nouns("state_organs") | nouns("role_nouns")
    return bool(organs & {word.lower() for word in WORD.findall(segment)}) or _is_seat(segment)


def _are_the_officials(words: str) -> bool:
    """ "senior officials in Chad", but not "Western officials in Kabul"."""
    return OFFICIALS_THERE.match(words) is not None


def _is_seat(name: str) -> bool:
    return any(place.sort == "seat" for place in gazetteer.scan(name))


@cache
def _bodies() -> re.Pattern[str]:
    names = sorted(nouns("world_bodies"), key=len, reverse=True)
    return re.compile(rf"(?<![\w.])(?:{'|'.join(re.escape(name.replace('_', ' ')) for name in names)})(?!\w)")


def body_in(words: str) -> int | None:
    """Where ``words`` name an international body or its organ, if they do."""
    found = _bodies().search(words)
    return None if found is None else found.start()
