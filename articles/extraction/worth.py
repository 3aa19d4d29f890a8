"""Whether what was found is a statement that a record of world news would hold.

``ranking`` has learnt, from political news in which every attribution is labelled, how probable a report is.
A second, small regression weighs that probability with a few facts about cue, speaker and length, learnt from
labelled world news (``train_worth``): a question, a noun, or a passive without a speaker says less than the
same probability of "said that". Its weights stand in ``data/worth.json``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, log
from pathlib import Path

from .candidates import Candidate
from .lexicon import words
from .overlap import tokens
from .ranking import learnt
from .records import Speaker

WEIGHTS = Path(__file__).parent / "data" / "worth.json"
LISTS = (
    "say", "strong", "attitudes", "ask", "promise", "urge", "judge", "label", "others", "inner",
    "light_verbs", "nouns",
)  # fmt: skip
SPEAKERS = ("person", "group", "state", "office", "organisation")
FORMS = {"VBG": ("VBG",), "VB": ("VB",), "present": ("VBP", "VBZ")}
HANGING = ("relcl", "acl", "amod")
LEAST = 0.01  # probability, so that its odds are finite
SHORT, SHORTER = 3, 2  # words


@dataclass(frozen=True, slots=True)
class Weights:
    """``bar`` is the chance from which a finding is a statement."""

    weights: Mapping[str, float]
    constant: float
    bar: float


@cache
def weights() -> Weights:
    loaded = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Weights(loaded["weights"], loaded["constant"], loaded["bar"])


def is_weighed(candidate: Candidate) -> bool:
    """Speeches, turns and tweets are taken whole; some plain ways to speak out are too rare to be weighed."""
    whole = candidate.author is not None or candidate.printed is not None
    return not whole and not candidate.is_plain


def chance(candidate: Candidate, speakers: tuple[Speaker, ...], quote: str, kind: str) -> float:
    """The chance, from 0 to 1, that it is such a statement."""
    learnt_weights = weights()
    told = facts(candidate, speakers, quote, kind)
    total = sum(learnt_weights.weights.get(name, 0.0) * value for name, value in told.items())
    return 1 / (1 + exp(-max(-30.0, min(30.0, total + learnt_weights.constant))))


def facts(candidate: Candidate, speakers: tuple[Speaker, ...], quote: str, kind: str) -> dict[str, float]:
    """What is weighed, by name; what is not named is 0."""
    is_quotation = candidate.relation.startswith("quote")
    share = learnt()["quotations"].get(candidate.relation, 0.4)
    probability = max(float(share if is_quotation else candidate.probability), LEAST)
    odds = log(probability / (1 + LEAST - probability))
    number = len(tokens(quote))
    held = {
        "quotation": is_quotation,
        "nobody": not speakers,
        "country": any(speaker.country for speaker in speakers),
        "role": any(speaker.role for speaker in speakers),
        "unnamed": any(speaker.name[:1].islower() for speaker in speakers),
        "short": number <= SHORT,
        "shorter": number <= SHORTER,
        kind: True,
        "inner": candidate.parent is not None,
    }
    held |= {kind: any(speaker.kind == kind for speaker in speakers) for kind in SPEAKERS}
    held |= _of_cue(candidate)
    told = {name: 1.0 for name, holds in held.items() if holds}
    return told | {"odds of quotation" if is_quotation else "odds": odds, "length": log(1 + number)}


def _of_cue(candidate: Candidate) -> dict[str, bool]:
    cue = candidate.cue_token()
    if cue is None:
        return {}
    lemma = cue.lemma_.lower()
    return {
        **{f"list {name}": lemma in words(name) for name in LISTS},
        **{form: cue.tag_ in tags for form, tags in FORMS.items()},
        "noun": cue.pos_ == "NOUN",
        "hangs": cue.dep_ in HANGING,
        "leads": cue.dep_ == "ROOT",
    }
