import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "«El estrecho seguirá abierto», aseguró el ministro noruego de Pesca, Ivar Lund.",
            ("«El estrecho seguirá abierto»", ["Ivar Lund"], ["NOR"]),
        ),
        (
            "La presidenta de Islandia, Helga Jónsdóttir, señaló ayer que los barcos volverán el lunes.",
            ("los barcos volverán el lunes", ["Helga Jónsdóttir"], ["ISL"]),
        ),
        (
            "Según el embajador de Kenia, Paul Kimani, la carretera está abierta.",
            ("la carretera está abierta", ["Paul Kimani"], ["KEN"]),
        ),
        (
            "La presa no se construirá, según informó la portavoz danesa Anne Holm.",
            ("La presa no se construirá", ["Anne Holm"], ["DNK"]),
        ),
        (
            "El Gobierno sueco rechazó el proyecto de la presa.",
            ("el proyecto de la presa", ["Gobierno sueco"], ["SWE"]),
        ),
        (
            "Oslo negó que los drones cruzaran la frontera.",
            ("los drones cruzaran la frontera", ["Oslo"], ["NOR"]),
        ),
        (
            "La ONU exigió la reapertura del puerto.",
            ("la reapertura del puerto", ["ONU"], [None]),
        ),
        (
            "El alcalde, Luis Prado, aseguró sentirse «muy tranquilo» por el cierre.",
            ("sentirse «muy tranquilo» por el cierre", ["Luis Prado"], [None]),
        ),
    ],
)
def test_ways_to_report(told, text, expected):
    assert expected in told("es", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "La demanda de Noruega de cerrar el puerto antes de mayo sorprendió.",
            (["Noruega"], ["NOR"]),
        ),
        (
            "El alcalde ha sido acusado por la oposición de vender los muelles de la ciudad.",
            (["oposición"], [None]),
        ),
    ],
)
def test_nouns_and_the_passive_report_too(told, text, expected):
    assert [one[1:] for one in told("es", text)] == [expected]


def test_a_verb_without_subject_takes_the_speaker_before(told):
    text = "El rey noruego Olav Lund dijo que llegaría tarde. Añadió que el viaje había sido largo."
    assert [one[1:] for one in told("es", text)] == [(["Olav Lund"], ["NOR"])] * 2


def test_a_quotation_that_goes_on_is_one_statement(told):
    text = "«Es tarde», dijo Carla Rojas. «Nos vamos a casa mañana por la mañana.»"
    assert told("es", text)[0][0] == "«Es tarde» … «Nos vamos a casa mañana por la mañana.»"


def test_an_experts_country_is_not_given(told):
    text = "El experto noruego Ivar Lund opina que el hielo retrocede."
    assert told("es", text) == [("el hielo retrocede", ["Ivar Lund"], [None])]


@pytest.mark.parametrize(
    "text",
    [
        "El puerto de la ciudad estuvo cerrado durante tres días por la tormenta.",
        "Las denuncias de los pescadores quedaron sin respuesta desde marzo.",
    ],
)
def test_plain_narration_says_nothing(told, text):
    assert told("es", text) == []


@pytest.mark.parametrize(
    "circumstance",
    [
        "el lunes por la mañana",
        "el pasado 3 de marzo",
        "hace dos semanas",
        "a finales de abril",
        "de forma tajante",
        "en una entrevista con la cadena Faro",
        "al término de la reunión",
    ],
)
def test_when_and_where_it_was_said_is_no_part_of_it(told, circumstance):
    text = f"El ministro noruego Ivar Lund exigió {circumstance} la reapertura del puerto."
    assert told("es", text) == [("la reapertura del puerto", ["Ivar Lund"], ["NOR"])]


@pytest.mark.parametrize("verb", ["achacó", "achacará", "ha achacado", "desaconseja", "vaticinó"])
def test_verbs_of_saying_come_in_all_forms(told, verb):
    text = f"El rey noruego Olav Lund {verb} el cierre del puerto."
    assert [one[1] for one in told("es", text)] == ([["Olav Lund"]] if verb != "desaconseja" else [])


