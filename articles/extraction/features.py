"""What is known of a reading before it is chosen: names of facts, which the weights of ``ranking`` are for.

Facts about the cue, the beginning, the end and the whole content are told apart, since many choices share
them. Most are told twice, alone and for the way of reading, so that rare ways lean on what is common to all.
"""

from collections.abc import Iterable
from itertools import islice, pairwise
from typing import Any

from .bounds import leader_of
from .candidates import Passage
from .lexicon import reporting, words
from .options import Range, Reading
from .records import Span
from .trees import is_passive

LISTS = (
    "say", "strong", "attitudes", "ask", "promise", "urge", "judge", "label", "no_quote", "others",
    "clause_only_weak", "inner", "light_verbs",
)  # fmt: skip
COMPLEMENTS = ("neg", "ccomp", "xcomp", "dobj", "prep", "dative")
CONDITIONS = ("if", "when", "whether", "because", "unless")
FOLLOWING = frozenset(
    ("that", "to", ",", ":", ".", "he", "she", "it", "they", "the", "a", "in", "on", "of", "for", "about",
     "not")
)  # fmt: skip
LINKS = frozenset(("and", "but", "while", "however", "although", "whereas", "as", "or"))
REACH = 6  # tokens behind a link in which the next report's verb is looked for
WINDOW = 60  # tokens looked at around a cue; keeps endless sentences from costing their square
STEPS = (0, 1, 2, 3, 5, 8, 12, 18, 25, 40)  # where sizes and distances, in tokens, are told apart


def of_cue(token: Any, reading: Reading, subject: Any | None, passage: Passage) -> list[str]:
    """Facts about the cue and its subject."""
    lemma = token.lemma_.lower()
    preposition = token.doc[reading.cue_end].lower_ if reading.cue_end > token.i else ""
    facts = [f"lemma={lemma}", f"lemma={lemma} {preposition}", f"tag={token.tag_}", f"dep={token.dep_}"]
    facts += [f"list={name}" for name in LISTS if lemma in words(name)]
    facts += _dependents(token) + _subject(subject, token) + _surroundings(token, passage)
    return [f"c:{reading.relation}", *_twice("c", reading, facts)]


def _twice(part: str, reading: Reading, facts: Iterable[str]) -> list[str]:
    return [name for fact in facts for name in (f"{part}:{fact}", f"{part}:{reading.relation}&{fact}")]


def _dependents(token: Any) -> list[str]:
    children = list(token.children)
    facts = [f"aux={child.lower_}" for child in children if child.dep_ == "aux"]
    facts += [f"has={child.dep_}" for child in children if child.dep_ in COMPLEMENTS]
    facts += ["passive"] * is_passive(token) + ["carries on"] * (leader_of(token) is not None)
    facts += ["conditional"] * any(child.lower_ in CONDITIONS for child in children)
    following = token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""
    facts.append(f"next={following if following in FOLLOWING else 'other'}")
    governed = token.dep_ in ("xcomp", "pcomp", "advcl")
    return [*facts, f"head={token.head.lemma_.lower() if governed else '-'}"]


def _subject(subject: Any | None, token: Any) -> list[str]:
    if subject is None:
        return ["subject=none"]
    word = "-" if subject.pos_ == "PROPN" else subject.lower_
    side = "<" if subject.i < token.i else ">"
    return [
        f"subject={subject.pos_}",
        f"subject word={word}",
        f"subject tag={subject.tag_}",
        f"subject{side}cue",
    ]


def _surroundings(token: Any, passage: Passage) -> list[str]:
    """The other cues of the sentence, and whether somebody else's words hold this one."""
    sentence, at = token.sent, passage.frame.starts[token.idx]
    nearby = token.doc[max(sentence.start, token.i - WINDOW) : token.i]
    earlier = [other for other in nearby if _is_verb_of_report(other)]
    above = None if leader_of(token) is not None else _report_around(token)
    quoted = any(quote.start <= at < quote.end for quote in passage.frame.quotes)
    facts = [f"earlier={min(2, len(earlier))}", "quoted" if quoted else "unquoted"]
    facts += ["question"] * (sentence[-1].text == "?")
    facts += [f"after={earlier[-1].lemma_.lower()}"] if earlier else []
    return facts + ([f"under={above.lemma_.lower()}"] if above is not None else [])


def _report_around(token: Any) -> Any | None:
    return next((other for other in islice(token.ancestors, WINDOW) if _is_verb_of_report(other)), None)


def _is_verb_of_report(token: Any) -> bool:
    return token.pos_ == "VERB" and token.lemma_.lower() in reporting()


def of_start(token: Any, reading: Reading, start: int, passage: Passage) -> list[str]:
    """Facts about where the content begins."""
    this, before = token.doc[start], token.doc[start - 1] if start else None
    side = "right" if start > token.i else "left"
    move, previous = f"move={_size(start - reading.ranges[0][0])}", f"before={_word(before)}"
    facts = [move, previous, f"first={_word(this)}", f"tag={this.tag_}", f"dep={this.dep_}"]
    facts.append("sentence" if start == token.sent.start else "inside")
    facts.append("opens" if _opens(this, passage) else "opens not")
    of_reading = [f"s:{reading.relation}&{fact}" for fact in (move, previous)]
    return [*(f"s:{side}&{fact}" for fact in facts), *of_reading]


def _opens(token: Any, passage: Passage) -> bool:
    at = passage.frame.starts[token.idx]
    return any(quote.start <= at <= quote.inner_start for quote in passage.frame.quotes)


