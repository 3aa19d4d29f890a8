"""Where reported content begins and ends: cuts off what belongs to the narrator or to the next cue."""

from typing import Any

from .candidates import Passage
from .lexicon import reporting, words
from .quotes import Quote
from .records import Span

TRAILING = ",.;:—–-!?… \t\n\u00a0"
MEDIA = frozenset(
    ("twitter", "facebook", "instagram", "telegram", "weibo", "cnn", "nbc", "abc", "cbs", "bbc", "msnbc")
)
ADJUNCTS = frozenset(("prep", "advcl", "npadvmod", "advmod"))
WEEKDAYS = frozenset(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
MONTHS = frozenset(
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
)
WINDOW = 60  # tokens before a cue in which the one it carries on from is looked for
LEADING = ",.;:—–- \t\n\u00a0"


def clip(cue: Any, first: int, last: int) -> tuple[int, int]:
    """The token range of content that follows ``cue``, without later cues of the same speaker."""
    doc, original = cue.doc, last
    first = _after_time(cue, first, last)
    for token in doc[first : last + 1]:
        if token.i <= first + 1 or token.lemma_.lower() not in reporting():
            continue
        before = _coordinated(cue, token) or _participle(token) or _relative(token)
        if before is not None and before > first:
            last = before - 1
            break
    last = _with_adjuncts(cue, last) if last == original else last
    last = before_medium(cue, first, last)
    return first, _before_comment(cue, first, last)


def before_next_report(cue: Any, first: int, last: int) -> int:
    """The last token before the same speaker's next report ("said A and called for B")."""
    for token in cue.doc[max(first, cue.i) + 2 : last + 1]:
        if token.lemma_.lower() in reporting():
            before = _coordinated(cue, token) or _participle(token)
            if before is not None and before > first:
                return before - 1
    return last


def _after_time(cue: Any, first: int, last: int) -> int:
    """Leaves out when it was said: "said on Monday it would …", "said July 4 they …"."""
    doc = cue.doc
    if first != cue.i + 1:
        return first
    start = first + (doc[first].lower_ == "on")
    days = 1 if doc[start].text in WEEKDAYS else 2 * (doc[start].text in MONTHS and doc[start + 1].like_num)
    after = start + days
    is_subject = after <= last and doc[after].pos_ in ("VERB", "AUX")  # "said Monday would be a holiday"
    return after if days and after < last and not is_subject else first


def _with_adjuncts(cue: Any, last: int) -> int:
    """Adds what the parser hung on the cue but stands right behind the content, without a comma."""
    doc, end = cue.doc, cue.sent.end
    while last + 1 < end and doc[last + 1].text not in (",", ".", ";", ":", "—", "–", "--", "and", "but"):
        holder = next((c for c in cue.children if c.left_edge.i == last + 1 and c.dep_ in ADJUNCTS), None)
        if holder is None:
            return last
        last = holder.right_edge.i
    return last


def _before_comment(cue: Any, first: int, last: int) -> int:
    """Leaves out the narrator's afterthought: "…, deploying a favourite word", "…, who is no friend"."""
    doc = cue.doc
    for index in range(max(first + 3, cue.i + 3), last):
        token = doc[index]
        if doc[index - 1].text != "," or token.right_edge.i < index:
            continue
        afterthought = token.dep_ == "advcl" and token.tag_ == "VBG" and token.left_edge.i == index
        relative = (
            token.lower_ in ("who", "which")
            and token.head.dep_ == "relcl"
            and token.head.right_edge.i >= last
        )
        if relative or (afterthought and token.right_edge.i >= last):
            return index - 2
    return last


def before_medium(cue: Any, first: int, last: int) -> int:
    """Leaves out "… in a statement", "… on Twitter" at the end."""
    doc = cue.doc
    for index in range(last, max(first + 1, last - 7), -1):
        token = doc[index]
        if (
            token.dep_ == "prep"
            and token.lower_ in ("in", "on", "during", "at")
            and token.right_edge.i == last
        ):
            objects = [c for c in token.children if c.dep_ == "pobj"]
            if objects and (objects[0].lower_ in MEDIA or objects[0].lemma_.lower() in words("media")):
                return index - 1
    return last


def _coordinated(cue: Any, token: Any) -> int | None:
    """ "said that A … and called for B": the first token after A."""
    same_form = token.tag_ == cue.tag_ or {token.tag_, cue.tag_} <= {"VBD", "VBN"}
    if token.dep_ != "conj" or not same_form or token.pos_ != "VERB":
        return None
    if any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in token.children):
        return None
    if token.lemma_.lower() not in words("strong"):
        return None
    left = token.i
    while left > cue.i + 1 and token.doc[left - 1].lower_ in (
        "also",
        "then",
        "later",
        "again",
        "and",
        "but",
        ",",
        "instead",
        "or",
    ):
        left -= 1
    return left if left < token.i else None


