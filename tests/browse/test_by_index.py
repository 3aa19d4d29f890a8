"""Whatever is asked, and whatever has been edited, the index answers as SQL does."""

import datetime
import hashlib
import itertools

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from articles.browse.facets import facet
from articles.browse.filters.declared import COUNTED
from articles.browse.filterset import StatementFilter
from articles.browse.paging import still_there
from articles.browse.results import ByIndex, BySql, results
from articles.index import maintenance
from articles.models import Actor, ActorAlias, Article, Attribution, Bloc, Issue, Membership, Position, Source
from articles.models import Statement as Row
from tests.browse.counting import counted_once
from tests.examples import everyday, filling_a_database
from tests.factories import SPEAKERS, bloc
from tests.indexing import by_index, end_transaction

STANCES = st.sampled_from(["support", "oppose", "conditional", "neutral"])
ISSUES = ["thaad", "dialogue", "restraint"]
REVIEWS = st.sampled_from(["accepted", "checked", "suggested", "rejected"])
DAYS = st.sampled_from(["2016-12-31", "2017-01-01", "2017-02-10", "2017-07-05"])
DATES = st.one_of(
    st.just((None, None, "unknown")),
    DAYS.map(lambda day: (day, day, "day")),
    st.just(("2017-02-01", "2017-02-28", "month")),
    st.just(("2017-01-01", "2017-12-31", "year")),
)
SAID = st.fixed_dictionaries({
    "speakers": st.lists(st.sampled_from(list(SPEAKERS)), min_size=1, max_size=3, unique=True),
    "via": st.sampled_from([None, None, "Ministry", "Haley"]),
    "source": st.sampled_from(["Gazette", "Herald"]),
    "kind": st.sampled_from(["direct", "mixed", "indirect"]),
    "positions": st.dictionaries(st.sampled_from(ISSUES), STANCES, max_size=3),
    "review": REVIEWS,
    "dated": DATES,
    "confidence": st.sampled_from([None, None, 0.0, 0.1 + 0.2, 0.75, 1.0]),
    "nested": st.booleans(),
})  # fmt: skip
CHOICES = {
    "country": ["RUS", "CHN", "USA", "FRA"],
    "bloc": ["pair", "late"],
    "actor": [
        "sergei-lavrov",
        "russia",
        "china",
        "nikki-haley",
        "liu-jieyi",
        "un-security-council",
        "a-senior-official",
        "foreign-ministry-of-russia",
    ],
    "issue": ISSUES,
    "stance": ["support", "oppose", "conditional", "neutral"],
    "kind": ["direct", "mixed", "indirect"],
    "source": ["gazette", "herald"],
    "precision": ["day", "month", "year", "unknown"],
    "voice": ["state", "body", "other"],
    "said_after": ["2017", "2017-02", "2017-02-10", "2018"],
    "said_before": ["2016", "2017", "2017-02", "2017-01-01"],
    "q": ["talks", "treaty -talks", "lavrov", "tass", "nothing", "treat*", "talks or treat* or rejected"],
    "review": ["all", "reviewed"],
    "hand": ["first"],
    "sort": ["oldest", "newest", "relevance", "confidence"],
}
PAGE = everyday(4, thorough=2)  # statements: few, so that many pages follow one another
SINGLE = {"said_after", "said_before", "q", "review", "hand", "sort"}


@st.composite
def queries(draw):
    names = draw(st.lists(st.sampled_from(list(CHOICES)), max_size=4, unique=True))
    query = QueryDict(mutable=True)
    for name in names:
        size = 1 if name in SINGLE else 3
        values = draw(st.lists(st.sampled_from(CHOICES[name]), min_size=1, max_size=size, unique=True))
        query.setlist(name, values)
    return query.urlencode()


def merge_actors(statements, n):
    into, old = Actor.objects.get(slug="russia"), Actor.objects.get(slug="sergei-lavrov")
    doubled = Attribution.objects.filter(statement__attributions__actor=into, actor=old)
    doubled.delete()
    Attribution.objects.filter(actor=old).update(actor=into)
    Actor.objects.filter(pk=old.pk).update(merged_into=into)


def merge_issues(statements, n):
    into, old = (Issue.objects.get(slug=slug) for slug in ("thaad", "dialogue"))
    Position.objects.filter(statement__positions__issue=into, issue=old).delete()
    Position.objects.filter(issue=old).update(issue=into)
    Issue.objects.filter(pk=old.pk).update(merged_into=into)


