import pytest


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        (
            "pt",
            "«O estreito continuará aberto», disse o ministro norueguês das Pescas, Ivar Lund.",
            ("«O estreito continuará aberto»", ["Ivar Lund"], ["NOR"]),
        ),
        (
            "pt",
            "A Islândia declarou ontem que os barcos voltariam na segunda-feira.",
            ("os barcos voltariam na segunda-feira", ["Islândia"], ["ISL"]),
        ),
        ("pt", "Segundo a embaixadora do Quénia, a estrada está aberta.", None),
        (
            "de",
            '"Die Meerenge bleibt offen", sagte der norwegische Außenminister Ivar Lund.',
            ('"Die Meerenge bleibt offen"', ["Ivar Lund"], ["NOR"]),
        ),
        (
            "de",
            "Der isländische Präsident Olaf Holm hat am Freitag angekündigt, dass die Schiffe zurückkehren.",
            ("die Schiffe zurückkehren", ["Olaf Holm"], ["ISL"]),
        ),
        (
            "de",
            "Schweden hat den Bau des Staudamms kritisiert.",
            ("den Bau des Staudamms", ["Schweden"], ["SWE"]),
        ),
        ("zh", "挪威外长伦德表示，海峡将继续开放。", ("海峡将继续开放", ["伦德"], ["NOR"])),
        ("zh", "“海峡将继续开放多年”，挪威外长伦德说。", ("“海峡将继续开放多年”", ["伦德"], ["NOR"])),
        (
            "ar",
            "قال وزير خارجية النرويج، إيفار لوند، إن المضيق سيبقى مفتوحا.",
            ("المضيق سيبقى مفتوحا", ["إيفار لوند"], ["NOR"]),
        ),
    ],
)
def test_ways_to_report(told, code, text, expected):
    found = told(code, text)
    assert found if expected is None else expected in found


def test_german_reported_speech_goes_on_by_its_mood(told):
    text = "Schweden erklärte, dass der Hafen offen sei. Die Gebühren habe man gesenkt."
    assert [one[1] for one in told("de", text)] == [["Schweden"], ["Schweden"]]


def test_the_name_alone_finds_the_role_in_chinese(told):
    text = "挪威外长伦德表示，海峡将继续开放。伦德说，渔船可以通行。"
    assert [one[2] for one in told("zh", text)] == [["NOR"], ["NOR"]]
