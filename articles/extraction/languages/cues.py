"""Finds reporting verbs in a sentence, with the small words that belong to them."""

from dataclasses import dataclass, replace

from .circumstances import occasion, phrase_from, phrase_to
from .lexicon import Lexicon, Mood, Verb
from .words import Word

LONGEST_FRAME = 40  # words between a German auxiliary and its participle
YEAR = 4  # digits
REACH = 6  # words between an auxiliary and its participle


@dataclass(frozen=True, slots=True)
class Cue:
    """``first``..``last`` are the words of the verb with auxiliaries and adverbs, ``index`` the verb.

    ``pronoun`` is an inverted one ("a-t-il dit"); ``as_said`` stands for "as X said" before the verb.
    """

    index: int
    first: int
    last: int
    verb: Verb
    negated: bool = False
    passive: bool = False
    pronoun: str | None = None
    as_said: bool = False


def find(words: tuple[Word, ...], lexicon: Lexicon) -> list[Cue]:
    """The cues outside quotations, in order."""
    found = (_cue(words, index, lexicon) for index, word in enumerate(words) if word.held < 0)
    return [cue for cue in found if cue is not None]


def _cue(words: tuple[Word, ...], index: int, lexicon: Lexicon) -> Cue | None:
    verb = lexicon.verbs.get(words[index].low)
    if verb is None or (words[index].is_capital and index > 0) or _other_sense(words, index, lexicon):
        return None
    if verb.mood == "gerund" and lexicon.has("thoughts", words[index].low):
        return None
    if lexicon.raw.get("verb_final") and lexicon.has("also_participles", words[index].low):
        verb = replace(verb, mood="participle") if _auxiliary_before(words, index, lexicon) < index else verb
    last = _phrase_end(words, index, lexicon)
    first = _group_start(words, index, lexicon)
    if last is None or (first and lexicon.has("other_persons", words[first - 1].low)):
        return None
    group = [word.low for word in words[first:index]]
    if lexicon.raw.get("verb_final") and index - first > 1 and verb.mood == "participle":
        group = group[:3]
    auxiliary = any(lexicon.has("perfect", word) for word in group)
    if verb.mood == "participle" and not (auxiliary or _shares_auxiliary(words, index, lexicon)):
        return None
    modal = _modal(words, index, lexicon, verb.mood)
    if verb.mood == "infinitive" and not modal and not _leading_infinitive(words, index, lexicon):
        return None
    if modal:
        verb, first = replace(verb, mood="finite"), _group_start(words, index - modal, lexicon, index)
    reflexive = lexicon.has("reflexive_perfect", group[-1]) if group else False
    if reflexive and verb.mood == "participle" and not lexicon.words["reflexive"] & set(group):
        return None
    if verb.mood == "finite" and not modal and _is_noun(words, index, first, lexicon):
        return None
    end = last + 1
    pronoun = next((word for word in reversed(group) if lexicon.has("pronouns", word)), None)
    if end < len(words) and lexicon.has("pronouns", words[end].low) and words[end].text.startswith("-"):
        pronoun, last = words[end].low, end
    return Cue(
        index,
        first,
        last,
        verb,
        any(lexicon.has("negations", word) for word in (group[-1:] if lexicon.raw.get("cases") else group)),
        any(lexicon.has("been", word) for word in group),
        pronoun,
        _as_said(words, first, lexicon),
    )


def _shares_auxiliary(words: tuple[Word, ...], index: int, lexicon: Lexicon) -> bool:
    """ "has condemned the attack and asked for": the auxiliary of an earlier participle in the sentence."""
    if index == 0 or not lexicon.has("join", words[index - 1].low):
        return False
    return any(lexicon.has("perfect", word.low) for word in words[: index - 1])


def _modal(words: tuple[Word, ...], index: int, lexicon: Lexicon, mood: Mood) -> int:
    """The words of a phrase such as "volvió a", "tient à" before an infinitive, "acabó" before a gerund."""
    if mood == "gerund":
        return int(index > 0 and words[index - 1].low in lexicon.raw.get("before_gerunds", ()))
    for phrase in lexicon.phrases["before_verb"] if mood == "infinitive" else ():
        start = index - len(phrase)
        if start >= 0 and tuple(word.low for word in words[start:index]) == phrase:
            return len(phrase)
    return 0


