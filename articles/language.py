"""The language in which a page is written: English, the source of all texts, or another by its catalogue.

Texts are looked up when they are shown, by what holds for the request (``speaking``); where nothing says
otherwise (files, the API, the desk, commands, what is put on record), they are English. Not Django's own
functions: to look up a word takes these 5 µs, and a page has a thousand.
"""

import gettext as catalogues
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"
DOMAIN = "django"  # the name that Django looks for, too
LANGUAGES = {"en": "English", "fr": "Français"}
"""Each by its own name."""
SOURCE = "en"

Catalogue = catalogues.NullTranslations
_spoken: ContextVar[Catalogue | None] = ContextVar("_spoken", default=None)
_code: ContextVar[str] = ContextVar("_code", default=SOURCE)


@cache
def catalogue_of(code: str) -> Catalogue | None:
    """None for the source: its texts are what they are. FileNotFoundError if it was not compiled."""
    return None if code == SOURCE else catalogues.translation(DOMAIN, LOCALE, [code])


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Inside, texts are in this language, one of LANGUAGES."""
    before = _spoken.set(catalogue_of(code)), _code.set(code)
    try:
        yield
    finally:
        _spoken.reset(before[0])
        _code.reset(before[1])


def spoken() -> str:
    """The code of the language that holds now."""
    return _code.get()


def is_source() -> bool:
    return _spoken.get() is None


def gettext(message: str) -> str:
    """The message in the language that holds now; nothing for nothing, of which a catalogue has its head."""
    catalogue = _spoken.get()
    return catalogue.gettext(message) if catalogue and message else message


def ngettext(one: str, many: str, number: int) -> str:
    """The form for so many."""
    catalogue = _spoken.get()
    if catalogue:
        return catalogue.ngettext(one, many, number)
    return one if number == 1 else many


def pgettext(context: str, message: str) -> str:
    """Of a message that means several things in English, the one of this context."""
    catalogue = _spoken.get()
    return catalogue.pgettext(context, message) if catalogue else message


def npgettext(context: str, one: str, many: str, number: int) -> str:
    catalogue = _spoken.get()
    if catalogue:
        return catalogue.npgettext(context, one, many, number)
    return one if number == 1 else many


def text(message: str) -> str:
    """Marks a text that is looked up only where it is shown: by ``gettext`` of what was marked."""
    return message


def texts(one: str, many: str) -> tuple[str, str]:
    """Marks both forms of a text that counts something, as ``text`` does."""
    return one, many
