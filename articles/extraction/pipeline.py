"""Text in, statements out: joins the stages, in batches of documents, with constant memory."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from . import (
    blocks,
    channels,
    cues,
    direct,
    frames,
    languages,
    matching,
    parsing,
    quotes,
    selecting,
    stance,
    whole,
    worth,
)
from .actors import Resolver
from .candidates import Candidate, Passage, passage
from .concerned import Concerned
from .dates import When
from .dating import Dating
from .given import in_normal_form, led_back
from .names import without_headlines
from .records import Document, IssueHint, Span, Speaker, Statement, StatementKind

DOCUMENTS_A_BATCH = 16
WITHHOLDING = frozenset(("refrain", "abstain", "refuse", "decline", "stop", "fail", "avoid", "neglect"))


def read_many(
    documents: Iterable[Document], issues: Sequence[IssueHint] = ()
) -> Iterator[tuple[Document, tuple[Statement, ...]]]:
    """Each document with its statements, in the order given. Reads ahead by one batch only."""
    stream = iter(documents)
    while batch := list(islice(stream, DOCUMENTS_A_BATCH)):
        found = _found([*map(in_normal_form, batch)], issues)
        yield from zip(batch, map(led_back, batch, found), strict=True)


def _found(batch: list[Document], issues: Sequence[IssueHint]) -> Iterator[tuple[Statement, ...]]:
    """The statements of each document, each read in its language; the parser is for English only."""
    codes = [languages.language_of(document.text) for document in batch]
    english = [document for document, code in zip(batch, codes, strict=True) if code == "en"]
    parsed: list[tuple[Statement, ...]] = []
    if english:
        with parsing.memory():
            read_ones = zip(english, map(tuple, _of_batch(english, issues)), strict=True)
            parsed = [matching.place(document, statements, issues) for document, statements in read_ones]
    of_english = iter(parsed)
    for document, code in zip(batch, codes, strict=True):
        yield next(of_english) if code == "en" else languages.read(document, code)


def _of_batch(batch: list[Document], issues: Sequence[IssueHint]) -> Iterator[Iterator[Statement]]:
    prepared = [frames_of(document) for document in batch]
    parsed = parsing.parse(parsing.flatten(prepared))
    for document, ours in zip(batch, prepared, strict=True):
        passages = [passage(frame, doc, n) for n, (frame, doc) in enumerate(islice(parsed, len(ours)))]
        yield _statements(document, passages, issues)


def read(document: Document, issues: Sequence[IssueHint] = ()) -> tuple[Statement, ...]:
    """The statements of one document, by their place in its text."""
    return next(statements for _, statements in read_many([document], issues))


def frames_of(document: Document) -> list[frames.Frame]:
    """What of a document may speak, ready for the parser."""
    found = blocks.split(document.text)
    by_block: dict[int, list[quotes.Quote]] = defaultdict(list)
    for quote in quotes.find(document.text, found):
        by_block[quote.block].append(quote)
    built: list[frames.Frame] = []
    for index, block in enumerate(found):
        if block.speaks:
            built.extend(frames.build(document.text, block, index, tuple(by_block[index])))
    return built


def _statements(
    document: Document, passages: list[Passage], issues: Sequence[IssueHint]
) -> Iterator[Statement]:
    """Those of what is found that are worth to be kept; an inner one whose outer is not has no parent."""
    return iter(channels.without_read_outs(list(_worth_keeping(document, passages, issues)), document.text))


def _worth_keeping(
    document: Document, passages: list[Passage], issues: Sequence[IssueHint]
) -> Iterator[Statement]:
    found = list(_findings(document, passages, issues))
    chances = [_chance(candidate, statement) for candidate, statement in found]
    kept = [n for n, one in enumerate(chances) if one is None or one >= worth.weights().bar]
    places = {number: place for place, number in enumerate(kept)}
    for number in kept:
        candidate, statement = found[number]
        parent = None if statement.parent is None else places.get(statement.parent)
        sure = statement.confidence
        if (chance := chances[number]) is not None and not candidate.relation.startswith("quote"):
            sure = round(chance, 2)
        yield replace(statement, parent=parent, confidence=sure)


def _chance(candidate: Candidate, statement: Statement) -> float | None:
    if not worth.is_weighed(candidate):
        return None
    return worth.chance(candidate, statement.speakers, statement.quote, statement.kind)


def found_in(documents: Iterable[Document]) -> Iterator[tuple[Document, list[tuple[Candidate, Statement]]]]:
    """What is found in each English document before it is weighed, to learn the weights from."""
    for document in map(in_normal_form, documents):
        parsed = parsing.parse(frames_of(document))
        passages = [passage(frame, doc, n) for n, (frame, doc) in enumerate(parsed)]
        yield document, list(_findings(document, passages, ()))


def _findings(
    document: Document, passages: list[Passage], issues: Sequence[IssueHint]
) -> Iterator[tuple[Candidate, Statement]]:
    chosen = selecting.choose(_candidates(passages, document.text, document.title))
    contents = [span for candidate in chosen for span in candidate.fragments]
    text = without_headlines(document.text, blocks.split(document.text)) if chosen else ""
    resolver = Resolver(document, text, passages, contents) if chosen else None
    numbers = {id(candidate): number for number, candidate in enumerate(chosen)}
    said: dict[int, tuple[tuple[Speaker, ...], Span | None]] = {}
    dating = Dating(document, contents)
    concerned = Concerned(document, issues) if chosen else None
    for candidate in chosen:
        assert resolver is not None and concerned is not None
        speakers, _ = said[id(candidate)] = _speakers(candidate, resolver, said)
        when = dating.when(candidate, speakers, resolver.origin(candidate))
        on = concerned.by(candidate.fragments, speakers)
        statement = _statement(candidate, document, said, when, numbers, on)
        yield candidate, replace(statement, channel=_channel(candidate, resolver, speakers))


def _candidates(passages: list[Passage], text: str, title: str) -> list[Candidate]:
    as_a_whole, left = whole.find(passages, text, title)
    quoted = direct.find(left, text)
    by_passage: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in quoted:
        by_passage[candidate.passage.number].append(candidate)
    found = [c for one in left if one.doc is not None for c in cues.find(one, by_passage[one.number])]
    return [*as_a_whole, *quoted, *found]


def _speakers(
    candidate: Candidate, resolver: Resolver, said: dict[int, tuple[tuple[Speaker, ...], Span | None]]
) -> tuple[tuple[Speaker, ...], Span | None]:
    if candidate.governor is not None and id(candidate.governor) in said:
        return said[id(candidate.governor)]
    return resolver.speakers(candidate)


def _channel(candidate: Candidate, resolver: Resolver, speakers: tuple[Speaker, ...]) -> Speaker | None:
    token = channels.channel_token(candidate)
    named = () if token is None else resolver.named_by(token, candidate)
    return named[0] if len(named) == 1 and channels.is_channel(named[0], speakers) else None


def _statement(
    candidate: Candidate,
    document: Document,
    said: dict[int, tuple[tuple[Speaker, ...], Span | None]],
    when: When,
    numbers: dict[int, int],
    issues: Sequence[IssueHint],
) -> Statement:
    speakers, speaker_span = said[id(candidate)]
    fragments = tuple(candidate.fragments)
    cue_span = selecting.cue_span(candidate)
    cue = candidate.cue_token()
    content = stance.Content(
        document.text, fragments, _cue_words(candidate), cue_span, _negated(cue), _context(candidate)
    )
    return Statement(
        fragments=fragments,
        kind=kind_of(candidate, document.text),
        quote=" … ".join(document.text[start:end] for start, end in fragments),
        cue_span=cue_span,
        speaker_span=speaker_span,
        speakers=speakers,
        said_on=when.said_on,
        said_on_precision=when.precision,
        said_on_basis=when.basis,
        said_on_phrase=when.phrase,
        positions=stance.positions(content, issues),
        parent=None if candidate.parent is None else numbers.get(id(candidate.parent)),
        turn=candidate.turn,
        confidence=selecting.confidence(candidate),
    )


def _cue_words(candidate: Candidate) -> str | None:
    """The cue's lemma, with its preposition ("call for"); a label ("called it A") is no call."""
    cue = candidate.cue_token()
    if cue is None or candidate.relation == "label":
        return None
    lemma = str(cue.lemma_).lower()
    last = candidate.passage.doc[candidate.cue_end]
    return f"{lemma} {last.lower_}" if last.i > cue.i and last.pos_ in ("ADP", "SCONJ", "PART") else lemma


def _context(candidate: Candidate) -> Span | None:
    """The sentence around the cue, in which a content such as "it is unacceptable" finds its topic."""
    cue = candidate.cue_token()
    if cue is None or candidate.passage.masked:
        return None
    return candidate.passage.frame.source(cue.sent.start_char, cue.sent.end_char)


def _negated(cue: Any) -> bool:
    """ "did not call for", "refrained from calling for", "refused to back"."""
    if cue is None:
        return False
    holders = [cue, *([cue.head, cue.head.head] if cue.dep_ in ("pcomp", "xcomp") else [])]
    withheld = any(holder.lemma_.lower() in WITHHOLDING for holder in holders[1:])
    return withheld or any(child.dep_ == "neg" for child in cue.children)


def kind_of(candidate: Candidate, text: str) -> StatementKind:
    """Direct when every word is inside quotation marks, mixed when some are."""
    quoted = [(q.start, q.end) for q in (*candidate.passage.frame.quotes, *candidate.quotes)]
    return quotes.kind_at(text, candidate.fragments, quoted)
