import pytest

from articles.curate import verbs
from articles.models import Action, Statement


@pytest.fixture
def two(world, editor):
    return [
        world.say("Lavrov", words, by=editor, article=world.article(words, source), thaad="oppose")
        for words, source in (("Sanctions lead nowhere.", "Gazette"), ("Санкции ведут в никуда.", "Herald"))
    ]


def utterances(statements):
    return len({Statement.objects.get(pk=s.pk).utterance_id for s in statements})


def test_two_reports_are_joined_parted_and_joined_again_by_undoing(two, editor):
    verbs.join(two[1], two[0], editor)
    assert utterances(two) == 1
    verbs.part(Statement.objects.get(pk=two[0].pk), editor)
    assert utterances(two) == 2
    verbs.undo(Action.objects.first(), editor)
    assert utterances(two) == 1


def test_joining_confirms_nothing_else(world, two, editor):
    waiting = world.say("Lavrov", "Another guess.", thaad="oppose")
    verbs.join(waiting, two[0], editor)
    assert Statement.objects.get(pk=waiting.pk).review == "suggested"


def test_what_is_so_already_is_refused(two, editor):
    with pytest.raises(verbs.Refused, match="by itself already"):
        verbs.part(two[0], editor)
    verbs.join(two[1], two[0], editor)
    with pytest.raises(verbs.Refused, match="count as one already"):
        verbs.join(Statement.objects.get(pk=two[0].pk), Statement.objects.get(pk=two[1].pk), editor)


def test_two_statements_of_one_article_are_two_utterances(world, two, editor):
    text = two[0].article
    other = Statement.objects.create(
        article=text, utterance=two[1].utterance, kind="direct", fragments=[[0, 9]], quote="Sanctions"
    )
    with pytest.raises(verbs.Refused, match="in one article"):
        verbs.join(other, two[0], editor)


def test_it_takes_the_right_to_change_statements(two, reader):
    with pytest.raises(verbs.Refused, match=r"articles\.change_statement"):
        verbs.join(two[1], two[0], reader)
    assert utterances(two) == 2


class TestDesk:
    @pytest.fixture
    def path(self, client, editor, two):
        client.force_login(editor)
        return f"/review/{two[1].article.pk}/?s={two[1].pk}"

    def test_the_other_report_is_named_and_can_be_told_apart(self, client, path, two):
        client.post(path, {"do": "join", "other": str(two[0].pk)})
        assert "Gazette" in client.get(path).content.decode()
        assert utterances(two) == 1
        client.post(path, {"do": "part"})
        assert "Gazette" not in client.get(path).content.decode()

    @pytest.mark.parametrize("other", ["", "x", "99999", "/statements/99999/x/"])
    def test_what_is_no_statement_is_refused(self, client, path, two, other):
        page = client.post(path, {"do": "join", "other": other}, follow=True).content.decode()
        assert "is no statement on record" in page
        assert utterances(two) == 2

    def test_the_address_of_a_statement_will_do(self, client, path, two):
        client.post(path, {"do": "join", "other": f"http://testserver{two[0].get_absolute_url()}"})
        assert utterances(two) == 1
