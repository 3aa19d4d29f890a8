import pytest

from articles.extraction import Document, Position, Speaker, Statement

KEYS = [
    "fragments",
    "type",
    "quote",
    "cue_span",
    "speaker_span",
    "speakers",
    "said_on",
    "said_on_precision",
    "said_on_basis",
    "said_on_phrase",
    "positions",
    "parent",
    "turn",
    "confidence",
]


@pytest.fixture
def statement() -> Statement:
    return Statement(
        fragments=((10, 14), (20, 24)),
        kind="direct",
        quote="Fish … ice.",
        cue_span=(15, 19),
        speaker_span=None,
        speakers=(Speaker("Ingrid Solberg", "person", "foreign minister", "NOR"),),
        said_on="2024-03",
        said_on_precision="month",
        said_on_basis="explicit",
        said_on_phrase=(0, 5),
        positions=(Position("oppose", None, (10, 14)),),
        parent=None,
        turn=2,
        confidence=0.9,
    )


def test_json_has_the_keys_of_the_contract(statement):
    assert list(statement.to_json()) == KEYS


def test_json_writes_spans_as_lists_and_keeps_null(statement):
    fields = statement.to_json()
    assert fields["fragments"] == [[10, 14], [20, 24]]
    assert (fields["cue_span"], fields["speaker_span"]) == ([15, 19], None)


def test_json_of_a_speaker(statement):
    assert statement.to_json()["speakers"] == [
        {"name": "Ingrid Solberg", "kind": "person", "role": "foreign minister", "country": "NOR"}
    ]


def test_json_of_a_position(statement):
    assert statement.to_json()["positions"] == [
        {"stance": "oppose", "issue": None, "evidence_span": [10, 14]}
    ]


def test_records_cannot_be_changed(statement):
    with pytest.raises(AttributeError):
        statement.turn = 3


def test_a_document_needs_only_id_and_text():
    assert Document("a", "b") == Document("a", "b", None, "", "")
