"""From the tables to the arrays: the only SQL that knows what a segment holds."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from articles.index.articles import Texts
from articles.index.postings import Array
from articles.index.segments import (
    KINDS,
    MONTHLY,
    PRECISIONS,
    STANCES,
    VOICES,
    YEARS,
    Columns,
    Segment,
    months_of,
)
from articles.index.vocabulary import Vocabulary
from articles.models import Attribution
from articles.models.positions import AttributionQuerySet
from articles.models.statements import REVIEWED, VISIBLE, StatementQuerySet
from diplomacy.replicas import connection

HEAD, TAIL = 19, 2  # bytes around the rows in PostgreSQL's binary format
ID, NUMBER, REAL, CODE = ">i8", ">i4", ">f8", "S3"
SAID = [
    ("id", ID), ("said_on", NUMBER), ("said_until", NUMBER), ("precision", NUMBER), ("kind", NUMBER),
    ("reviewed", NUMBER), ("source", ID), ("published_on", NUMBER), ("utterance", ID), ("certainty", REAL),
]  # fmt: skip
SPOKEN = [("id", ID), ("actor", ID), ("country", CODE)]
ATTRIBUTED = [*SPOKEN, ("is_of_body", NUMBER)]
RANKED = np.dtype([("id", ID), ("relevance", NUMBER)])
Ids = Sequence[int] | None

STATEMENTS = """
SELECT s.id::int8, coalesce(s.said_on - date '0001-01-01' + 1, 0)::int4,
       coalesce(s.said_until - date '0001-01-01' + 1, 0)::int4,
       (array_position(%s::text[], s.said_on_precision::text) - 1)::int4,
       (array_position(%s::text[], s.kind::text) - 1)::int4,
       (s.review = ANY(%s::text[]))::int4, r.source_id::int8,
       coalesce(r.published_on - date '0001-01-01' + 1, 0)::int4, s.utterance_id::int8,
       coalesce(s.confidence, -1)
FROM articles_statement s JOIN articles_article r ON r.id = s.article_id
WHERE s.review = ANY(%s::text[]) AND r.state = 'published' AND {chosen}
"""
ARTICLES = """
SELECT s.id::int8, coalesce(s.published_on - date '0001-01-01' + 1, 0)::int4, s.source_id::int8
FROM articles_article s WHERE s.state = 'published' AND {chosen}
"""
ATTRIBUTIONS = """
SELECT s.statement_id::int8, s.actor_id::int8, coalesce(s.country_id, '   '), (s.body_id IS NOT NULL)::int4
FROM articles_attribution s WHERE {chosen}
"""
POSITIONS = """
SELECT s.statement_id::int8, s.issue_id::int8, (array_position(%s::text[], s.stance::text) - 1)::int4
FROM articles_position s WHERE {chosen}
"""


def texts(vocabulary: Vocabulary, ids: Ids = None) -> Texts:
    """All published articles, or those among the ids; KeyError if one has a source that is not known."""
    fields = [("id", ID), ("published_on", NUMBER), ("source", ID)]
    rows = _chosen(ARTICLES, [], "id", ids, fields)
    columns = {name: rows[name].astype(np.int64) for name, _ in fields}
    columns["source"] = vocabulary["source"].code(columns["source"])
    return Texts.of(columns, len(vocabulary["source"]))


def segment(vocabulary: Vocabulary, ids: Ids = None) -> Segment:
    """All that readers may see, or those among the ids; KeyError if one has a value that is not known."""
    statements = _statements(vocabulary, ids)
    sizes = {name: len(terms) for name, terms in vocabulary.items()}
    sizes |= {"position": len(STANCES) * sizes["issue"], "stance": len(STANCES), "kind": len(KINDS)}
    sizes |= {f"echoed_{name}": sizes[name] for name in ("country", "bloc", "actor")} | {"year": YEARS}
    spoken = _chosen(ATTRIBUTIONS, [], "statement_id", ids, ATTRIBUTED)
    statements["voice"] = _voices(statements["id"], spoken)
    pairs = {**_attributions(vocabulary, spoken), **_echoed(vocabulary, ids), "bloc": _blocs(vocabulary, ids)}
    pairs["source"] = statements["id"], vocabulary["source"].code(statements.pop("source"))
    pairs["kind"], pairs["year"] = (statements["id"], statements.pop("kind")), _vague(statements)
    owners, positions = pairs["position"] = _positions(vocabulary, ids)
    pairs["stance"] = owners, positions % len(STANCES)
    return Segment.of(statements, pairs, sizes)


def _vague(statements: Columns) -> tuple[Array, Array]:
    """Statements of no sure month, and their years; the undated are under the year 0."""
    vague = statements["precision"] < MONTHLY
    days = statements["said_on"][vague]
    return statements["id"][vague], np.where(days > 0, months_of(days) // 12, 0)


def ids_of(rows: QuerySet) -> Array:
    """The primary keys of rows, in one piece: row by row it would take most of a page's time."""
    return np.frombuffer(_packed("int8send(id)", rows.values("pk"), "id"), ID).astype(np.int64)


def ranks_of(rows: StatementQuerySet, words: str) -> tuple[Array, Array]:
    """The primary keys of statements, and how well the words fit each."""
    ranked: QuerySet = rows.with_relevance(words)
    pairs = _packed("int8send(id) || int4send(relevance)", ranked.values("pk", "relevance"), "id, relevance")
    found = np.frombuffer(pairs, RANKED)
    return found["id"].astype(np.int64), found["relevance"].astype(np.int32)


