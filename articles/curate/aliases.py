"""What the machine can learn from a correction: the printed name means the actor whom the editor chose."""

import re

from articles.extraction.lexicon import nouns
from articles.models import Actor, Attribution, CountryName
from articles.registry.actors import add_alias
from articles.text import normal
from articles.text.letters import CAPITAL

CAPITALISED = re.compile(rf"{CAPITAL}[\w'’.-]*(?:\s{CAPITAL}[\w'’.-]*)*")
PRONOUNS = frozenset(("he", "she", "it", "they", "we", "i", "you", "who", "that", "this", "these", "those"))
COMMON_LISTS = ("role_nouns", "role_links", "groups", "people_nouns", "states_nouns")


MOST_WORDS = 5  # of a name; what is longer is a phrase with a name in it


def learn_alias(attribution: Attribution) -> bool:
    """Let texts mean the actor by the name as printed, if it is a name and nobody else's; says whether."""
    name = alias_of(attribution)
    text = attribution.statement.article.text
    if not _is_name(name, attribution.actor, text) or _names_another(name, attribution.actor):
        return False
    return add_alias(attribution.actor, name)


def alias_of(attribution: Attribution) -> str:
    """The name in what is printed: Lavrov, of "a read-out of Lavrov's address"; empty if there is none."""
    name = normal.name(attribution.name_printed)
    is_person = attribution.actor.kind == Actor.Kind.PERSON
    if len(name.split()) <= MOST_WORDS and not _is_phrase(name) and not is_person:
        return name
    runs = [match.group() for match in CAPITALISED.finditer(attribution.name_printed)]
    found = [words for run in runs if (words := _proper([re.sub(r"['’]s?$", "", w) for w in run.split()]))]
    return normal.name(" ".join(found[-1])) if found else ""


def _is_phrase(name: str) -> bool:
    return bool(re.search(r"\b(?:of|to|on|at|by|in)\b", name))


def _is_name(name: str, actor: Actor, text: str) -> bool:
    """Not a pronoun, a common noun, or a role, which many persons have in turn."""
    capital = [word for word in name.split() if word[:1].isupper()]
    if not capital or name.split()[0].casefold() in PRONOUNS:
        return False
    if actor.kind == Actor.Kind.PERSON:
        capital = _proper(capital)
    return len(capital) > 1 or (len(capital) == 1 and not _is_common(capital[0], text))


def _proper(words: list[str]) -> list[str]:
    common = {word for name in COMMON_LISTS for word in nouns(name)}
    nations = CountryName.objects.filter(name__in=words).values_list("name", flat=True)
    return [word for word in words if word.casefold() not in common and word not in nations]


def _is_common(word: str, text: str) -> bool:
    """The text prints the word in small letters too, or nowhere but where a sentence begins."""
    if re.search(rf"\b{re.escape(word.lower())}\b", text):
        return True
    return not (word.isupper() or re.search(rf"[\w,;] (?:the )?{re.escape(word)}\b", text))


def _names_another(name: str, actor: Actor) -> bool:
    others = Actor.objects.named(name).exclude(pk=actor.pk).exclude(merged_into=actor)
    return others.exists() or CountryName.objects.filter(name__key=name).exists()
