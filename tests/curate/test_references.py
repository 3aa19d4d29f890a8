import pytest

from articles.curate import verbs
from articles.models import Action, Reference, Statement


@pytest.fixture
def call(world, editor):
    return world.say("Haley", "All should break off relations.", on="2017-07-05", by=editor)


@pytest.fixture
def answer(world, editor):
    return world.say("Lavrov", "We look at it negatively.", on="2017-07-06", by=editor)


def on_record():
    return list(Reference.objects.values_list("statement", "to", "kind"))


def test_it_is_noted_changed_and_taken_back_and_each_can_be_undone(call, answer, editor):
    verbs.refer(answer, call, "answers", editor)
    verbs.refer(answer, call, "contradicts", editor)
    assert on_record() == [(answer.pk, call.pk, "contradicts")]
    verbs.no_reference(answer, call, editor)
    assert on_record() == []
    for left in ("contradicts", "answers"):
        verbs.undo(Action.objects.filter(undone_by=None, undoes=None).first(), editor)
        assert on_record() == [(answer.pk, call.pk, left)]
    verbs.undo(Action.objects.filter(undone_by=None, undoes=None).first(), editor)
    assert on_record() == []


@pytest.mark.parametrize(
    ("kind", "turned", "says"),
    [
        ("mocks", False, "“mocks” is no way to refer"),
        ("answers", True, "was said later (6 July 2017)"),
    ],
)
def test_what_makes_no_sense_is_refused(call, answer, editor, kind, turned, says):
    one, other = (call, answer) if turned else (answer, call)
    with pytest.raises(verbs.Refused) as refusal:
        verbs.refer(one, other, kind, editor)
    assert says in str(refusal.value)
    assert on_record() == []


def test_nothing_refers_to_itself_nor_back_nor_to_what_was_rejected(call, answer, editor):
    with pytest.raises(verbs.Refused, match="to itself"):
        verbs.refer(call, call, "repeats", editor)
    Statement.objects.filter(pk=answer.pk).update(said_on=call.said_on, said_until=call.said_until)
    verbs.refer(answer, call, "answers", editor)
    with pytest.raises(verbs.Refused, match="refers to this one already"):
        verbs.refer(call, answer, "answers", editor)
    verbs.reject(Statement.objects.filter(pk=call.pk), editor)
    with pytest.raises(verbs.Refused, match="rejected"):
        verbs.refer(answer, call, "answers", editor)


def test_it_takes_the_right_to_change_statements(call, answer, reader):
    with pytest.raises(verbs.Refused, match=r"articles\.change_statement"):
        verbs.refer(answer, call, "answers", reader)


class TestDesk:
    @pytest.fixture
    def path(self, client, editor, answer):
        client.force_login(editor)
        return f"/review/{answer.article_id}/?s={answer.pk}"

    def test_it_is_noted_by_number_and_taken_back(self, client, path, call, answer):
        client.post(path, {"do": "refer", "kind": "answers", "other": f"/statements/{call.pk}/"})
        assert on_record() == [(answer.pk, call.pk, "answers")]
        assert "Refers to 1 statement" in client.get(path).text
        client.post(path, {"do": "no_reference", "other": str(call.pk)})
        assert on_record() == []

    def test_a_number_of_nothing_is_told(self, client, path):
        told = client.post(path, {"do": "refer", "kind": "answers", "other": "99999"}, follow=True).text
        assert "“99999” is no statement on record" in told

    def test_what_the_text_says_is_offered_and_taken(self, client, editor, world, call):
        text = "Russia’s foreign minister rejected Haley’s call as useless."
        said = world.say("Lavrov", "Haley’s call", kind="indirect", article=world.article(text))
        client.force_login(editor)
        path = f"/review/{said.article_id}/?s={said.pk}"
        page = client.get(path).text
        assert "The text says “rejected”" in page and f'value="contradicts:{call.pk}"' in page
        client.post(path, {"do": "refer", "reference": f"contradicts:{call.pk}"})
        assert on_record() == [(said.pk, call.pk, "contradicts")]
        assert "The text says" not in client.get(path).text