def of_end(token: Any, reading: Reading, end: int, passage: Passage) -> list[str]:
    """Facts about where the content ends, and about what would be left out."""
    doc, stop = token.doc, token.sent.end
    first, last = reading.ranges[-1]
    move, quotation = f"move={_size(end - last)}", _quotation(doc[end], passage)
    facts = [move, f"last={doc[end].tag_}", quotation, f"left={_size(stop - end)}", f"{quotation}&{move}"]
    after = doc[min(end + 1, len(doc) - 1)]
    if end + 1 >= stop or (end + 2 >= stop and after.is_punct):
        facts += ["sentence", f"sentence&{move}"]
    else:
        facts += _left_out(token, after, range(first, end + 1), move)
    return _twice("e", reading, facts)


def _left_out(cue: Any, after: Any, content: range, move: str) -> list[str]:
    """The first word left out, the mark before it, and what the parser hung it on."""
    is_mark = after.is_punct and after.i + 1 < len(after.doc)
    mark, word = (after.text, after.doc[after.i + 1]) if is_mark else ("-", after)
    hung = _hung(word, cue, content)
    facts = [f"next={_word(word)}", f"next dep={word.dep_}", f"mark={mark}", f"hung={hung}"]
    facts += [f"{one}&{other}" for one, other in pairwise((facts[1], facts[2], facts[0]))]
    facts += [f"mark={mark}&hung={hung}", f"mark={mark}&dep={word.dep_}&hung={hung}", f"{facts[0]}&{move}"]
    facts.append(f"next tag={word.tag_}&{mark}")
    facts += [f"next cue={mark}&{word.tag_}"] * _is_verb_of_report(word)
    goes_on = report_behind(word, cue) if word.lower_ in LINKS else None
    return facts + [f"goes on={goes_on}", f"goes on={goes_on}&{mark}&{move}"] * (goes_on is not None)


def report_behind(link: Any, cue: Any) -> str | None:
    """Whose report follows one of ``LINKS``: "own" ("and urged B"), "pronoun" ("and he urged B"), "other".

    Only a verb of report in the form of the cue counts, with nothing but a subject and adverbs before it.
    """
    whose = "own"
    for token in link.doc[link.i + 1 : min(link.sent.end, link.i + 1 + REACH)]:
        if token.pos_ in ("VERB", "NOUN", "PROPN", "ADJ") and _is_said_like(token, cue):
            return whose
        if token.tag_ == "PRP":
            whose = "pronoun"
        elif token.pos_ in ("PROPN", "NOUN", "DET", "ADJ"):
            whose = "other"
        elif token.pos_ not in ("ADV", "AUX", "PUNCT", "PART"):
            return None
    return None


def _is_said_like(token: Any, cue: Any) -> bool:
    """A verb of report in the tense of the cue, whatever the parser hung it on."""
    alike = token.tag_ == cue.tag_ or {token.tag_, cue.tag_} <= {"VBD", "VBN"}
    return alike and token.lemma_.lower() in reporting()


def _hung(word: Any, cue: Any, content: range) -> str:
    top = word
    while top.head.i >= content.stop and top.head != top:
        top = top.head
    if top.head.i == cue.i:
        return "cue"
    if top.head.i in content:
        return "content"
    return "above cue" if top.head == cue.head else "before" if top.head.i < content.start else "itself"


def _quotation(last: Any, passage: Passage) -> str:
    at = passage.frame.ends[last.idx + len(last) - 1]
    for quote in passage.frame.quotes:
        if quote.inner_start < at < quote.inner_end - 2:
            return "in quotation"
        if quote.inner_end - 2 <= at <= quote.end:
            return "quotation ends"
    return "no quotation"


def of_content(
    token: Any, reading: Reading, ranges: tuple[Range, ...], spans: tuple[Span, ...], passage: Passage
) -> list[str]:
    """Facts about the content as a whole."""
    inside = [t for first, last in ranges for t in token.doc[first : last + 1]]
    size, clause = f"size={_size(len(inside))}", f"clause={_is_clause(inside)}"
    quoted = f"quoted={_quoted(spans, passage)}"
    weak = token.lemma_.lower() in words("clause_only_weak")  # "find that A", but hardly "find A"
    facts = [
        size,
        clause,
        f"{size}&{clause}",
        quoted,
        f"weak={weak}&{clause}&{quoted}",
        f"parts={len(ranges)}",
    ]
    links = (t for t in inside[2:] if t.i > token.i and t.lower_ in LINKS)
    held = {whose for link in links if (whose := report_behind(link, token))}
    facts += [f"holds report={whose}" for whose in sorted(held)]
    return _twice("p", reading, facts + ["wordless"] * (not any(t.is_alpha for t in inside)))


def _is_clause(inside: list[Any]) -> bool:
    numbers = {t.i for t in inside}
    return any(t.dep_ in ("nsubj", "nsubjpass", "expl") and t.head.i in numbers for t in inside)


def _quoted(spans: tuple[Span, ...], passage: Passage) -> str:
    """How many of the characters stand in quotation marks."""
    every = sum(end - start for start, end in spans)
    quotes = passage.frame.quotes
    inside = sum(max(0, min(end, q.end) - max(start, q.start)) for start, end in spans for q in quotes)
    return "none" if not inside else "all" if inside >= every else "most" if 2 * inside > every else "some"


def _word(token: Any | None) -> str:
    """Words of grammar as they are; of all others only what they are."""
    if token is None:
        return "^"
    return token.tag_ if token.pos_ in ("PROPN", "NOUN", "NUM", "ADJ", "VERB") else token.lower_


def _size(number: int) -> str:
    reached = next((step for step in reversed(STEPS) if step <= abs(number)), 0)
    return f"-{reached}" if number < 0 else str(reached)
