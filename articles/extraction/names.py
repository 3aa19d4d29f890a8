"""Finds the people a text names, with the roles it gives them and the countries those roles point to."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

from articles.text.letters import CAPITAL, CAPITALS, SMALL, unaccented

from . import allegiance, gazetteer, officeholders, parties, politicians
from .blocks import Block
from .lexicon import nouns, reporting
from .records import Span
from .roles import Gender, gender_of_words, is_joined_title, is_role, opens_with_role, role_before

PREFIX = r"(?:Mc|Mac|O['’]|D['’]|De|Di|La|Le|bin-|(?:[AaEeUu]l|[Aa](?:sh?|d|n|r|t|z))-)"
NAME_WORD = (
    rf"(?:{PREFIX}?{CAPITAL}[{SMALL}]+(?:['’-][{CAPITALS}{SMALL}][{SMALL}]+|-[{SMALL}])*(?<!['’]s)"
    rf"|(?!U\.[SNK]\.|[EA]\.U\.|D\.C\.)(?:{CAPITAL}\.){{1,3}}(?!{CAPITAL})|XI|JINPING)"
)
PARTICLE = r"(?:de|del|della|da|di|van|von|der|den|bin|ibn|al|el|la|le|dos|du)"
RUN = re.compile(rf"(?<![\w’'.]){NAME_WORD}(?:[ \u00a0](?:{PARTICLE} ){{0,2}}{NAME_WORD}){{0,6}}")
AFTER = re.compile(
    rf"^(?:['’]s)?, ((?:[^,.;:\"“”()\n]|(?<=\b{CAPITAL})\.|,(?=\d{{3}})){{3,110}})(?=[,.;\n]|$)"
)
OWNER = re.compile(rf"((?:{CAPITAL}[\w.]*[ ])?{CAPITAL}[\w.]*)['’]s?[ ]$")
ADVERB = re.compile(r"\w{3}(?:[ae]ntly|edly|ously|ively|ately|ially|ally)$")  # "Initially Ruiz", not "Sally"
PORTFOLIO = re.compile(
    r"\b(?:minister|chancellor|secretary|commissioner|representative|coordinator|envoy|director|spokes(?:man|woman|person))"
    rf" (?:of|for)(?: the)? (?:{CAPITAL}[\w-]+ and |{CAPITAL}[\w-]+, )*$",
    re.IGNORECASE,
)
LONGEST_PORTFOLIO = 90  # characters
OF = re.compile(rf"^ of ((?:the )?{CAPITAL}[\w.’'-]*(?: (?:and )?{CAPITAL}[\w.’'-]*){{0,4}})")
POSSESSED = re.compile(r"['’]s? ")  # "Ana Ruiz of Peru's Electoral Commission"
OF_ORGAN = re.compile(  # "Colonel Ana Ruiz of Peru's air force"
    rf"^ of ((?:the )?{CAPITAL}[\w-]*(?:['’]s)? (?:[{SMALL}]+ )?(?:army|navy|air force|military|police"
    r"|ministry|parliament|government|embassy|cabinet|intelligence))\b"
)
OF_A_STATE = re.compile(
    r"(?i)\b(?:minister|president|premier|chancellor|king|queen|sultan|emir|ambassador)\b"
)
OF_A_PART = re.compile(
    r"(?i)\b(?:senator|sen\.|governor|gov\.|rep\.|representative|congress(?:man|woman)|republican|democrat|premier)"
)
IS = re.compile(r"^ is (?:the |an? )?([^,.;:\n]{3,80})")
HANGING = re.compile(r"(?:\s+(?:for|to|of|from|at|in|and|the))+$")
APPOSITION = re.compile(r", (?:an?|the) ([^,.;:\n]{3,80})")
LONGEST_NOUN = 30  # characters
SPOKE = re.compile(r" (?:told|said|says|added|announced|confirmed|reported|stated)(?: |$)")
OPENING = re.compile(
    r"(?:^|[.!?:\n\"”“])[\"”]?\s*(?:(?:Mr|Mrs|Ms|Dr|Sir)\.? )?$"
)  # before a sentence's first name
GOES_ON = re.compile(
    r" (?:told|said|says|who|whose|which|was|were|is|has|had|will|would|that|when|as|also|did|met|visited"
    r"|arrived|spoke|gave|took|went|came|made|held|holds|won|lost)(?: |$)"
)
PAST = re.compile(rf" ([{SMALL}]+?)(?:i?ed)(?= )")
GIVEN_NAMES_OF_PLACES = frozenset(
    ("Jordan", "Chad", "Georgia", "Israel", "Kenya", "Santiago", "Victoria", "London")
)


@dataclass(slots=True)
class Person:
    """Someone named in the text; ``role`` and ``country`` come from the first description that has them."""

    name: str
    gender: Gender = "?"
    role: str | None = None
    country: str | None = None
    spans: list[Span] = field(default_factory=list)


def without_headlines(text: str, blocks: Iterable[Block]) -> str:
    """The text, as long as before, with the lines blanked in which capitals do not mark names."""
    kept, position = [], 0
    for block in blocks:
        if block.kind in ("headline", "boilerplate"):
            kept += [text[position : block.start], "\n" * (block.end - block.start)]
            position = block.end
    return "".join([*kept, text[position:]])


def people(text: str, on: date | None = None) -> dict[str, Person]:
    """Full name → Person, for every capitalised run of two or more words that looks like a person's name.

    Whose country the text does not tell has the one of the office held on a day, if the register knows it.
    """
    found: dict[str, Person] = {}
    for start, end, described in _runs(text):
        name = re.sub(r"\s+", " ", text[start:end])
        if not _is_full_name(name, described):
            continue
        person = found.setdefault(unaccented(name), Person(name, gender_of(name)))
        if person.name.isascii():
            person.name = name  # of two spellings the one with accents
        person.spans.append((start, end))
        _describe(text, start, end, person)
    found = {person.name: person for person in _without_short_forms(list(found.values()))}
    _surnames(text, found)
    named = frozenset(place.iso3 for place in gazetteer.scan(text))
    for person in found.values():
        if person.country is None and not allegiance.speaks_for_others(person.role or ""):
            person.country = _listed(text, person, on, named)
    return found


def _listed(text: str, person: Person, on: date | None, named: Container[str]) -> str | None:
    """The country of the office held that day, else of a party led or of a seat in parliament."""
    held = officeholders.country_of(person.name, person.role, on)
    if held is not None or _is_private(text, person):
        return held
    return parties.of_leader(person.name, on, named) or politicians.of_member(
        person.name, person.role, on, named
    )


def _is_private(text: str, person: Person) -> bool:
    """ "Ana Ruiz, a journalist from Lima", "the singer Ana Ruiz", where the name stands first."""
    start, end = person.spans[0]
    behind = APPOSITION.match(text, end)
    before = text[max(0, start - LONGEST_NOUN) : start].split()[-1:]
    return allegiance.speaks_for_others(" ".join([*before, behind.group(1) if behind else ""]))


def _without_short_forms(named: list[Person]) -> list[Person]:
    """ "Ana Ruiz" is "Ana Ruiz Mora" or "Ana Mora Ruiz", if only one person of the text has such a name."""
    kept: list[Person] = []
    for person in named:
        longer = [other for other in named if _is_longer(other, person)]
        if len(longer) != 1:
            kept.append(person)
            continue
        whole = longer[0]
        whole.spans += person.spans
        whole.role, whole.country = whole.role or person.role, whole.country or person.country
    return kept


def _is_longer(other: Person, person: Person) -> bool:
    short, words = unaccented(person.name).split(), unaccented(other.name).split()
    if len(words) <= len(short):
        return False
    without_middle = [words[0], words[-1]] == short and not any("." in word for word in words)
    return words[: len(short)] == short or without_middle


def _runs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Capitalised runs without the titles, countries and connectives at their beginning."""
    for run in RUN.finditer(text):
        words = list(re.finditer(r"\S+", run.group()))
        skip = _leading(run.group(), [word.group() for word in words])
        if PORTFOLIO.search(text, max(0, run.start() - LONGEST_PORTFOLIO), run.start()):
            while len(words) - skip > 2 and words[skip].group() in nouns("portfolios"):
                skip += 1  # "Commissioner for Competition Neelie Kroes"
        if skip < len(words):
            start = run.start() + words[skip].start()
            yield start, run.end(), skip > 0