def test_a_wish_in_the_subjunctive_was_not_said(told):
    assert told("es", "El puerto no abrirá hasta que el ministro anuncie la nueva fecha.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # a verb after a whole clause is the first subject's again
            "Lund explicó que el puerto había cerrado, dijo temer por los barcos.",
            [("el puerto había cerrado", ["Lund"]), ("temer por los barcos", ["Lund"])],
        ),
        (  # but not when its own subject stands between
            "El muelle recibió críticas por su precio, pero su director, Ivar Lund, aseguró que es barato.",
            [("es barato", ["Ivar Lund"])],
        ),
        (  # the main clause follows
            "Aunque los expertos creen que el hielo retrocede, permitiría pasar a los barcos.",
            [("el hielo retrocede", ["expertos"])],
        ),
        (  # the object of a relative clause ends before the main verb
            "La carta en la que Lund pide no pagar la multa llegó ayer al puerto.",
            [("no pagar la multa", ["Lund"])],
        ),
        ("Los barcos que Noruega quiere vender a Islandia son muy viejos.", []),
        ("Se teme que el puerto siga cerrado. Se acusa a Noruega de abandonar los muelles.", []),
        ("Noruega lo negó el lunes en Oslo.", []),
        (
            "Noruega advirtió a Islandia de los peligros del hielo.",
            [("los peligros del hielo", ["Noruega"])],
        ),
        ("Noruega pidió a Islandia que abra el puerto.", [("Islandia que abra el puerto", ["Noruega"])]),
        (
            "Noruega anunció al Parlamento la venta de los barcos.",
            [("la venta de los barcos", ["Noruega"])],
        ),
        (
            "Lund sorprendió a su jefe al insistir en que el puerto está abierto.",
            [("el puerto está abierto", ["Lund"])],
        ),
        (
            "Lund dijo el lunes, en una entrevista con Radio Faro, que el puerto está abierto.",
            [("el puerto está abierto", ["Lund"])],
        ),
        (
            "Según Faro, el ministro noruego, Ivar Lund, viajará a Islandia.",
            [("el ministro noruego, Ivar Lund, viajará a Islandia", ["Faro"])],
        ),
        (
            "El hielo retrocede, según un informe elaborado por el Consejo Polar.",
            [("El hielo retrocede", ["Consejo Polar"])],
        ),
        (
            "Ivar Lund causó revuelo con su propuesta de vender los barcos.",
            [("vender los barcos", ["Ivar Lund"])],
        ),
        (
            "Ivar Lund escribió una carta que decía: «El puerto está abierto».",
            [("«El puerto está abierto»", ["Ivar Lund"])],
        ),
        ("La Haya pidió calma a los pescadores.", [("calma a los pescadores", ["La Haya"])]),
        (  # the subject of the sentence, behind "y"
            "Ivar Lund salió de la sala y admitió que el muelle se hunde.",
            [("el muelle se hunde", ["Ivar Lund"])],
        ),
        (
            "Ivar Lund acabó reconociendo que el muelle se hunde.",
            [("el muelle se hunde", ["Ivar Lund"])],
        ),
        (
            "El técnico de Oslo - que mañana viaja - dijo a ABC que el muelle se hunde.",
            [],
        ),
        (
            "La ley se suspende, dijeron a ABC fuentes del Ministerio de Hacienda.",
            [("La ley se suspende", ["fuentes del Ministerio de Hacienda"])],
        ),
        (
            "El muelle se hunde, según fuentes cercanas al puerto.",
            [("El muelle se hunde", ["fuentes cercanas al puerto"])],
        ),
        (
            "El muelle se hunde, dijo el director de la asociación no gubernamental, Ivar Lund.",
            [("El muelle se hunde", ["Ivar Lund"])],
        ),
        (
            "El portavoz de Marineros sin Fronteras criticó el cierre del puerto.",
            [("el cierre del puerto", ["portavoz de Marineros sin Fronteras"])],
        ),
        (
            "Según Ivar Lund, el futuro de los muelles, que es incierto, exige obras.",
            [("el futuro de los muelles, que es incierto, exige obras", ["Ivar Lund"])],
        ),
        (
            "El vicepresidente del Gobierno y consejero de Pesca, Ivar Lund, exigió más barcos.",
            [("más barcos", ["Ivar Lund"])],
        ),
        (
            "El muelle se hunde, según un estudio hecho por el Consejo Polar.",
            [("El muelle se hunde", ["Consejo Polar"])],
        ),
        (
            "Lund dijo que de seguir así, al terminar el año el puerto habrá perdido seis barcos.",
            [("de seguir así, al terminar el año el puerto habrá perdido seis barcos", ["Lund"])],
        ),
        (
            "Oslo mantenía su plan de construir barcos en mayo y Lund ha prometido «más muelles».",
            [("«más muelles»", ["Lund"])],
        ),
        ("El primer muelle costó poco, cuando anunció que volvería.", []),
        (
            "El candidato noruego a la presidencia Ivar Lund exigió más barcos.",
            [("más barcos", ["Ivar Lund"])],
        ),
        ("Noruega cuenta con que el puerto abra. Ivar Lund ofreció una charla sobre el hielo.", []),
        ("Es una versión que defiende que el muelle se hunde.", []),
        (
            "Ivar Lund se refirió a los barcos que piden ayuda.",
            [("los barcos que piden ayuda", ["Ivar Lund"])],
        ),
        (
            "Ivar Lund afirmó que, a diferencia del muelle, el barco es nuevo.",
            [("a diferencia del muelle, el barco es nuevo", ["Ivar Lund"])],
        ),
        (
            "Cerrará el muelle de Oslo, cuyo director, Per Holm, dijo el domingo que es viejo.",
            [("es viejo", ["Per Holm"])],
        ),
    ],
)
def test_whose_words_they_are_and_where_they_end(told, text, expected):
    assert [one[:2] for one in told("es", text)] == expected