def heard_for_the_first_time(statement, name):
    person = Actor.objects.get_or_create(slug=name.lower(), defaults={"name": name, "kind": "person"})[0]
    Attribution.objects.get_or_create(statement=statement, actor=person)


def new_issue():
    return Issue.objects.get_or_create(slug="new", defaults={"title": "Early elections"})[0]


def silent_article(n):
    """Of a source that nobody has heard of."""
    source = Source.objects.get_or_create(slug="silent", defaults={"name": "The Silent"})[0]
    text = f"Nothing, {Article.objects.count()}, {n}."
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    Article.objects.create(source=source, title="-", text=text, text_sha256=sha256, published_on="2018-01-01")


def review(state):
    def edit(statements, n):
        now = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
        Row.objects.filter(pk=statements[n].pk).update(review=state, machine_fields=[], reviewed_at=now)

    return edit


def date(day, until, precision):
    def edit(statements, n):
        Row.objects.filter(pk=statements[n].pk).update(
            said_on=day, said_until=until, said_on_precision=precision
        )

    return edit


EDITS = [
    review("accepted"),
    review("rejected"),
    date(None, None, "unknown"),
    date("2017-02-01", "2017-02-28", "month"),
    date("2015-06-01", "2015-06-01", "day"),
    merge_actors,
    merge_issues,
    lambda statements, n: Row.objects.filter(pk=statements[n].pk).update(kind="mixed"),
    lambda statements, n: Row.objects.filter(pk=statements[n].pk).update(quote="talks of talks"),
    lambda statements, n: Row.objects.filter(pk=statements[n].pk).update(cue="rejected a treaty"),
    lambda statements, n: Row.objects.filter(pk=statements[n].pk).update(confidence=0.5),
    lambda statements, n: ActorAlias.objects.filter(name="TASS country").update(name="Nothing"),
    lambda statements, n: Row.objects.filter(pk=statements[n].pk).delete(),
    lambda statements, n: Row.objects.filter(pk=statements[n].pk).update(
        parent=statements[n - 1] if n else None
    ),
    lambda statements, n: statements[n].positions.update(stance="neutral"),
    lambda statements, n: heard_for_the_first_time(statements[n], "Aaron"),
    lambda statements, n: heard_for_the_first_time(statements[n], "Zoe"),
    lambda statements, n: Position.objects.get_or_create(
        statement=statements[n], issue=new_issue(), defaults={"stance": "support"}
    ),
    lambda statements, n: statements[n].attributions.speakers().update(country="FRA", body=None),
    lambda statements, n: (
        statements[n]
        .attributions.speakers()
        .update(country=None, body=Actor.objects.get(slug="un-security-council"))
    ),
    lambda statements, n: statements[n].attributions.all().delete(),
    lambda statements, n: Article.objects.filter(pk=statements[n].article_id).update(
        source=Source.objects.get(slug="herald")
    ),
    lambda statements, n: Article.objects.filter(pk=statements[n].article_id).update(published_on=None),
    lambda statements, n: Article.objects.filter(pk=statements[n].article_id).update(
        published_on="2017-02-10"
    ),
    lambda statements, n: silent_article(n),
    lambda statements, n: Article.objects.filter(statements=None).delete(),
    lambda statements, n: Source.objects.filter(slug="herald").update(name="Aaa"),
    lambda statements, n: Issue.objects.filter(slug="restraint").update(title="Zzz"),
    lambda statements, n: Bloc.objects.filter(slug="late").update(name="Aaa"),
    lambda statements, n: Membership.objects.filter(bloc__slug="pair").update(starts_on="2017-02-01"),
    lambda statements, n: Actor.objects.filter(slug="china").update(name="Zhongguo"),
]


def without(values, name):
    return {key: value for key, value in values.items() if key != name}


