"""The records that go in and come out. Spans are half-open ranges of code points in ``Document.text``."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Span = tuple[int, int]
StatementKind = Literal["direct", "mixed", "indirect"]
SpeakerKind = Literal["person", "office", "organisation", "state", "group"]
Precision = Literal["day", "month", "year", "unknown"]
Basis = Literal["explicit", "turn", "article", "none"]
Stance = Literal["support", "oppose", "conditional", "neutral"]


@dataclass(frozen=True, slots=True)
class Document:
    """A text to read. ``published_on`` anchors phrases such as "on Monday"; without it they stay undated."""

    id: str
    text: str
    published_on: date | None = None
    title: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class IssueHint:
    """An issue worded as a proposal, the ISO3 codes of the countries it concerns, and key phrases, if any.

    Texts refer to it by the key phrases (see ``stance``), or by its meaning if there are none (``matching``).
    """

    slug: str
    title: str
    phrases: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks; ``role`` as printed, ``country`` an ISO 3166-1 alpha-3 code or None."""

    name: str
    kind: SpeakerKind
    role: str | None = None
    country: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "kind": self.kind, "role": self.role, "country": self.country}


@dataclass(frozen=True, slots=True)
class Position:
    """A proposed stance; ``issue`` is a hint's slug, or None when no hint fits.

    ``confidence`` is the chance that the statement takes a position on the issue; None by key phrases.
    ``is_sure`` tells whether it may be shown before anybody has looked at it; others are offered to editors.
    """

    stance: Stance
    issue: str | None
    evidence_span: Span
    confidence: float | None = None
    is_sure: bool = True

    def to_json(self) -> dict[str, Any]:
        told = {"stance": self.stance, "issue": self.issue, "evidence_span": list(self.evidence_span)}
        sure = {} if self.is_sure else {"sure": False}
        return told | sure if self.confidence is None else {**told, "confidence": self.confidence}


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing reported as said.

    ``parent`` is the index, in the same tuple of statements, of the statement that reports this one.
    Statements with the same ``turn`` were made in one breath. ``said_on`` is "YYYY-MM-DD", "YYYY-MM",
    "YYYY" or None; ``said_on_phrase`` is the place of the words that gave it. ``confidence`` is None where
    nothing was measured. ``channel`` is the office or spokesman through whom the words came, if they came so.
    """

    fragments: tuple[Span, ...]
    kind: StatementKind
    quote: str
    cue_span: Span | None
    speaker_span: Span | None
    speakers: tuple[Speaker, ...]
    said_on: str | None
    said_on_precision: Precision
    said_on_basis: Basis
    said_on_phrase: Span | None
    positions: tuple[Position, ...]
    parent: int | None
    turn: int
    confidence: float | None
    channel: Speaker | None = None

    def to_json(self) -> dict[str, Any]:
        """The statement with the keys of the command's contract."""
        told = {
            "fragments": [list(span) for span in self.fragments],
            "type": self.kind,
            "quote": self.quote,
            "cue_span": _listed(self.cue_span),
            "speaker_span": _listed(self.speaker_span),
            "speakers": [speaker.to_json() for speaker in self.speakers],
            "said_on": self.said_on,
            "said_on_precision": self.said_on_precision,
            "said_on_basis": self.said_on_basis,
            "said_on_phrase": _listed(self.said_on_phrase),
            "positions": [position.to_json() for position in self.positions],
            "parent": self.parent,
            "turn": self.turn,
            "confidence": self.confidence,
        }
        return told if self.channel is None else {**told, "channel": self.channel.to_json()}


def _listed(span: Span | None) -> list[int] | None:
    return None if span is None else list(span)
