import codecs

import pytest

from articles.importing.files.charsets import decoded
from articles.importing.files.entries import Flaw

FRENCH = "Le ministre des Affaires étrangères a déclaré mardi que Paris s’opposait à de telles sanctions. "
SPANISH = "El ministro dijo que España se oponía a nuevas sanciones. “Así es”, añadió el señor Núñez. "
ENGLISH = "The minister said on Tuesday: “We oppose new sanctions.” It was Russia’s first comment on them. "
RUSSIAN = "Министр иностранных дел России заявил во вторник, что Москва против новых санкций. "
CHINESE = "中国外交部长王毅星期二表示,中方反对对朝鲜实施新的制裁。他说,双方有共同立场。"
JAPANESE = "日本の外務大臣は火曜日、北朝鮮に対する新たな制裁を支持すると述べた。"
ARABIC = "قال وزير الخارجية الروسي يوم الثلاثاء إن موسكو تعارض فرض عقوبات جديدة على كوريا الشمالية. "
POLISH = "Minister spraw zagranicznych oświadczył we wtorek, że Polska sprzeciwia się nowym sankcjom. "
TURKISH = "Dışişleri Bakanı yaptığı açıklamada Türkiye’nin yeni yaptırımlara karşı olduğunu söyledi. "


def flaw(data, declared="", guess=False):
    with pytest.raises(Flaw) as caught:
        decoded(data, declared, guess)
    return str(caught.value)


@pytest.mark.parametrize(
    ("words", "charset"),
    [
        (ENGLISH, "cp1252"),
        (FRENCH, "cp1252"),
        (FRENCH.replace("’", "'"), "latin-1"),
        (SPANISH, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (CHINESE, "gb18030"),
        (JAPANESE, "shift_jis"),
        (ARABIC, "cp1256"),
        (POLISH, "cp1250"),
    ],
)
def test_the_letters_of_a_text_tell_its_charset(words, charset):
    text = words * 4
    assert decoded(text.encode(charset), guess=True) == text
    assert flaw(text.encode(charset)).startswith("is not UTF-8: byte ")


@pytest.mark.parametrize(
    "data",
    [
        "Москва".encode("cp1251"),  # too few letters
        (TURKISH * 4).encode("cp1254"),  # its neighbours make a text of it, too
        (RUSSIAN * 3).encode() + b"\xd0",  # UTF-8 that was cut
        POLISH.encode() + b"\x93" + POLISH.encode(),  # which makes Korean, too
        FRENCH.encode() + FRENCH.encode("cp1252"),  # two that were joined
        bytes(range(1, 256)) * 4,
    ],
)
def test_what_may_be_several_is_none(data):
    assert flaw(data, guess=True).startswith("is not UTF-8: byte ")


def test_a_declared_charset_is_believed_where_the_text_is_not_utf_8():
    assert decoded(TURKISH.encode("cp1254"), "windows-1254") == TURKISH
    assert decoded(FRENCH.encode(), "iso-8859-1") == FRENCH
    assert decoded(ENGLISH.encode("cp1252"), "'ISO-8859-1'") == ENGLISH
    assert decoded(JAPANESE.encode("iso2022_jp"), "iso-2022-jp") == JAPANESE
    assert decoded(FRENCH.encode("utf-16-le"), "utf-16le") == FRENCH


def test_a_stray_byte_costs_one_character_and_many_tell_that_the_name_is_wrong():
    assert decoded(RUSSIAN.encode() + b"\xff", "utf-8") == RUSSIAN + "\ufffd"
    assert flaw((RUSSIAN * 9).encode("koi8-r"), "utf-8") == (
        "says that its charset is utf-8, and its bytes are not; save it as UTF-8"
    )


@pytest.mark.parametrize("name", ["idna", "utf-7", "unicode_escape", "zip", "rot13", "none", "\0", "\ud800"])
def test_only_charsets_of_texts_are_taken(name):
    assert flaw(b"\xe9t\xe9", name) == "is not UTF-8: byte 0 is 0xe9; convert it first"


def test_a_byte_order_mark_tells_utf_16():
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        assert decoded(mark + RUSSIAN.encode(name)) == RUSSIAN
    assert flaw(codecs.BOM_UTF16_LE + b"a\0b") == (
        "is broken: it begins like UTF-16 and does not go on so; save it as UTF-8"
    )
    assert flaw(codecs.BOM_UTF16_LE + b"a\0\0\0") == "is a binary file, not text"


def test_a_long_text_is_told_by_its_beginning():
    text = (RUSSIAN + "\n") * 2_000
    assert decoded(text.encode("cp1251"), guess=True) == text
