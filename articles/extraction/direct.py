"""Attributes full quotations: cue to the right, to the left, a colon, the same turn, a floating paragraph."""

from dataclasses import dataclass
from typing import Any

from .bounds import merged
from .candidates import Candidate, Passage, source_span
from .lexicon import prepositions, reporting, words
from .phrases import is_document, is_where
from .quotes import Quote
from .records import Span
from .subjects import subject_of

REACH = 40  # tokens between a quotation and its cue
CLAUSES = ("ccomp", "xcomp")
TOLD = frozenset(("tell", "ask", "remind", "inform", "assure"))  # their object is who hears it
LEAST_OPENING = 3  # words before "she added" that are more than "In fact"
OPEN_CLAUSES = frozenset(("that", "if", "when", "while", "although", "though", "because", "since", "unless"))
STOPS = frozenset((".", "!", "?"))


@dataclass(slots=True)
class Slot:
    """A replaced quotation and the tokens ``first`` .. ``last`` that stand for it."""

    quote: Quote
    first: int
    last: int
    ending: str  # the punctuation inside its closing mark
    opening: str  # its first letter


def find(passages: list[Passage], text: str) -> list[Candidate]:
    """A candidate for each attributed quotation; quotations nobody is named for are left out."""
    found: list[Candidate] = []
    waiting: list[Quote] = []
    previous: Passage | None = None
    for passage in passages:
        if passage.doc is not None and passage.frame.slots:
            _read_passage(passage, previous, found, waiting, text)
        if not passage.frame.block.speaks:
            continue
        previous = passage
    return found


def _slots(passage: Passage, text: str) -> list[Slot]:
    return [
        Slot(quote, first, last, text[quote.inner_end - 1 : quote.inner_end], text[quote.inner_start])
        for first, last, quote in passage.slots
    ]


def _continued(found: list[Candidate], slot: Slot) -> bool:
    return bool(found) and slot.quote in found[-1].quotes


def _read_passage(
    passage: Passage, previous: Passage | None, found: list[Candidate], waiting: list[Quote], text: str
) -> None:
    """``waiting`` are quotations of earlier paragraphs that go on in this one and name nobody yet."""
    slots = _slots(passage, text)
    used: set[int] = set()
    last: Candidate | None = None
    for number, slot in enumerate(slots):
        before = slots[number - 1].last + 1 if number else 0
        after = slots[number + 1].first if number + 1 < len(slots) else len(passage.doc)
        candidate = _attributed(passage, slot, before, after, used)
        if last is not None and _same_turn(passage, last, slot, candidate, slots[number - 1]):
            _go_on(last, slot)
            continue
        candidate = candidate or _carried(passage, slot, last, previous, found, number, text)
        if candidate is None:
            if slot.quote.continues and not _continued(found, slot):
                waiting.append(slot.quote)
            continue
        if waiting and waiting[-1].block + 1 == slot.quote.block:
            candidate.quotes = [*waiting, *candidate.quotes]
            candidate.fragments = merged([(q.start, q.end) for q in candidate.quotes])
        waiting.clear()
        if candidate.cue is not None and candidate.passage is passage:
            used.add(candidate.cue)
        found.append(candidate)
        last = candidate


def _attributed(passage: Passage, slot: Slot, before: int, after: int, used: set[int]) -> Candidate | None:
    finders = [_right, _left] if slot.ending in ",?!" or not slot.ending.strip() else [_left, _right]
    if _announced(passage, slot, before):
        finders = [_left, _right]
    opens = slot.first - 1 > before and passage.doc[slot.first - 1].text == ":"
    if opens and slot.ending not in tuple(",?!"):
        finders = [_left, _right]  # "Ruiz summed up: “A”, accusing Mora"
        if _left(passage, slot, before, after, used) is None and _colon(passage, slot, before) is not None:
            return _colon(passage, slot, before)
    for finder in finders:
        cue = finder(passage, slot, before, after, used)
        if cue is not None:
            found = _candidate(passage, slot, "quote" + finder.__name__, cue)
            if finder is _left and (opening := _opening(passage, slot, cue, before)) is not None:
                found.fragments = [opening, *found.fragments]
            elif finder is _left and (first := _clause_to(slot, cue, passage)) is not None:
                found.fragments = [(source_span(passage, first, first)[0], slot.quote.end)]
            return found
    return (
        _according(passage, slot, before, after)
        or _colon(passage, slot, before)
        or _named_before(passage, slot, before)
    )


def _announced(passage: Passage, slot: Slot, before: int) -> bool:
    """ "They shouted, “A,” while she spoke", "told us, “A,” blaming her": the verb stands right before it."""
    place = slot.first - 2
    opened = place >= before and passage.doc[slot.first - 1].text in (",", ":")
    last = passage.doc[place]
    told = last.head if last.dep_ in ("dobj", "dative") and last.head.lemma_.lower() in TOLD else last
    return opened and _is_cue(told, passage)


