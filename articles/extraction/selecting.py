"""Chooses among overlapping candidates and ties those that belong together (turn, parent)."""

from collections import defaultdict

from .bounds import merged
from .candidates import Candidate
from .lexicon import priors, words
from .records import Span

STRETCH = 2_000  # characters
LONG_ENOUGH = 4  # characters
NESTING = frozenset(("clause", "addressed", "preposition", "infinitive", "position"))


def choose(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates to keep, by place in the text; inner reports point to their outer one."""
    kept: list[Candidate] = []
    near: dict[int, list[Candidate]] = defaultdict(list)  # by stretch of the text: long texts stay linear
    for candidate in sorted(candidates, key=_rank):
        if candidate.size < LONG_ENOUGH or not _wanted(candidate):
            continue
        stretches = _stretches(candidate)
        others = {id(other): other for stretch in stretches for other in near[stretch]}
        rivals = [other for other in others.values() if overlap(candidate, other)]
        before = len(kept)
        if not rivals:
            if _is_attitude(candidate):
                continue
            kept.append(candidate)
        elif all(_reports(other, candidate) for other in rivals) and _can_nest(candidate):
            candidate.parent = min(rivals, key=lambda other: other.size)
            kept.append(candidate)
        if len(kept) > before:
            for stretch in stretches:
                near[stretch].append(candidate)
    kept.sort(key=lambda c: (c.start, c.end))
    _number_turns(kept)
    return kept


def _stretches(candidate: Candidate) -> set[int]:
    return {at for start, end in candidate.fragments for at in range(start // STRETCH, end // STRETCH + 1)}


def join_continued(quoted: list[Candidate], found: list[Candidate]) -> list[Candidate]:
    """ "A, he said. “B”" without more: B is the second fragment of A."""
    by_cue: dict[tuple[int, int | None], Candidate] = {(c.passage.number, c.cue): c for c in found}
    left: list[Candidate] = []
    for candidate in quoted:
        opened = (
            by_cue.get((candidate.passage.number, candidate.cue))
            if candidate.relation == "quote_sentence"
            else None
        )
        if opened is None or overlap(opened, candidate):
            left.append(candidate)
            continue
        opened.fragments = merged([*opened.fragments, *candidate.fragments])
        opened.quotes += candidate.quotes
    return [*left, *found]


def _rank(candidate: Candidate) -> tuple[float, int]:
    return (0.0 if candidate.relation.startswith("quote") else 1.0, -candidate.size)


def _wanted(candidate: Candidate) -> bool:
    return not (candidate.relation in ("clause", "object") and candidate.subject is None)


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


def _can_nest(candidate: Candidate) -> bool:
    token = candidate.cue_token()
    strong = token is not None and (
        token.lemma_.lower() in words("strong") or token.lemma_.lower() in words("inner")
    )
    return strong and candidate.relation in NESTING and candidate.subject is not None


def _is_attitude(candidate: Candidate) -> bool:
    """ "believes", "wants": speech only when somebody reports it ("he said his country wants")."""
    token = candidate.cue_token()
    return token is not None and token.lemma_.lower() in words("attitudes")


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
    """The share of such candidates that were right on development texts."""
    return round(priors().get(candidate.relation, 0.4), 2)
