"""Words that came through an office: "Lavrov said A, the ministry reported", "it quoted him as saying A".

The speaker is the minister, the ministry the channel; the two reports are one statement. Only what speaks for
the speaker's own country is a channel: what a ministry says of another country's minister stays its report.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .candidates import Candidate
from .records import Span, Speaker, Statement
from .subjects import quoting_of

SPOKESMAN = re.compile(r"\b(?:spokes(?:man|woman|person)|press secretary)\b", re.IGNORECASE)
TITLES = (
    r"minister|president|premier|chancellor|secretary|ambassador|envoy|representative|chief|general|leader"
)
OPENING = re.compile(
    rf"""(?:(?:In|At|During|On|After|Following)\b[^,;:.]{{1,80}},\s*)?
    (?:(?:[Tt]he|[Ii]ts|of|for|to|prime|foreign|defen[cs]e|interior|finance|deputy|vice|first|{TITLES}|
    [A-Z][\w.’'-]*)\s+)*""",
    re.VERBOSE,
)
"""What may stand before the speaker's name where an office reports nothing but that speaker's words."""
LONGEST_CUE = 100  # characters from the name to the words: "told his counterpart by phone on Monday that"
JOINT = re.compile(
    r"[\s,;“”\"'’]*(?:and\s+)?(?:that\s+)?"
)  # between the words of one and the cue of the next


def channel_token(candidate: Candidate) -> Any | None:
    """The head of the words that name who quotes the speaker: "the ministry quoted Lavrov as saying A"."""
    cue = candidate.cue_token()
    return None if cue is None else quoting_of(cue)


def is_channel(channel: Speaker, speakers: Sequence[Speaker]) -> bool:
    """Whether it passes on what persons of its own country say: an office, or a spokesman."""
    passes_on = channel.kind == "office" or (
        channel.kind == "person" and SPOKESMAN.search(channel.role or "") is not None
    )
    return (
        passes_on
        and channel.country is not None
        and bool(speakers)
        and all(
            one.kind == "person" and one.country == channel.country and one.name != channel.name
            for one in speakers
        )
    )


def without_read_outs(statements: Sequence[Statement], text: str) -> tuple[Statement, ...]:
    """Each with its outer report as its channel, where that says no more than who spoke, and is left out."""
    within: dict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(statements):
        if one.parent is not None:
            within[one.parent].append(number)
    left_out = {outer for outer, inner in within.items() if _is_read_out(statements, outer, inner, text)}
    places = {n: place for place, n in enumerate(n for n in range(len(statements)) if n not in left_out)}
    return tuple(_told(statements, number, left_out, places) for number in places)


def _told(
    statements: Sequence[Statement], number: int, left_out: set[int], places: dict[int, int]
) -> Statement:
    one = statements[number]
    outer, channel = one.parent, one.channel
    while outer is not None and outer in left_out:
        report = statements[outer]
        outer, channel = report.parent, channel or report.speakers[0]
    return replace(one, parent=None if outer is None else places[outer], channel=channel)


def _is_read_out(statements: Sequence[Statement], number: int, within: list[int], text: str) -> bool:
    outer, inner = statements[number], [statements[n] for n in within]
    if len(outer.speakers) != 1 or len(outer.fragments) != 1:
        return False
    if not all(is_channel(outer.speakers[0], one.speakers) for one in inner):
        return False
    return _says_no_more(outer.fragments[0], inner, text)


def _says_no_more(whole: Span, inner: list[Statement], text: str) -> bool:
    """Whether all of it is what the inner ones say, with their speaker's name and their reporting words."""
    at = whole[0]
    for n, one in enumerate(inner):
        cue, name = one.cue_span, one.speaker_span
        start, end = one.fragments[0][0], one.fragments[-1][1]
        if cue is None or name is None or not at <= cue[0] <= start:
            return False
        opening = text[at : name[0]] if n == 0 else text[at : cue[0]]
        if (OPENING if n == 0 else JOINT).fullmatch(opening) is None:
            return False
        if n == 0 and start - name[1] > LONGEST_CUE:
            return False
        at = end
    return not any(letter.isalnum() for letter in text[at : whole[1]])