def _named_before(passage: Passage, slot: Slot, before: int) -> Candidate | None:
    """ "Many are angry, such as Ana Ruiz, “A.”": a full name, if no person is the subject of its sentence."""
    doc, place = passage.doc, slot.first - 2
    if place - 1 < before or doc[slot.first - 1].text not in (",", ":"):
        return None
    if any(doc[n].pos_ != "PROPN" or n in passage.masked for n in (place, place - 1)):
        return None
    subject = _sentence_subject(doc, before, place)
    speaker = subject if subject is not None and subject.pos_ == "PROPN" else doc[place]
    return _candidate(passage, slot, "quote_colon", None, speaker)


def _candidate(
    passage: Passage, slot: Slot, relation: str, cue: Any | None, subject: Any | None = None
) -> Candidate:
    if cue is not None and subject is None:
        subject = _subject(cue, passage)
    return Candidate(
        passage, relation, [(slot.quote.start, slot.quote.end)], None if cue is None else cue.i,
        None if cue is None else cue.i, None if subject is None else subject.i, [slot.quote],
    )  # fmt: skip


def _is_cue(token: Any, passage: Passage, opens: bool = False) -> bool:
    """Can the verb have the quotation? ``opens``: "that" leads to the mark, any verb of speech can."""
    if token.i in passage.masked or token.pos_ not in ("VERB", "AUX"):
        return False
    lemma = token.lemma_.lower()
    if lemma == "point":
        return any(child.lower_ == "out" for child in token.children)
    return lemma in words("say") and (lemma not in words("no_quote") or opens)


def _right(passage: Passage, slot: Slot, before: int, after: int, used: set[int]) -> Any | None:
    """ "…," said X / "…," X told Y."""
    doc = passage.doc
    start = slot.last + 1
    while start < after and doc[start].text in (",", ".", "?", "!", "—", "–", "--", "-", "..."):
        start += 1
    for token in doc[start : min(after, start + REACH)]:
        if token.text in STOPS or (token.text == ":" and token.i > start):
            return None
        if _is_cue(token, passage):
            return (
                token if _fits_right(token, slot, start, used) and not _leads_on(token, slot, after) else None
            )
    return None


def _leads_on(cue: Any, slot: Slot, after: int) -> bool:
    """ ".” On Monday she answered, saying “B.”": a sentence of its own that brings the next quotation."""
    if slot.ending != "." or after >= len(cue.doc):
        return False
    return not any(t.text in STOPS for t in cue.doc[cue.i : after])


def _fits_right(cue: Any, slot: Slot, start: int, used: set[int]) -> bool:
    if cue.i in used:
        return False
    begins = start < len(cue.doc) and cue.doc[start].is_sent_start and start == slot.last + 1
    if slot.ending == "." or begins:  # ".” X said in New York." but not ".” X said that Y."
        if any(
            c.dep_ == "prep" and c.lower_ in prepositions().get(cue.lemma_.lower(), ()) for c in cue.children
        ):
            return False  # ".” X called for Y."
        labels = CLAUSES if cue.lemma_.lower() in TOLD else (*CLAUSES, "dobj")
        content = any(c.dep_ in labels and c.i > cue.i for c in cue.children)
        following = cue.doc[cue.i + 1] if cue.i + 1 < len(cue.doc) else None
        return (
            not content
            and cue.i - start < 12
            and not (following is not None and following.text in (",", ":"))
        )
    content = any(c.dep_ == "ccomp" and c.i > cue.i for c in cue.children)
    return not content or cue.i - start < 8


def _left(passage: Passage, slot: Slot, before: int, after: int, used: set[int]) -> Any | None:
    """X said, "…" / X told Y: "…" / saying "…"."""
    doc, place = passage.doc, slot.first - 1
    opened_by = doc[place].text if place >= before else ""
    if opened_by in STOPS or place < before:
        return None
    direct_object = opened_by not in (",", ":", "—", "–", "--", "-", "that")
    for index in range(place, max(before, place - REACH) - 1, -1):
        token = doc[index]
        if token.text in STOPS:
            return None
        if _is_cue(token, passage, opens=opened_by == "that") and token.i not in used:
            return token if not direct_object or place - index <= 6 else None
    return None


