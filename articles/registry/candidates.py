"""What a text must tell before it can be an article."""

from collections.abc import Collection

from rapidfuzz import fuzz, process

from articles.dates import Period, typed
from articles.models import Article, Candidate, Source
from articles.registry.texts import add_article

UNDATED = ("unknown", "undated")  # what is typed for the date of an article that nobody knows
ALIKE = 75  # of 100, for a name on record to be offered in place of one that is not


def flaws(candidate: Candidate, sources: Collection[str]) -> dict[str, str]:
    """What has to be mended before it can be an article: a sentence by field.

    ``sources`` are the names of all that are on record.
    """
    found = {}
    if not candidate.title:
        found["title"] = "Missing: write the headline"
    if not candidate.source:
        found["source"] = "Missing: write who published it"
    elif not candidate.is_new_source and candidate.source not in sources:
        found["source"] = not_on_record(candidate.source, sources)
    try:
        published(candidate)
    except ValueError as error:
        found["published_on"] = str(error)
    return found


def names_of_sources() -> frozenset[str]:
    """Also of those that were merged into others."""
    return frozenset(Source.objects.values_list("name", flat=True))


def not_on_record(name: str, sources: Collection[str]) -> str:
    """What an editor is told of a source that nobody knows, with those that it may be."""
    found = process.extract(name, sorted(sources), scorer=fuzz.WRatio, limit=2, score_cutoff=ALIKE)
    alike = " or ".join(f"“{known}”" for known, *_ in found)
    return (
        f"Not on record: write {alike}, or tick that it is new"
        if alike
        else ("Not on record: tick that it is new")
    )


def published(candidate: Candidate) -> Period | None:
    """When its article was published; None if nobody knows. ValueError says what is wrong with the date."""
    written = candidate.published_on.strip()
    if written.lower() in UNDATED:
        return None
    if not written:
        raise ValueError("Missing: “Tuesday” and “last week” are counted from it. Unknown? Write “unknown”")
    return typed(written)


def put_on_record(candidate: Candidate) -> bool:
    """Make it an article, a draft still to be read; returns whether that is new.

    The candidate itself is still to be saved.
    """
    candidate.article, is_new = add_article(
        candidate.source,
        candidate.text,
        state=Article.State.DRAFT,
        title=candidate.title,
        url=candidate.url,
        published=published(candidate),
        language=candidate.language,
        author=candidate.author,
    )
    candidate.text = ""
    candidate.state = Candidate.State.TAKEN if is_new else Candidate.State.KNOWN
    return is_new