def test_a_paragraph_of_one_quotation_goes_on(told):
    text = "Ivar Lund dijo que es tarde.\n\n«No habrá más barcos este año ni el que viene»."
    assert [one[1] for one in told("es", text)] == [["Ivar Lund"]] * 2


def test_the_minister_is_who_spoke_not_who_was_only_named(told):
    text = (
        "El ministro noruego Ivar Lund dijo que es tarde. Lo acompañaba el ministro danés Per Holm. "
        "El ministro añadió que volverá el lunes."
    )
    assert [one[1] for one in told("es", text)] == [["Ivar Lund"]] * 2


def test_the_norwegian_is_who_spoke_before(told):
    text = "Ivar Lund dijo que es tarde. El noruego, que vive en Oslo, añadió que el puerto está cerrado."
    assert [one[1] for one in told("es", text)] == [["Ivar Lund"]] * 2


def test_a_quotation_over_two_paragraphs_is_one(told):
    text = '"Es tarde.\n\nEl puerto está cerrado", dijo Ivar Lund.'
    assert told("es", text) == [('"Es tarde.\n\nEl puerto está cerrado"', ["Ivar Lund"], [None])]


def test_both_family_names_are_of_the_same_person(told):
    text = "Ivar Lund Rojas dijo que es tarde. Lund Rojas añadió que el puerto está cerrado."
    assert [one[1] for one in told("es", text)] == [["Ivar Lund Rojas"]] * 2


def test_who_is_only_cited_in_an_aside_does_not_add(told):
    text = (
        "Ivar Lund habló de las elecciones, que la oposición considera que fueron un error. "
        "También dijo que el puerto está cerrado."
    )
    assert told("es", text)[-1] == ("el puerto está cerrado", ["Ivar Lund"], [None])


def test_a_dateline_is_nobody(told):
    text = "Oslo (Noruega), 3 may (ABC).\n\nDijo que el puerto está cerrado."
    assert told("es", text) == []


def test_one_person_does_not_say_what_several_say(told):
    text = "Ivar Lund dijo que es tarde. «El puerto está cerrado», aseguran desde el muelle."
    assert [one[0] for one in told("es", text)] == ["es tarde"]


def test_what_is_defended_does_not_speak(told):
    text = "El ministro noruego Lars Moen defendió la medida: «Es la única salida que nos queda»."
    assert [one[1] for one in told("es", text)] == [["Lars Moen"]]


def test_a_country_named_alone_is_the_articles_own(told):
    text = (
        "Noruega cierra el puerto. En Noruega nieva.\n\n"
        "«No habrá pesca», dijo el ministro de Pesca, Lars Moen."
    )
    assert told("es", text)[-1] == ("«No habrá pesca»", ["Lars Moen"], ["NOR"])


@pytest.mark.parametrize("who", ["el ministro consejero de la embajada, Lars Moen", "la embajada"])
def test_an_embassy_is_at_home_elsewhere(told, who):
    text = f"Noruega cierra el puerto. En Noruega nieva. Noruega espera.\n\n«No habrá pesca», dijo {who}."
    assert told("es", text)[-1][2] == [None]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Albert Rivera aseguró en Sevilla que España está lista.", "ESP"),
        ("Albert Rivera aseguró en Lima que Perú está listo.", None),
        ("El pescador Albert Rivera aseguró en Sevilla que España está lista.", None),
    ],
)
def test_leaders_of_parties_and_members_of_parliament_are_known(told, text, country):
    assert [countries for _, _, countries in told("es", text)] == [[country]]