def _packed(value: str, rows: QuerySet, names: str) -> bytes:
    try:
        sql, given = rows.order_by().query.sql_with_params()
    except EmptyResultSet:  # of no statement
        return b""
    with connection().cursor() as cursor:
        cursor.execute(f"SELECT string_agg({value}, ''::bytea) FROM ({sql}) AS found ({names})", given)
        [packed] = cursor.fetchone()
    return packed or b""


def _statements(vocabulary: Vocabulary, ids: Ids) -> Columns:
    given: list[Any] = [list(PRECISIONS), list(KINDS), [str(r) for r in REVIEWED], [str(r) for r in VISIBLE]]
    rows = _chosen(STATEMENTS, given, "id", ids, SAID)
    return {name: rows[name].astype(float if kind == REAL else np.int64) for name, kind in SAID}


def _voices(statements: Array, spoken: Array) -> Array:
    """By statement, the place of its voice in VOICES, as StatementQuerySet.with_voice has it."""
    of_state, of_body = spoken["country"] != b"   ", spoken["is_of_body"] > 0
    voices = np.full(len(statements), VOICES.index("other"))
    for voice, those in (("body", of_body), ("state", of_state)):
        voices[np.isin(statements, spoken["id"][those].astype(np.int64))] = VOICES.index(voice)
    return voices


def _attributions(vocabulary: Vocabulary, rows: Array) -> dict[str, tuple[Array, Array]]:
    actor, country = _spoken(vocabulary, rows)
    return {"actor": actor, "country": country}


def _echoed(vocabulary: Vocabulary, ids: Ids) -> dict[str, tuple[Array, Array]]:
    """By the rule that comparisons go by."""
    made = Attribution.objects.secondhand()
    made = made if ids is None else made.filter(statement__in=ids)
    spoken_for = Coalesce(Cast("country_id", CharField()), Value("   "))
    rows = _queried(made.order_by().values("statement_id", "actor_id", c=spoken_for), SPOKEN)
    actor, country = _spoken(vocabulary, rows)
    return {"echoed_actor": actor, "echoed_country": country, "echoed_bloc": _echoed_blocs(vocabulary, ids)}


def _echoed_blocs(vocabulary: Vocabulary, ids: Ids) -> tuple[Array, Array]:
    """Of which no member said it first-hand."""
    echoes = _members(vocabulary, Attribution.objects.secondhand(), ids)
    own = _members(vocabulary, Attribution.objects.firsthand().filter(statement__parent__isnull=False), ids)
    size = len(vocabulary["bloc"])
    keys = np.setdiff1d(echoes[0] * size + echoes[1], own[0] * size + own[1])
    return keys // max(size, 1), keys % max(size, 1)


def _spoken(vocabulary: Vocabulary, rows: Array) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """Statements and codes of their actors, and of the countries spoken for."""
    statements, countries = rows["id"].astype(np.int64), rows["country"]
    named = countries != b"   "
    actors = vocabulary["actor"].code(rows["actor"].astype(np.int64))
    return (statements, actors), (statements[named], vocabulary["country"].code(countries[named]))


def _positions(vocabulary: Vocabulary, ids: Ids) -> tuple[Array, Array]:
    fields = [("id", ID), ("issue", ID), ("stance", NUMBER)]
    rows = _chosen(POSITIONS, [list(STANCES)], "statement_id", ids, fields)
    issues = vocabulary["issue"].code(rows["issue"].astype(np.int64))
    return rows["id"].astype(np.int64), len(STANCES) * issues + rows["stance"]


def _blocs(vocabulary: Vocabulary, ids: Ids) -> tuple[Array, Array]:
    return _members(vocabulary, Attribution.objects.all(), ids)


def _members(vocabulary: Vocabulary, made: AttributionQuerySet, ids: Ids) -> tuple[Array, Array]:
    """Statements and codes of blocs, by the rule that SQL filters with, so that there is only one."""
    made = made.of_members()
    made = made if ids is None else made.filter(statement__in=ids)
    members = made.order_by().values("statement_id", "country__memberships__bloc_id")
    rows = _queried(members, [("id", ID), ("bloc", ID)])
    return rows["id"].astype(np.int64), vocabulary["bloc"].code(rows["bloc"].astype(np.int64))


def _chosen(sql: str, given: list[Any], column: str, ids: Ids, fields: list[tuple[str, str]]) -> Array:
    if ids is None:
        return _table(sql.format(chosen="true"), given, fields)
    return _table(sql.format(chosen=f"s.{column} = ANY(%s::bigint[])"), [*given, list(ids)], fields)


def _queried(rows: QuerySet, fields: list[tuple[str, str]]) -> Array:
    try:
        sql, given = rows.query.sql_with_params()
    except EmptyResultSet:  # no statement was asked for
        return np.empty(0, fields)
    return _table(sql, given, fields)


def _table(sql: str, given: Any, fields: list[tuple[str, str]]) -> Array:
    """The rows of a query whose columns all have a fixed width and are never null, as they come in."""
    sized = [part for name, kind in fields for part in ((f"{name}.size", ">i4"), (name, kind))]
    layout = np.dtype([("columns", ">i2"), *sized])
    query = connection().ops.compose_sql(sql, given)  # type: ignore[attr-defined]
    with connection().cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT BINARY)") as copy:
        data = bytearray()  # joining a million pieces at the end would take three times as long
        for piece in copy:
            data += piece
    number, rest = divmod(len(data) - HEAD - TAIL, layout.itemsize)
    rows = np.frombuffer(data, layout, number, HEAD) if number else np.empty(0, layout)
    if rest or (rows["columns"] != len(fields)).any():
        raise ValueError("a column has nulls or another width than expected")
    return rows