def _opening(passage: Passage, slot: Slot, cue: Any, before: int) -> Span | None:
    """ "The truth is, she added, “that A”": the words before the attribution, which the quotation goes on."""
    doc = passage.doc
    subject = next((c for c in cue.children if c.dep_ == "nsubj" and c.i < cue.i), None)
    goes_on = slot.opening.islower()
    if subject is None or not goes_on or doc[slot.first - 1].text != ",":
        return None
    first, last = max(before, _sentence_start(doc, cue, before)), subject.left_edge.i - 2
    words = [t for t in doc[first : last + 1] if t.is_alpha]
    if doc[max(0, last + 1)].text != "," or len(words) < LEAST_OPENING or words[0].i in passage.masked:
        return None
    return source_span(passage, first, last)


def _clause_to(slot: Slot, cue: Any, passage: Passage) -> int | None:
    """ "She said that Peru had won: “A”", "he added that if Peru won, “A”": where the clause begins."""
    for child in cue.children:
        first = child.left_edge.i
        if child.dep_ != "ccomp" or not cue.i < first < slot.first - 1 or first in passage.masked:
            continue
        own = child.i < slot.first and any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in child.children)
        if own or cue.doc[first].lower_ in OPEN_CLAUSES:
            return int(first) + (cue.doc[first].lower_ == "that")
    return None


def _sentence_start(doc: Any, cue: Any, before: int) -> int:
    start = cue.i
    while start > before and doc[start - 1].text not in STOPS:
        start -= 1
    return start


def _according(passage: Passage, slot: Slot, before: int, after: int) -> Candidate | None:
    doc = passage.doc
    near = list(doc[max(before, slot.first - 20) : slot.first]) + list(doc[slot.last + 1 : slot.last + 5])
    for token in near:
        if token.lower_ == "according" and token.i + 1 < len(doc):
            subject = next(
                (c for t in (doc[token.i + 1], token) for c in t.children if c.dep_ == "pobj"), None
            )
            if subject is not None and not any(t.text in STOPS for t in doc[token.i : slot.first]):
                return _candidate(passage, slot, "quote_according", token, subject)
    return None


def _colon(passage: Passage, slot: Slot, before: int) -> Candidate | None:
    """ "X was unmoved: “…”": the subject of the sentence before the colon speaks."""
    doc, place = passage.doc, slot.first - 1
    if place <= before or doc[place].text != ":":
        return None
    subject = _sentence_subject(doc, before, place)
    return None if subject is None else _candidate(passage, slot, "quote_colon", None, subject)


def _sentence_subject(doc: Any, first: int, last: int) -> Any | None:
    start = last
    while start > first and doc[start - 1].text not in STOPS:
        start -= 1
    subjects = [
        t for t in doc[start:last] if t.dep_ in ("nsubj", "nsubjpass") and t.pos_ in ("PROPN", "PRON", "NOUN")
    ]
    if subjects:
        return subjects[0]
    return next((t for t in reversed(doc[start:last]) if t.pos_ == "PROPN"), None)


def _same_turn(passage: Passage, last: Candidate, slot: Slot, own: Candidate | None, earlier: Slot) -> bool:
    """ "A," said X. "B": B goes on where A stopped."""
    if last.passage is not passage or last.cue is None:
        return False
    begin = earlier.last + 1
    while begin < slot.first and passage.doc[begin].is_punct:
        begin += 1  # the quotation's own "?" ends no sentence of the narrator
    between = passage.doc[begin : slot.first]
    cue_between = earlier.last < last.cue < slot.first
    if not cue_between:
        touching = all(t.is_punct or t.is_space or t.lower_ in ("and", "...") for t in between)
        return own is None and touching
    sentences = sum(t.text in STOPS for t in between)
    if own is not None and own.relation == "quote_left":
        return False
    if own is not None and own.cue != last.cue:
        return False
    return sentences <= 1


def _carried(
    passage: Passage,
    slot: Slot,
    last: Candidate | None,
    previous: Passage | None,
    found: list[Candidate],
    number: int,
    text: str,
) -> Candidate | None:
    """A quotation without an attribution of its own."""
    recent = found[-1] if found else None
    if recent is not None and recent.quotes and recent.quotes[-1].continues and number == 0:
        _go_on(recent, slot)
        return None
    if last is not None:
        if (own := _of_another(passage, slot, last)) is not None:
            return own
        _go_on(last, slot)
        return None
    starts_paragraph = slot.quote.start == passage.frame.block.start
    if starts_paragraph and previous is not None:
        return _after_paragraph(passage, slot, previous, recent)
    return _after_sentence(passage, slot) if not starts_paragraph else None


def _of_another(passage: Passage, slot: Slot, last: Candidate) -> Candidate | None:
    """ "A," said X. Y was surprised by B. "C": C is Y's, whom the sentence before it is about."""
    candidate = _after_sentence(passage, slot, outermost=False)
    speaker, before = (None if c is None else c.subject_token() for c in (candidate, last))
    if speaker is None or before is None or speaker.doc is not before.doc or speaker.sent == before.sent:
        return None
    named = speaker.pos_ == "PROPN" and speaker.text != before.text
    after_quotation = last.quotes and passage.frame.starts[speaker.idx] > last.quotes[-1].end
    is_own = candidate is not None and candidate.cue is not None
    return candidate if named and after_quotation and is_own else None