def _leading_infinitive(words: tuple[Word, ...], index: int, lexicon: Lexicon) -> bool:
    """ "tras recordar que": an infinitive that stands for a verb of its own, with a clause."""
    before = words[index - 1].low if index else ""
    after = words[index + 1] if index + 1 < len(words) else None
    governed = after is not None and any(lexicon.has(kind, after.low) for kind in ("prepositions", "of"))
    if governed and index + 2 < len(words) and lexicon.has("that", words[index + 2].low):
        after = words[index + 2]  # "al insistir en que"
    clause = after is not None and (lexicon.has("that", after.low) or after.held >= 0)
    before_objects = before in lexicon.raw.get("before_objects", ()) or before_of(words, index, lexicon)
    if before_objects and after is not None and lexicon.verbs[words[index].low].object:
        return True
    return clause and before in lexicon.raw.get("before_infinitives", ())


def before_of(words: tuple[Word, ...], index: int, lexicon: Lexicon) -> bool:
    """ "antes de insistir", "después de rechazar": words of time with "of" before an infinitive."""
    pair = " ".join(word.low for word in words[max(0, index - 2) : index])
    return pair in lexicon.raw.get("before_objects", ())


def _phrase_end(words: tuple[Word, ...], index: int, lexicon: Lexicon) -> int | None:
    """The last word of a verb of several words; None when its first word is no cue alone."""
    phrases = [phrase for phrase in lexicon.phrases["verb_phrases"] if phrase[0] == words[index].low]
    for phrase in phrases:
        if tuple(word.low for word in words[index : index + len(phrase)]) == phrase:
            return index + len(phrase) - 1
    return None if phrases and not lexicon.has("alone", words[index].low) else index


def _group_start(words: tuple[Word, ...], index: int, lexicon: Lexicon, verb: int | None = None) -> int:
    first = index
    known = lexicon.verbs.get(words[index].low)
    participle = known is not None and (
        known.mood == "participle" or lexicon.has("also_participles", words[index].low)
    )
    if verb is None and participle:
        first = _auxiliary_before(words, index, lexicon)
    while first > 0 and index - first < REACH and words[first - 1].held < 0:
        if words[first - 1].is_capital and first > 1:
            break  # "La Haya" is no auxiliary
        length = int(_auxiliary(words[first - 1].low, lexicon)) or _adverb(words, first, lexicon)
        if not length:
            break
        first -= length
    return first


def _auxiliary_before(words: tuple[Word, ...], index: int, lexicon: Lexicon) -> int:
    """The auxiliary of a participle, past any few words that are neither signs nor nouns with an article.

    In German the whole object stands between the two.
    """
    final = bool(lexicon.raw.get("verb_final"))
    for at in range(index - 1, max(-1, index - (LONGEST_FRAME if final else REACH)), -1):
        low = words[at].low
        if lexicon.has("perfect", low):
            return at
        if final and (
            words[at].is_word or words[at].held >= 0 or words[at].text == "," or words[at].text.isdigit()
        ):
            continue
        closed = ("determiners", "prepositions", "of", "and", "that", "relatives")
        if not words[at].is_word or words[at].held >= 0 or any(lexicon.has(kind, low) for kind in closed):
            break
    return index


def _auxiliary(low: str, lexicon: Lexicon) -> bool:
    return any(lexicon.has(kind, low) for kind in ("perfect", "reflexive", "been", "negations"))


def _adverb(words: tuple[Word, ...], stop: int, lexicon: Lexicon) -> int:
    """How many words right before ``stop`` are an adverb, an adverbial phrase or an inverted pronoun."""
    low = words[stop - 1].low
    if words[stop - 1].text.startswith("-") and lexicon.has("pronouns", low):
        return 1
    return phrase_to(words, stop, lexicon) or int(_manner(low, lexicon))