def bare_names(text: str, wanted: frozenset[str]) -> Iterator[Span]:
    """Places where one of the words ``wanted`` stands for a name alone, no other name word around it."""
    for start, end, _ in _runs(text):
        if text[start:end] in wanted or unaccented(text[start:end]) in wanted:
            yield start, end


def _leading(run: str, words: list[str]) -> int:
    """How many words at the beginning of a run are titles or countries rather than a name."""
    skip = 0
    while skip < len(words):
        bare = words[skip].rstrip(".")
        pair = " ".join(words[skip : skip + 2])
        if len(words) - skip > 2 and (
            gazetteer.lookup(pair) or pair in ("United Nations", "Security Council")
        ):
            skip += 2
        elif (
            bare in nouns("titles")
            or bare in nouns("not_names")
            or (ADVERB.search(bare) and len(words) - skip > 1)
            or (
                len(words) - skip > 1
                and skip + 2 < len(words) + 1
                and gazetteer.lookup(words[skip])
                and len(words) > 2
                and not (len(words) - skip == 2 and words[skip] in GIVEN_NAMES_OF_PLACES)
            )
        ):
            skip += 1
        else:
            break
    titles = [n for n in range(len(words) - 1) if _ends_a_role(words, n)]
    skip = max(skip, titles[-1] + 1) if titles else skip
    while 0 < skip < len(words) - 1 and words[skip].rstrip(".") in nouns("titles"):
        skip += 1  # "Secretary General Ronald Noble"
    return max(skip, _behind_a_body(words))


