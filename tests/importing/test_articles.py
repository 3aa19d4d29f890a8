import datetime
import json
import unicodedata

import pytest

from articles import extraction
from articles.extraction.records import Statement as Record
from articles.importing.articles import (
    Imported,
    Known,
    import_article,
    import_articles,
    issue_hints,
    store_article,
)
from articles.importing.files.entries import ArticleText, Unreadable
from articles.importing.files.reading import read_paths
from articles.models import Actor, Article, Issue, Statement

TEXT = 'Russian Foreign Minister Sergei Lavrov said on Tuesday: "We oppose new sanctions on North Korea."\n'


def text(name="a.txt", words=TEXT, source="Gazette"):
    return ArticleText(name, words, "Russia opposes sanctions", source, datetime.date(2017, 7, 5))


@pytest.fixture
def sanctions(db):
    return Issue.objects.create(slug="new-sanctions", title="Further sanctions", phrases=["sanctions"])


def test_an_article_comes_with_its_statements_as_suggestions(sanctions):
    outcome = import_article(text())
    statement = outcome.article.statements.get()
    assert (outcome.name, outcome.statements) == ("a.txt", 1)
    assert statement.quote in TEXT
    assert statement.review == "suggested"
    assert statement.machine_fields == ["fragments", "kind", "attributions", "said_on", "positions"]
    assert (statement.said_on, statement.said_on_precision) == (datetime.date(2017, 7, 4), "day")
    assert statement.said_on_phrase == "Tuesday"
    assert statement.extractor == extraction.VERSION


def test_the_speaker_and_the_country_spoken_for_are_kept_as_found_and_as_printed(sanctions):
    attribution = import_article(text()).article.statements.get().attributions.get()
    assert (attribution.actor.name, attribution.actor.kind) == ("Sergei Lavrov", "person")
    assert attribution.country_id == "RUS"
    assert "Lavrov" in attribution.name_printed
    assert "Foreign Minister" in attribution.role_printed


def test_a_position_is_proposed_on_a_known_issue(sanctions):
    Issue.objects.create(slug="border", title="Border between Peru and Chile", phrases=["border"])
    position = import_article(text()).article.statements.get().positions.get()
    assert (position.issue, position.stance) == (sanctions, "oppose")


def test_an_issue_without_key_phrases_is_proposed_to_nobody(sanctions):
    Issue.objects.create(slug="treaty", title="A treaty between Peru and Chile")
    assert [hint.slug for hint in issue_hints()] == ["new-sanctions"]


def test_the_same_article_twice_is_one_article(sanctions):
    first = import_article(text())
    again = import_article(text("copy.txt"))
    assert isinstance(first, Imported)
    assert again == Known("copy.txt", first.article)
    assert (Article.objects.count(), Statement.objects.count()) == (1, 1)


def test_the_same_text_in_two_outlets_is_two_articles_and_one_utterance(sanctions):
    one = import_article(text()).article.statements.get()
    other = import_article(text(source="Herald")).article.statements.get()
    assert one.article != other.article
    assert one.utterance == other.utterance


def test_faults_are_passed_on_and_the_rest_is_imported(sanctions):
    fault = Unreadable("b.txt", "holds no text")
    outcomes = list(import_articles([fault, text()]))
    assert outcomes[0] is fault
    assert isinstance(outcomes[1], Imported)


def test_a_fault_of_ours_in_one_article_is_named_and_costs_no_other(sanctions, monkeypatch, caplog):
    read = extraction.read

    def stumbling(document, issues):
        return read(document, issues) if document.id == "good.txt" else 1 / 0

    monkeypatch.setattr(extraction, "read", stumbling)
    fault, good = import_articles([text("bad.txt", words="Other words."), text("good.txt")])
    assert fault == Unreadable("bad.txt", "could not be read for statements (ZeroDivisionError); see the log")
    assert isinstance(good, Imported)
    assert "Could not import bad.txt" in caplog.text


def test_nothing_is_half_written(sanctions, monkeypatch):
    def broken(document, issues):
        good = extraction.pipeline.read(document, issues)[0]
        return [good, Record(**{**{f: getattr(good, f) for f in Record.__slots__}, "quote": ""})]

    import articles.extraction.pipeline  # noqa: F401 - so that the patched read can reach it

    monkeypatch.setattr(extraction, "read", broken)
    with pytest.raises(Exception, match="statement_"):
        import_article(text())
    assert not Article.objects.exists()
    assert not Statement.objects.exists()
    assert not Actor.objects.exists()


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_the_same_text_in_another_form_is_the_same_article(sanctions, form):
    words = f"{TEXT}Erdoğan was silent."
    first = import_article(text(words=words))
    given = unicodedata.normalize(form, words).replace("\n", "\r\n")
    assert import_article(text("copy.txt", words=f"\ufeff{given}\r\n")) == Known("copy.txt", first.article)


def test_fragments_are_places_in_the_text_as_it_is_kept(sanctions):
    words = f"\ufeff\r\nE\u0301lyse\u0301e.\r\n\r\n{TEXT}"
    article = import_article(text(words=words)).article
    statement = article.statements.get()
    [[start, end]] = statement.fragments
    assert article.text[start:end] == statement.quote


def test_a_source_whose_name_begins_a_numbered_one_gets_an_address(sanctions):
    slugs = [
        import_article(text(source=name)).article.source.slug for name in ("France 2", "France", "France!")
    ]
    assert slugs == ["france-2", "france", "france-3"]


def test_a_source_is_the_same_in_whatever_spelling(sanctions):
    one = import_article(text(source="L’Écho  du soir")).article.source
    other = import_article(text(words=f"{TEXT} More.", source="L'E\u0301cho du soir")).article.source
    assert (other, one.name) == (one, "L'Écho du soir")


@pytest.mark.parametrize(
    ("text", "given", "language"),
    [
        ("The minister said that the talks had failed.", "", "en"),
        ("Le ministre a déclaré que les pourparlers avaient échoué.", "", "fr"),
        ("Le ministre a déclaré que les pourparlers avaient échoué.", "ht", "ht"),
    ],
)
def test_the_language_is_told_by_the_text_unless_it_is_given(db, text, given, language):
    article, _ = store_article(ArticleText("a.txt", text, "A", "Gazette", language=given))
    assert article.language == language


@pytest.mark.parametrize(("written", "about"), [("2017-07", "2017-07"), ("2017", "2017"), ("2017-07-05", "")])
def test_a_month_is_kept_and_dates_nothing(db, tmp_path, written, about):
    told = {"text": "Lavrov said on Tuesday that it was late.", "title": "T", "source": "S", "date": written}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(told), encoding="utf-8")
    [imported] = import_articles(read_paths([path]))
    article = Article.objects.get(pk=imported.article.pk)
    assert (bool(article.published_on), article.published_about) == (not about, about)
    assert (article.statements.get().said_on is None) == bool(about)
