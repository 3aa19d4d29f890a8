import pytest

from articles.extraction.languages import read as read_in
from articles.extraction.languages.russian import nominative
from articles.extraction.records import Document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "«Пролив останется открытым», — заявил министр рыболовства Норвегии Ивар Лунд.",
            ("«Пролив останется открытым»", ["Ивар Лунд"], ["NOR"]),
        ),
        (
            "Президент Исландии Хельга Торсен сообщила, что суда вернутся в понедельник.",
            ("суда вернутся в понедельник", ["Хельга Торсен"], ["ISL"]),
        ),
        (
            "По словам посла Кении Павла Кимани, дорога снова открыта.",
            ("дорога снова открыта", ["Павел Кимани"], ["KEN"]),
        ),
        (
            "Правительство Швеции поддержало проект новой плотины.",
            ("проект новой плотины", ["Правительство Швеции"], ["SWE"]),
        ),
        (
            "В Осло заявили, что беспилотники не пересекали границу.",
            ("беспилотники не пересекали границу", ["Осло"], ["NOR"]),
        ),
        (
            "Копенгаген требует открыть порт.",
            ("открыть порт", ["Копенгаген"], ["DNK"]),
        ),
        (
            "Совбез ООН осудил закрытие порта.",
            ("закрытие порта", ["Совбез ООН"], [None]),
        ),
    ],
)
def test_ways_to_report(told, text, expected):
    assert expected in told("ru", text)


def test_what_this_points_back_to_is_the_sentence_before(told):
    text = "Порт откроют через неделю. Об этом сообщил мэр Осло Олав Лунд."
    assert told("ru", text)[0][:2] == ("Порт откроют через неделю.", ["Олав Лунд"])


def test_the_name_in_another_case_is_told_in_the_nominative(told):
    text = "Журналисты встретились с послом Швеции Иваном Холмом. Холм сказал, что порт откроют."
    assert told("ru", text) == [("порт откроют", ["Иван Холм"], ["SWE"])]


def test_a_former_minister_has_no_country(told):
    text = "Бывший министр Швеции Иван Холм сказал, что порт откроют."
    assert told("ru", text)[0][2] == [None]


def test_plain_narration_says_nothing(told):
    assert told("ru", "Порт был закрыт три дня, и рыбаки остались на берегу.") == []


@pytest.mark.parametrize(
    ("oblique", "expected"),
    [
        ("Павла Сорокина", "Павел Сорокин"),
        ("Сергея Холмова", "Сергей Холмов"),
        ("Анны Сорокиной", "Анна Сорокина"),
        ("Иваном Сорокиным", "Иван Сорокин"),
        ("Петра Лунда", "Петр Лунд"),
    ],
)
def test_the_nominative_of_a_name(oblique, expected):
    assert nominative(oblique) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Рыбак Олав Лунд сообщил о шторме. В споре рыбаков Осло обвинил шведов в обмане.",
            ("шведов в обмане", ["Осло"], ["NOR"]),
        ),
        (
            "Секретарь министра Хельга Торсен заявила, что суда вернутся утром.",
            ("суда вернутся утром", ["Хельга Торсен"], [None]),
        ),
        (
            "Сторож маяка Олав Лунд рассказал, что лодка утонула ночью.",
            ("лодка утонула ночью", ["Олав Лунд"], [None]),
        ),
        (
            "Об аварии парома сообщили норвежские рыбаки.",
            ("аварии парома", ["норвежские рыбаки"], [None]),
        ),
        (
            "Норвежские рыбаки призвали соседей убрать сети, чтобы спасти лосося.",
            ("соседей убрать сети, чтобы спасти лосося", ["Норвежские рыбаки"], [None]),
        ),
    ],
)
def test_subjects_are_told_by_case_and_agreement(told, text, expected):
    assert expected in told("ru", text)


def test_a_quotation_tells_its_speaker_within_its_marks(told):
    text = "«Порт открыт. Суда идут в море, — сказал министр Швеции Иван Холм. — Мы рады этому дню»."
    assert told("ru", text) == [
        ("«Порт открыт. Суда идут в море … Мы рады этому дню»", ["Иван Холм"], ["SWE"])
    ]


def test_words_after_a_colon_are_the_next_paragraph(told):
    text = "Министр Швеции Иван Холм написал в своем блоге:\n\nСегодня суда вернулись домой, и мы рады."
    assert told("ru", text) == [("Сегодня суда вернулись домой, и мы рады.", ["Иван Холм"], ["SWE"])]


def test_a_plural_verb_without_a_subject_names_nobody(told):
    text = "Министр Швеции Иван Холм уехал в Осло. Раньше считали, что порт закроют навсегда."
    assert told("ru", text) == []


def test_a_party_in_marks_is_a_name_and_speaks(told):
    text = "Выборы назначены на май. «Северный берег» поддержал план новой плотины."
    assert ("план новой плотины", ["Северный берег"], [None]) in told("ru", text)


def test_in_a_text_without_a_date_only_a_whole_day_counts_and_goes_on_with_its_speaker():
    text = (
        "В пятницу, 17 мая 2019 года, Иван Холм заявил, что порт закрыт. Холм добавил, что ждет судна.\n\n"
        "В среду Олав Лунд сообщил, что лодка утонула. Ранее Лунд сообщал, что лодка исправна."
    )
    statements = read_in(Document("x", text, None, ""), "ru")
    assert [statement.said_on for statement in statements] == ["2019-05-17", "2019-05-17", None, None]


def test_a_month_is_told_with_its_year():
    text = "Еще в феврале 2017 года Иван Холм заявлял, что порт закроют."
    (statement,) = read_in(Document("x", text, None, ""), "ru")
    assert (statement.said_on, statement.said_on_precision) == ("2017-02", "month")