def _ends_a_role(words: list[str], at: int) -> bool:
    """Is what follows this word of a run a name? "State Treasurer Ana Ruiz", "Vice-President Ruiz".

    A role that is a family name as well ("Dean", "King") tells that only at the beginning of a run.
    """
    word = words[at].lower()
    if (
        word in nouns("titles_before_names")
        or word.rstrip(".") in ("mr", "mrs", "ms")
        or is_joined_title(word)
    ):
        return True
    is_role_alone = word in nouns("role_nouns") and word not in nouns("roles_like_names")
    return is_role_alone and len(words) - at > 2


def _behind_a_body(words: list[str]) -> int:
    """ "the European Commission José Barroso": where the name behind a body begins, if known."""
    bodies = nouns("organisation_words") | nouns("office_words") | nouns("thing_endings")
    behind = max((n + 1 for n, word in enumerate(words) if word.lower() in bodies), default=0)
    return behind if len(words) - behind >= 2 and gender_of(" ".join(words[behind:])) != "?" else 0


def _is_full_name(name: str, described: bool) -> bool:
    words = name.split()
    if not 2 <= len([w for w in words if not w.islower()]) <= 4 or gazetteer.lookup(name):
        return False
    lowered = [word.lower().rstrip(".") for word in words]
    banned = nouns("organisation_words") | nouns("office_words") | {w.lower() for w in nouns("not_names")}
    if any(word in banned for word in lowered) or _is_place(words):
        return False
    if lowered[0] in nouns("thing_openings") or lowered[-1] in nouns("thing_endings"):
        return False  # "New Orleans", "Kyoto Protocol"
    return not any(word.rstrip(".") in nouns("titles") and len(word) > 2 for word in words)


def _is_place(words: list[str]) -> bool:
    """ "Korean Peninsula", "Seoul Times"; but "Chad Smith" is a person."""
    hits = [gazetteer.lookup(word) for word in words]
    state = hits[0] is not None and words[0] not in GIVEN_NAMES_OF_PLACES
    return state or any(hits[1:]) or words[0] in ("Korean", "European", "Asian", "African", "Arab", "Western")


def gender_of(name: str) -> Gender:
    words = [word.lower().rstrip(".") for word in re.split(r"\s+", name)]
    for word in words[:-1] or words:
        if word in nouns("male_names"):
            return "m"
        if word in nouns("female_names"):
            return "f"
    if words[-1] in nouns("male_names"):  # names with the family name first
        return "m"
    return "f" if words[-1] in nouns("female_names") else "?"


def _surnames(text: str, found: dict[str, Person]) -> None:
    """Descriptions before a bare family name ("Russia's Lavrov", "UN Ambassador Haley")."""
    last = {unaccented(person.name.split()[-1]): person for person in found.values()}
    for start, end, _ in _runs(text):
        person = last.get(unaccented(text[start:end]))
        if person is not None and (person.role is None or person.country is None):
            _describe(text, start, end, person)


def _describe(text: str, start: int, end: int, person: Person) -> None:
    before = role_before(text, start)
    after = AFTER.match(text[end : end + 130])
    texts = [before] if before else []
    if after and opens_with_role(after.group(1)) and not _tells_who_spoke(text, start, after.group(1)):
        texts.append(_before_verb(GOES_ON.split(after.group(1), maxsplit=1)[0].strip()))
    is_described = IS.match(text[end : end + 130])
    if is_described and opens_with_role(is_described.group(1)):
        texts.append(is_described.group(1))
    for role in texts:
        _take(role, person)
    if person.country is None:
        person.country = _owner_before(text, start) or _owner_after(text, end, before or "")
    if person.gender == "?":
        person.gender = gender_of_words((before or "") + " " + (after.group(1) if after else ""))


