"""What is printed around a noun of the parse: its phrase, its joined nouns, the capitals before it."""

import re
from typing import Any

from . import gazetteer, lexicon
from .candidates import Passage, source_span
from .lexicon import nouns
from .names import ADVERB, Person
from .records import Span
from .roles import is_joined_title, is_role
from .trees import noun_phrase

ARTICLE = re.compile(
    r"^(?:(?:but|and|yet) )?(?:the|a|an|another|one|this|that|these|those|its|their|his|her|our|my)\s+",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"\[?https?://\S+ (?=\S)")  # of a link whose words follow
LEFT = frozenset(("det", "amod", "compound", "poss", "nummod", "nmod", "quantmod"))
LINKS = frozenset(("of", "for", "to", "from", "at", "in"))
DASHES = frozenset(("-", "–", "—", "--"))  # with a space behind, they end what was put in before
LONGEST_TAIL = 9  # words after a noun that still belong to its name
SPEAKING = ("groups", "states_nouns", "office_words", "organisation_words", "people_nouns")
OF_STATES = frozenset(("name", "demonym", "capital"))
LONGEST_ENDING = 5  # tokens of "of the European Communities"
OBJECTS = ("dobj", "dative", "pobj")
COMMITTEES = frozenset(("committee", "commission", "council", "subcommittee"))
PAPERS = frozenset(("post", "press", "paper"))
ABSTRACT_ENDINGS = ("tion", "sion", "ness", "ment", "ism", "ance", "ence", "ing", "ship")
BODIES = frozenset(
    ("faction", "station", "institution", "corporation", "commission", "population", "generation", "sibling")
)
PERSONAL_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "ant", "person", "eer")


def plain(phrase: str) -> str:
    phrase = re.sub(r"\s+", " ", ADDRESS.sub("", phrase)).strip(" ,;:'’\"“”[]")
    return ARTICLE.sub("", phrase)


def phrase_of(head: Any, with_of: bool) -> str:
    """The head with the words before it; ``with_of`` adds a short "of X", "to X" after it."""
    first, last = head.i, head.i
    while first > 1 and head.doc[first - 1].text == "-":
        first -= 2  # "vote-counting" is three tokens
    for child in head.children:
        if child.i < head.i and child.dep_ in LEFT:
            first = min(first, child.left_edge.i)
        elif with_of and child.i > head.i and child.dep_ == "prep" and _is_of_name(child, head):
            last = max(last, child.right_edge.i)
    first = max([first, *(t.i + 1 for t in head.doc[first : head.i] if t.text in DASHES and t.whitespace_)])
    if last - head.i > LONGEST_TAIL:
        last = head.i
    while last > head.i and head.doc[last].dep_ == "cc":
        last -= 1
    return str(head.doc[first : last + 1].text)


def _is_of_name(link: Any, head: Any) -> bool:
    """ "embassy in Lima", "Committee against Torture", but not "ministry in a statement"."""
    if head.lower_ in COMMITTEES and link.lower_ in ("on", "against"):
        return head.text[0].isupper() and link.i == head.i + 1 and link.doc[link.i + 1].text[0].isupper()
    return link.lower_ in LINKS and (link.lower_ != "in" or not any(is_document(c) for c in link.children))


def printed_at(passage: Passage, token: Any) -> Span:
    first, last = noun_phrase(token)
    return source_span(passage, first, last)


def heads(token: Any) -> list[Any]:
    """The token and the nominals joined to it by "and", six at most."""
    found: list[Any] = []
    queue = [token]
    while queue and len(found) < 6:
        head = queue.pop(0)
        found.append(head)
        queue += [c for c in head.children if c.dep_ == "conj" and c.i > head.i and _is_nominal(c)]
    return found


def _is_nominal(token: Any) -> bool:
    return token.pos_ in ("PROPN", "NOUN", "PRON")


def proper_words(head: Any) -> list[str]:
    """The run of capitalised words that ends with the head."""
    doc, first = head.doc, head.i
    while first and head.i - first < 7 and _continues_name(doc, first - 1):
        first -= 1
    return [token.text for token in doc[first : head.i + 1]]


def _continues_name(doc: Any, at: int) -> bool:
    if doc[at].text in ("of", "for"):
        return at > 0 and doc[at - 1].pos_ == "PROPN"
    return doc[at].pos_ == "PROPN" and doc[at].dep_ not in ("nsubj", "pobj", "dobj")