def leader_of(token: Any) -> Any | None:
    """The earlier cue whose speaker goes on: "said" for "called" in "said A and called for B"."""
    if (token.dep_ != "conj" and token.tag_ != "VBG") or any(c.dep_ == "agent" for c in token.children):
        return None
    if token.dep_ == "conj" and _has_own_subject(token.head) and token.head.lemma_.lower() in reporting():
        return token.head  # "Chile is calling A late and demanded B", in whatever tense
    for cue in reversed(token.doc[max(token.sent.start, token.i - WINDOW) : token.i]):
        if cue.pos_ == "VERB" and cue.lemma_.lower() in reporting() and carries_on(cue, token):
            return cue
    return None


def _has_own_subject(verb: Any) -> bool:
    return verb.dep_ == "conj" and any(child.dep_ == "nsubj" for child in verb.children)


def _participle(token: Any) -> int | None:
    """ "…, adding that B"."""
    doc = token.doc
    comma = token.i - 1
    if doc[comma].lower_ in ("while", "also"):
        comma -= 1
    if (
        token.tag_ != "VBG"
        or comma < 1
        or doc[comma].text != ","
        or token.lemma_.lower() not in words("strong")
    ):
        return None
    return comma


def carries_on(cue: Any, token: Any) -> bool:
    """Does the later cue ``token`` share the speaker of ``cue`` in the same sentence?"""
    if cue.sent != token.sent or any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children):
        return False
    return _coordinated(cue, token) is not None or (
        _participle(token) is not None and not _is_aside(cue, token)
    )


def _is_aside(cue: Any, token: Any) -> bool:
    """ "Ruiz condemned what Peru calls A, saying B": B is not Peru's."""
    is_relative = cue.dep_ == "relcl" or any(c.tag_ == "WP" and c.dep_ == "dobj" for c in cue.children)
    has_subject = any(c.dep_ == "nsubj" and c.tag_ not in ("WP", "WDT") for c in cue.children)
    return is_relative and has_subject and token.head in cue.ancestors


def _relative(token: Any) -> int | None:
    """ "…, which the ministry says is B"."""
    for ancestor in (token, token.head, token.head.head):
        if ancestor.dep_ == "relcl":
            first = ancestor.left_edge.i
            clause = any(c.dep_ == "ccomp" for c in token.children)
            if clause and first > 0 and token.doc[first - 1].text == ",":
                return first - 1
    return None


def ranges_to_spans(passage: Passage, ranges: list[tuple[int, int]]) -> list[Span]:
    """Token ranges (last included) as source spans, trimmed and with the quotation marks at their edges."""
    doc, spans = passage.doc, []
    for first, last in ranges:
        while first <= last and (doc[first].is_space or doc[first].text in LEADING):
            first += 1
        while last >= first and (doc[last].is_space or doc[last].text in TRAILING or doc[last].dep_ == "cc"):
            last -= 1
        if first <= last:
            start = doc[first].idx
            end = doc[last].idx + len(doc[last])
            spans.append(whole_quotes(passage.frame.source(start, end), passage.frame.quotes))
    return merged(spans)


def whole_quotes(span: Span, quotes: tuple[Quote, ...]) -> Span:
    """Widens a span over the marks at its edges; it never ends inside a quotation it began before."""
    start, end = span
    for quote in quotes:
        if quote.inner_start <= start <= quote.inner_start + 2:
            start = quote.start
        inside = quote.inner_start < end <= quote.inner_end
        if inside and (start <= quote.inner_start or quote.inner_end - end <= 2):
            end = quote.end
    return start, end


def merged(spans: list[Span]) -> list[Span]:
    """Sorted, without overlap."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
