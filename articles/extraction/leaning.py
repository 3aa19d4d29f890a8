"""To which side the words of a statement lean on an issue, by general words and the issue's title: features.

Words are counted by kind (``data/leaning.json``; ``*`` ends a word openly): refusal, blame, praise,
backing, ending, asking. A negator or a refusal turns those up to ``REACH`` words after it. A title that asks
for an end ("Ban on A", "Withdrawal of A") or names an ill ("Killing of A") turns what they mean for it.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from .lexicon import DATA

KINDS = ("refuse", "refusal", "blame", "praise", "back", "end", "ask", "hedge")
TOKEN = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|[.;:!?]")
REACH = 4  # words after a negator that it turns
MOST = 2.0  # of a kind that are counted
KEPT = 64  # texts kept as they were read: each statement is held against many issues, one after the other
TURNS = frozenset({"but", "while", "although", "though", "because"})  # a negation ends before
SHORT, PLAIN = 10, 3  # words of a plain clause, and of those kinds in it
TURNING, FAVOURING = ("refuse", "refusal", "blame", "end"), ("praise", "back", "ask")
GOVERNING = frozenset({"must", "should", "be", "been", "being", "is", "are", "was", "were", "to"})
CONSEQUENCES = frozenset({"consequences", "repercussions"})
BEGINNING = 45  # characters of a title, in which an end may be one of two things: "Talks and an end to A"
HEAD = re.compile(r".*?\b(?:of|to|on|in|for|against|by|from|between|with|over|at|under)\b")  # of a title
ENDING = re.compile(
    r"\b(?:end(?:ing)? (?:to|of)|withdrawal|lifting|ban on|release|abolition|removal|halt|suspension|freeze"
    r"|cancell?ation|closure|resignation|expulsion|cuts? in|reduction|boycott|sanctions|rejection"
    r"|condemnation|opposition to|dismantling|disarmament|disarming|restrictions?|punishment|exit)\b",
    re.IGNORECASE,
)
GIVING_UP = re.compile(r"\bg(?:ives?|iving|iven|ave) up\b", re.IGNORECASE)
CONDITION = re.compile(
    r"\b(?:if (?!necessary|needed|required)|unless|until|depend\w*|conditions?|conditional|subject to|once"
    r"|provided (?:that|the)|before \w+ing|(?:as|so) long as|only (?:if|when|after|in|with|once|on)"
    r"|in (?:return|exchange) for|contingent|pending|would have to)\b",
    re.IGNORECASE,
)
OUTRIGHT = (  # refusals of several words
    re.compile(
        r"\b(?:too (?:early|soon|late|far|much)|ruled? out|(?:stay|keep) out of|down with"
        r"|no (?:need|reason|intention|plans?|chance|justification|place|way|point))\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:is|are|was|were|be|been|am|vot\w+|spoke|speak\w*|firmly|strongly|stand\w*|stood|argu\w+|warn\w*"
        r"|advis\w+) against\b",
        re.IGNORECASE,
    ),
)


@dataclass(frozen=True, slots=True)
class Lean:
    """How many words of each kind speak, those that are negated subtracted, within ±``MOST``."""

    refuse: float
    blame: float
    praise: float
    back: float
    end: float
    ask: float
    hedged: bool
    negated: int  # words of any kind
    on_condition: bool

    @property
    def attitude(self) -> float:
        """-1, 0 or 1: against, neither, for what is spoken of."""
        return _sign(self.praise + self.back - 2 * self.refuse - self.blame)


@lru_cache(maxsize=KEPT)
def lean_of(said: str) -> Lean:
    """Reads the reporting words and what they report as one text."""
    plain, turned = _counted(said)
    net = {kind: max(-MOST, min(MOST, float(plain[kind] - turned[kind]))) for kind in KINDS}
    if (net["blame"] > 0 and plain["refusal"]) or turned["refusal"]:
        net["back"], net["blame"] = net["back"] + MOST, 0.0  # "called their opposition to A wrong"
    elif plain["refusal"]:
        net["refuse"] += 1
    return Lean(
        refuse=net["refuse"] + sum(way.search(said) is not None for way in OUTRIGHT),
        blame=net["blame"],
        praise=net["praise"],
        back=net["back"],
        end=net["end"],
        ask=net["ask"],
        hedged=bool(plain["hedge"] or turned["hedge"]),
        negated=sum(turned.values()),
        on_condition=CONDITION.search(said) is not None and not _threatens(said),
    )


@cache
def title_sense(title: str) -> tuple[float, float]:
    """-1 if the issue is to end something, else 1; and how many ills, up to two, its title names."""
    ills = _counted(title)[0]["blame"] + sum(_is(word, "ills") for word in _words(title))
    return (-1.0 if ENDING.search(title[:BEGINNING]) else 1.0), min(MOST, float(ills))


def features(said: str, title: str, names_topic: bool) -> list[float]:
    """What ``said`` means for an issue of this title; ``names_topic``: a word of the title is in it."""
    lean, (sense, ills) = lean_of(said), title_sense(title)
    attitude, ends = lean.attitude, _sign(lean.end)
    condition = float(lean.on_condition)
    return [
        lean.refuse, lean.blame, lean.praise, lean.back, lean.end, lean.ask,
        condition, float(lean.hedged), float(min(3, lean.negated)),
        sense, ills, sense * ills,
        attitude, attitude * sense, attitude * float(names_topic), attitude * ills,
        ends * sense, -ends * sense if ends else attitude * sense,
        lean.refuse * sense, lean.blame * sense, lean.praise * sense, lean.back * sense, lean.ask * sense,
        lean.blame * ills, lean.praise * ills, lean.end * ills,
        condition * sense, float(not names_topic) * sense,
    ]  # fmt: skip


def plain_side(cue: str, said: str, title: str, is_topic: Callable[[str], bool]) -> int:
    """1 for, -1 against, 0 not plain: a short clause that names the issue's topic, by what turns what.

    Each word that ends, refuses, blames or negates turns the sense: "must not lift the ban on whaling" has
    three of them and is against whaling; for the issue "Ban on whaling" that is turned once more.
    """
    if len(said.split()) > SHORT or CONDITION.search(said):
        return 0
    head = HEAD.match(title)
    to_end = head is not None and ENDING.search(head.group()) is not None
    steps = list(_steps(_words(cue), _words(said), to_end, is_topic))
    turns = sum(steps) + to_end + (OUTRIGHT[0].search(said) is not None)
    is_plain = 0 < len(steps) <= PLAIN and any(is_topic(word) for word in _words(said))
    return (-1) ** turns if is_plain else 0


def _steps(cue: list[str], said: list[str], to_end: bool, is_topic: Callable[[str], bool]) -> Iterator[bool]:
    """For each word that bears on the topic, does it turn the sense? ``to_end``: the issue ends something."""
    words, named = [*cue, *said], False
    for n, (former, word, following) in enumerate(zip(["", *words], words, [*words[1:], ""], strict=False)):
        kind, topic = _kind(word), is_topic(word)
        is_elsewhere = n < len(cue) or (named and not topic and former not in GOVERNING)
        named = named or topic
        if (topic and not (to_end and kind == "end")) or (kind == "end" and is_elsewhere):
            continue  # what follows the topic ends something else: "an agreement that ends the crisis"
        if _is(word, "threats") and following not in ("of", "against"):
            continue  # "warned that A would do harm": the harm is what turns
        if kind in TURNING or _is(word, "negators") or word in CONSEQUENCES:
            yield True
        elif kind in FAVOURING:
            yield False


def _kind(word: str) -> str | None:
    """The first kind that has the word."""
    return next((kind for kind in KINDS if _is(word, kind)), None)


def _counted(text: str) -> tuple[dict[str, int], dict[str, int]]:
    """How many words of each kind there are, plain and negated; a word is of the first kind that has it."""
    plain, turned, since = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0), REACH + 1
    for word in _words(text):
        if not word[0].isalpha() or word in TURNS:
            since = REACH + 1
            continue
        since += 1
        kind = _kind(word)
        if kind is not None:
            (turned if since <= REACH else plain)[kind] += 1
        if kind == "refuse" or _is(word, "negators"):
            since = 0
    return plain, turned


def _threatens(text: str) -> bool:
    """A threat for the case that something is done is no support of anything on a condition."""
    return any(_is(word, "threats") for word in _words(text))


def _words(text: str) -> list[str]:
    plain = GIVING_UP.sub("abandon", text)
    return [word.lower().replace("’", "'") for word in TOKEN.findall(plain)]


@cache
def _lists() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Of each kind the words, and the beginnings of words."""
    loaded: dict[str, str] = json.loads((DATA / "leaning.json").read_text(encoding="utf-8"))
    return {
        kind: (
            frozenset(word for word in words.split() if word[-1] != "*"),
            tuple(word[:-1] for word in words.split() if word[-1] == "*"),
        )
        for kind, words in loaded.items()
    }


def _is(word: str, kind: str) -> bool:
    words, beginnings = _lists()[kind]
    return word in words or word.startswith(beginnings)


def _sign(value: float) -> float:
    return float((value > 0) - (value < 0))
