"""What is on record comes into its normal form; what would become something else stays, and is listed."""

import unicodedata
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from articles.compare.changes_since import changes_since
from articles.compare.comparison import compare
from articles.compare.sharing import freeze
from articles.curate import verbs
from articles.models import (
    Actor,
    ActorAlias,
    Article,
    Bloc,
    CodingTask,
    Issue,
    Orphan,
    Position,
    Source,
    Statement,
    Write,
)
from articles.registry.variants import variants
from articles.text import normal
from articles.text.normal import sha256
from tests.factories import actor
from tests.selections import selection_of

TEXT = "Çavuşoğlu said: “We oppose Élysée.”\nHe said: “No, Çelik.”\nAll agreed."
FORMS = {
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "BOM and spaces": lambda text: f"\ufeff \n{text} ",
    "all": lambda text: "\ufeff\r\n" + unicodedata.normalize("NFD", text).replace("\n", "\r\n"),
}


def mended():
    return [str(variant) for variant in variants(apps, mend=True)]


def listed():
    return [str(variant) for variant in variants(apps)]


def put_back(article, given):
    """Store a text, and what stands in it, as if it had been taken in without its normal form."""
    places = normal.places(given).back()

    def back(span):
        return list(places.moved(tuple(span)))

    for row in article.statements.exclude(fragments=[]).order_by("-starts_at"):
        fragments = [back(span) for span in row.fragments]
        quote = " … ".join(given[slice(*span)] for span in fragments)
        cue = unicodedata.normalize("NFD", row.cue)
        Statement.objects.filter(pk=row.pk).update(fragments=fragments, quote=quote, cue=cue)
        for printed in row.attributions.all():
            names = [
                unicodedata.normalize("NFD", name) for name in (printed.name_printed, printed.role_printed)
            ]
            row.attributions.filter(pk=printed.pk).update(name_printed=names[0], role_printed=names[1])
    for row in Position.objects.filter(statement__article=article, evidence__isnull=False):
        Position.objects.filter(pk=row.pk).update(evidence=back(row.evidence))
    Article.objects.filter(pk=article.pk).update(text=given, text_sha256=sha256(given))


def stored(article):
    """Everything that is a place in the text or comes from it."""
    columns = ["fragments", "quote", "cue", "positions__evidence"]
    columns += ["attributions__name_printed", "attributions__role_printed"]
    rows = article.statements.order_by("pk").values_list(*columns)
    return list(Article.objects.filter(pk=article.pk).values_list("text", "text_sha256")), list(rows)


