import pytest

from articles.extraction import subjects


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("Rojas came and said it was late.", "said", "Rojas"),
        ("Rojas, noting the hour, said it was late.", "noting", "Rojas"),
        ("The minister who said it was late left.", "said", "minister"),
        ("Ghana was accused of it by Togo.", "accused", "Togo"),
        ("Ghana was accused of it.", "accused", None),
        ("Rojas went on to say it was late.", "say", "Rojas"),
        ("Russia has several times proposed a plan that would help.", "proposed", "Russia"),
        ("Solberg makes no apologies for saying it was late.", "saying", "Solberg"),
        ("The ministry issued a report arguing it was late.", "arguing", "ministry"),
        ("Solberg was interviewed by Gazeta on Monday, and said it was late.", "said", "Solberg"),
        ("Solberg was not affected by the strikes but has said it was late.", "said", "Solberg"),
        ("Solberg was quoted by the Post, saying it was late.", "saying", "Solberg"),
        ("Solberg was quoted by the news agency Gazeta, saying it was late.", "saying", "Solberg"),
        ("Ghana was criticised by Togo, saying it was late.", "saying", "Togo"),
        ("The paper reported Solberg as saying it was late.", "saying", "Solberg"),
        ("Solberg is reported by the paper as saying it was late.", "saying", "Solberg"),
        (
            "Responding to a letter from Mora, Ana Solberg, mayor of Kirkuk told them it was late.",
            "told",
            None,
        ),
        ("Ana Solberg of Reno, Nevada demanded an answer.", "demanded", "Solberg"),
        ("A minister saying it was late left.", "saying", "minister"),
        ("Rojas said Solberg would lose, adding that it was late.", "adding", "Rojas"),
        ("Rojas gave a brief speech to the delegation saying it was late.", "saying", "Rojas"),
        ("The army denied the allegations saying they were false.", "saying", "army"),
        ("The paper quoted a minister saying it was late.", "saying", "minister"),
        ("He had met two Russians in a hotel room, one said to be a spy.", "said", None),
    ],
)
def test_subject_of(language, text, verb, subject):
    token = next(t for t in language(text) if t.text == verb)
    found = subjects.subject_of(token)
    assert (found.text if found is not None else None) == subject


def test_the_pronoun_that_stands_for_the_subject(language):
    text = "It was news to Rojas, who said it was late."
    said = next(t for t in language(text) if t.text == "said")
    assert subjects.relative_pronoun(said).text == "who"
    assert subjects.subject_of(said).text == "Rojas"


def test_who_is_the_place_of_the_speaker(read):
    text = "It was news to Martin Rojas, who said the ferry was late."
    (statement,) = read(text)
    assert text[slice(*statement.speaker_span)] == "who"
    assert statement.speakers[0].name == "Martin Rojas"
