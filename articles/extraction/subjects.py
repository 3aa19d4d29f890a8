"""Whose verb is this: the subject of a cue across conjunctions, participles, relative clauses, passives."""

from typing import Any

from .lexicon import reporting
from .phrases import can_speak, is_document
from .trees import is_passive

SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
CLIMB = frozenset(
    ("conj", "xcomp", "advcl", "pcomp", "ccomp", "parataxis", "dep", "prep", "aux", "acomp", "oprd")
)
PUBLISH = frozenset(
    ("release", "issue", "publish", "send", "post", "write", "give", "sign", "file", "make", "deliver", "put",
     "tweet", "circulate", "distribute")
)  # fmt: skip
FINITE = frozenset(("VBD", "VBP", "VBZ"))
CONJUNCTIONS = frozenset(("after", "before", "since", "until"))  # that are prepositions, too
QUOTING = frozenset(("quote", "cite", "report"))
INTERVIEW = frozenset(("quote", "cite", "interview", "question", "ask", "hear"))
HEARING = QUOTING | {"hear", "see", "catch", "record"}
SHOWING = HEARING | {
    "show", "have", "find", "depict", "feature", "picture", "film", "portray", "describe", "report",
    "include", "be", "contain", "carry",
}  # fmt: skip
OBJECTS = ("dobj", "attr", "pobj")  # "makes no apologies for accusing"
RELATIVE = ("WP", "WDT")
NEAR = 3  # tokens before a cue without a subject in which a name is taken for one


def subject_of(verb: Any, depth: int = 0) -> Any | None:
    """The head token of the verb's subject; None when nobody is named.

    Who is quoted, not who quotes: "the ministry quoted Lavrov as saying".
    """
    if (quoting := _quoting_verb(verb)) is not None:
        return _quoted(quoting)
    own = _own_subject(verb, depth)
    if depth == 0 and own is None and is_passive(verb):
        return None  # "was accused of": whoever accused is not named
    if own is not None:
        return _antecedent(own, verb)
    if depth == 0 and (outer := _outer_report(verb)) is not None:
        return subject_of(outer, 1)
    if depth > 4 or verb.head == verb:
        return _subject_of_opening(verb)
    if (spoken_with := _sufferer(verb)) is not None:
        return spoken_with
    if verb.dep_ in ("acl", "relcl"):
        return _of_attribute(verb, depth)
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and (told := _told_of(verb)) is not None:
        return told
    if verb.dep_ == "xcomp" and (controller := _object_before(verb.head, verb)) is not None:
        return controller
    if verb.dep_ == "conj" and (outer := _report_of_things(verb)) is not None:
        return subject_of(outer, depth + 1)
    if verb.dep_ in CLIMB or (depth and verb.pos_ == "NOUN" and verb.dep_ in OBJECTS):
        return subject_of(verb.head, depth + 1)
    return None


def quoting_of(verb: Any) -> Any | None:
    """The head token of who quotes the verb's subject: "the ministry quoted him as saying"; or None."""
    quoting = _quoting_verb(verb)
    if quoting is None:
        return tag_of(verb)
    if is_passive(quoting):
        return agent_of(quoting) or agent_of(_said_as(quoting))
    own = _own_subject(quoting, 0)
    return None if own is None else _antecedent(own, quoting)


def tag_of(cue: Any) -> Any | None:
    """ "A, Lavrov said, the ministry reported": the ministry; None unless that is all that follows."""
    for verb in cue.children:
        subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None)
        if verb.dep_ in ("ccomp", "parataxis", "conj") and verb.i > cue.i + 1 and subject is not None:
            others = [c for c in verb.children if c.i != subject.i and not c.is_punct and c.dep_ != "advmod"]
            if verb.lemma_.lower() in reporting() and not others and subject.left_edge.i > cue.i:
                return subject
    return None


def is_quoting(verb: Any) -> bool:
    """Whether its content is another verb's: "quoted" of "quoted X as saying A"."""
    return _quoting_verb(verb) is verb


def _quoting_verb(verb: Any) -> Any | None:
    """The "quoted" of "quoted X as saying", by either of its verbs; None without whoever is quoted."""
    outer = verb.head.head if verb.dep_ == "pcomp" and verb.head.lower_ == "as" else verb
    is_quoting = outer.lemma_.lower() in QUOTING and _said_as(outer) is not None
    return outer if is_quoting and _quoted(outer) is not None else None


