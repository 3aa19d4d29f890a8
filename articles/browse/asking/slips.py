"""Names that were not typed quite as they are: a beginning ("Safron"), a slip ("lavrof", "sanctoins")."""

from collections.abc import Iterable

from django.db import transaction

from articles.browse.asking.countries import RANK_COUNTRY, parts_of_names
from articles.browse.asking.issues import RANK as RANK_ISSUE
from articles.browse.asking.meant import Meant
from articles.browse.asking.speakers import IS_HEARD, MOST, bearers
from articles.browse.asking.speakers import RANK as RANK_SPEAKER
from articles.browse.asking.words import Typed, Word, plainly
from articles.browse.choices import Known
from articles.models import Statement, search
from diplomacy.replicas import chosen, connection

MOST_WORDS = 3  # that nobody said, of which the meaning is looked for
SHORTEST = 4  # letters
LIKENESS = 0.3  # of trigrams, 0 to 1: below it no two words are a slip apart
FETCHED = 30
LIKE = f"""
SELECT * FROM (
    SELECT 'country' AS filter, c.iso3 AS key, c.iso3 AS value, c.name AS label, n.name AS name
    FROM (
        SELECT iso3, name FROM articles_country
        UNION ALL SELECT country_id, name FROM articles_countryname WHERE kind IN ('alias', 'demonym')
    ) AS n JOIN articles_country c ON c.iso3 = n.iso3
    WHERE word_similarity(%(word)s, articles_plain(n.name)) >= %(likeness)s
    AND EXISTS (SELECT FROM articles_attribution t WHERE t.country_id = c.iso3)
    UNION ALL (
    SELECT 'actor', heir.id::text, heir.slug, heir.name, articles_actor.name
    FROM articles_actor
    JOIN articles_actor heir ON heir.id = coalesce(articles_actor.merged_into_id, articles_actor.id)
    WHERE %(word)s <%% articles_plain(articles_actor.name) AND {IS_HEARD}
    ORDER BY word_similarity(%(word)s, articles_plain(articles_actor.name)) DESC, 4 LIMIT %(most)s)
    UNION ALL (
    SELECT 'actor', articles_actor.id::text, articles_actor.slug, articles_actor.name, o.name
    FROM articles_actoralias o JOIN articles_actor ON articles_actor.id = o.actor_id
    WHERE %(word)s <%% articles_plain(o.name) AND {IS_HEARD}
    ORDER BY word_similarity(%(word)s, articles_plain(o.name)) DESC, 4 LIMIT %(most)s)
    UNION ALL (
    SELECT 'issue', i.id::text, i.slug, i.title, i.title FROM articles_issue i
    WHERE %(word)s <%% articles_plain(i.title) AND merged_into_id IS NULL
    AND EXISTS (SELECT FROM articles_position p WHERE p.issue_id = i.id)
    ORDER BY word_similarity(%(word)s, articles_plain(i.title)) DESC, 4 LIMIT %(most)s)
) AS found (filter, key, value, label, name)
"""
RANKS = {"country": RANK_COUNTRY, "actor": RANK_SPEAKER, "issue": RANK_ISSUE}


def slips(typed: Typed, unread: Iterable[int]) -> list[Meant]:
    """For words that are in no statement: persons whose name begins so, else what is a slip or two away."""
    parts = parts_of_names()
    words = [n for n in unread if _may_be_a_slip(typed.words[n]) and typed.words[n].plain not in parts]
    words = words[:MOST_WORDS]
    unsaid = [n for n in words if not _is_said(typed.words[n].text)]
    begun = bearers(r"\m" + typed.words[n].plain for n in unsaid)
    found = []
    for n, names in zip(unsaid, begun, strict=True):
        persons = {actor for _, actor, is_person in names if is_person}
        if 0 < len(persons) <= MOST:
            ordered = tuple(sorted(persons, key=lambda actor: (actor.label, actor.value)))
            found.append(Meant("actor", ordered, n, n, RANK_SPEAKER, 1, typed.words[n].text))
        elif meant := nearest(typed.words[n].plain):
            name, values = meant
            found.append(Meant(name, values, n, n, RANKS[name], 1, typed.words[n].text))
    return found


def nearest(plain: str) -> tuple[str, tuple[Known, ...]] | None:
    """The filter and values with a word in their name the fewest slips away; None if all are too far."""
    slips: dict[tuple[int, int, str], set[Known]] = {}
    rows = _alike(plain)
    for (name, known, _), words in zip(rows, plainly([row[2] for row in rows]), strict=True):
        far = min((distance(plain, word) for word in words.split()), default=len(plain))
        slips.setdefault((far, RANKS[name], name), set()).add(known)
    if not slips:
        return None
    far, _, name = min(slips)
    values = slips[min(slips)]
    if not 0 < far <= (1 if len(plain) <= 5 else 2) or len(values) > MOST:
        return None  # a word just as it is in a name, which was not read, says too little
    return name, tuple(sorted(values, key=lambda known: (known.label, known.value)))


def distance(one: str, other: str) -> int:
    """How many letters have to be added, left out, exchanged or put the other way round."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def _may_be_a_slip(word: Word) -> bool:
    return len(word.plain) >= SHORTEST and not word.is_joining and not any(map(str.isdigit, word.plain))


def _is_said(word: str) -> bool:
    asked = search.query_of(search.Term(word))
    return Statement.objects.filter(words_vector=asked).order_by().exists()


def _alike(plain: str) -> list[tuple[str, Known, str]]:
    with transaction.atomic(chosen()), connection().cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(LIKENESS)])
        cursor.execute(LIKE, {"word": plain, "likeness": LIKENESS, "most": FETCHED})
        rows = cursor.fetchall()
    return [
        (name, Known(key if name == "country" else int(key), value, label), called)
        for name, key, value, label, called in rows
    ]