def put_on_record(world, editor, told):
    for slug in ISSUES:
        world.issue(slug)
    bloc("pair", RUS=(None, None), CHN=(None, None))
    bloc("late", RUS=("2017-02-01", None), USA=(None, "2017-02-10"))
    Source.objects.create(name="Gazette", slug="gazette")
    Source.objects.create(name="Herald", slug="herald")
    statements = [said(world, editor, n, **without(each, "nested")) for n, each in enumerate(told)]
    for n, each in enumerate(told):
        if each["nested"] and n:
            Row.objects.filter(pk=statements[n].pk).update(parent=statements[n - 1])
    for speaker in SPEAKERS.values():
        slug = speaker.name.lower().replace(" ", "-")
        Actor.objects.get_or_create(
            slug=slug, defaults={"name": speaker.name, "kind": speaker.kind, "country_id": speaker.country}
        )
    ActorAlias.objects.create(actor=Actor.objects.get(slug="russia"), name="TASS country")
    return statements


def said(world, editor, n, *, speakers, via, source, kind, positions, review, dated, confidence):
    words = ["a treaty", "talks", "talks of a treaty of talks"][n % 3]
    article = world.article(f"{n}. {words}", source=source)
    statement = world.say(speakers, words, by=editor, article=article, kind=kind, via=via, **positions)
    on, until, precision = dated
    Row.objects.filter(pk=statement.pk).update(
        said_on=on, said_until=until, said_on_precision=precision, review=review, confidence=confidence
    )
    return statement


def few(found, name, limit):
    """A facet with not all of its values."""
    rows_of = found.answer.rows if isinstance(found, ByIndex) else None
    return facet(name, found.filterset, rows_of, limit)


def told(found):
    """Everything a page tells, all its pages, and every value that can be looked up."""
    facets = found.facets  # first of all: counted_once
    values = [found.values(name) for name in COUNTED]
    looked_up = [found.facet("actor", "s"), found.facet("issue", "d"), found.facet("kind", "in")]
    some = [few(found, name, limit) for name in COUNTED for limit in (0, 1, 2)]
    page = found.page(still_there, size=PAGE)
    numbers = found.total, found.undated, found.months, found.coverage
    return *numbers, facets, some, values, looked_up, page


def same(query, looks_up=True, kept=None):
    """The index answers as SQL does, on every page.

    The first is asked for all that can be looked up, if ``looks_up``; the second for all but that; those that
    follow for their statements alone. ``kept`` is what SQL answered before, of tests whose record is one.
    """
    kept = {} if kept is None else kept
    early = [told if looks_up else told_of_early_pages, told_of_early_pages]
    tells = itertools.chain(early, itertools.repeat(told_of_later_pages))
    while query is not None:
        tell = next(tells)
        filterset = StatementFilter(QueryDict(query), Row.objects.all())
        with counted_once():
            page = tell(by_index(filterset))
            if (query, tell) not in kept:
                kept[query, tell] = tell(BySql(filterset))
            assert page == kept[query, tell]
        following = QueryDict(query, mutable=True)
        following["cursor"] = page[-1].next
        query = following.urlencode() if page[-1].next else None


def told_of_later_pages(found):
    return found.total, found.page(still_there, size=PAGE)


def told_of_early_pages(found):
    return found.total, found.undated, found.coverage, found.facets, found.page(still_there, size=PAGE)


def one_of_each():
    """Every state of review with every date, among others."""
    dates = [
        (None, None, "unknown"),
        ("2017-02-01", "2017-02-28", "month"),
        ("2017-01-01", "2017-12-31", "year"),
    ]
    dates += [("2016-12-31", "2016-12-31", "day"), ("2017-02-10", "2017-02-10", "day")]
    names, stances, kinds = (
        list(SPEAKERS),
        ["support", "oppose", "conditional", "neutral"],
        ["direct", "mixed", "indirect"],
    )
    for n, (dated, review) in enumerate(itertools.product(dates, ["accepted", "suggested", "rejected"])):
        yield {
            "speakers": [names[n % 7], names[(n + 3) % 7]] if n % 4 == 0 else [names[n % 7]],
            "source": ["Gazette", "Herald"][n % 2],
            "kind": kinds[n % 3],
            "positions": {ISSUES[(n + k) % 3]: stances[(n + k) % 4] for k in range(n % 3)},
            "review": review,
            "dated": dated,
            "confidence": [None, 0.75, 0.9, 0.1 + 0.2][n % 4],
            "nested": n % 3 == 1,
            "via": [None, "Ministry", None, None, "Haley"][n % 5],
        }


