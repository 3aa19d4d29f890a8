import io
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageFont

from articles.exports.drawing import FILES, FOLDER, Text, box, fitted, png, svg, width, wrapped

SMALL = (40, 20)


@pytest.mark.parametrize("face", FILES)
@pytest.mark.parametrize("words", ["Côte d’Ivoire", "Позиция", "Ελλάδα", "Türkiye, Việt Nam", "“–…” €"])
def test_the_fonts_have_the_letters_of_europe(face, words):
    font = ImageFont.truetype(FOLDER / FILES[face], 20)
    missing = bytes(font.getmask("\ue000"))
    assert [letter for letter in words.replace(" ", "") if bytes(font.getmask(letter)) == missing] == []


def test_what_fits_is_left_alone_and_what_does_not_ends_in_an_ellipsis():
    assert fitted("Russia", 20, 200) == "Russia"
    short = fitted("Russia and everybody else", 20, 100)
    assert short.endswith("…")
    assert width(short, 20) <= 100


def test_lines_break_between_words_and_the_last_one_is_cut():
    lines = wrapped("one two three four five six seven", 20, 100, 2)
    assert lines[0] == "one two"
    assert (len(lines), lines[1][-1]) == (2, "…")
    assert wrapped("one two", 20, 100, 2) == ["one two"]
    assert wrapped("", 20, 100, 2) == []


def test_a_word_longer_than_the_line_is_cut():
    assert all(width(line, 20) <= 100 for line in wrapped("W" * 80 + " " + "M" * 80, 20, 100, 2))


def test_png_has_the_size_and_exact_colours():
    image = Image.open(io.BytesIO(png([box(0, 0, 40, 20, "#fbfaf7"), box(10, 5, 10, 10, "#0b6e75")], SMALL)))
    assert image.size == SMALL
    assert [image.getpixel(at) for at in [(0, 0), (15, 10)]] == [(251, 250, 247), (11, 110, 117)]


def test_svg_escapes_text_and_holds_it_to_its_width():
    shapes = [Text(1, 2, '<b> & "x"', 10, "#000000")]
    root = ElementTree.fromstring(svg(shapes, SMALL, "a < b & c"))
    title, text = root
    assert (title.text, text.text) == ("a < b & c", '<b> & "x"')
    assert float(text.get("textLength")) == round(width('<b> & "x"', 10), 1)
