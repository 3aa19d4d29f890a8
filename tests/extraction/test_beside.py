import pytest


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("The head of the state road watchdog, Nils Berg, said that it was late.", "Nils Berg",
         "head of the state road watchdog"),
        ("One protester, Nils Berg, said that it was late.", "Nils Berg", None),
        ("One commenter on the site, Nils Berg, said that it was late.", "Nils Berg", None),
        ("One of the prosecutors in the case, Nils Berg, said that it was late.", "Nils Berg", None),
        ("The chairman of the council, Democrat Nils Berg of Ohio, said that it was late.", "Nils Berg",
         "Democrat"),
        ("Nils Berg, the opposition treasury spokesman said that it was late.", "Nils Berg",
         "opposition treasury spokesman"),
        ("An aide to the minister, Nils Berg, said that it was late.", None, None),
        ("They had freed Nils Berg, the minister said.", "minister", None),
        ("The judge left on Monday, Nils Berg said.", "Nils Berg", None),
        ("The judges of the court, Nils Berg among them, said that it was late.", None, None),
    ],
)  # fmt: skip
def test_who_is_named_beside_what_they_are_called(read, text, name, role):
    (speaker,) = read(text)[-1].speakers
    if name is None:
        assert speaker.name != "Nils Berg"
    else:
        assert (speaker.name, speaker.role) == (name, role)
