import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError

from articles.curate import verbs
from articles.curate.verbs import Entries, Speaker
from articles.dates import Period
from articles.models import Action, Actor, Attribution, Position, Role, Statement
from tests.factories import actor

TEXT = "Lavrov said no to sanctions. He said talks may begin."


@pytest.fixture
def said(world):
    return world.say("Lavrov", "no to sanctions", article=world.article(TEXT), sanctions="oppose")


def place(words):
    return ((TEXT.index(words), TEXT.index(words) + len(words)),)


def entries(world, words="talks may begin", stance="conditional", **changes):
    values = {
        "fragments": place(words),
        "kind": "indirect",
        "said": Period.parse("2017-07"),
        "speakers": (Speaker(actor("Lavrov"), "RUS"),),
        "positions": {world.issue("talks"): stance},
    }
    return Entries(**values | changes)


def as_told(statement):
    row = Statement.objects.get(pk=statement.pk)
    positions = dict(row.positions.values_list("issue__slug", "stance"))
    return row.quote, row.kind, str(row.said_on), row.said_on_precision, positions, row.review


MENDED = ("talks may begin", "indirect", "2017-07-01", "month", {"talks": "conditional"}, "accepted")


def test_a_statement_becomes_what_the_editor_says(world, said, editor):
    verbs.correct(said, entries(world), editor)
    assert as_told(said) == MENDED
    assert [(action.verb, action.by) for action in Action.objects.all()] == [("correct", editor)]


def test_only_what_differs_is_written(world, said, editor):
    attribution, position = said.attributions.get(), said.positions.get()
    same = entries(
        world, "no to sanctions", kind=said.kind, said=Period.parse("2017-07-05"),
        speakers=(Speaker(actor("Lavrov"), "RUS", attribution=attribution.pk),),
        positions={world.issue("sanctions"): "oppose"},
    )  # fmt: skip
    verbs.correct(said, same, editor)
    events = [model.pgh_event_model.objects.count() for model in (Attribution, Position)]
    assert (said.attributions.get(), said.positions.get(), events) == (attribution, position, [1, 1])


def test_undoing_puts_everything_back(world, said, editor):
    before = as_told(said)
    verbs.correct(said, entries(world), editor)
    verbs.undo(Action.objects.get(), editor)
    assert as_told(said) == before


def test_what_an_editor_tags_is_on_record_until_undone(world, said, editor):
    tagged = verbs.tag(said.article, entries(world), editor)
    assert as_told(tagged) == MENDED
    assert tagged.utterance != said.utterance
    verbs.undo(Action.objects.get(), editor)
    assert list(Statement.objects.all()) == [said]


def test_a_speaker_who_is_new_goes_with_the_statement(world, said, editor):
    new = Actor(name="Somebody", kind="person", country_id="FRA")
    verbs.tag(said.article, entries(world, speakers=(Speaker(new, "FRA"),)), editor)
    assert Actor.objects.get(name="Somebody").attributions.count() == 1
    verbs.undo(Action.objects.get(), editor)
    assert not Actor.objects.filter(name="Somebody").exists()


@pytest.mark.parametrize("verb", ["correct", "tag"])
@pytest.mark.parametrize("who", ["reader", "nobody"])
def test_it_takes_the_right(request, world, said, verb, who):
    person = AnonymousUser() if who == "nobody" else request.getfixturevalue("reader")
    of = said if verb == "correct" else said.article
    with pytest.raises(verbs.Refused):
        getattr(verbs, verb)(of, entries(world), person)
    assert (Statement.objects.count(), as_told(said)[0], Action.objects.count()) == (1, "no to sanctions", 0)


def test_nothing_is_half_written_when_the_place_is_taken(world, said, editor):
    other = verbs.tag(said.article, entries(world), editor)
    with pytest.raises(verbs.Refused, match="at exactly this place"):
        verbs.correct(said, entries(world, kind="mixed"), editor)
    with pytest.raises(verbs.Refused, match="at exactly this place"):
        verbs.tag(said.article, entries(world), editor)
    assert as_told(said)[:2] == ("no to sanctions", "direct")
    assert set(Statement.objects.all()) == {said, other}


def test_who_holds_an_office_of_a_body_speaks_for_it_and_for_no_country(world, said, editor):
    world.say("UN", "We urge restraint.")
    council = actor("UN")
    chair = Actor.objects.create(name="Ana Paz", slug="ana-paz", kind="person", country_id="PER")
    Role.objects.create(actor=chair, title="President", body=council, starts_on="2017-01-01", reference="-")
    for speaker, title in (chair, "President"), (council, ""):
        verbs.correct(said, entries(world, speakers=(Speaker(speaker, "PER"),)), editor)
        row = said.attributions.get()
        assert (row.actor, row.body, row.country, row.role_title) == (speaker, council, None, title)


def credited(statement):
    return sorted((row.actor.name, row.is_channel, row.country_id) for row in statement.attributions.all())


def test_a_channel_passes_on_and_speaks_for_nobody(world, said, editor):
    world.say("Ministry", "Nothing.")
    lavrov, row = actor("Lavrov"), said.attributions.get()
    ministry = Speaker(actor("Ministry"), "RUS", is_channel=True)
    with_channel = entries(world, speakers=(Speaker(lavrov, "RUS", attribution=row.pk), ministry))
    before = credited(said)
    verbs.correct(said, with_channel, editor)
    told = [("Foreign Ministry of Russia", True, None), ("Sergei Lavrov", False, "RUS")]
    assert credited(said) == told
    verbs.undo(Action.objects.latest("pk"), editor)
    assert credited(said) == before


def test_a_speaker_may_turn_out_to_be_the_channel(world, editor):
    text = "The ministry said no to talks."
    said = world.say("Ministry", "no to talks", article=world.article(text))
    row = said.attributions.get()
    world.say("Lavrov", "Nothing.")
    speakers = (
        Speaker(actor("Lavrov"), "RUS"),
        Speaker(row.actor, "RUS", attribution=row.pk, is_channel=True),
    )
    at = text.index("no to talks")
    changed = entries(world, fragments=((at, at + 11),), speakers=speakers)
    verbs.correct(said, changed, editor)
    assert credited(said) == [("Foreign Ministry of Russia", True, None), ("Sergei Lavrov", False, "RUS")]
    assert said.attributions.get(is_channel=True).pk == row.pk


def test_the_database_refuses_a_channel_that_speaks_for_a_country(said):
    with pytest.raises(IntegrityError, match="attribution_channel_speaks_for_nobody"):
        said.attributions.update(is_channel=True)
