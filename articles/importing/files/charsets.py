"""Bytes to text: UTF-8, what the file declares, or what its letters tell beyond doubt; else a Flaw."""

import codecs
import re

from articles.extraction.languages.detect import language_of
from articles.importing.files.entries import Flaw

READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}
"""What files mean by a name, as browsers take it: each is a part of the other."""
NAMES = re.compile(
    r"utf-(?:8|16|32)(?:-[bl]e)?|utf-8-sig|ascii|(?:iso|cp|koi|gb|mac|kz|ptcp)[\w-]+"
    r"|big5\w*|euc_\w+|shift_jis\w*|tis-620|hz|johab"
)
"""Of charsets that texts are kept in, as Python calls them; it also knows codecs such as idna and utf-7."""
MANY_BYTES = {"big5", "cp932", "cp949", "cp950", "euc_jp", "euc_kr", "gb18030"}
ONE_BYTE = {*(f"cp{n}" for n in range(1250, 1259)), "cp866", "koi8_r", "koi8_u", "iso8859_2", "iso8859_5"}
SAMPLE = 60_000  # bytes by which a charset is told
MOST_CHAOS = 0.1  # by charset-normalizer's measure, 0 to 1: letters that stand side by side in no text
LEAST_SURE = 0.4  # of its coherence, 0 to 1: how much the letters look like a language's
NEAR = 0.2  # what is as coherent as the best but for this may be meant as well
WESTERN = ("en", "fr", "es", "pt", "de", "it", "nl", "da", "sv", "no")
ITS_LETTERS = frozenset("àáâãäåæçèéêëìíîïñòóôõöøœùúûüßÀÁÂÃÄÅÆÇÉÈÊËÍÎÏÑÓÔÕÖØŒÚÛÜ«»“”‘’‚„‹›–—…•·¿¡ªº°§€£\xa0")
MOST_OF_THEM = 0.15  # of the letters of a western text
STRAY = 500  # a declared charset is believed if at most one character in so many does not fit


def decoded(data: bytes, declared: str = "", guess: bool = False) -> str:
    """The text; Flaw if the bytes are none.

    ``declared`` is a charset that the file, or who sent it, names; with ``guess`` one is told by the letters
    where nothing is named, if no other one makes sense of them.
    """
    mark = codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE
    if data.startswith(mark):
        return _strict(data, "utf-16")
    if b"\0" in data and not declared.lower().startswith(("utf-16", "utf-32")):
        raise Flaw("is a binary file, not text")
    name = _python_name(declared)
    if name.startswith(("iso2022", "hz", "utf-16", "utf-32")):  # bytes that are good UTF-8 all the same
        return _lenient(data, name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        flaw = f"is not UTF-8: byte {error.start} is 0x{data[error.start]:02x}; convert it first"
    if name:
        return _lenient(data, name)
    told = _told_by_letters(data) if guess else ""
    if not told:
        raise Flaw(flaw)
    return _strict(data, told)


def _python_name(declared: str) -> str:
    """Of a charset that texts are kept in; empty for any other, and for what is none."""
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name if declared else ""
    except (LookupError, ValueError):  # ValueError: NUL or surrogates in the name
        return ""
    return READ_AS.get(name, name) if NAMES.fullmatch(name) else ""


def _strict(data: bytes, name: str) -> str:
    try:
        text = data.decode(name)
    except UnicodeError:
        begins = f"begins like {name.upper()} and does not go on so"
        raise Flaw(f"is broken: it {begins}; save it as UTF-8") from None
    if "\0" in text:
        raise Flaw("is a binary file, not text")
    return text


def _lenient(data: bytes, name: str) -> str:
    """As browsers do, a stray byte costs one character; many tell that the name is wrong."""
    text = data.decode(name, "replace")
    if text.count("\ufffd") > max(1, len(text) // STRAY):
        raise Flaw(f"says that its charset is {name}, and its bytes are not; save it as UTF-8")
    return text


def _told_by_letters(data: bytes) -> str:
    """The charset in which the bytes look like a language; empty if several tell different texts."""
    end = data.find(b"\n", SAMPLE)
    sample = data if end < 0 else data[:end]
    if _is_nearly_utf8(sample):
        return ""
    if _is_western(sample):
        return "cp1252"
    from charset_normalizer import from_bytes  # takes time to load

    tried = from_bytes(sample, cp_isolation=[*MANY_BYTES, *ONE_BYTE])
    found = [match for match in tried if match.chaos < MOST_CHAOS]
    if not found or (found[0].encoding in ONE_BYTE and found[0].coherence < LEAST_SURE):
        return ""
    rivals = [match for match in found if match.coherence >= found[0].coherence - NEAR]
    return found[0].encoding if len({str(match) for match in rivals}) == 1 else ""


def _is_western(data: bytes) -> bool:
    """Whether Windows' western charset makes a text of it with no letter that its language lacks.

    Statistics cannot tell it from its neighbours: they make ñ an ń and are as coherent.
    """
    text = data.decode("cp1252", "replace")
    others = [letter for letter in text if letter > "\x7f"]
    is_fitting = ITS_LETTERS.issuperset(others) and len(others) < MOST_OF_THEM * len(text)
    return is_fitting and language_of(text) in WESTERN


def _is_nearly_utf8(data: bytes) -> bool:
    """Whether it is UTF-8 that was cut or joined with something else: no other charset would mend it."""
    text = data.decode("utf-8", "replace")
    return sum(letter > "\x7f" for letter in text) > 4 * text.count("\ufffd")
