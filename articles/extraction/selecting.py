"""Chooses among overlapping candidates and ties those that belong together (turn, parent)."""

from collections import defaultdict

from .candidates import Candidate
from .lexicon import words
from .ranking import learnt
from .records import Span

STRETCH = 2_000  # characters
LONG_ENOUGH = 4  # characters
SURE_ENOUGH = 0.5  # probability from which a report is kept inside another, or around it


def choose(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates to keep, by place in the text; inner reports point to their outer one."""
    kept: list[Candidate] = []
    near: dict[int, list[Candidate]] = defaultdict(list)  # by stretch of the text: long texts stay linear
    for candidate in sorted(candidates, key=_rank):
        if candidate.size < LONG_ENOUGH:
            continue
        stretches = _stretches(candidate)
        others = {id(other): other for stretch in stretches for other in near[stretch]}
        rivals = [other for other in others.values() if overlap(candidate, other)]
        if rivals and not _nests(candidate, rivals):
            continue
        kept.append(candidate)
        for stretch in stretches:
            near[stretch].append(candidate)
    kept.sort(key=lambda c: (c.start, c.end))
    _link(kept)
    _number_turns(kept)
    return kept


def _stretches(candidate: Candidate) -> set[int]:
    return {at for start, end in candidate.fragments for at in range(start // STRETCH, end // STRETCH + 1)}


def _rank(candidate: Candidate) -> tuple[bool, bool, float]:
    """Attributed quotations first, then the likely; a quotation that only follows a sentence comes last."""
    quoted = candidate.relation.startswith("quote")
    follows = candidate.relation == "quote_sentence"
    return follows, not quoted, -candidate.probability


def _nests(candidate: Candidate, rivals: list[Candidate]) -> bool:
    """Is it a likely report that lies whole inside those there are, or holds them whole?"""
    sure = candidate.probability >= SURE_ENOUGH or _is_plain_report(candidate)
    return sure and all(_reports(other, candidate) or _reports(candidate, other) for other in rivals)


def _is_plain_report(candidate: Candidate) -> bool:
    """A verb of speech with its speaker: "Peru announced that A" in what China says."""
    cue = candidate.cue_token()
    verbs = words("strong") | words("inner")
    return cue is not None and cue.lemma_.lower() in verbs and candidate.subject is not None


def _link(kept: list[Candidate]) -> None:
    """Each points to the smallest that reports it."""
    around: list[Candidate] = []
    for inner in kept:
        around = [other for other in around if other.end > inner.start]
        outer = [other for other in around if _reports(other, inner)]
        inner.parent = min(outer, key=lambda other: other.size, default=None)
        around.append(inner)


def overlap(a: Candidate, b: Candidate) -> bool:
    return any(s < f and t < e for s, e in a.fragments for t, f in b.fragments)


def _reports(outer: Candidate, inner: Candidate) -> bool:
    """Does the content of ``outer`` hold the whole of ``inner``, cue and all?"""
    span = cue_span(inner)
    return (
        span is not None
        and within(span, outer.fragments)
        and all(within(f, outer.fragments) for f in inner.fragments)
    )


def within(span: Span, fragments: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in fragments)


def cue_span(candidate: Candidate) -> Span | None:
    """The cue's place in the text: one word, or through its particle ("called for")."""
    token = candidate.cue_token()
    if token is None:
        return None
    start, _ = candidate.passage.frame.source(token.idx, token.idx + len(token))
    particle = candidate.cue_end if candidate.cue_end in (token.i, token.i + 1) else token.i
    last = candidate.passage.doc[particle]
    _, end = candidate.passage.frame.source(last.idx, last.idx + len(last))
    return (start, end) if start < end else None


def _number_turns(kept: list[Candidate]) -> None:
    """Same turn: one sentence with one subject, or a quotation carried on."""
    turns: dict[tuple[int, ...], int] = {}
    for number, candidate in enumerate(kept):
        candidate.turn = turns.setdefault(_turn_key(candidate, number), len(turns))


def _turn_key(candidate: Candidate, number: int) -> tuple[int, ...]:
    leader = candidate
    while leader.governor is not None:
        leader = leader.governor
    if leader.subject is None:
        return (-1, number)
    place = leader.cue if leader.cue is not None else leader.subject
    return leader.passage.number, leader.subject, leader.passage.doc[place].sent.start


def confidence(candidate: Candidate) -> float:
    """The probability of the finding; of a quotation, how often its way of attribution was right."""
    if candidate.relation.startswith("quote"):
        return round(float(learnt()["quotations"].get(candidate.relation, 0.4)), 2)
    return round(candidate.probability, 2)
