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


def test_an_ambassador_and_one_mention_make_no_country_the_articles_own(told):
    text = (
        "L'ambassadeur du Kenya était là, comme ceux de Norvège, du Pérou et du Chili.\n\n"
        "Le gouvernement a annoncé que le port rouvrirait."
    )
    assert told("fr", text) == [("le port rouvrirait", ["gouvernement"], [None])]


def test_a_federation_speaks_for_no_country(told):
    text = "« Rien ne change », a dit la présidente de la Fédération norvégienne de ski, Kari Moen."
    assert told("fr", text) == [("« Rien ne change »", ["Kari Moen"], [None])]


def test_a_thing_says_nothing_but_whoever_is_quoted_does(told):
    assert told("fr", "Cette mesure montre que le fleuve baisse.") == []
    assert told("fr", "« Rien ne change », explique un ancien guide de montagne.") == [
        ("« Rien ne change »", ["ancien guide de montagne"], [None])
    ]


def test_sources_of_a_country_speak_for_it(told):
    text = "Le fleuve baisse, selon une source gouvernementale kényane."
    assert told("fr", text) == [("Le fleuve baisse", ["source gouvernementale kényane"], ["KEN"])]


def test_an_office_named_before_its_holder_is_the_holders(told):
    text = (
        "Le président chilien est arrivé. Le port est fermé, a dit le président chilien. "
        "« Rien ne change », a répété Sebastián Piñera."
    )
    assert [one[1:] for one in told("fr", text)] == [(["Sebastián Piñera"], ["CHL"])] * 2


def test_two_of_one_family_name_are_two_persons(told):
    text = (
        "« Il a neigé », a dit le météorologue Simon Morel.\n\n"
        "« Tout ira bien », a dit la ministre norvégienne Anne Morel.\n\n"
        "« Encore de la neige », a noté Simon Morel."
    )
    assert [one[1:] for one in told("fr", text)] == [
        (["Simon Morel"], [None]),
        (["Anne Morel"], ["NOR"]),
        (["Simon Morel"], [None]),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # nobody but who speaks before a quotation
            "La ministre kényane, Ana Morel : « Le fleuve baisse depuis lundi. »",
            ("« Le fleuve baisse depuis lundi. »", ["Ana Morel"], ["KEN"]),
        ),
        (
            "Le fleuve baisse, selon les mots du ministre kényan Paul Kimani.",
            ("Le fleuve baisse", ["Paul Kimani"], ["KEN"]),
        ),
        (
            "« Le fleuve baisse », a dit le secrétaire d'État à la Défense Paul Kimani.",
            ("« Le fleuve baisse »", ["Paul Kimani"], [None]),
        ),
        (
            "« Le fleuve baisse », a dit le ministre de l'Intérieur Paul Kimani.",
            ("« Le fleuve baisse »", ["Paul Kimani"], [None]),
        ),
        (  # the occasion is not part of what was said
            "Le Kenya a condamné le projet de barrage lors d'une conférence de presse.",
            ("le projet de barrage", ["Kenya"], ["KEN"]),
        ),
        (
            "Le Kenya a confirmé le 3 mai que le fleuve baissait.",
            ("le fleuve baissait", ["Kenya"], ["KEN"]),
        ),
        (  # a space is missing
            "Le fleuve baisse.Le Kenya a dit que la pluie tardait.",
            ("la pluie tardait", ["Kenya"], ["KEN"]),
        ),
        (
            "De nombreux habitants ont raconté que la pluie tardait.",
            ("la pluie tardait", ["nombreux habitants"], [None]),
        ),
        (
            "« Le fleuve baisse », ont dit Ana Morel, ministre du Kenya, et Paul Lund, ministre de Norvège.",
            ("« Le fleuve baisse »", ["Ana Morel", "Paul Lund"], ["KEN", "NOR"]),
        ),
        (
            "« Le fleuve baisse », a dit le maire de Montréal, Paul Lund.",
            ("« Le fleuve baisse »", ["Paul Lund"], ["CAN"]),
        ),
        (
            "« Le fleuve baisse », a dit le directeur du musée de Montréal, Paul Lund.",
            ("« Le fleuve baisse »", ["Paul Lund"], [None]),
        ),
    ],
)
def test_who_said_what(told, text, expected):
    assert told("fr", text) == [expected]


def test_whom_words_were_told_to_is_not_who_said_them(told):
    text = "« Le fleuve baisse encore », a précisé à la presse belge le ministre kényan Paul Kimani."
    assert told("fr", text) == [("« Le fleuve baisse encore »", ["Paul Kimani"], ["KEN"])]


def test_an_acting_head_of_another_office_is_not_the_minister(told):
    text = (
        "Le ministre belge Didier Morel est venu.\n\n"
        "Le chef du Pentagone par intérim, M. Lund, avait évoqué la création d'une zone sûre."
    )
    assert [one[2] for one in told("fr", text)] == [["USA"]]


def test_a_first_of_anything_is_no_premier(told):
    text = (
        "Le Premier ministre norvégien Lars Moen est venu.\n\nLe Premier ministre a dit que la pluie tardait."
    )
    assert told("fr", text) == [("la pluie tardait", ["Lars Moen"], ["NOR"])]


@pytest.mark.parametrize(
    ("who", "iso3"),
    [
        ("le porte-parole du Pentagone, Paul Lund", "USA"),
        ("le porte-parole de l'Élysée, Paul Lund", "FRA"),
        ("le directeur du théâtre d'Oslo, Paul Lund", None),
    ],
)
def test_a_seat_is_a_state_where_a_city_is_none(told, who, iso3):
    assert told("fr", f"« Le fleuve baisse », a dit {who}.") == [
        ("« Le fleuve baisse »", ["Paul Lund"], [iso3])
    ]
