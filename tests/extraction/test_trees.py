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
    ],
)
def test_subject_of(language, text, verb, subject):
    token = next(t for t in language(text) if t.text == verb)
    found = subjects.subject_of(token)
    assert (found.text if found is not None else None) == subject
