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
