"""Finds reported clauses and objects around cue words in a parsed passage (indirect and mixed speech)."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

from . import gazetteer, selecting
from .bounds import carries_on, leader_of
from .candidates import Candidate, Passage
from .lexicon import nouns, reporting, words
from .ranking import Choice, choose_one
from .records import Span
from .relations import is_impersonal
from .subjects import is_quoting, name_before, subject_of
from .trees import is_passive

MOST_VERBS = 20  # of report, in a sentence that is read
RARE = 0.15  # probability from which "said no to" is taken for a report
ASKING = frozenset(("warn", "want", "tell", "allow", "expect", "need"))
SUPPOSED = frozenset(("if", "unless", "until", "till", "lest"))
NOBODY = frozenset(("neither", "no", "none", "nobody"))
RECEIVING = frozenset(
    ("receive", "face", "draw", "attract", "get", "hear", "meet", "provoke", "prompt", "trigger", "spark",
     "earn", "suffer", "bring", "ignore", "investigate", "follow", "fuel", "encounter", "answer", "escape")
)  # fmt: skip
FOLLOWING = "quote_sentence"  # a quotation that stands after the sentence of a cue, which may go on in it


def find(passage: Passage, quoted: list[Candidate]) -> Iterator[Candidate]:
    """A candidate for each cue that reports something, in order; ``quoted`` are the direct quotations."""
    latest: Candidate | None = None
    by_cue = {c.cue: c for c in quoted if c.relation != FOLLOWING}
    crowded = _crowded(passage)
    for token, followers in free_tokens(passage, quoted):
        is_unread = bool(crowded) and token.sent.start in crowded
        if is_unread or _is_supposed(token) or is_quoting(token) or _is_no_speech(token):
            continue
        least = 0.0 if _is_view_of_state(token) else RARE if _says_yes_or_no(token) else None
        others = [one for one in quoted if one not in followers]
        choice = choose_one(token, passage, speaker_token, followers, least, partial(_is_free, others))
        if choice is not None and not _is_nobody(choice.subject):
            candidate = _candidate(choice, token, passage)
            candidate.is_plain = least is not None
            leader = _latest(latest, by_cue, token)
            if leader is not None and carries_on(leader.cue_token(), token):
                candidate.governor, candidate.subject = leader, leader.subject
            latest = candidate if token.pos_ == "VERB" else latest
            if not _names_itself(token):
                yield candidate


def _is_free(quoted: list[Candidate], spans: tuple[Span, ...]) -> bool:
    """Every quotation lies outside the spans, or with its attribution whole within them."""
    for one in quoted:
        if any(s < f and t < e for s, e in spans for t, f in one.fragments):
            held = selecting.within(selecting.cue_span(one) or spans[0], list(spans))
            if not held or not all(selecting.within(part, list(spans)) for part in one.fragments):
                return False
    return True


def free_tokens(passage: Passage, quoted: list[Candidate]) -> Iterator[tuple[Any, list[Candidate]]]:
    """Each token that is not the cue of a quotation, with the quotations that may go on with its content."""
    taken = {c.cue for c in quoted if c.relation != FOLLOWING}
    for token in passage.doc:
        if token.i not in taken:
            yield token, [c for c in quoted if c.cue == token.i and c.relation == FOLLOWING]


def _crowded(passage: Passage) -> set[int]:
    """Where sentences begin that hold more verbs of report than any prose: to read one takes seconds."""
    verbs = Counter(token.sent.start for token in passage.doc if token.lemma_.lower() in reporting())
    return {start for start, number in verbs.items() if number > MOST_VERBS}


def _is_supposed(token: Any) -> bool:
    """ "If Peru rejects the offer", "warned Peru not to reject the offer": Peru has not."""
    clause = token
    if (
        clause.dep_ == "xcomp"
        and clause.head.lemma_.lower() in ASKING | words("urge")
        and _is_of_object(clause)
    ):
        return True
    while clause.dep_ in ("conj", "xcomp") and clause.head.pos_ in ("VERB", "AUX"):
        clause = clause.head
    return clause.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in SUPPOSED for c in clause.children)


def _is_no_speech(token: Any) -> bool:
    """ "The storm claimed ten lives": nothing is said."""
    if token.lemma_.lower() == "claim":
        return any(c.lemma_.lower() in ("life", "victim") and c.dep_ == "dobj" for c in token.children)
    return _is_asked_before(token)


def _names_itself(token: Any) -> bool:
    """ "A group calling itself the Front" has said nothing yet."""
    following = token.doc[token.i + 1 : token.i + 2].text
    return token.lemma_.lower() == "call" and token.dep_ == "acl" and following in ("itself", "themselves")


def _is_asked_before(token: Any) -> bool:
    """ "Over the charges, which Peru denies, Ruiz said A": Peru denies what stands before, not A."""
    objects = [c for c in token.children if c.dep_ == "dobj" and c.tag_ == "WDT" and c.i < token.i]
    labels = ("oprd", "ccomp", "xcomp", "prep", "prt", "conj")
    return bool(objects) and token.dep_ == "relcl" and not any(c.dep_ in labels for c in token.children)


def _is_of_object(clause: Any) -> bool:
    return any(c.dep_ in ("dobj", "dative") and c.i < clause.i for c in clause.head.children)


def _is_nobody(subject: Any | None) -> bool:
    """ "Neither Peru nor Chile has rejected it", "no official has said so": nobody's words."""
    if subject is None:
        return False
    openings = [subject, *(child for child in subject.children if child.i < subject.i)]
    return any(token.lower_ in NOBODY and not _is_address(token) for token in openings)


