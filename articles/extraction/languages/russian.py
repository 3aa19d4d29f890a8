"""Names in the cases of Russian: what forms of a name have in common, and the nominative of another case."""

import re

ENDING = re.compile(r"(?:ыми|ими|ого|его|ому|ему|ым|им|ом|ем|ой|ей|ою|ую|ая|ий|ый|а|я|у|ю|е|ы|и|й|ь|о)$")
OBLIQUE = (
    (re.compile(r"(?<=[иоеыёИОЕ][нв])ым$"), ""),
    (re.compile(r"(?<=[сц]к)им$"), "ий"),
    (re.compile(r"(?<=[бвгдзклмнпрстфхцчшж])ом$"), ""),
    (re.compile(r"(?<=[лнр])ем$"), "ь"),
    (re.compile(r"(?<=[аеиоуя])ем$"), "й"),
    (re.compile(r"(?<=[бвгдзклмнпрстфх])ой$"), "а"),
    (re.compile(r"(?<=[иь])ей$"), "я"),
    (re.compile(r"(?<=[оеи][вн])ой$"), "а"),
    (re.compile(r"(?<=ск)ой$"), "ая"),
    (re.compile(r"(?<=ск)ого$"), "ий"),
    (re.compile(r"ого$"), "ый"),
    (re.compile(r"ии$"), "ия"),
    (re.compile(r"(?<=[гкхжшчщ])и$"), "а"),
    (re.compile(r"ы$"), "а"),
    (re.compile(r"(?<=[аеиоуя])я$"), "й"),
    (re.compile(r"(?<=[лнр])я$"), "ь"),
    (re.compile(r"(?<=[бвгдзклмнпрстфхцчш])а$"), ""),
)  # fmt: skip


IRREGULAR = {"Павл": "Павел", "Льв": "Лев"}


def name_stem(word: str) -> str:
    """The part of a name that its cases share."""
    stem = ENDING.sub("", word)
    return stem if len(stem) >= 3 else word


def nominative(name: str) -> str:
    """The nominative of a name in the genitive or instrumental, word by word; others stay."""
    return " ".join(map(_nominative, name.split()))


def _nominative(word: str) -> str:
    for pattern, ending in OBLIQUE:
        if pattern.search(word):
            changed = pattern.sub(ending, word)
            return IRREGULAR.get(changed, changed)
    return word
