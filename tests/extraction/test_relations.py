import pytest

CASES = {
    "clause": ("Peru said that Chile had won.", "said", "Chile had won"),
    "clause before": ("Chile had won the vote, Peru said.", "said", "Chile had won the vote"),
    "as": ("As Rojas noted, the vote was lost.", "noted", "the vote was lost"),
    "addressed": ("Kenya urged Ethiopia to open its border.", "urged", "Ethiopia to open its border"),
    "called on": ("Kenya called on Ethiopia to open its border.", "called on", "Ethiopia to open its border"),
    "label": (
        'Rojas called the embargo "a dangerous mistake".',
        "called",
        'the embargo "a dangerous mistake"',
    ),
    "preposition": ("Rojas called for an end to the blockade.", "called for", "an end to the blockade"),
    "against": ("Moscow warned against abandoning the talks.", "warned against", "abandoning the talks"),
    "accused of": ("Mali accused France of arming the rebels.", "accused", "France of arming the rebels"),
    "infinitive": ("Kimani promised to rebuild the port.", "promised", "rebuild the port"),
    "position": ("Solberg repeated her claim that the vote was void.", "repeated", "the vote was void"),
    "object": ("Norway rejected the offer.", "rejected", "the offer"),
    "adjective": ("Kenya is opposed to the blockade of the port.", "opposed to", "the blockade of the port"),
    "relative": (
        "The treaty, which Norway says is void in all its parts, expired.",
        "says",
        "is void in all its parts",
    ),
}


@pytest.mark.parametrize(("text", "cue", "content"), CASES.values(), ids=CASES.keys())
def test_ways_of_reporting(read, text, cue, content):
    (statement,) = read(text)
    assert (text[slice(*statement.cue_span)], statement.quote) == (cue, content)


def test_an_inserted_cue_leaves_two_fragments(read):
    (statement,) = read("The plan, Kimani said, will fail.")
    assert statement.fragments == ((0, 8), (23, 32))
    assert statement.quote == "The plan … will fail"


@pytest.mark.parametrize("text", ["He said so.", "The ferry left the port.", "She carried a book."])
def test_no_report(read, text):
    assert read(text) == ()
