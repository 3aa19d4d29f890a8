"""Text in, statements out: joins the stages, in batches of documents, with constant memory."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from . import blocks, cues, dates, direct, frames, languages, parsing, quotes, selecting, stance, whole
from .actors import Resolver
from .candidates import Candidate, Passage, passage
from .given import in_normal_form, led_back
from .names import without_headlines
from .records import Document, IssueHint, Span, Speaker, Statement, StatementKind

DOCUMENTS_A_BATCH = 16
WITHHOLDING = frozenset(("refrain", "abstain", "refuse", "decline", "stop", "fail", "avoid", "neglect"))
RECENT = 200  # statements looked back upon for a shared date
PAST_TAGS = frozenset(("VBD", "VBN", "VBG"))


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
            parsed = [tuple(statements) for statements in _of_batch(english, issues)]
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
    chosen = selecting.choose(_candidates(passages, document.text, document.title))
    contents = [span for candidate in chosen for span in candidate.fragments]
    text = without_headlines(document.text, blocks.split(document.text)) if chosen else ""
    resolver = Resolver(text, passages, contents) if chosen else None
    numbers = {id(candidate): number for number, candidate in enumerate(chosen)}
    said: dict[int, tuple[tuple[Speaker, ...], Span | None]] = {}
    whens: dict[int, dates.When] = {}
    for number, candidate in enumerate(chosen):
        assert resolver is not None
        said[id(candidate)] = _speakers(candidate, resolver, said)
        whens[id(candidate)] = _when(
            candidate, document, whens, chosen[max(0, number - RECENT) : number], resolver.origin(candidate)
        )
        yield _statement(candidate, document, said, whens, numbers, issues)


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


def _when(
    candidate: Candidate,
    document: Document,
    whens: dict[int, dates.When],
    chosen: list[Candidate],
    origin: Candidate | None,
) -> dates.When:
    """Its own phrase, else that of the same turn or of the document it quotes, else the article's date."""
    own = _own_date(candidate, document, _latest_day(chosen, whens))
    if own is not None:
        return own
    for other in reversed(chosen):
        known = whens.get(id(other))
        same = other.turn == candidate.turn or other is origin or other is candidate.parent
        if known is not None and same and known.basis in ("explicit", "turn"):
            return dates.When(known.said_on, known.precision, "turn", known.phrase)
    return dates.of_article(document.published_on)


def _latest_day(chosen: list[Candidate], whens: dict[int, dates.When]) -> date | None:
    """The day that the statement before this one was said on, if the text names it."""
    when = whens.get(id(chosen[-1])) if chosen else None
    named = when is not None and when.basis == "explicit" and when.precision == "day"
    return date.fromisoformat(str(when.said_on)) if when is not None and named else None


def _own_date(candidate: Candidate, document: Document, before: date | None) -> dates.When | None:
    cue = candidate.cue_token()
    span = selecting.cue_span(candidate)
    if cue is None or span is None:
        return None
    sentence = cue.sent
    first, last = sentence.start_char, sentence.end_char
    window = candidate.passage.frame.source(first, last)
    blocked = [*candidate.fragments, *((q.start, q.end) for q in candidate.passage.frame.quotes)]
    past = cue.tag_ in PAST_TAGS
    return dates.read(document.text, window, span, blocked, document.published_on, past, before)


def _statement(
    candidate: Candidate,
    document: Document,
    said: dict[int, tuple[tuple[Speaker, ...], Span | None]],
    whens: dict[int, dates.When],
    numbers: dict[int, int],
    issues: Sequence[IssueHint],
) -> Statement:
    speakers, speaker_span = said[id(candidate)]
    when = whens[id(candidate)]
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
    inside = outside = False
    for start, end in candidate.fragments:
        for at in range(start, end):
            if text[at].isalnum():
                held = any(s <= at < e for s, e in quoted)
                inside, outside = inside or held, outside or not held
    if inside:
        return "mixed" if outside else "direct"
    return "indirect"
