"""The catalogues: complete, in step with the sources, and nothing on a page that a translator would miss."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2 import nodes

from articles import formatting
from articles.language import LANGUAGES, SOURCE, catalogue_of, gettext, is_source, ngettext, speaking, spoken
from docs import make_messages

OTHERS = [code for code in LANGUAGES if code != SOURCE]
NAMED = re.compile(r"%\((\w+)\)s|%%")
CODE = re.compile(r"<code>.*?</code>|<[^>]+>|https?://")
TAG = re.compile(r"<[^>]+>")


@pytest.fixture(scope="module")
def sources():
    return make_messages.template()


@pytest.fixture(scope="module")
def catalogues():
    return {code: read(make_messages.po(code), code) for code in OTHERS}


def read(path, code=None):
    with path.open("rb") as file:
        return read_po(file, locale=code)


def forms(value):
    return value if isinstance(value, tuple | list) else (value,)


def test_each_language_that_readers_can_choose_has_a_catalogue():
    assert make_messages.languages() == OTHERS
    assert all(catalogue_of(code) for code in OTHERS)
    assert catalogue_of(SOURCE) is None


def test_what_stands_in_locale_is_what_the_sources_say(sources):
    """Else run ``make messages`` and translate what it names."""
    known = {(message.context, message.id) for message in sources}
    kept = read(make_messages.POT)
    assert {(message.context, message.id) for message in kept} == known
    assert len(known) > 900
    for path, content in make_messages.files().items():
        assert path.read_bytes() == content, f"{path.name} is not up to date: make messages"


@pytest.mark.parametrize("code", OTHERS)
def test_every_message_is_translated(catalogues, sources, code):
    assert make_messages.missing(catalogues[code]) == []
    assert {(message.context, message.id) for message in catalogues[code]} == {
        (message.context, message.id) for message in sources
    }


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_names_what_its_message_names(catalogues, code):
    """The same placeholders and the same marks of HTML, in whatever order, in each of its forms."""
    for message in catalogues[code]:
        if not message.id:
            continue
        named = {frozenset(NAMED.findall(form)) for form in forms(message.id)}
        tags = {tuple(sorted(TAG.findall(form))) for form in forms(message.id)}
        for form in forms(message.string):
            assert frozenset(NAMED.findall(form)) in named, message.id
            assert tuple(sorted(TAG.findall(form))) in tags, message.id
            assert "%" not in NAMED.sub("", form), message.id


def test_french_keeps_its_marks_with_their_words(catalogues):
    """A space that does not break stands before : ; ? ! % and within guillemets, and no other quotes do."""
    for message in catalogues["fr"]:
        for form in forms(message.string) if message.id else ():
            text = CODE.sub("", form)
            assert not re.search(r" [:;?!»]|« |[“”]| %%|[^\d\s\xa0\u202f][:;?!»]", text), message.id


def test_speaking_holds_for_what_is_inside_alone():
    assert (spoken(), is_source(), gettext("Countries")) == ("en", True, "Countries")
    with speaking("fr"):
        assert (spoken(), is_source(), gettext("Countries")) == ("fr", False, "Pays")
        with speaking("en"):
            assert gettext("Countries") == "Countries"
        assert gettext("Countries") == "Pays"
        with pytest.raises(ZeroDivisionError), speaking("en"):
            1 / 0  # noqa: B018
        assert spoken() == "fr"
    assert gettext("Countries") == "Countries"


def test_nothing_is_nothing_in_any_language():
    """A catalogue has its own head under the empty message."""
    for code in LANGUAGES:
        with speaking(code):
            assert gettext("") == ""


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [
        (0, "0 statements", "0 déclaration"),
        (1, "1 statement", "1 déclaration"),
        (2, "2 statements", "2 déclarations"),
        (12345, "12,345 statements", "12\u202f345 déclarations"),
    ],
)
def test_numbers_have_the_forms_of_their_language(number, english, french):
    assert formatting.count(number, "statement") == english
    with speaking("fr"):
        assert formatting.count(number, "statement") == french
        assert ngettext("%(number)s change", "%(number)s changes", number).endswith("s" * (number > 1))


def test_days_months_shares_and_names_in_french():
    with speaking("fr"):
        assert formatting.day("2017-07-05") == "5 juillet 2017"
        assert formatting.day("2017-07-01") == "1er juillet 2017"
        assert formatting.said("2017-07-05", "month") == "juillet 2017"
        assert formatting.when("2017-07-05", "day") == "le 5 juillet 2017"
        assert formatting.when("2017-08-05", "month") == "en août 2017"
        assert formatting.period("2017-07", None) == "depuis juillet 2017"
        assert formatting.period("2017-07-05", None) == "depuis le 5 juillet 2017"
        assert formatting.period(None, "2017-07-05") == "jusqu’au 5 juillet 2017"
        assert formatting.period("2017-07", "2017-12") == "juillet 2017\u00a0– décembre 2017"
        assert formatting.brief("30 août 2017") == "30 août 2017"
        assert formatting.brief("30 juillet 2017") == "30 juil. 2017"
        assert formatting.percent(0.876) == "88\u202f%"
        assert formatting.moment("2026-11-22T10:00:00+00:00") == "22 novembre 2026 à 10:00 UTC"
        assert formatting.names(["A", "B", "C"]) == "A, B et C"
        assert (
            formatting.stretch({"name": "July 2017", "after": "2017-07", "before": "2017-07"})
            == "juillet 2017"
        )
        assert formatting.stretch({"name": "Q3 2017", "after": "2017-07", "before": "2017-09"}) == "T3 2017"
        assert formatting.said_or_reported(None, "unknown", "none", formatting.day(None)) == "sans date"


@pytest.mark.parametrize(
    ("english", "french"),
    [
        *(("United States", "États-Unis"), ("Russia", "Russie"), ("Hong Kong", "Hong Kong")),
        *(("Ivory Coast", "Côte d'Ivoire"), ("Sergei Lavrov", "Sergei Lavrov")),
    ],
)
def test_countries_have_their_french_names_and_others_their_own(english, french):
    assert formatting.place(english) == english
    with speaking("fr"):
        assert formatting.place(english) == formatting.the(english) == french


SHOWN = {"aria-label", "title", "placeholder", "alt", "summary"}
UNREAD = {"code", "pre", "script", "style", "kbd"}
NAMES = {
    *("curl", "pandas", "CSV", "JSON", "UTC", "API", "Frictionless", "Data", "Package"),
    *("statements", "articles", "actors", "roles", "countries", "blocs", "issues", "positions"),
    *("utterances", "facets", "coverage", "compare"),  # as the API calls them
}
"""Names of things, the same in every language."""
OF_CODE = re.compile(
    r"[\w./-]+\.(?:csv|json|jsonl|jsonld|graphml|parquet|md)(?:\.gz)?|class=\"wide\"|href=\"\ufffc\" hx.*"
)
HOLE = "\ufffc"
WORDS = re.compile(r"[A-Za-zÀ-ÿ]{2,}")


class Shown(HTMLParser):
    """The texts and attributes that readers meet in the raw HTML of a template."""

    def __init__(self):
        super().__init__()
        self.within, self.found = [], []

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if name in SHOWN and value]
        self.found += [v for n, v in attributes if n == "content" and ("name", "description") in attributes]
        self.within.append(tag)

    def handle_endtag(self, tag):
        while self.within and self.within.pop() != tag:
            pass

    def handle_data(self, data):
        if not UNREAD & set(self.within[-1:]):
            self.found.append(data)


def raw(tree):
    """A template's own HTML, with a hole for whatever is put in: marked texts among it."""
    pieces = []

    def walk(node):
        if isinstance(node, nodes.TemplateData):
            pieces.append(node.data)
        elif isinstance(node, nodes.Output):
            for child in node.nodes:
                walk(child) if isinstance(child, nodes.TemplateData) else pieces.append(HOLE)
        else:
            for child in node.iter_child_nodes():
                walk(child)

    walk(tree)
    return "".join(pieces)


