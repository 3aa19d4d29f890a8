"""What a reader types, and what is found; the same words are marked."""

import pytest
from django.db import connection
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Actor, ActorAlias, Statement, search
from articles.samples import corpus
from tests import database
from tests.examples import examples
from tests.factories import actor

QUOTES = [
    "Further negotiations on sanctions relief.",
    "No sanction is lifted.",
    "We sanctified nothing & <b>nobody</b>.",
    "The café in Özal Street.",
]


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def said(module_world, module_editor):
    for quote in QUOTES:
        module_world.say("Lavrov", quote, by=module_editor)
    Statement.objects.filter(quote=QUOTES[3]).update(cue="rejected")


def numbers(words):
    found = Statement.objects.worded(words).values_list("quote", flat=True)
    return sorted(QUOTES.index(quote) for quote in found)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sanctio*", [0, 1]),
        ("sancti*", [0, 1, 2]),
        ("SANCTI* negotiation", [0]),
        ("negotiat*", [0]),  # its stem is shorter
        ("negotiatio*", [0]),
        ("sancti* -sanctio*", [2]),
        ("-sancti*", [3]),
        ("negotiat* or cafe", [0, 3]),
        ("caf* or lift*", [1, 3]),
        ("oza*", [3]),  # accents do not matter
        ("ÖZA*", [3]),
        ("O\u0308za*", [3]),
        ("cafe\u0301", [3]),
        ("\ufeffcafé", [3]),
        ('sancti* "sanctions relief"', [0]),
        ('sancti* -"sanctions relief"', [1, 2]),
        ('"sancti* relief"', []),  # within a phrase a star says nothing
        ("no*", [2]),  # "no" is a stop word
        ("rejected", [3]),  # the cue
        ('"rejected the café"', [3]),  # and the words after it
        ("sanctions-reli*", [0]),
        ("*", []),
        ("a*", []),
        ("__*", []),
        ("or*", []),
        ("or or*", []),
    ],
)
def test_prefixes_and_what_they_combine_with(said, words, found):
    assert numbers(words) == found


@pytest.mark.slow
@settings(
    deadline=None,
    max_examples=examples(150),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.one_of(
        st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30),
        st.lists(st.sampled_from(["a", "or", "-", '"', "b*", "ab*", "-ab*", "ab_*", "²³*", "'", ":", "&!("]))
        .map(" ".join),
        st.lists(st.sampled_from(["or", "-", '"', "ab*", "’", "²", "é", "_", ":*", "\\"])).map("".join),
    )
)  # fmt: skip
def test_any_input_is_a_query(said, words):
    assert isinstance(numbers(words), list)
    assert isinstance(list(Statement.objects.most_relevant_first(words)), list)


def test_words_that_are_quoted_weigh_more_than_those_of_the_reporter(world, editor):
    by_cue = world.say("Lavrov", "the deal", by=editor, on="2017-07-01")
    Statement.objects.filter(pk=by_cue.pk).update(cue="rejected")
    world.say("Lavrov", "rejected deals", by=editor, on="2017-06-01")
    found = Statement.objects.worded("reject").most_relevant_first("reject")
    assert [statement.quote for statement in found] == ["rejected deals", "the deal"]


def test_actors_are_called_by_whole_words_of_any_name_of_which_the_last_may_go_on(said):
    ActorAlias.objects.create(actor=actor("Lavrov"), name="Сергей Лавров")
    ActorAlias.objects.create(actor=actor("Lavrov"), name="Lavrov, S. V.")
    for words in ("LAVROV", " лавр ", "sergei lav", "Lavrov, S."):
        assert [each.name for each in Actor.objects.called(words)] == ["Sergei Lavrov"]
    for words in ("lav%rov", "lav_ov", "\\", "haley", "gei lav", "avrov", "se", ""):
        assert not Actor.objects.called(words)


@pytest.fixture
def filled(said):
    """Enough rows that PostgreSQL takes an index where there is one."""
    list(corpus.load(5_000, seed=1))  # with 20,000 actors
    with connection.cursor() as cursor:
        cursor.execute(
            f"{database.UNGUARDED}; INSERT INTO articles_actoralias (name, actor_id) "
            "SELECT 'The one known as ' || name, id FROM articles_actor; "
            "SET LOCAL session_replication_role = origin"
        )
        for table in ("statement", "article", "actor", "actoralias", "attribution"):
            cursor.execute(f"ANALYZE articles_{table}")