def _manner(low: str, lexicon: Lexicon) -> bool:
    """ "fermement", "claramente": an adverb by its ending."""
    suffix = lexicon.raw["skip_suffix"]
    return (
        bool(suffix)
        and low.endswith(suffix)
        and len(low) > len(suffix) + 2
        and not lexicon.has("not_adverbs", low)
    )


def _is_noun(words: tuple[Word, ...], index: int, first: int, lexicon: Lexicon) -> bool:
    """ "la demande", "de critiques": a noun that looks like the verb."""
    if index == 0:
        return False
    before = words[index - 1].low
    if first < index and any(lexicon.has(kind, words[first].low) for kind in ("negations", "reflexive")):
        return False
    if words[index].low.endswith(tuple(lexicon.raw.get("never_nouns", ()))) and lexicon.raw.get(
        "never_nouns"
    ):
        return False
    if lexicon.has("spoken_to", before):
        return False
    return any(lexicon.has(kind, before) for kind in ("determiners", "of", "prepositions"))


def _other_sense(words: tuple[Word, ...], index: int, lexicon: Lexicon) -> bool:
    """ "cuenta con", "ofreció una charla": the verb with words by which it does not say anything."""
    low = words[index].low
    for stem, following in lexicon.raw.get("other_senses", {}).items():
        if low.startswith(stem):
            at = index + 1
            while at < len(words) and lexicon.has("determiners", words[at].low):
                at += 1
            return at < len(words) and words[at].low in following.split()
    return False


def _as_said(words: tuple[Word, ...], first: int, lexicon: Lexicon) -> bool:
    return first > 0 and lexicon.has("as_said", words[first - 1].low)


def impersonal(words: tuple[Word, ...], cue: Cue, lexicon: Lexicon) -> bool:
    """ "se teme que", "se acusa a X": nobody is named; not "se negó a", "se lo dijo"."""
    stems = tuple(lexicon.raw.get("reflexive_verbs", "").split())
    group = [word.low for word in words[cue.first : cue.index]]
    if not stems or not any(lexicon.has("reflexive", word) for word in group):
        return False
    itself = words[cue.index].low.startswith(stems) or cue.last > cue.index
    return not itself and not any(lexicon.has("clitics", word) for word in group)


def skipped(words: tuple[Word, ...], at: int, lexicon: Lexicon, stop: int) -> int:
    """The first place from ``at`` on that is no adverb and no phrase of time or circumstance."""
    while at < stop:
        if words[at].held >= 0:
            return at
        length = _skip_length(words, at, lexicon) or occasion(words, at, stop, lexicon)
        if not length:
            return at
        at += length
    return at


def _date_length(words: tuple[Word, ...], at: int, lexicon: Lexicon) -> int:
    """The words of a date: "le 20 juin", "el 3 de mayo de 2019", "20 июня"."""
    end = at + lexicon.has("determiners", words[at].low)
    if end >= len(words) or not words[end].text.isdigit():
        return 0
    end += 1
    month = end + (end < len(words) and lexicon.has("of", words[end].low))
    if month >= len(words) or not lexicon.has("months", words[month].low):
        return 0
    end = month + 1
    year = end + (end < len(words) and lexicon.has("of", words[end].low))
    is_year = year < len(words) and words[year].text.isdigit() and len(words[year].text) == YEAR
    return (year + 1 if is_year else end) - at


def _skip_length(words: tuple[Word, ...], at: int, lexicon: Lexicon) -> int:
    date = _date_length(words, at, lexicon)
    if date:
        return date
    length = phrase_from(words, at, lexicon)
    if length:
        return 0 if length == 1 and lexicon.has("determiners", words[at].low) else length
    return int(_manner(words[at].low, lexicon))


def phrase_at(words: tuple[Word, ...], at: int, lexicon: Lexicon, kind: str) -> int:
    """How many words from ``at`` on are a phrase of that kind; 0 for none."""
    if not lexicon.starts(kind, words[at].low):
        return 0
    for phrase in lexicon.phrases[kind]:
        if words[at].low == phrase[0] and tuple(w.low for w in words[at : at + len(phrase)]) == phrase:
            return len(phrase)
    return 0
