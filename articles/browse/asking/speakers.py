"""Speakers in what was typed: by their whole name or an alias, and persons by any name of theirs."""

from collections.abc import Iterable, Iterator

from articles.browse.asking.meant import Meant
from articles.browse.asking.words import Typed, plainly
from articles.browse.choices import Known
from diplomacy.replicas import connection

LONGEST = 5  # words of a name that are looked for
MOST = 8  # persons of one name; a name that more of them bear says too little
FETCHED = 60  # of each run of words; what names so many is no name
RANK, RANK_PART = 2, 6
SHORTEST = 3  # letters
# By an index of the letters of each name. Who was never heard, or was merged into another, is left out, or
# counted under that one's name.
HEARD = """
SELECT DISTINCT given.n, found.name, heir.id, heir.slug, heir.name, heir.kind = 'person'
FROM unnest(%s::text[]) WITH ORDINALITY AS given (pattern, n), LATERAL (
    (SELECT coalesce(merged_into_id, id) AS id, name FROM articles_actor
     WHERE articles_plain(name) ~ given.pattern AND {heard} LIMIT {most})
    UNION ALL
    (SELECT o.actor_id, o.name
     FROM articles_actoralias o JOIN articles_actor ON articles_actor.id = o.actor_id
     WHERE articles_plain(o.name) ~ given.pattern AND {heard} LIMIT {most})
) AS found JOIN articles_actor AS heir ON heir.id = found.id
ORDER BY 1, 5, 4, 2
"""
IS_HEARD = """EXISTS (
    SELECT FROM articles_attribution t JOIN articles_statement s ON s.id = t.statement_id
    JOIN articles_article r ON r.id = s.article_id
    WHERE t.actor_id = coalesce(articles_actor.merged_into_id, articles_actor.id)
    AND s.review NOT IN ('rejected', 'orphaned') AND r.state = 'published'
)"""
Name = tuple[str, Known, bool]  # one that an actor bears, the actor, whether it is a person


def speakers(typed: Typed) -> list[Meant]:
    """Every run of words that names somebody who was heard."""
    runs = [run for run in typed.runs(LONGEST) if _may_name(typed, *run)]
    texts = list(dict.fromkeys(typed.plain(*run) for run in runs))
    known = dict(
        zip(texts, bearers(r"\m" + _between(text) + r"($|[^[:alnum:]])" for text in texts), strict=True)
    )
    return [meant for run in runs for meant in _meant(typed, run, known[typed.plain(*run)])]


def bearers(patterns: Iterable[str]) -> list[list[Name]]:
    """By each pattern of a plain name, the names of actors that fit it; none if very many do."""
    given = list(patterns)
    found: list[list[Name]] = [[] for _ in given]
    if given:
        with connection().cursor() as cursor:
            cursor.execute(HEARD.format(heard=IS_HEARD, most=FETCHED), [given])
            for n, name, pk, slug, label, is_person in cursor:
                found[n - 1].append((name, Known(pk, slug, label), is_person))
    return [names if len(names) < FETCHED else [] for names in found]


def _between(text: str) -> str:
    """Words in a row, with whatever signs between."""
    return "[^[:alnum:]]+".join(text.replace("'", " ").split())


def _meant(typed: Typed, run: tuple[int, int], names: list[Name]) -> Iterator[Meant]:
    """Those who are called just so; if nobody is, persons who bear the name among others."""
    wanted, length = typed.plain(*run).removeprefix("the "), run[1] - run[0] + 1
    plain = [" ".join(name.split()) for name in plainly([name for name, _, _ in names])]
    whole = {actor for name, (_, actor, _) in zip(plain, names, strict=True) if name == wanted}
    if whole and len(whole) <= MOST:
        yield Meant("actor", _sorted(whole), *run, rank=RANK, weight=length)
        return
    persons = {actor for _, actor, is_person in names if is_person}
    others = {actor for _, actor, is_person in names if not is_person}
    if persons and len(persons) <= MOST:
        yield Meant("actor", _sorted(persons), *run, rank=RANK, weight=length)
    elif others and len(others) <= MOST and length > 1:
        yield Meant("actor", _sorted(others), *run, rank=RANK_PART, weight=length)


def _sorted(actors: set[Known]) -> tuple[Known, ...]:
    return tuple(sorted(actors, key=lambda actor: (actor.label, actor.value)))


def _may_name(typed: Typed, first: int, last: int) -> bool:
    words = typed.words[first : last + 1]
    if words[0].is_joining or words[-1].is_joining:
        return False
    return any(len(word.plain) >= SHORTEST for word in words)
