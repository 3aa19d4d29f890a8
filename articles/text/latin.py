"""Names of other scripts in Latin letters, roughly as English papers spell them: enough to look for them."""

import unicodedata

CYRILLIC = dict(
    zip(
        "абвгґдеёєжзиіїйклмнопрстуўфхцчшщъыьэюя",
        (
            *("a", "b", "v", "g", "g", "d", "e", "e", "ye", "zh", "z", "i", "i", "yi", "y", "k", "l", "m"),
            *("n", "o", "p", "r", "s", "t", "u", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e"),
            *("yu", "ya"),
        ),
        strict=True,
    )
)
GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        (
            *("a", "v", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "x", "o", "p", "r", "s", "s"),
            *("t", "y", "f", "ch", "ps", "o"),
        ),
        strict=True,
    )
)
ARABIC = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأإؤئپچژگک",
        (
            *("a", "b", "t", "th", "j", "h", "kh", "d", "dh", "r", "z", "s", "sh", "s", "d", "t", "z", "a"),
            *("gh", "f", "q", "k", "l", "m", "n", "h", "o", "i", "a", "a", "", "a", "a", "i", "u", "i"),
            *("p", "ch", "zh", "g", "k"),
        ),
        strict=True,
    )
)
LETTERS = {**CYRILLIC, **GREEK, **ARABIC}


def latin(name: str) -> str:
    """Lavrov, of Лавров; letters of scripts without a table, such as Chinese, stay as they are."""
    return "".join(map(_latin, unicodedata.normalize("NFC", name).lower())).strip()


def _latin(letter: str) -> str:
    if letter in LETTERS:
        return LETTERS[letter]
    bare = "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))
    return LETTERS.get(bare, bare)


def spellings(name: str) -> set[str]:
    """The name, and how it may be spelt in Latin letters; Arabic has one letter for f and v."""
    told = latin(name)
    return {name, told, told.replace("f", "v")} - {""} if any(map(ARABIC.get, name)) else {name, told} - {""}