def _is_address(no: Any) -> bool:
    """ "A No 10 spokesman", "No 10 said"."""
    return any(token.like_num for token in no.doc[no.i + 1 : no.i + 2])


def _is_view_of_state(token: Any) -> bool:
    """ "He said his country wants A": what a state wants, told by who speaks for it; labels leave it out."""
    children = list(token.children)
    if token.lemma_.lower() not in words("inner") or not any(c.dep_ in ("ccomp", "xcomp") for c in children):
        return False
    outer = token.head
    reported = token.dep_ == "ccomp" and outer.lemma_.lower() in words("say") and outer.i < token.i
    subject = next((c for c in children if c.dep_ == "nsubj"), None)
    return reported and subject is not None and _is_state(subject)


def _says_yes_or_no(token: Any) -> bool:
    """ "said no to sanctions": plain speech, but too rare in labelled texts to get a fair probability."""
    if token.lemma_.lower() != "say":
        return False
    return [t.lower_ for t in token.doc[token.i + 1 : token.i + 3]] in (["no", "to"], ["yes", "to"])


def _is_state(noun: Any) -> bool:
    if noun.pos_ == "PROPN":
        return gazetteer.lookup(noun.text) is not None
    return noun.lemma_.lower() in nouns("states_nouns")


def _latest(latest: Candidate | None, by_cue: dict[int | None, Candidate], token: Any) -> Candidate | None:
    """The candidate whose cue stands last before the token."""
    quoted = [c for cue, c in by_cue.items() if cue is not None and cue < token.i]
    return max([*quoted, *([latest] if latest else [])], key=lambda c: c.cue or 0, default=None)


def _candidate(choice: Choice, token: Any, passage: Passage) -> Candidate:
    subject = None if choice.subject is None else choice.subject.i
    return Candidate(
        passage, choice.reading.relation, list(choice.spans), token.i, choice.reading.cue_end, subject,
        quotes=[quote for follower in choice.joined for quote in follower.quotes],
        probability=choice.probability,
    )  # fmt: skip


def speaker_token(token: Any, relation: str) -> Any | None:
    """The head of the words that name who speaks, by the way of reporting."""
    if relation == "according":
        to = token.nbor(1)
        return next((c for t in (to, token) for c in t.children if c.dep_ == "pobj"), None)
    if relation == "colon":
        return token.nbor(-1)
    if token.pos_ == "NOUN":
        return _noun_owner(token)
    if is_impersonal(token):
        return None  # "it was revealed that"
    if (leader := leader_of(token)) is not None:
        return speaker_token(leader, "clause")
    return subject_of(token) or (None if is_passive(token) else name_before(token))


def _is_of_state(token: Any) -> bool:
    return token.left_edge.i == token.i and gazetteer.lookup(token.text) is not None


def _keeper(noun: Any) -> Any:
    """ "Peru keeps its promise": Peru's; but whose in "attacked his pledge" is not told by the verb."""
    verb = noun.head
    owner = next(c for c in noun.children if c.dep_ == "poss")
    if noun.dep_ != "dobj" or verb.lemma_.lower() in reporting():
        return owner
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    return subject if subject is not None and subject.pos_ in ("NOUN", "PROPN") else owner


def _reproached(noun: Any) -> Any | None:
    """ "Ruiz attacked Mora on his pledge to leave": Mora's."""
    link = noun.head
    if noun.dep_ != "pobj" or link.lower_ not in ("on", "over", "for", "about"):
        return None
    return next(
        (c for c in link.head.children if c.dep_ == "dobj" and c.pos_ == "PROPN" and c.i < link.i), None
    )


def _noun_owner(noun: Any) -> Any | None:
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None:
        return (_reproached(noun) or _keeper(noun)) if owner.tag_ == "PRP$" else owner
    state = next(
        (c for c in noun.children if c.dep_ in ("amod", "compound", "nmod") and _is_of_state(c)), None
    )
    if state is not None and noun.dep_ == "dobj":
        return state  # "denied Russian claims that A"
    is_received = noun.head.lemma_.lower() in RECEIVING
    if noun.dep_ in ("dobj", "attr") and noun.head.pos_ in ("VERB", "AUX") and not is_received:
        return subject_of(noun.head)
    by = [c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("by", "from", "among")]
    return next((g for c in by for g in c.children if g.dep_ == "pobj"), None)
