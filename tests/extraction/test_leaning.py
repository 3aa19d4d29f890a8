import pytest

from articles.extraction.leaning import features, lean_of, plain_side, title_sense

FOR, AGAINST = 1, -1


@pytest.mark.parametrize(
    ("said", "attitude"),
    [
        ("said Chile's plan was a grave mistake", AGAINST),
        ("welcomed the plan", FOR),
        ("said the plan was not a mistake", FOR),
        ("said it could not accept the plan", AGAINST),
        ("rejected the plan, however useful", AGAINST),
        ("denied that the plan was illegal", AGAINST),
        ("called their opposition to the plan wrong", FOR),
        ("voiced its objection to the plan", AGAINST),
        ("said it was too early for a plan", AGAINST),
        ("voted against the plan", AGAINST),
        ("saw no need for the plan", AGAINST),
        ("spoke of the race against time", 0),
        ("said the ferry left at noon", 0),
    ],
)
def test_the_attitude_of_words(said, attitude):
    assert lean_of(said).attitude == attitude


def test_a_negation_ends_with_its_clause():
    assert lean_of("not now; they support it").back == 1
    assert lean_of("not now, but they support it").back == 1
    assert lean_of("they do not support it").back == -1


def test_what_is_to_end_and_what_is_not():
    assert lean_of("must stop fishing").end == 1
    assert lean_of("must not lift the levy").end == -1
    assert lean_of("will not leave the valley").end == -1


@pytest.mark.parametrize(
    ("said", "on_condition"),
    [
        ("would sign if Chile did", True),
        ("would sign only after a vote", True),
        ("would sign as long as Chile paid", True),
        ("would act alone if necessary", False),
        ("threatened to leave if Chile signed", False),
        ("would sign in May", False),
    ],
)
def test_a_threat_sets_no_condition(said, on_condition):
    assert lean_of(said).on_condition == on_condition


@pytest.mark.parametrize(
    ("title", "sense"),
    [
        ("Withdrawal of Chilean ships from the strait", (-1, 0)),
        ("Ban on whaling", (-1, 0)),
        ("End to the violence in the strait", (-1, 1)),
        ("Aggression against Peru", (1, 1)),
        ("Fishing agreement between Chile and Peru", (1, 0)),
        ("Talks and an end to the violence in the strait", (-1, 1)),
    ],
)
def test_the_sense_of_a_title(title, sense):
    assert title_sense(title) == sense


def test_a_call_to_stop_is_for_a_ban_and_against_the_thing():
    of_ban = features("said that whaling must stop", "Ban on whaling", True)
    of_whaling = features("said that whaling must stop", "Whaling in the Antarctic", True)
    reading = 17  # what is to end, else the attitude, seen from the issue
    assert (of_ban[reading], of_whaling[reading]) == (FOR, AGAINST)


@pytest.mark.parametrize(
    ("title", "cue", "said", "side"),
    [
        ("Ban on whaling", "called for", "a ban on whaling", FOR),
        ("Ban on whaling", "rejected", "a ban on whaling", AGAINST),
        ("Ban on whaling", "said", "whaling must stop", FOR),
        ("Ban on whaling", "said", "the ban should be lifted", AGAINST),
        ("Ban on whaling", "warned that", "a ban would have consequences", AGAINST),
        ("Ban on whaling", "warned against", "a ban", AGAINST),
        ("Whaling in the strait", "urged", "Chile to stop whaling", AGAINST),
        ("Whaling in the strait", "condemned", "the ban on whaling", FOR),
        ("Whaling in the strait", "denied that", "whaling was cruel", FOR),
        ("Whaling in the strait", "said", "it was too early to resume whaling", AGAINST),
        ("Accord on the ban on whaling", "welcomed", "the accord that ends whaling", FOR),
        ("Whaling in the strait", "said", "whaling began in May", 0),
        ("Whaling in the strait", "said", "it must stop", 0),
        ("Whaling in the strait", "said", "it would stop whaling if Chile did", 0),
        ("Whaling in the strait", "said", "whaling must stop " + "and stop " * 4, 0),
        ("Whaling in the strait", "condemned", "", 0),
    ],
)
def test_a_plain_clause_is_read_by_what_turns_what(title, cue, said, side):
    topics = {"whaling", "accord", "ban"}
    assert plain_side(cue, said, title, lambda word: word in topics & set(title.lower().split())) == side


def test_features_are_as_many_for_any_words():
    assert len({len(features(said, "Ban on A", False)) for said in ("", "—", "said no", "x " * 999)}) == 1
