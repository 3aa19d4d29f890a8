"""Finite verbs, told by their endings: "recibió", "firmaron". So clauses are told apart without a parser."""

from functools import cache

from .cues import Cue
from .grammar import Grammar
from .lexicon import load
from .words import Word

OPENING = 4  # words of a subordinate clause within which its "que" stands: "a pesar de que"


@cache
def _endings(code: str) -> tuple[str, ...]:
    raw = load(code).raw
    return (*raw.get("never_nouns", ()), *raw.get("verb_endings", ()))


@cache
def _weak_endings(code: str) -> tuple[str, ...]:
    """Endings of verbs that some nouns have, too: "pediría", "secretaría"."""
    return tuple(load(code).raw.get("weak_verb_endings", ()))


def is_finite(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """True for a verb form that can be the main one of a clause."""
    word, lexicon = words[at], grammar.lexicon
    if not word.is_word or word.held >= 0 or (word.is_capital and at):
        return False
    if lexicon.has("verb_like", word.low) or lexicon.has("perfect", word.low):
        return True
    endings = _endings(lexicon.code)
    known = lexicon.verbs.get(word.low)
    noun = at > 0 and any(
        lexicon.has(kind, words[at - 1].low) for kind in ("determiners", "of", "prepositions")
    )
    return bool(endings) and (
        word.low.endswith(endings)
        or (word.low.endswith(_weak_endings(lexicon.code)) and not noun)
        or (known is not None and known.mood == "finite" and not noun)
    )


def subordinate(words: tuple[Word, ...], at: int, grammar: Grammar) -> bool:
    """True for "que", "porque", "quien": a word that opens a clause within another."""
    kinds = ("that", "relatives", "subordinators")
    return words[at].held < 0 and any(grammar.lexicon.has(kind, words[at].low) for kind in kinds)


def complete(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> bool:
    """True when the words end with a whole clause: "el puerto cerró", not "cerró, pero el rey"."""
    whole = within = False
    opens = True
    for at in range(start, stop):
        if words[at].text == ",":
            within, opens = False, True
            continue
        joined = any(grammar.lexicon.has(kind, words[at].low) for kind in ("and", "but"))
        if opens and joined:
            whole = False
        opens = False
        if subordinate(words, at, grammar):
            within = True
        elif not within and is_finite(words, at, grammar):
            whole = True
    return whole


def new_clause(words: tuple[Word, ...], cue: Cue, start: int, grammar: Grammar) -> bool:
    """ "... que había llegado tarde, dijo temer ...": a verb of the first subject after a whole clause."""
    before = cue.first - 1
    return (
        bool(grammar.lexicon.raw.get("drops_subject"))
        and before > start
        and words[before].text == ","
        and cue.verb.mood == "finite"
        and complete(words, start, before, grammar)
    )


def subordinated(words: tuple[Word, ...], first: int, grammar: Grammar) -> bool:
    """ "Aunque el rey dijo ...": the clause of a verb is no main one: the sentence goes on after it."""
    if not grammar.lexicon.raw.get("drops_subject") or any(w.text in ",:;" for w in words[:first]):
        return False
    lexicon = grammar.lexicon
    leads = bool(first) and lexicon.has("subordinators", words[0].low) and words[0].held < 0
    conjunction = next((at for at in range(min(first, OPENING)) if lexicon.has("that", words[at].low)), 0)
    governed = conjunction > 0 and any(
        lexicon.has(kind, words[conjunction - 1].low) for kind in ("of", "prepositions")
    )
    return leads or (governed and conjunction < first)


def object_end(words: tuple[Word, ...], start: int, stop: int, grammar: Grammar) -> int:
    """Where the object of a relative clause ends: "que pide no declarar | se enviará hoy"."""
    for at in range(start + 1, stop):
        if words[at].held >= 0 or words[at].text == "," or subordinate(words, at, grammar):
            return stop
        if is_finite(words, at, grammar):
            clitic = any(grammar.lexicon.has(kind, words[at - 1].low) for kind in ("reflexive", "negations"))
            return at - clitic
    return stop