def without_titles(words: list[str]) -> list[str]:
    skip = 0
    while skip < len(words) and (
        words[skip].rstrip(".") in nouns("titles")
        or words[skip] in ("of", "for")
        or (ADVERB.search(words[skip]) and skip + 1 < len(words))
        or is_joined_title(words[skip])
        or (skip < len(words) - 1 and gazetteer.lookup(words[skip]) is not None)
    ):
        skip += 1
    return words[skip:]


def is_organisation(phrase: str) -> bool:
    words = phrase.lower().split()
    return any(word in nouns("organisation_words") or word in nouns("office_words") for word in words)


def is_document(head: Any) -> bool:
    """ "statement", "tweet", "read-out": something that speaks for its author. "The Lima Post" is a paper."""
    joined = head.text.lower()
    if head.pos_ == "PROPN" and joined in PAPERS and head.i and head.doc[head.i - 1].pos_ == "PROPN":
        return False
    if head.i > 1 and head.doc[head.i - 1].text == "-":
        joined = f"{head.doc[head.i - 2].lower_}-{joined}"
    documents = lexicon.words("documents")
    named = head.pos_ == "PROPN" and head.i and head.doc[head.i - 1].lower_ in ("the", "a", "this", "that")
    nominal = head.pos_ == "NOUN" or named
    return (nominal and head.lemma_.lower() in documents) or joined in documents


def named_apposition(head: Any) -> Any | None:
    """The name beside a noun, also behind a further role: "the head of the army, the chief, Ana Ruiz"."""
    apposed = [c for c in head.children if c.dep_ == "appos" and c.pos_ == "PROPN"]
    names = (named_apposition(one) if is_role(one.lower_) else one for one in apposed)
    return next((name for name in names if name is not None), None)


def can_speak(head: Any) -> bool:
    """Can this common noun speak: somebody's role, a body, a group, a person?"""
    lemma = head.lemma_.lower()
    if is_role(lemma) or (lemma.endswith(PERSONAL_ENDINGS) and lemma not in nouns("things")):
        return True
    if any(word in nouns(name) for name in SPEAKING for word in (lemma, head.lower_)):
        return True
    is_thing = lemma in nouns("things") or (lemma.endswith(ABSTRACT_ENDINGS) and lemma not in BODIES)
    return head.tag_ == "NNS" and not is_thing


def before_name(phrase: str, person: Person) -> str:
    """What a phrase prints before the first part of a name, without "to Russian journalists" before that."""
    places = [phrase.find(word) for word in person.name.split() if word in phrase]
    words = phrase[: min(places)].strip(" ,").split() if places else []
    groups = [n for n, word in enumerate(words) if word in nouns("groups")]
    return " ".join(words[groups[-1] + 1 :] if groups else words)


def is_where(token: Any) -> bool:
    """ "in Geneva": a place, unless the text has a person of that name."""
    return token.dep_ == "pobj" and token.head.lower_ in ("in", "at", "near", "outside", "inside", "around")


def goes_on(head: Any) -> bool:
    """ "Committee on Foreign Relations", "Bank of Peru", but "Foreign Ministry of Peru"."""
    link = next((c for c in head.children if c.dep_ == "prep" and c.i == head.i + 1), None)
    links = ("of", "for", "on", "against") if head.lower_ in COMMITTEES else ("of", "for")
    if link is None or link.lower_ not in links or link.right_edge.i - head.i > LONGEST_ENDING:
        return False
    ending = link.doc[link.i + 1 : link.right_edge.i + 1]
    capitals = all(token.text[0].isupper() or token.lower_ in ("and", "the", "of") for token in ending)
    is_of_state = head.lower_ in nouns("state_organs") | nouns("organisation_words")
    return capitals and not (
        is_of_state and any(place.sort in OF_STATES for place in gazetteer.scan(ending.text))
    )


def addressed(cue: Any) -> set[str | None]:
    """The countries of whom a cue asks or tells something: "urged Iran", "called on Iran"."""
    links = [child for child in cue.children if child.dep_ == "prep"]
    objects = [c for holder in (cue, *links) for c in holder.children if c.dep_ in OBJECTS and c.i > cue.i]
    return {gazetteer.country_of(phrase_of(each, with_of=False)) for each in objects} - {None}


def those_of(head: Any) -> str:
    """ "one of the guides who": guides."""
    whole = plain(phrase_of(head, with_of=True))
    whole = plain(whole.removeprefix(f"{head.text} ").removeprefix("of "))
    if whole.lower() != head.lower_:
        return whole
    objects = (c for link in head.children if link.lower_ == "of" for c in link.children if c.dep_ == "pobj")
    return next((plain(phrase_of(each, with_of=False)) for each in objects), "them")