def _before_verb(described: str) -> str:
    """ "The deputy minister disputed A", to which a comma is missing, without what the minister did."""
    for verb in PAST.finditer(described):
        stem = verb.group(1)
        if {stem, stem + "e", stem + "y"} & reporting() and is_role(described[: verb.start()]):
            return described[: verb.start()]
    return described


def _tells_who_spoke(text: str, start: int, after: str) -> bool:
    """ "They freed Ana Ruiz, the judge said": who that is, unless the name opens the sentence."""
    return bool(SPOKE.search(after)) and not OPENING.search(text[max(0, start - 12) : start])


def _take(described: str, person: Person) -> None:
    role = HANGING.sub("", described)  # "spokesman for the.": a text from which something was cut
    if person.role is None and is_role(role):
        person.role = role
    if person.country is None:
        person.country = allegiance.of_role(role)


def _owner_before(text: str, start: int) -> str | None:
    """ "Russia's Safronkov"."""
    owner = OWNER.search(text[max(0, start - 40) : start])
    if owner is None:
        return None
    return gazetteer.country_of(owner.group(1))


def _owner_after(text: str, end: int, role: str) -> str | None:
    """ "Foreign Minister Ana Ruiz of Peru", "Senator Ann Lee of Ohio", but not "Senator Ruiz of Georgia"."""
    organ = OF_ORGAN.match(text[end : end + 60])
    if organ is not None and (country := allegiance.of_body(organ.group(1))) is not None:
        return country
    of = OF.match(text[end : end + 60])
    if of is not None and POSSESSED.search(of.group(1)) and not allegiance.speaks_for_others(role):
        return allegiance.of_body(of.group(1))
    parts = gazetteer.scan_parts(of.group(1)) if of and OF_A_PART.search(role) else set()
    if len(parts) == 1:
        return next(iter(parts))
    if (
        of is None
        or not OF_A_STATE.search(role)
        or (gazetteer.lookup(of.group(1)) or ("", "", ""))[2] != "name"
    ):
        return None
    return allegiance.of_role(f"{role} of {of.group(1)}")


def by_any_word(found: dict[str, Person]) -> dict[str, Person]:
    """Family name → person; the other words of a name as well, as long as they are nobody's family name.

    A word with accents is there without them, too.
    """
    by_word: dict[str, Person] = {}
    for person in found.values():
        last = person.name.split()[-1]
        without = re.sub(rf"^{PREFIX}(?={CAPITAL})", "", last) if "-" in last else last
        for word in (last, without, unaccented(last)):
            by_word.setdefault(word, person)
    for person in found.values():
        first = person.name.split()[0]
        by_word.setdefault(first, person)
        by_word.setdefault(unaccented(first), person)
    for person in found.values():
        for word in person.name.split()[1:-1]:
            if len(word) > 3 and word[0].isupper():
                by_word.setdefault(word, person)
                by_word.setdefault(unaccented(word), person)
    return by_word


def _namesakes(found: dict[str, Person]) -> dict[str, list[tuple[int, Person]]]:
    """Family name of several people → the places where one of them is printed in full, in order."""
    people_of: dict[str, list[Person]] = {}
    for person in found.values():
        people_of.setdefault(person.name.split()[-1], []).append(person)
    return {
        family: sorted(((start, one) for one in people for start, _ in one.spans), key=itemgetter(0))
        for family, people in people_of.items()
        if len(people) > 1
    }


def _last_named(printed: list[tuple[int, Person]], at: int) -> Person | None:
    """Of several people with one family name the one who was printed in full last."""
    place = bisect_left(printed, at, key=itemgetter(0))
    return printed[place - 1][1] if place else None


def places(text: str, found: dict[str, Person], by_word: dict[str, Person]) -> list[tuple[int, int, Person]]:
    """Every place where a known person is printed, by full name or by family name alone, in order."""
    spans = [(start, end, person) for person in found.values() for start, end in person.spans]
    full = {start for start, _, _ in spans}
    namesakes = _namesakes(found)
    for start, end in bare_names(text, frozenset(by_word)):
        if start not in full:
            word = text[start:end]
            named = _last_named(namesakes.get(word, []), start)
            spans.append((start, end, named or by_word.get(word) or by_word[unaccented(word)]))
    return sorted(spans, key=lambda item: item[:2])