def _said_as(quoting: Any) -> Any | None:
    """ "saying", of "quoted as saying"."""
    links = [c for c in quoting.children if c.dep_ == "prep" and c.lower_ == "as"]
    return next((c for link in links for c in link.children if c.dep_ == "pcomp"), None)


def _quoted(quoting: Any) -> Any | None:
    label = "nsubjpass" if is_passive(quoting) else "dobj"
    found = next((c for c in quoting.children if c.dep_ == label), None)
    return None if found is None else _antecedent(found, quoting)


def relative_pronoun(verb: Any) -> Any | None:
    """The "who" or "which" that stands for the verb's subject."""
    for holder in (verb, verb.head):
        for child in holder.children:
            if child.dep_ in SUBJECTS and child.tag_ in RELATIVE and holder in (verb, *verb.ancestors):
                return child if holder is verb or verb.dep_ in CLIMB else None
        if any(child.dep_ in SUBJECTS for child in holder.children):
            return None
    return None


def name_before(cue: Any) -> Any | None:
    """ "Solberg said": the parser may hang the name on another word; it stands right before the cue."""
    for token in reversed(cue.doc[max(cue.sent.start, cue.i - NEAR) : cue.i]):
        if token.pos_ == "PROPN" and token.dep_ == "pobj" and token.head.lower_ in ("of", "from"):
            return token.head.head  # "Ruiz of Peru said"
        if token.pos_ == "PROPN" or (token.tag_ == "PRP" and token.lower_ in ("he", "she", "they", "it")):
            return token
        if token.i == cue.i - 1 and token.is_title and not token.is_stop:
            return token  # "Jolly said": taken for an adverb
        if token.i == cue.i - 1 and token.dep_ == "compound" and token.head == cue and can_speak(token):
            return token  # "Kenyan media states that A": taken for one name
        if token.pos_ not in ("AUX", "ADV", "PART"):
            return None
    return None


def _outer_report(verb: Any) -> Any | None:
    """ "X said Y would choose, adding that A": the participle is X's, although it hangs on Y's verb."""
    if verb.tag_ != "VBG" or not verb.i or verb.doc[verb.i - 1].text != ",":
        return None
    for inner in verb.ancestors:
        cue = inner.head
        is_report = cue.lemma_.lower() in reporting() and not is_passive(cue)  # "it was revealed that"
        if inner.dep_ == "ccomp" and cue.i < inner.i and is_report:
            return cue
    return None


def _report_of_things(verb: Any) -> Any | None:
    """ "She said the talks were good, and added that A": talks add nothing, she does."""
    first = verb.head
    outer = first.head
    is_inner = first.dep_ == "ccomp" and outer.i < first.i and outer.lemma_.lower() in reporting()
    if not is_inner or verb.tag_ != outer.tag_ or verb.lemma_.lower() not in reporting():
        return None
    subject = next((c for c in first.children if c.dep_ in SUBJECTS), None)
    if subject is None or subject.pos_ != "NOUN" or can_speak(subject) or is_document(subject):
        return None
    return outer


def _of_attribute(verb: Any, depth: int) -> Any | None:
    """Of whom a clause behind a noun tells.

    "A paper quoted a minister saying A": the minister. "She spoke to a delegation saying A", "denied the
    reports saying A", "issued a report saying A": she. "They read a report saying A": the report.
    """
    noun = verb.head
    governor = noun.head if noun.head.pos_ in ("VERB", "AUX") else noun.head.head
    is_object = noun.dep_ in OBJECTS and noun.pos_ == "NOUN" and governor.pos_ in ("VERB", "AUX")
    if verb.dep_ == "relcl" or not is_object:
        return noun
    while governor.dep_ == "xcomp" and governor.head.pos_ == "VERB":
        governor = governor.head  # "warned France not to veto a plan saying A": who warned
    does = governor.lemma_.lower()
    if does in PUBLISH if is_document(noun) else does not in SHOWING or not can_speak(noun):
        return subject_of(governor, depth + 1) or noun
    return noun


def _told_of(verb: Any) -> Any | None:
    """ "They quoted a minister saying A", "received a letter from him saying A": the minister, the letter."""
    told = _object_before(verb.head, verb)
    if told is None or verb.doc[verb.i - 1].text == ",":
        return None
    does = verb.head.lemma_.lower()
    return told if does in HEARING or (is_document(told) and does not in PUBLISH) else None