def scanned(rows):
    """Tables that are read from end to end, and the indices that are used."""
    lines = rows.explain().splitlines()
    tables = {line.split(" on ")[1].split()[0] for line in lines if "Seq Scan on" in line}
    indices = {line.split(" Scan on ")[1].split()[0] for line in lines if "Bitmap Index Scan" in line}
    indices |= {
        line.split(" using ")[1].split()[0] for line in lines if "Index" in line and " using " in line
    }
    return tables, indices


@pytest.mark.slow
def test_no_search_reads_a_table_from_end_to_end(filled):
    by_name, by_word = {"actor_name_part", "actor_alias_part"}, {"statement_words"}
    by_title = {"article_title_words", "articles_statement_article_id_71cb5180"}
    hidden = {"article_hidden"}  # the articles that readers do not see
    assert scanned(Statement.objects.worded("lifted")) == (set(), by_word)
    by_id = {"articles_actor_pkey", "actor_merged_as_a_key"}  # either will do
    tables, indices = scanned(Actor.objects.called("lavrov").order_by("pk"))
    assert (tables, indices - by_id) == (set(), by_name)
    tables, indices = scanned(Actor.objects.named("Sergei LAVROV").order_by("pk"))
    assert (tables, indices - by_id) == (set(), {"actor_name_key", "actor_alias_key"})
    assert by_name <= scanned(Actor.objects.beginning("lavrov"))[1]
    for words in ("lifted", "lift* -peace", "sanctifying or özal", '"sanctions relief"'):
        rows = Statement.objects.published().matching(words).newest_first()
        tables, indices = scanned(rows[:26])
        assert (tables - hidden, indices - hidden - by_title) == (set(), by_word), words
    tables, indices = scanned(Statement.objects.published().matching("lavrov").newest_first()[:26])
    assert (tables - hidden, by_word <= indices) == (set(), True)
    surest = Statement.objects.published().most_certain_first().filter(certainty__lte=0.5)
    tables, indices = scanned(surest[:26])
    assert (tables - hidden, indices - hidden) == (set(), {"statement_most_certain"})


def headline(words, field="quote"):
    row = Statement.objects.annotate(marks=search.headline(field, words)).get(quote=QUOTES[2])
    return search.marked(getattr(row, field), row.marks)


@pytest.mark.parametrize(
    ("words", "html"),
    [
        ("nothing", "We sanctified <mark>nothing</mark> &amp; &lt;b&gt;nobody&lt;/b&gt;."),
        (
            "sancti* nobodies",
            "We <mark>sanctified</mark> nothing &amp; &lt;b&gt;<mark>nobody</mark>&lt;/b&gt;.",
        ),
        ("absent", "We sanctified nothing &amp; &lt;b&gt;nobody&lt;/b&gt;."),
        ("<b>", "We sanctified nothing &amp; &lt;b&gt;nobody&lt;/b&gt;."),
    ],
)
def test_hits_are_marked_and_nothing_else_is_html(said, words, html):
    assert headline(words) == html


def test_a_text_that_the_marks_do_not_fit_is_shown_without_any():
    assert search.marked("a < b", f"a < {search.BEGIN}c{search.END}") == "a &lt; b"
    assert search.marked(f"{search.BEGIN}a", f"{search.BEGIN}{search.BEGIN}a{search.END}") == "\ue000a"


@settings(
    deadline=None,
    max_examples=examples(100),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.text(st.characters(exclude_characters="\0\ue000\ue001", exclude_categories=["Cs"]), min_size=1))
def test_without_its_marks_a_headline_is_the_text(said, text):
    Statement.objects.filter(quote__startswith="We sanct").update(quote=f"We sanctified {text}")
    row = Statement.objects.annotate(marks=search.headline("quote", "sanctify")).get(
        quote__startswith="We sanct"
    )
    shown = escape(f" {text}")
    assert search.marked(row.quote, row.marks) in (
        f"We <mark>sanctified</mark>{shown}",
        f"We sanctified{shown}",
    )
