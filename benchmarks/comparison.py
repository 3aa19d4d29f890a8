"""What /compare/ costs beside the bare SQL for the same counts: 8 countries × 12 issues, 100,000 statements.

    python -m benchmarks.comparison [--statements N]

It makes a database of its own beside the project's and removes it. Prints medians and their ratio, taken
alternately in one run.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diplomacy.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.compare.comparison import compare  # noqa: E402
from articles.compare.selection import Selection  # noqa: E402
from articles.models import Country, Issue  # noqa: E402

COUNTRIES = ("RUS", "USA", "CHN", "FRA", "GBR", "JPN", "KOR", "PRK")
ISSUES = 12
ROUNDS = 15

# Countries, issues and sources are drawn with a skew, as news is; a statement in twenty is a second report.
FILL = [
    "SET session_replication_role = replica",  # neither triggers nor history: only what is compared
    """INSERT INTO articles_source (name, slug, domain, is_trusted)
       SELECT 'Source ' || n, 'source-' || n, '', false
       FROM generate_series(1, 200) n""",
    """INSERT INTO articles_issue (title, slug, description, phrases)
       SELECT 'Issue ' || n, 'issue-' || n, '', '{{}}' FROM generate_series(1, {issues}) n""",
    """INSERT INTO articles_actor (name, slug, kind, country_id)
       SELECT 'Speaker ' || n, 'speaker-' || n, 'person', ('{{{countries}}}'::text[])[1 + n % 8]
       FROM generate_series(1, 800) n""",
    """INSERT INTO articles_article
           (source_id, title, url, published_on, published_about, language, author, text, text_sha256,
            extractor, state, withdrawn_because, added_at)
       SELECT 1 + floor(200 * random() ^ 2), 'Article ' || n, '', date '2010-01-01' + n % 5000,
              '', 'en', '', t,
              encode(sha256(convert_to(t, 'UTF8')), 'hex'), '', 'published', '', now()
       FROM generate_series(1, {statements} / 20) n,
            LATERAL (SELECT 'Text ' || n || repeat(' said', 700) t)""",
    "INSERT INTO articles_utterance (created_at) SELECT now() FROM generate_series(1, {statements})",
    """INSERT INTO articles_statement
           (article_id, utterance_id, kind, fragments, quote, cue, said_on, said_until, said_on_precision,
            said_on_basis, said_on_phrase, review, reviewed_at, machine_fields, extractor,
            added_at, changed_at)
       SELECT 1 + n % ({statements} / 20), 1 + (n - n % 20 / 19) % {statements}, 'direct',
              ARRAY[[n, n + 60]],
              'The words of statement ' || n || ', which go on as long as a quotation does', 'said',
              date '2010-01-01' + n % 5000, date '2010-01-01' + n % 5000, 'day',
              'article', '', 'accepted', now(), '{{}}', '', now(), now()
       FROM generate_series(1, {statements}) n""",
    """INSERT INTO articles_attribution (statement_id, actor_id, country_id, name_printed, role_printed)
       SELECT s.id, a.id, a.country_id, '', '' FROM articles_statement s
       JOIN articles_actor a ON a.id = 1 + floor(800 * power(abs(hashint8(s.id)::float8) / 2147483648, 2))""",
    """INSERT INTO articles_position (statement_id, issue_id, stance)
       SELECT id, 1 + abs(hashint8(id * 7)) % {issues},
              (ARRAY['support', 'oppose', 'conditional', 'neutral'])[1 + abs(hashint8(id * 13)) % 4]
       FROM articles_statement""",
    "SET session_replication_role = DEFAULT",
    "VACUUM ANALYZE",
]

RAW = """
SELECT p.issue_id, a.country_id, count(DISTINCT s.id), count(DISTINCT s.utterance_id),
       count(DISTINCT r.source_id), min(s.said_on), max(s.said_on),
       count(DISTINCT s.utterance_id) FILTER (WHERE p.stance = 'support'),
       count(DISTINCT s.utterance_id) FILTER (WHERE p.stance = 'oppose'),
       count(DISTINCT s.utterance_id) FILTER (WHERE p.stance = 'conditional'),
       count(DISTINCT s.utterance_id) FILTER (WHERE p.stance = 'neutral')
FROM articles_attribution a
JOIN articles_statement s ON s.id = a.statement_id
JOIN articles_position p ON p.statement_id = s.id
JOIN articles_article r ON r.id = s.article_id
WHERE a.country_id = ANY(%s) AND s.review IN ('accepted', 'checked')
GROUP BY 1, 2
"""


def fill(statements: int) -> None:
    """Put the statements on record, the same ones each time but for the sources."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        for step in FILL:
            cursor.execute(step.format(statements=statements, issues=ISSUES, countries=",".join(COUNTRIES)))


def raw() -> None:
    with connection.cursor() as cursor:
        cursor.execute(RAW, [list(COUNTRIES)])
        cursor.fetchall()


def ours() -> None:
    countries = tuple(Country.objects.filter(pk__in=COUNTRIES))
    shown = compare(Selection(countries, tuple(Issue.objects.all())), timezone.now())
    assert sum(len(row["cells"]) for row in shown["rows"]) == len(COUNTRIES) * ISSUES


def seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measure() -> None:
    taken = [(seconds(raw), seconds(ours)) for _ in range(ROUNDS + 1)][1:]
    bare, page = (statistics.median(column) for column in zip(*taken, strict=True))
    ratio = statistics.median(b / a for a, b in taken)
    print(f"bare SQL   {bare * 1000:7.0f} ms")
    print(f"compare    {page * 1000:7.0f} ms")
    print(f"ratio      {ratio:7.2f}    at most 3   {'ok' if ratio <= 3 else 'MISSED'}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--statements", type=int, default=100_000)
    arguments = parser.parse_args()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        fill(arguments.statements)
        print(f"{arguments.statements:,} statements, {len(COUNTRIES)} countries × {ISSUES} issues")
        measure()
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


if __name__ == "__main__":
    main()