def _sufferer(verb: Any) -> Any | None:
    """ "She was questioned by the Post and said A", "was quoted by it, saying A": she."""
    outer = verb.head
    if verb.dep_ == "acl" and outer.dep_ == "pobj" and outer.head.dep_ == "agent":
        outer = outer.head.head  # "quoted by the agency, saying": the parser hangs it on the agency
    has_auxiliary = any(c.dep_ == "aux" for c in verb.children)
    is_joined = verb.dep_ == "conj" and (verb.tag_ in ("VBD", "VBZ", "VBP") or has_auxiliary)
    is_told = verb.dep_ in ("advcl", "acl") and outer.lemma_.lower() in INTERVIEW
    if not (is_joined or is_told) or not is_passive(outer):
        return None
    return next((_antecedent(c, outer) for c in outer.children if c.dep_ == "nsubjpass"), None)


def _subject_of_opening(verb: Any) -> Any | None:
    """ "Haley, noting that A, demanded B": the parser hangs "Haley" on the participle."""
    for child in verb.children:
        if (
            child.i < verb.i
            and child.dep_ in ("advcl", "csubj", "dep", "ccomp")
            and child.tag_ in ("VBG", "VBN")
        ):
            found = next((c for c in child.children if c.dep_ == "nsubj" and c.i < child.i), None)
            if found is not None:
                return found
    return None


def _own_subject(verb: Any, depth: int) -> Any | None:
    holders = (
        verb,
        *(child for child in verb.children if child.dep_ == "aux"),
    )  # "Russia has often proposed"
    subjects = [child for holder in holders for child in holder.children if _is_subject(child)]
    if verb.tag_ == "VBG":  # "with Ana Ruiz saying Peru would win": Peru is the subject of what is said
        subjects = [subject for subject in subjects if subject.i < verb.i]
    if is_passive(verb):
        return agent_of(verb) or (subjects[-1] if subjects and depth else None)
    if not subjects:
        return _mistaken(verb)
    if all(subject.i > verb.i for subject in subjects):
        return subjects[0]  # "said Ana Ruiz to the mayor of Lima, Jorge Mora": the nearest
    return _of_town(subjects[-1]) or subjects[-1]


def _mistaken(verb: Any) -> Any | None:
    """ "After rebels announced A", "according to the Post, the minister said A": the rebels, the minister.

    The parser takes them for the object of "after", or for another name of the Post.
    """
    if verb.tag_ not in FINITE or verb.i == verb.sent.start:
        return None
    for noun in (verb.doc[verb.i - 1], *verb.doc[verb.i - 1].ancestors):
        if noun.i >= verb.i or noun.right_edge.i != verb.i - 1:
            return None
        if noun.dep_ == "pobj" and noun.head.lower_ in CONJUNCTIONS:
            return noun
        if noun.dep_ == "appos" and noun.head.dep_ == "pobj" and noun.head.head.lower_ == "to":
            return noun if noun.head.head.head.lower_ == "according" else None
    return None


def _is_subject(token: Any) -> bool:
    """ "Echoing Mora, Ana Ruiz said A": "echoing" is nobody, though the parser takes it for one."""
    return token.dep_ in SUBJECTS and (token.dep_ != "csubj" or token.tag_ != "VBG")


def _of_town(subject: Any) -> Any | None:
    """ "Ana Ruiz of Reno, Nevada", "the embassy in Lima, Peru said A": with what the sentence begins."""
    doc, town = subject.doc, subject.i - 2
    if subject.pos_ != "PROPN" or town < subject.sent.start or doc[town + 1].text != ",":
        return None
    link = doc[town].head
    holder = link.head
    is_place = doc[town].pos_ == "PROPN" and doc[town].dep_ == "pobj" and link.lower_ in ("of", "from", "in")
    opens = holder.pos_ in ("PROPN", "NOUN") and holder.left_edge.i == subject.sent.start
    return holder if is_place and opens else None


def agent_of(verb: Any) -> Any | None:
    """ "by X" of a passive verb."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.lower_ == "by" and child.dep_ == "prep"):
            return next((grandchild for grandchild in child.children if grandchild.dep_ == "pobj"), None)
    return None


def _antecedent(subject: Any, verb: Any) -> Any:
    if subject.tag_ not in ("WP", "WDT"):
        return subject
    for ancestor in (verb, verb.head, verb.head.head, verb.head.head.head):
        if ancestor.dep_ == "relcl":
            return ancestor.head
    return subject


def _object_before(governor: Any, verb: Any) -> Any | None:
    objects = [c for c in governor.children if c.dep_ in ("dobj", "dative") and governor.i < c.i < verb.i]
    return objects[-1] if objects else None