@pytest.mark.slow
def test_every_filter_alone_and_with_suggestions(world, editor, facet_index):
    statements = put_on_record(world, editor, list(one_of_each()))
    end_transaction()
    maintenance.build()
    Row.objects.filter(pk=statements[0].pk).update(kind="mixed")
    looks_up = everyday(False, thorough=True)
    for name, value in [(name, value) for name, values in CHOICES.items() for value in values]:
        is_tried_further = value in everyday(CHOICES[name][:2], thorough=CHOICES[name])
        same(f"{name}={value}", looks_up=is_tried_further)
        if not is_tried_further:
            continue
        if name in ("country", "bloc", "actor"):
            same(f"{name}={value}&hand=first", looks_up)
        same(f"{name}={value}&review=all&sort=oldest&issue=thaad", looks_up)
        same(f"{name}={value}&voice=body&voice=other&voice=state", looks_up)


@pytest.mark.slow
def test_every_order_of_every_search(world, editor, facet_index):
    statements = put_on_record(world, editor, list(one_of_each()))
    end_transaction()
    maintenance.build()
    Row.objects.filter(pk=statements[1].pk).update(quote="talks of a treaty, talks", confidence=0.75)
    every = list(itertools.product(CHOICES["sort"], CHOICES["q"]))
    for sort, words in everyday(every[::2], thorough=every):
        same(f"q={words}&sort={sort}&review=all", looks_up=sort == "relevance")


def each_made(edits, statements):
    """Makes one edit after the other, each in its own transaction, where its statement is still there."""
    for edit, n in edits:
        if Row.objects.filter(pk=statements[n % len(statements)].pk).exists():
            edit(statements, n % len(statements))
        end_transaction()
        yield


@pytest.mark.slow
@filling_a_database(30)
@given(
    said=st.lists(SAID, min_size=1, max_size=7),
    asked=st.lists(queries(), min_size=1, max_size=6),
    edits=st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 6)), max_size=4),
)
def test_the_index_answers_as_sql_does(world, editor, facet_index, said, asked, edits):
    with transaction.atomic():
        statements = put_on_record(world, editor, said)
        end_transaction()
        maintenance.build()
        for query in asked:
            same(query)
        for _ in each_made(edits, statements):
            for query in asked:
                same(query, looks_up=everyday(False, thorough=True))
        transaction.set_rollback(True)


@pytest.fixture
def three(world, editor, facet_index):
    world.say("Lavrov", "one", by=editor, on="2017-07-01", thaad="oppose", dialogue="oppose")
    world.say(["Russia", "China"], "two", by=editor, on=None, thaad="support")
    world.say("Haley", "three", on="2017-07-03")
    end_transaction()
    maintenance.build()


def found(query):
    return results(StatementFilter(QueryDict(query), Row.objects.all()))


def test_a_current_index_is_used_and_counts(three):
    assert (found("").total, found("review=all").total, found("country=CHN").total) == (2, 3, 1)
    assert type(found("")).__name__ == "ByIndex"


@pytest.mark.parametrize("words", ["Muller", "müller", "Mu\u0308ller"])
def test_a_speaker_is_found_without_accents(three, words):
    ActorAlias.objects.create(actor=Actor.objects.get(slug="sergei-lavrov"), name="S. Müller")
    end_transaction()
    maintenance.build()
    same(f"q={words}")
    assert (type(found(f"q={words}")), found(f"q={words}").total) == (ByIndex, 1)


def test_undated_statements_are_counted_beside_a_period(three):
    assert (found("said_after=2017").total, found("said_after=2017").undated) == (1, 1)
    assert found("").undated == 0


def test_one_statement_with_a_stance_on_two_issues_counts_once(three):
    [stances] = [facet for facet in found("").facets if facet.name == "stance"]
    assert {option.value: option.count for option in stances.options} == {"oppose": 1, "support": 1}


def test_a_value_that_is_not_understood_is_left_to_sql(three):
    assert type(found("country=XXX")) is BySql
    assert found("country=XXX").total == 0


def test_the_number_of_queries_does_not_grow(three, world, editor, client, django_assert_num_queries):
    def count():
        maintenance.build()
        client.get("/statements/?country=RUS")
        with django_assert_num_queries(5):
            client.get("/statements/?country=RUS")

    count()
    for n in range(3):
        world.say("Russia", f"more {n}", by=editor, thaad="oppose")
    end_transaction()
    count()
