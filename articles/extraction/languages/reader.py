"""Reads a document in a language other than English: paragraphs, sentences, clauses, speakers, dates."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from articles.extraction import blocks, dates
from articles.extraction.records import Document, Span, Statement, StatementKind

from . import days, lexicon, patterns, places, words
from .detect import may_be
from .drafts import Draft, Neighbours, without_doubles
from .grammar import Grammar
from .russian import name_stem
from .speakers import Memory
from .state import State, announces
from .words import Paragraph, Quotation

CERTAIN = {"before": 0.9, "clause": 0.85, "quoted": 0.85, "according": 0.75, "object": 0.6, "turn": 0.7}
WITHOUT_CAPITALS = ("zh", "ar")
CLEAR = 12  # words from which the language of a paragraph is looked at
LONGEST_QUOTATION = 8  # paragraphs


def read(document: Document, code: str) -> tuple[Statement, ...]:
    """The statements of a document whose main language is ``code``, by their place in the text."""
    if code in WITHOUT_CAPITALS:
        return tuple(_of_pattern(document, found) for found in patterns.read(document, code))
    grammar = Grammar(lexicon.load(code), places.load(code))
    speaking = [(block.start, block.end) for block in _spoken(document.text, grammar)]
    paragraphs = [
        words.read(document.text, span, grammar.lexicon)
        for span in _with_quotations_whole(document.text, speaking)
    ]
    capitals = _names(paragraphs)
    stems = frozenset(map(name_stem, capitals)) if grammar.lexicon.raw.get("cases") else frozenset()
    grammar = replace(grammar, names=capitals, name_stems=stems)
    memory = Memory(document, paragraphs, grammar)
    drafts = list(_drafts(document, paragraphs, memory, grammar))
    kept = without_doubles(drafts)
    around = Neighbours(kept)
    statements = [_statement(document, draft, around, grammar) for draft in kept]
    if document.published_on is None and grammar.lexicon.raw.get("days_carried"):
        return tuple(_with_days(document.text, kept, statements, grammar))
    return tuple(statements)


def _with_days(
    text: str, drafts: list[Draft], statements: list[Statement], grammar: Grammar
) -> Iterator[Statement]:
    """In a text without a date, what the same speaker says next was said on the day told before."""
    day: Statement | None = None
    for draft, statement in zip(drafts, statements, strict=True):
        if statement.said_on_basis == "explicit":
            day = statement
        elif day is not None and day.said_on_precision == "day":
            same = {s.name for s in statement.speakers} == {s.name for s in day.speakers}
            cue = draft.cue_span or draft.sentence
            then = days.then(text, draft.sentence, cue, grammar.lexicon)
            other = days.at_another_time(text, draft.sentence, cue, grammar.lexicon)
            if then or (same and not other):
                statement = replace(
                    statement, said_on=day.said_on, said_on_precision="day", said_on_basis="turn"
                )
            day = replace(statement, speakers=statement.speakers) if then else day
            day = None if same and other else day
        yield statement


def _spoken(text: str, grammar: Grammar) -> Iterator[blocks.Block]:
    """The blocks that may hold statements; after a colon also one that looks like a headline."""
    announced = False
    for block in blocks.split(text):
        speaks = block.speaks or announces(text, block.end, grammar)
        if announced or (speaks and _in_language(text[block.start : block.end], grammar.lexicon.code)):
            yield block
        announced = announces(text, block.end, grammar)


def _with_quotations_whole(text: str, spans: list[Span]) -> list[Span]:
    """Paragraphs; those are one that a quotation with straight marks goes on over, opened once."""
    found: list[Span] = []
    number = 0
    while number < len(spans):
        start, end = spans[number]
        last = number
        if text[start] == '"' and text.count('"', start, end) == 1:
            near = range(number + 1, min(number + LONGEST_QUOTATION, len(spans)))
            marked = (at for at in near if '"' in text[slice(*spans[at])])
            last = next((at for at in marked if text.count('"', *spans[at]) % 2), number)
            if any('"' in text[slice(*spans[at])] for at in range(number + 1, last)):
                last = number
        found.append((start, spans[last][1]))
        number = last + 1
    return found


def _names(paragraphs: list[Paragraph]) -> frozenset[str]:
    """Words with a capital inside a sentence: what is a name where it opens one, too."""
    return frozenset(
        word.low
        for paragraph in paragraphs
        for sentence in paragraph.sentences
        for before, word in pairwise(sentence.words)
        if word.is_capital and before.is_word and before.held < 0
    )


def _of_pattern(document: Document, found: patterns.Read) -> Statement:
    when = dates.of_article(document.published_on)
    quoted = [
        Quotation(*match.span(), *match.span())
        for match in patterns.QUOTES.finditer(document.text, *found.sentence)
    ]
    return Statement(
        fragments=(found.content,),
        kind=_kind(document.text, (found.content,), Paragraph(tuple(quoted), ())),
        quote=document.text[slice(*found.content)],
        cue_span=found.cue,
        speaker_span=found.subject if found.subject[1] > found.subject[0] else None,
        speakers=found.speakers,
        said_on=when.said_on,
        said_on_precision=when.precision,
        said_on_basis=when.basis,
        said_on_phrase=when.phrase,
        positions=(),
        parent=None,
        turn=found.sentence[0],
        confidence=CERTAIN["according"],
    )


def _in_language(text: str, code: str) -> bool:
    """A paragraph in another language is left out; a short one is taken to be in the document's."""
    return text.count(" ") < CLEAR or code == "zh" or may_be(text, code)


def _drafts(
    document: Document, paragraphs: list[Paragraph], memory: Memory, grammar: Grammar
) -> Iterator[Draft]:
    state = State(document.text, memory, grammar)
    for paragraph in paragraphs:
        state.previous = None
        announced = state.announced(paragraph)
        drafts = [draft for sentence in paragraph.sentences for draft in state.sentence(paragraph, sentence)]
        if announced is not None and not any(draft.found.way == "before" for draft in drafts):
            yield announced
            state.last = announced.speakers
        yield from drafts


def _statement(document: Document, draft: Draft, around: Neighbours, grammar: Grammar) -> Statement:
    fragments = tuple(draft.fragments)
    said = [span for other in around.of(draft) for span in other.fragments]
    when = dates.of_article(document.published_on)
    if draft.cue_span is not None:
        own = days.read(
            document.text, draft.sentence, draft.cue_span, said, document.published_on, grammar.lexicon
        )
        when = own or when
    return Statement(
        fragments=fragments,
        kind=_kind(document.text, fragments, draft.paragraph),
        quote=" … ".join(document.text[start:end] for start, end in fragments),
        cue_span=draft.cue_span,
        speaker_span=draft.speaker_span,
        speakers=draft.speakers,
        said_on=when.said_on,
        said_on_precision=when.precision,
        said_on_basis=when.basis,
        said_on_phrase=when.phrase,
        positions=(),
        parent=around.parent(draft),
        turn=draft.turn,
        confidence=CERTAIN[draft.found.way],
    )


def _kind(text: str, fragments: tuple[Span, ...], paragraph: Paragraph) -> StatementKind:
    quoted = [(q.inner, q.inner_end) for q in paragraph.quotations]
    letters = [at for start, end in fragments for at in range(start, end) if text[at].isalnum()]
    inside = [any(start <= at < end for start, end in quoted) for at in letters]
    if all(inside):
        return "direct"
    return "mixed" if any(inside) else "indirect"
