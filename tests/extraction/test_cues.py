import pytest

from articles.extraction import cues


def test_according_to(read):
    (statement,) = read("According to the Finance Ministry, exports rose last year.")
    assert statement.quote == "exports rose last year"
    assert statement.speakers[0].name == "Finance Ministry"


def test_coordinated_cues_are_two_statements_of_one_turn(read):
    said, called = read("Rojas said the talks were over and called for an end to the blockade.")
    assert (said.quote, called.quote) == ("the talks were over", "an end to the blockade")
    assert said.turn == called.turn
    assert said.speakers == called.speakers


def test_an_agentless_passive_names_nobody(read):
    found = read("Ghana was accused of hiding the report from the court for many years.")
    assert not any(statement.speakers for statement in found)


def test_the_agent_of_a_passive_speaks(read):
    statement = read("Ghana was accused by Togo of hiding the report.")[0]
    assert statement.speakers[0].country == "TGO"


def test_it_was_revealed_names_nobody(read):
    assert all(not s.speakers for s in read("In October, it was revealed that Peru had paid."))


def test_a_colon_after_a_name(read):
    (statement,) = read('Solberg: "We shall see."')
    assert (statement.kind, statement.quote) == ("direct", '"We shall see."')


def test_no_is_what_was_said(read):
    assert [s.quote for s in read("Lavrov said no to sanctions.")] == ["no to sanctions"]


def test_the_next_report_is_no_part_of_the_first(read):
    said = read("Annan said the camps were full and also called for more troops.")
    assert [s.quote for s in said] == ["the camps were full", "more troops"]


def test_what_is_no_prose_is_not_read(read):
    """Each of its verbs could report all that follows; to weigh that takes seconds for each."""
    assert read("He said that " * 40) == ()
    assert [s.quote for s in read("Chile said that " * 5 + "Peru had won.")][-1] == "Peru had won"


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Chile waits until Peru keeps its promise to lift the ban.", "Peru"),
        ("Rojas attacked his pledge to leave the islands.", "his"),
        ("They kept their promise to lift the ban.", "their"),
    ],
)
def test_a_promise_that_somebody_keeps_is_theirs(language, text, owner):
    noun = next(token for token in language(text) if token.lemma_ in ("promise", "pledge"))
    assert cues.speaker_token(noun, "noun").text == owner


@pytest.mark.parametrize(
    "text",
    [
        "An avalanche in Peru has claimed more than 200 lives.",
        "Peru and the rebels signed a deal to end the war, claiming the lives of more than 20,000 people.",
        "Over the charges of fraud, which the Peruvian government denies, the ferry left on Monday.",
        "A band calling itself the Andes Front fled to Chile on Monday.",
    ],
)
def test_where_nothing_is_said(read, text):
    assert read(text) == ()


def test_who_receives_criticism_does_not_criticise(read):
    found = read("The government of Peru has also received criticism for jailing many old reporters.")
    assert [s for statement in found for s in statement.speakers] == []


def test_what_another_says_in_an_aside_does_not_carry_on(read):
    text = "Ms Ruiz also condemned what the Chilean army describes as a shortage, saying that it was late."
    assert [s.name for s in read(text)[-1].speakers] == ["Ruiz"]
