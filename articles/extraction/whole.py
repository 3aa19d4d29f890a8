"""Paragraphs that are speech as a whole: of a speech, of a transcript, and tweets with their signature."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from articles.text.letters import CAPITAL, CAPITALS

from .candidates import Author, Candidate, Passage
from .quotes import Quote
from .records import Span

SIGNATURE = re.compile(r"\s*[—–-]{1,2} ?(?P<who>[^\n(]{2,60}?) \(@")
LABEL = re.compile(
    rf"(?P<who>Q|A|{CAPITAL}[{CAPITALS}.'’-]{{1,20}}(?: {CAPITAL}[{CAPITALS}.'’-]{{1,20}}){{0,4}})"
    r"(?: \([^)\n]{1,40}\))?: +(?=\S)"
)
HEADING = re.compile(
    r"\s*(?:[Ss]tatement|[Aa]ddress|[Ss]peech|[Rr]emarks|[Ii]ntervention)"
    r" (?:made |delivered |given )?by (?:the )?"
    r"(?:(?:H\.? ?E\.?|His Excellency|Her Excellency|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Ambassador|President"
    r"|Prime Minister|Foreign Minister|Minister|Secretary of State|Secretary),? )*"
    rf"(?P<who>{CAPITAL}[\w.'’-]+(?: {CAPITAL}[\w.'’-]+){{1,4}})(?P<role>, [^\n]{{3,160}})?"
    r"(?=\s*(?:$|\n|\(|(?:at|to|on|before|in|during) ))"
)
FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur)\b")
IN_FIRST_PERSON = 3  # such words from which a text under such a heading is the speech itself, not news of it
LONGEST_HEADING = 300  # characters
NAMED = re.compile(
    rf"(?P<who>{CAPITAL}[\w.'’-]{{1,20}}(?: {CAPITAL}[\w.'’-]{{1,20}}){{0,3}})"
    r"(?: \([^)\n]{1,40}\))?: +(?=\S)"
)
NOBODY = frozenset(("Q", "A", "QUESTION", "ANSWER", "REPORTER", "INTERVIEWER", "MODERATOR"))
TURNS = 3  # labels from which a text is a transcript; fewer may be anything
EACH = 2  # turns of each of two in an interview whose labels are printed like names


def find(passages: list[Passage], text: str, title: str = "") -> tuple[list[Candidate], list[Passage]]:
    """Candidates for what is said as a whole, and the passages that are left.

    One for each paragraph of a speech, or for each tweet and each turn of somebody named in a transcript or
    an interview; what those who ask say is nobody's. A very long paragraph is several passages, and is taken
    once.
    """
    blocks = [
        one for n, one in enumerate(passages) if not n or one.frame.index != passages[n - 1].frame.index
    ]
    if (speech := _speech(blocks, text, title)) is not None:
        return speech, []
    turns = list(_turns(blocks, text))
    whose = [text[slice(*_who(turn))] for turn in turns]
    asks = [text[: turn.end].rstrip().endswith("?") for turn in turns]
    nobodys = NOBODY | _asking(zip(whose, asks, strict=True))
    said = [turn for turn, who in zip(turns, whose, strict=True) if who not in nobodys]
    found = [*_tweets(blocks, text), *said]
    spoken = {span for candidate in (*found, *turns) for span in candidate.fragments}
    return found, [one for one in passages if not _within(one, spoken)]


def _speech(passages: list[Passage], text: str, title: str) -> list[Candidate] | None:
    """ "Statement by H.E. Mr. X, Minister of Y" over a text in the first person: X says all of it."""
    first = passages[0].frame.block.start if passages else 0
    within = HEADING.match(text[: max(first, LONGEST_HEADING)].split("\n\n")[0])
    heading = within or HEADING.match(title)
    if heading is None or not _is_in_first_person(passages):
        return None
    author = Author(heading["who"], (heading["role"] or "").strip(" ,.") or None)
    span = heading.span("who") if within else None
    blocks = [passage for passage in passages if passage.frame.block.start > (span[1] if span else -1)]
    return [_paragraph(passage, author, span) for passage in blocks]


def _is_in_first_person(passages: list[Passage]) -> bool:
    """Outside quotations, which frames leave out: news of a speech quotes it."""
    return sum(len(FIRST_PERSON.findall(passage.frame.text)) for passage in passages) >= IN_FIRST_PERSON


def _paragraph(passage: Passage, author: Author, who: Span | None) -> Candidate:
    made = Candidate(passage, "quote_speech", [], printed=who, author=author)
    _add(made, passage, (passage.frame.block.start, passage.frame.block.end))
    return made


def _who(turn: Candidate) -> Span:
    assert turn.printed is not None
    return turn.printed


def _within(passage: Passage, spoken: set[Span]) -> bool:
    return any(start >= passage.frame.block.start and end == passage.frame.block.end for start, end in spoken)


def _tweets(passages: list[Passage], text: str) -> Iterator[Candidate]:
    for passage in passages:
        block = passage.frame.block
        signature = SIGNATURE.match(text, block.end) if block.kind == "tweet" else None
        if signature is not None:
            yield _candidate(passage, "quote_tweet", (block.start, block.end), signature.span("who"))


def _turns(passages: list[Passage], text: str) -> Iterator[Candidate]:
    """What follows a label of somebody, up to the next one; labels may stand within a paragraph, too."""
    names = _labelled(passages, text)
    if not names:
        return
    ways = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    label = re.compile(rf"(?:^|(?<=[.?!…—”\"]):? ?)(?P<who>{ways})(?: \([^)\n]{{1,40}}\))?: +(?=\S)")
    turn: Candidate | None = None
    for passage in passages:
        block = passage.frame.block
        said = text[block.start : block.end]
        found = list(label.finditer(said))
        until = found[0].start() if found else len(said)
        if turn is not None and until > 0:
            _add(turn, passage, (block.start, block.start + until))
        ends = [*(following.start() for following in found[1:]), len(said)]
        for one, end in zip(found, ends, strict=False):
            if turn is not None:
                yield turn
            who = (block.start + one.start("who"), block.start + one.end("who"))
            place = (block.start + one.end(), block.start + end)
            turn = _candidate(passage, "quote_transcript", place, who)
    if turn is not None:
        yield turn


def _labelled(passages: list[Passage], text: str) -> set[str]:
    """The names before the turns of a transcript, or of an interview; none if the text is neither."""
    starts = [passage.frame.block.start for passage in passages]
    in_capitals = Counter(found["who"] for start in starts if (found := LABEL.match(text, start)))
    if in_capitals.total() >= TURNS and max(in_capitals.values()) > 1:  # "WHO: …", "WHERE: …" come once each
        return set(in_capitals)
    paragraphs = [text[passage.frame.block.start : passage.frame.block.end] for passage in passages]
    named = [(found["who"], said.endswith("?")) for said in paragraphs if (found := NAMED.match(said))]
    several = {who for who, times in Counter(who for who, _ in named).items() if times >= EACH}
    return several if len(several) > 1 and several & _asking(named) else set()


def _asking(turns: Iterable[tuple[str, bool]]) -> set[str]:
    """Who asks in more than half of at least two turns; each is a name, and whether it ends as a question."""
    of_each: dict[str, list[bool]] = defaultdict(list)
    for who, asks in turns:
        of_each[who].append(asks)
    return {who for who, asked in of_each.items() if len(asked) >= EACH and 2 * sum(asked) > len(asked)}


def _candidate(passage: Passage, relation: str, place: Span, who: Span) -> Candidate:
    made = Candidate(passage, relation, [], printed=who)
    _add(made, passage, place)
    return made


def _add(candidate: Candidate, passage: Passage, place: Span) -> None:
    """All of the paragraph is said, as if it stood in quotation marks."""
    candidate.fragments.append(place)
    candidate.quotes.append(Quote(*place, *place, True, passage.frame.index))
