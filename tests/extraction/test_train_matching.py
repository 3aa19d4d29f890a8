import gzip
import random

import pytest

from articles.extraction import Document, IssueHint, read, train_matching
from articles.extraction.train_matching import ASKED, CATALOGUE, Lesson, Trial

ISSUES = {f"i{n}": IssueHint(f"i{n}", f"Issue {n}", (), ()) for n in range(60)}
TEXT = "Peru's foreign minister Ana Gil said that her country would sign the treaty on whales."


def lesson(*held):
    document = Document("x", TEXT, None, "Whales")
    return Lesson(document, read(document) * len(held), [dict(one) for one in held], [1.0] * len(held))


def test_articles_that_share_an_issue_are_of_one_dispute():
    first, second, other = (
        lesson({"i1": "support"}),
        lesson({"i1": "oppose"}, {"i2": "support"}),
        lesson({"i3": "oppose"}),
    )
    assert sorted(map(len, train_matching.disputes([first, other, second]))) == [1, 2]


def test_a_statement_is_told_apart_by_the_issues_of_its_dispute_and_some_others():
    lessons = [lesson({f"i{n}": "support"}) for n in range(60)]
    train_matching.offer(lessons, ISSUES)
    offered = [[choice.slug for choice in one.choices] for one in lessons]
    assert all(slugs[0] == f"i{n}" and len(set(slugs)) == CATALOGUE for n, slugs in enumerate(offered))
    train_matching.offer(lessons, ISSUES)
    assert [[choice.slug for choice in one.choices] for one in lessons] == offered


def test_the_network_is_asked_of_what_is_held_of_the_likeliest_and_of_some_others():
    chosen = train_matching._chosen([30, 31], [5, 30, 7], 40, random.Random(1))
    assert chosen[:4] == [30, 31, 5, 7]
    assert len(set(chosen)) == ASKED


@pytest.mark.parametrize(
    ("side", "held", "is_wrong"),
    [
        ("support", {"i1": "support"}, False),
        ("support", {"i1": "conditional"}, False),
        ("support", {"i1": "oppose"}, True),
        ("support", {"i2": "support"}, True),
    ],
)
def test_a_wrong_side_is_the_opposite_or_on_an_issue_without_a_position(side, held, is_wrong):
    assert Trial("i1", side, 0.9, True, held).is_wrong == is_wrong


def test_a_text_that_is_in_two_files_is_read_once():
    texts = [{"id": id, "text": text, "title": "", "date": "2024-03-15"} for id, text in ("aA", "bB", "aC")]
    assert [(one.id, one.text) for one in train_matching.documents_of({"a": 1}, texts)] == [("a", "A")]


def test_what_words_take_is_shown_from_the_chance_at_which_four_of_five_are_right(capsys):
    def tried(chance, held, is_taken=True):
        return Trial("i1", "support", chance, is_taken, held)

    right, wrong = {"i1": "support"}, {"i1": "conditional"}
    assert train_matching._shown_from([tried(0.9, right)] * 4 + [tried(0.9, wrong)]) == 0.4
    mixed = [tried(0.9, right)] * 4 + [tried(0.61, wrong)] * 2 + [tried(0.5, right)]
    assert train_matching._shown_from(mixed) == 0.62
    assert train_matching._shown_from([tried(0.9, right, is_taken=False), tried(0.99, wrong)]) == 1.0
    assert capsys.readouterr().out.splitlines()[1] == "  shown from 0.62: 4 of 4 right"


def test_readings_are_paired_with_labels_that_share_most_words():
    start = TEXT.index("her country")
    labelled = {
        "id": "x",
        "statements": [
            {"spans": [[start, len(TEXT) - 1]], "positions": [{"issue": "i1", "stance": "support"}]}
        ],
    }
    text = {"id": "x", "text": TEXT, "date": "2024-03-15", "title": "Whales"}
    (paired,) = train_matching.lessons_of([labelled], [text, {**text, "id": "not labelled"}])
    assert paired.positions == [{"i1": "support"}]
    assert paired.overlaps == [1.0]


def test_texts_may_be_packed(tmp_path):
    plain, packed = tmp_path / "texts.jsonl", tmp_path / "texts.jsonl.gz"
    plain.write_bytes(b'{"id": "x"}\n')
    packed.write_bytes(gzip.compress(b'{"id": "y"}\n'))
    assert list(train_matching.lines_of([plain, packed])) == [{"id": "x"}, {"id": "y"}]
