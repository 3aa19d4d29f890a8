"""A noun phrase and what explains it: "the minister, X", "X, minister of Y"."""

from collections.abc import Iterator

from .grammar import Grammar, Noun
from .names import names
from .nouns import phrase
from .words import Word


def explains_next(
    words: tuple[Word, ...], noun: Noun, segment: tuple[int, int], stop: int, grammar: Grammar
) -> bool:
    """ "According to X, the president of Y, Z, will": the role belongs to the name after it, not to X."""
    start, end = segment
    determined = start < end and grammar.lexicon.has("determiners", words[start].low)
    if noun.kind == "role" or not determined or end >= stop or words[end].text != ",":
        return False
    other = phrase(words, start, end, grammar)
    following = next(names(words, end + 1, min(stop, end + 2), grammar), None)
    return other is not None and other.kind == "role" and other.name is None and following is not None


def explained(words: tuple[Word, ...], noun: Noun, segment: tuple[int, int] | None, grammar: Grammar) -> Noun:
    """The phrase joined with an apposition: a role with its name, or a name with its role."""
    if segment is None or explains_next(words, noun, segment, len(words), grammar):
        return noun
    other = phrase(words, segment[0], segment[1], grammar)
    if other is None:
        return noun
    if noun.kind == "role" and noun.name is not None and other.kind == "role" and other.name is None:
        countries = [grammar.place_at(words, at) for at in range(noun.start, noun.name[0])]
        if not any(countries):  # "Colonel X, spokesman of Y": the role that tells more
            return Noun(noun.start, noun.end, "name", noun.name, (other.start, other.end))
    if noun.kind == "role" and noun.name is None and other.kind == "name":
        return Noun(noun.start, noun.end, "role", other.name, (noun.start, noun.end))
    if noun.kind == "name" and other.kind == "role":
        return Noun(noun.start, noun.end, "name", noun.name, (other.start, other.end))
    return noun


def segments_of(words: tuple[Word, ...], start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The parts between commas and dashes; what is in brackets belongs to what it follows."""
    first, depth = start, 0
    for index in range(start, stop):
        depth = max(0, depth + (words[index].text == "(") - (words[index].text == ")"))
        if words[index].text in ",—–-" and depth == 0:
            yield first, index
            first = index + 1
    yield first, stop


def next_segment(words: tuple[Word, ...], at: int, stop: int) -> tuple[int, int] | None:
    while at < stop and words[at].text == "(":
        while at < stop and words[at].text != ")":
            at += 1
        at += 1
    if at >= stop or words[at].text != ",":
        return None
    end = at + 1
    while end < stop and words[end].text not in ",;:.()—–" and words[end].held < 0:
        end += 1
    return at + 1, end