def unmarked(html):
    parser = Shown()
    parser.feed(html)
    texts = (OF_CODE.sub("", text) for text in parser.found)
    return [text.strip() for text in texts if any(word not in NAMES for word in WORDS.findall(text))]


def strings(tree):
    """Texts within expressions that would be shown as they are: "and", "is left out"."""
    marks = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
    hidden = set()
    for node in tree.find_all((nodes.Call, nodes.Filter, nodes.Test, nodes.Compare, nodes.Getitem)):
        name = getattr(getattr(node, "node", None), "name", "")
        is_marked = isinstance(node, nodes.Call) and name in marks
        if is_marked or not isinstance(node, nodes.Call):
            hidden |= {id(each) for each in node.find_all(nodes.Const)}
    for node in tree.find_all(nodes.Const):
        if isinstance(node.value, str) and id(node) not in hidden and TELLING.search(node.value):
            yield node.value


TELLING = re.compile(r"^[A-Z][a-z]+|[A-Za-z]{2,} [a-z]{2,}")  # a word with a capital, or two words
PLACES_OF_CODE = re.compile(r"^(?:Authorization|menu-of|class=)| (?:right-of|one)$")


def pages():
    return make_messages._files(make_messages.ROOT / "templates", make_messages.PAGES)


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_no_text_of_a_public_template_is_left_unmarked(path):
    """What is not within ``_()`` or ``{% trans %}`` is English for ever. Mark it, then ``make messages``."""
    if path.name in UNMARKED:
        return
    tree = make_messages.environment().parse(path.read_text(encoding="utf-8"))
    assert unmarked(raw(tree)) == []
    assert [text for text in strings(tree) if not PLACES_OF_CODE.search(text)] == []


UNMARKED = {"500.html", "500.fr.html"}
"""Errors, of which there is a page in each language."""


def test_unmarked_texts_would_be_found():
    def found(source):
        tree = make_messages.environment().parse(source)
        return [*unmarked(raw(tree)), *strings(tree)]

    assert found('<p>Some words</p><a title="A name">{{ x }}</a>') == ["Some words", "A name"]
    assert found('{{ "and more" if x else "Nothing" }}') == ["and more", "Nothing"]
    assert found('<p>{% trans %}Some words{% endtrans %}{{ _("A name") }}</p><code>these too</code>') == []


LOCALISED = {"brief", "count", "day", "kind", "moment", "place", "said", "the", "translated", "verb", "when"}


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_no_word_of_a_template_is_worked_out_once_for_all_languages(path):
    """Jinja2 applies a filter to a constant when it compiles: the first language would be everybody's."""
    tree = make_messages.environment().parse(path.read_text(encoding="utf-8"))
    fixed = [
        n.name for n in tree.find_all(nodes.Filter) if n.name in LOCALISED and isinstance(n.node, nodes.Const)
    ]
    assert fixed == []


def test_errors_have_a_page_in_each_language():
    from articles.views.outage import BROKEN

    templates = Path(make_messages.ROOT / "templates")
    assert BROKEN.keys() == LANGUAGES.keys()
    for code, name in BROKEN.items():
        assert f'<html lang="{code}">' in (templates / name).read_text(encoding="utf-8")