def _go_on(candidate: Candidate, slot: Slot) -> None:
    """The quotation is the next fragment of what was said; it is no candidate of its own."""
    candidate.fragments = merged([*candidate.fragments, (slot.quote.start, slot.quote.end)])
    candidate.quotes.append(slot.quote)


def _echo(passage: Passage, slot: Slot, model: Candidate, relation: str) -> Candidate:
    return Candidate(
        passage, relation, [(slot.quote.start, slot.quote.end)], quotes=[slot.quote], governor=model
    )


def _after_paragraph(
    passage: Passage, slot: Slot, previous: Passage, recent: Candidate | None
) -> Candidate | None:
    doc = previous.doc
    if doc is not None and len(doc) and (cue := _closing_cue(previous)) is not None:
        subject = _subject(cue, previous)
        if subject is not None:
            return Candidate(
                previous,
                "quote_announced",
                [(slot.quote.start, slot.quote.end)],
                cue.i,
                cue.i,
                subject.i,
                [slot.quote],
            )
    if recent is not None and recent.passage is previous:
        if slot.quote.end < passage.frame.block.end or slot.ending not in STOPS:
            return _echo(passage, slot, recent, "quote_floating")
        _go_on(recent, slot)
        return None
    if doc is None or not len(doc):
        return None
    subject = _sentence_subject(doc, list(doc.sents)[-1].start, len(doc) - 1)
    if subject is None:
        return None
    return Candidate(
        previous, "quote_previous", [(slot.quote.start, slot.quote.end)], None, None, subject.i, [slot.quote]
    )


def _closing_cue(previous: Passage) -> Any | None:
    """The cue of a paragraph that ends with "X continued:"."""
    doc = previous.doc
    if doc[len(doc) - 1].text != ":":
        return None
    for token in reversed(doc[max(0, len(doc) - REACH) :]):
        if token.i < len(doc) - 1 and token.text in STOPS:
            return None
        if _is_cue(token, previous):
            return token
    return None


def _after_sentence(passage: Passage, slot: Slot, outermost: bool = True) -> Candidate | None:
    doc = passage.doc
    if slot.first == 0:
        return None
    end = slot.first - 1 if doc[slot.first - 1].text in STOPS else slot.first
    cues = [t for t in doc[max(0, end - REACH) : end] if t.lemma_.lower() in reporting() and t.pos_ == "VERB"]
    cue = cues[-1] if cues else None
    if cue is not None and outermost:
        cue = _outermost(cue)
    subject = _sentence_subject(doc, 0, end) if cue is None else _subject(cue, passage)
    return None if subject is None else _candidate(passage, slot, "quote_sentence", cue, subject)


def _outermost(cue: Any) -> Any:
    """ "Ruiz said Mora should admit it. “A”": A is Ruiz's."""
    outer = cue
    for ancestor in cue.ancestors:
        if ancestor.pos_ == "VERB" and ancestor.lemma_.lower() in reporting() and ancestor.i < outer.i:
            outer = ancestor
    return outer


def _subject(cue: Any, passage: Passage) -> Any | None:
    subject = subject_of(cue)
    if subject is not None and subject.i not in passage.masked:
        return subject
    if (inverted := _inverted(cue, passage)) is not None:
        return inverted
    near = [t for t in cue.doc[max(0, cue.i - 8) : cue.i + 8] if t.i not in passage.masked]
    named = [t for t in near if (t.pos_ == "PROPN" and not is_where(t)) or t.tag_ == "PRP"]
    leading = [t for t in named if t.i < cue.i and t.sent == cue.sent]  # "Ramos, 58, told AFP"
    return min(leading or named, key=lambda t: (abs(t.i - cue.i), t.i), default=None)


def _inverted(cue: Any, passage: Passage) -> Any | None:
    """ "…," added the letter, "…?" asked singer Ana Ruiz: who stands behind a verb with nobody before it."""
    if cue.i - 1 not in passage.masked and not (cue.nbor(-1).is_punct if cue.i else False):
        return None
    written = next((c for c in cue.children if c.dep_ == "dobj" and is_document(c)), None)
    if written is not None and written.left_edge.i == cue.i + 1:
        return written
    last = None
    for token in cue.doc[cue.i + 1 : cue.i + 8]:
        if token.pos_ in ("VERB", "AUX", "ADP") or (token.is_punct and token.text != "/"):
            break
        is_named = token.pos_ in ("PROPN", "X") and token.text[0].isupper() and token.dep_ != "poss"
        last = token if is_named else last
    return last
