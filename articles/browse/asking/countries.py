"""Countries and blocs in what was typed: by name, demonym, capital, seat of government or code."""

from articles.browse.asking.meant import Meant
from articles.browse.asking.words import Typed
from articles.browse.choices import Known
from articles.models import record_version
from diplomacy.replicas import connection

LONGEST = 6  # words of a name: the United States of America, without "the"
RANK_COUNTRY, RANK_BLOC = 0, 3  # the body of a bloc speaks for itself, if anybody heard it
# Codes that are words of a language, too: in small letters they mean no country.
WORDS = frozenset(
    """
    aid ago alb and arc are arm bar ben bin bit can cod col com con cub cut den dom esp est eve far
    fin fra gab gin gin god gum guy her him his ill imp inn isle its jam jet joy kin lie lot lux
    mac man mar men mix mus nor nun old omn one pan pen per pol que ran sad sin son sun sur ten the
    tie ton van war you
    """.split()  # noqa: SIM905
)
TWO_LETTERS = frozenset(("us", "uk", "eu", "un"))  # that nobody writes for anything else in a search
NAMED = """
WITH names AS (
    SELECT 'country' AS filter, iso3::text AS key, iso3::text AS value, name AS label, name
    FROM articles_country
    UNION ALL SELECT 'country', iso3, iso3, name, official_name FROM articles_country
    UNION ALL SELECT 'country', iso3, iso3, name, iso3 FROM articles_country
    UNION ALL SELECT 'country', iso3, iso3, name, iso2 FROM articles_country
    UNION ALL SELECT 'country', iso3, iso3, c.name, n.name FROM articles_countryname n
        JOIN articles_country c ON c.iso3 = n.country_id
    UNION ALL SELECT 'bloc', id::text, slug, name, name FROM articles_bloc
    UNION ALL SELECT 'bloc', id::text, slug, name, slug FROM articles_bloc
    UNION ALL SELECT 'bloc', b.id::text, b.slug, b.name, a.name FROM articles_actor a
        JOIN articles_bloc b ON b.id = a.bloc_id
    UNION ALL SELECT 'bloc', b.id::text, b.slug, b.name, o.name FROM articles_actoralias o
        JOIN articles_actor a ON a.id = o.actor_id JOIN articles_bloc b ON b.id = a.bloc_id
), bare AS (
    SELECT DISTINCT filter, key, value, label,
        regexp_replace(translate(articles_plain(name), '-/.', '  '), '^the ', '') AS name
    FROM names
)
SELECT filter, name, key, value, label FROM bare ORDER BY 1, 2, 5, 4
"""
Names = dict[str, list[tuple[str, Known]]]
_kept: tuple[str, Names] = "", {}


def countries(typed: Typed) -> list[Meant]:
    """Every run of words that is the name of countries, or of a bloc."""
    known = names()
    return [
        Meant(name, tuple(known for other, known in found if other == name), *run, rank, run[1] - run[0] + 1)
        for run in typed.runs(LONGEST)
        if _may_name(typed, *run) and (found := known.get(typed.plain(*run)))
        for name, rank in (("country", RANK_COUNTRY), ("bloc", RANK_BLOC))
        if any(other == name for other, _ in found)
    ]


def names() -> Names:
    """All names of countries and blocs, as they are compared; kept until the record changes."""
    global _kept
    version = "" if connection().in_atomic_block else record_version.version()
    if not version or _kept[0] != version:
        _kept = version, _read()
    return _kept[1]


def parts_of_names() -> set[str]:
    """Words of which the names of countries are made: "north", "korea", "united"."""
    several = (name.split() for name, found in names().items() if any(one == "country" for one, _ in found))
    return {word for name in several if len(name) > 1 for word in name}


def _read() -> Names:
    found: Names = {}
    with connection().cursor() as cursor:
        cursor.execute(NAMED)
        for name, plain, key, value, label in cursor:
            found.setdefault(plain, []).append(
                (name, Known(key if name == "country" else int(key), value, label))
            )
    return found


def _may_name(typed: Typed, first: int, last: int) -> bool:
    """Not a code that is a word, unless in capitals among small letters."""
    word = typed.words[first]
    if first != last:
        return True
    is_code = word.text.isupper() and not typed.is_loud
    if len(word.plain) <= 2 and word.plain.isalpha():
        return is_code or word.plain in TWO_LETTERS
    return is_code or not (word.plain in WORDS or word.is_joining)
