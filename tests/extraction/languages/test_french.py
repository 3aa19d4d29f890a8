import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # a quotation and its verb before its subject
            "« Le détroit restera ouvert », a déclaré le ministre norvégien des Pêches, Ivar Lund.",
            ("« Le détroit restera ouvert »", ["Ivar Lund"], ["NOR"]),
        ),
        (  # a clause
            "La présidente chilienne Carla Rojas a affirmé que les navires rentreraient lundi.",
            ("les navires rentreraient lundi", ["Carla Rojas"], ["CHL"]),
        ),
        (  # according to
            "Selon l'ambassadeur du Kenya, Paul Kimani, la route est de nouveau praticable.",
            ("la route est de nouveau praticable", ["Paul Kimani"], ["KEN"]),
        ),
        (  # an office
            "Le gouvernement islandais rejette le projet de barrage.",
            ("le projet de barrage", ["gouvernement islandais"], ["ISL"]),
        ),
        (  # a capital for its state
            "Oslo a démenti que des drones aient franchi la frontière.",
            ("des drones aient franchi la frontière", ["Oslo"], ["NOR"]),
        ),
        (  # an international body has no country
            "L'Union européenne a condamné la fermeture du port.",
            ("la fermeture du port", ["Union européenne"], [None]),
        ),
        (  # whom a verb with "to" calls upon
            "Le Pérou a appelé ses voisins à « partager l'eau du fleuve ».",
            ("ses voisins à « partager l'eau du fleuve »", ["Pérou"], ["PER"]),
        ),
        (  # an inverted pronoun takes the speaker before
            "Le roi de Norvège, Olav Lund, est arrivé. « Rien n'est perdu », a-t-il ajouté.",
            ("« Rien n'est perdu »", ["Olav Lund"], ["NOR"]),
        ),
    ],
)
def test_ways_to_report(told, text, expected):
    assert expected in told("fr", text)


def test_the_family_name_finds_the_full_name_and_the_role_finds_the_person(told):
    text = (
        "Le ministre kényan Paul Kimani est venu.\n\n"
        "Kimani a dit que la pluie tardait.\n\nLe ministre a ajouté que les puits étaient à sec."
    )
    assert [one[1:] for one in told("fr", text)] == [(["Paul Kimani"], ["KEN"])] * 2


def test_what_only_stands_near_gives_no_country(told):
    assert told("fr", "En Norvège, le chercheur Jean Morel estime que la banquise recule.") == [
        ("la banquise recule", ["Jean Morel"], [None])
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Le port de la ville est resté fermé pendant trois jours à cause de la tempête.",
        "Les demandes des pêcheurs sont restées sans réponse depuis le mois de mars.",
        "Le maire n'a pas précisé combien de bateaux étaient concernés.",
    ],
)
def test_plain_narration_says_nothing(told, text):
    assert told("fr", text) == []


def test_two_verbs_share_their_subject(told):
    text = "L'Islande a promis que le port rouvrirait et a ajouté que les taxes baisseraient."
    assert told("fr", text) == [
        ("le port rouvrirait", ["Islande"], ["ISL"]),
        ("les taxes baisseraient", ["Islande"], ["ISL"]),
    ]
