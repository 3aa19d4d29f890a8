import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from articles.curate import verbs
from articles.models import Action, Article, Orphan, Statement
from tests.admin.forms import address

TEXT = "Lavrov said: “We oppose it.”\nHe added that talks should begin."
OTHER = f"MOSCOW. {TEXT.replace('talks', 'discussions')}"


@pytest.fixture
def article(world, editor):
    article = world.article(TEXT, title="News")
    world.say("Lavrov", "We oppose it.", article=article, by=editor)
    world.say("Lavrov", "talks should begin", article=article)
    return article


@pytest.fixture
def path(article):
    return address(Article, "replace", article.pk)


def rows(page):
    return [
        row.text_content().strip() for row in html.fromstring(page.content.decode()).find_class("form-row")
    ]


def confirmation(page):
    """What the button under “What happens” sends, with the line ends of a browser."""
    [form] = [f for f in html.fromstring(page.content.decode()).forms if "against" in f.fields]
    return {name: value.replace("\n", "\r\n") for name, value in form.form_values()}


def text():
    return Article.objects.get().text


def test_the_page_of_an_article_leads_there_and_the_text_is_there_to_be_mended(at_desk, article, path):
    assert path in at_desk.get(address(Article, "change", article.pk)).content.decode()
    page = html.fromstring(at_desk.get(path).content.decode())
    assert page.get_element_by_id("id_text").text.strip() == TEXT


def test_what_would_happen_is_shown_and_nothing_is_written(at_desk, path):
    shown = rows(at_desk.post(path, {"text": OTHER}))
    assert shown[:2] == [
        "0 statements stay, 1 moves, 1 becomes an orphan.",
        "Orphan: “talks should begin” (suggested by machine)",
    ]
    assert (text(), Action.objects.count(), Orphan.objects.count()) == (TEXT, 0, 0)


def test_confirmed_it_is_done_and_leads_to_the_orphans(at_desk, path):
    form = confirmation(at_desk.post(path, {"text": OTHER}))
    page = at_desk.post(path, form, follow=True)
    assert page.redirect_chain == [("/review/orphans/", 302)]
    assert (text(), Orphan.objects.get().statement.quote) == (OTHER, "talks should begin")


def test_without_orphans_it_leads_to_the_article(at_desk, path, article):
    form = confirmation(at_desk.post(path, {"text": f"{TEXT}\nMore."}))
    assert at_desk.post(path, form).url == article.get_absolute_url()
    assert text() == f"{TEXT}\nMore."


def test_a_file_may_bring_the_text(at_desk, path):
    file = SimpleUploadedFile("news.txt", f"\ufeff{OTHER}".encode())
    at_desk.post(path, confirmation(at_desk.post(path, {"text": TEXT, "file": file})))
    assert text() == OTHER


def test_two_editors_do_not_cross(at_desk, path, article, chief):
    form = confirmation(at_desk.post(path, {"text": OTHER}))
    verbs.replace_text(article, f"{TEXT} More.", chief)
    page = at_desk.post(path, form)
    assert "Somebody replaced the text meanwhile" in page.content.decode()
    assert text() == f"{TEXT} More."


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"text": TEXT}, "the text on record already"),
        ({"text": " "}, "This is no text"),
        ({"file": SimpleUploadedFile("x.txt", b"\xff\xfe\x00")}, "not text in UTF-8"),
    ],
)
def test_what_cannot_be_says_why(at_desk, path, given, message):
    page = at_desk.post(path, given).content.decode()
    assert message in page
    assert "What happens" not in page


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_ends_of_lines_and_composition_make_no_other_text(at_desk, world, form):
    other = world.article(f"{TEXT} Élysée.", title="Windows")
    given = unicodedata.normalize(form, f"\ufeff{other.text}\n").replace("\n", "\r\n")
    for sent in ({"text": given}, {"file": SimpleUploadedFile("news.txt", given.encode())}):
        page = at_desk.post(address(Article, "replace", other.pk), sent)
        assert "This is the text on record already" in page.content.decode()


def test_another_text_is_kept_in_its_normal_form(at_desk, path):
    given = unicodedata.normalize("NFD", f"{OTHER}\nÉlysée.").replace("\n", "\r\n")
    at_desk.post(path, confirmation(at_desk.post(path, {"text": given})))
    assert text() == f"{OTHER}\nÉlysée."


def test_a_rejected_statement_that_loses_its_place_is_told(at_desk, path, editor):
    verbs.reject(Statement.objects.filter(quote="talks should begin"), editor)
    shown = rows(at_desk.post(path, {"text": OTHER}))
    assert shown[:3] == [
        "0 statements stay, 1 moves, 0 become orphans.",
        "Every statement is found again exactly.",
        "Rejected statements that lose their place, and stay rejected: 1.",
    ]
