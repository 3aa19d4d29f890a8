import pytest

from articles.extraction.languages import is_read, language_of, name_of
from articles.extraction.languages.detect import may_be

TEXTS = {
    "en": "The harbour was closed for three days, and the fishermen were not told why.",
    "fr": "Le port est resté fermé pendant trois jours, et les pêcheurs ne savent pas pourquoi.",
    "es": "El puerto estuvo cerrado durante tres días y los pescadores no saben por qué.",
    "pt": "O porto esteve fechado durante três dias e os pescadores não sabem por quê.",
    "de": "Der Hafen war drei Tage lang geschlossen, und die Fischer wissen nicht, warum.",
    "ru": "Порт был закрыт на три дня, и рыбаки не знают, почему.",
    "zh": "港口关闭了三天，渔民不知道原因。",
    "ar": "أُغلق الميناء ثلاثة أيام ولا يعرف الصيادون السبب في ذلك.",
    "ja": "港は三日間閉鎖され、漁師たちはその理由を知らない。",
    "ko": "항구는 사흘 동안 폐쇄되었고 어부들은 이유를 모른다.",
    "it": "Il porto è rimasto chiuso per tre giorni e i pescatori non sanno il perché della chiusura.",
    "nl": "De haven was drie dagen gesloten en de vissers weten niet waarom het zo lang was.",
    "uk": "Порт був закритий на три дні, і рибалки не знають, чому їх не попередили.",
    "el": "Το λιμάνι έμεινε κλειστό για τρεις ημέρες.",
    "fa": "بندر سه روز بسته بود و ماهیگیران نمی‌دانند که چرا این اتفاق افتاد.",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items())
def test_the_language_of_a_sentence(code, text):
    assert language_of(text) == code


@pytest.mark.parametrize("text", ["", "12:30", "OK", "Reuters 2019", "Kyiv"])
def test_what_shows_no_language_counts_as_english(text):
    assert language_of(text) == "en"


def test_names_in_another_script_do_not_make_a_text_foreign():
    assert language_of("The newspaper Известия was founded in 1917 and is printed in Moscow.") == "en"


def test_what_is_read_and_what_is_not():
    assert all(map(is_read, ("en", "fr", "es", "ru", "pt", "de", "zh", "ar")))
    assert not is_read("ja")
    assert name_of("ja") == "Japanese"


def test_a_paragraph_without_common_words_is_in_the_articles_language():
    birth = "Панин родился 28 мая 1962 года в Новосибирске, в детстве жил в Челябинске, затем в Кемерове."
    assert may_be(birth, "ru")
    assert not may_be("Він народився у Києві, потім їздив до Львова і жив там із родиною.", "ru")
    assert not may_be("The minister said that the port would be open again on Monday and that was all.", "fr")