def rename(model, pk, name, column="name"):
    """Past the field, which would bring the name to its normal form."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = %s WHERE id = %s", [name, pk])


@pytest.fixture
def article(world, editor):
    article = world.article(TEXT, title="News")
    world.say("Lavrov", "We oppose Élysée.", article=article, by=editor, thaad="oppose")
    said = world.say("Haley", "No, Çelik.", article=article)
    Statement.objects.filter(pk=said.pk).update(cue="déclara")
    said.attributions.update(name_printed="Çelik", role_printed="délégué")
    return article


@pytest.mark.parametrize("form", FORMS)
def test_a_text_comes_into_its_form_with_all_that_stands_in_it(article, form):
    before = stored(article)
    put_back(article, FORMS[form](TEXT))
    assert stored(article) != before
    assert listed() == [f"article {article.pk} “News”: it waits for --mend"]
    assert mended() == listed() == []
    assert stored(article) == before


@pytest.mark.parametrize("letters", ["ab", "ba"])
def test_statements_may_take_each_others_places(world, letters):
    """Whichever of them the database comes to first."""
    article = world.article("ab", title="News")
    for letter in letters:
        world.say("Lavrov", letter, article=article)
    before = stored(article)
    put_back(article, " ab")
    assert mended() == []
    assert stored(article) == before


def test_every_change_is_in_the_history(article):
    put_back(article, FORMS["all"](TEXT))
    events = Article.pgh_event_model.objects.filter(pgh_obj_id=article.pk)
    before = events.count()
    mended()
    assert (events.count(), events.latest("pgh_id").text) == (before + 1, TEXT)


def test_a_shared_comparison_tells_of_no_correction(article):
    selection = selection_of(QueryDict("country=RUS&country=USA&review=all"))
    put_back(article, FORMS["all"](TEXT))
    rename(Actor, actor("Lavrov").pk, "the  Sergei Lavrov")
    shared = freeze(compare(selection, timezone.now(), with_basis=True), selection.query)
    mended()
    assert changes_since(shared, timezone.now()) == []


def test_words_that_were_mended_by_hand_stay(article):
    put_back(article, FORMS["CRLF"](TEXT))
    Statement.objects.filter(quote="No, Çelik.").update(quote="Other words")
    mended()
    assert set(article.statements.values_list("quote", flat=True)) == {"We oppose Élysée.", "Other words"}


def test_an_orphan_of_this_very_text_moves_and_one_of_a_former_text_does_not(article, editor):
    one, other = article.statements.order_by("pk")
    given = FORMS["all"](TEXT)
    for statement, sha in (one, sha256(given)), (other, sha256("former")):
        Orphan.objects.create(statement=statement, fragments=[[3, 6]], before="E\u0301", text_sha256=sha)
        Statement.objects.filter(pk=statement.pk).update(fragments=[], review="orphaned", machine_fields=[])
    put_back(article, given)
    mended()
    moved, stayed = Orphan.objects.order_by("statement_id")
    assert (moved.fragments, moved.before, moved.text_sha256) == ([[0, 2]], "É", sha256(TEXT))
    assert (stayed.fragments, stayed.before, stayed.text_sha256) == ([[3, 6]], "E\u0301", sha256("former"))


def left_alone(article, given, reason):
    put_back(article, given)
    before = stored(article)
    assert mended() == listed() == [f"article {article.pk} “News”: {reason}"]
    assert stored(article) == before


def test_the_text_of_another_article_of_the_source_is_left_alone(world, article):
    other = world.article("Other.", title="Other")
    put_back(article, FORMS["CRLF"](TEXT))
    Article.objects.filter(pk=other.pk).update(text=TEXT, text_sha256=sha256(TEXT))
    left_alone(article, FORMS["CRLF"](TEXT), f"its text would be that of article {other.pk}")


def test_of_two_forms_of_one_text_the_first_comes_into_its_form(world, article):
    other = world.article("Other.", title="Other")
    put_back(article, FORMS["CRLF"](TEXT))
    put_back(other, FORMS["CR"](TEXT))
    assert mended() == [f"article {other.pk} “Other”: its text would be that of article {article.pk}"]


def test_another_source_may_have_the_same_text(world, article):
    other = world.article("Other.", source="Herald")
    put_back(other, FORMS["CRLF"](TEXT))
    assert mended() == []


def test_a_text_that_is_being_coded_is_left_alone_until_that_is_closed(article, editor):
    task = CodingTask.objects.create(article=article, text=TEXT, opened_by=editor)
    left_alone(article, FORMS["NFD"](TEXT), "it is being coded")
    CodingTask.objects.filter(pk=task.pk).update(closed_at="2020-01-01T00:00Z")
    call_command("list_variants", mend=True)
    assert Article.objects.get(pk=article.pk).text == TEXT


def test_places_in_the_waste_bin_keep_a_text_as_it_is(article, chief):
    put_back(article, FORMS["CRLF"](TEXT))
    verbs.discard(Statement.objects.filter(quote="No, Çelik."), chief)
    left_alone(article, FORMS["CRLF"](TEXT), "statements in the waste bin have their place in its text")


def test_statements_that_would_share_a_place_keep_a_text_as_it_is(world):
    article = world.article("Éa", title="News")
    for letter in "Éa":
        world.say("Lavrov", letter, article=article)
    put_back(article, "E\u0301a")
    Statement.objects.filter(quote="a").update(fragments=[[0, 1]])
    left = "two of its statements, or parts of one, would stand at one place"
    assert mended() == [f"article {article.pk} “News”: {left}"]


@pytest.fixture
def named(world):
    world.say("Lavrov", "No.", thaad="oppose")
    rename(Actor, actor("Lavrov").pk, "the Robert O’Brien")
    return Actor.objects.get()


def test_names_come_into_their_form(named):
    alias = ActorAlias.objects.create(actor=named, name="x")
    issue, source = Issue.objects.get(), Source.objects.get()
    bloc = Bloc.objects.create(name="x", slug="x")
    rename(ActorAlias, alias.pk, "The  Élyse\u0301e")
    rename(Issue, issue.pk, "Iran’s  bomb", "title")
    rename(Source, source.pk, "The L’E\u0301cho")
    rename(Bloc, bloc.pk, "The  P5")
    assert len(listed()) == 5
    assert mended() == listed() == []
    names = [model.objects.get().name for model in (Actor, ActorAlias, Source, Bloc)]
    assert names == ["Robert O'Brien", "Élysée", "The L'Écho", "The P5"]
    assert Issue.objects.get().title == "Iran's bomb"


def test_a_name_that_another_bears_is_left_alone_until_both_are_merged(named, chief):
    other = Actor.objects.create(name="ROBERT O'BRIEN", slug="x", kind="person", country_id="RUS")
    line = f"actor {named.pk} “the Robert O’Brien”: actor {other.pk} is called “Robert O'Brien”"
    assert mended() == listed() == [line]
    verbs.merge([named], other, chief)
    assert mended() == listed() == []


def test_of_another_country_it_is_another_name(named):
    Actor.objects.create(name="Robert O'Brien", slug="x", kind="person", country_id="USA")
    assert mended() == []


def test_an_alias_that_its_actor_has_already_is_left_alone(named):
    one, other = (ActorAlias.objects.create(actor=named, name=name) for name in ("One", "Other"))
    rename(ActorAlias, one.pk, "the Other")
    rename(Actor, named.pk, "Lavrov")
    assert mended() == [f"actor alias {one.pk} “the Other”: actor alias {other.pk} is called “Other”"]


def test_labels_that_others_bear_are_left_alone(named):
    for model, column in (Issue, "title"), (Source, "name"), (Bloc, "name"):
        for name in ("a-b", "a-c"):
            model.objects.create(**{column: name, "slug": name})
        rename(model, model.objects.get(slug="a-b").pk, " a-c", column)
    kinds = [line.split()[0] for line in mended() if line.endswith("is called “a-c”")]
    assert kinds == ["source", "issue", "bloc"]


def test_actors_of_one_name_in_two_spellings_are_listed(db):
    one, other = (
        Actor.objects.create(name=name, slug=name.lower().replace("ı", "x"), kind="person")
        for name in ("Yıldırım", "YILDIRIM")
    )
    line = f"actor {other.pk} “YILDIRIM”: actor {one.pk} “Yıldırım” is another spelling of it"
    assert mended() == listed() == [line]


def test_a_record_in_its_form_is_not_written_to(article, django_assert_num_queries):
    before = list(Write.objects.values_list("xact", "token"))
    with django_assert_num_queries(7):  # one for texts, one for each table of names, one for spellings
        assert mended() == []
    assert list(Write.objects.values_list("xact", "token")) == before


def test_the_migration_says_what_it_leaves(named, capsys):
    other = Actor.objects.create(name="Robert O'Brien", slug="x", kind="person", country_id="RUS")
    import_module("articles.migrations.0025_normal_forms").mend(apps, None)
    assert f"actor {other.pk} is called “Robert O'Brien”" in capsys.readouterr().out


def test_the_command_lists_the_same(named, capsys):
    call_command("list_variants")
    assert capsys.readouterr().out == f"actor {named.pk} “the Robert O’Brien”: it waits for --mend\n"
