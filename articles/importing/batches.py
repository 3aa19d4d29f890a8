"""From what files and pages say of their articles to the candidates of a batch."""

from collections.abc import Iterable
from itertools import islice

from articles.extraction.languages import language_of
from articles.importing.files.entries import Proposal, UnknownKeys
from articles.importing.files.reading import Proposed
from articles.models import Batch, Candidate
from articles.registry.texts import article_of
from articles.text import normal

AT_ONCE = 500  # candidates that are put on record together


def propose(batch: Batch, found: Iterable[Proposed]) -> list[UnknownKeys]:
    """Put all that was found into the batch; returns the keys that were not read."""
    unknown: list[UnknownKeys] = []
    rest = iter(found)
    while some := list(islice(rest, AT_ONCE)):
        unknown += [one for one in some if isinstance(one, UnknownKeys)]
        Candidate.objects.bulk_create(
            candidate_of(batch, one) if isinstance(one, Proposal) else refused(batch, one.name, one.reason)
            for one in some
            if not isinstance(one, UnknownKeys)
        )
    return unknown


def candidate_of(batch: Batch, found: Proposal) -> Candidate:
    candidate = Candidate(batch=batch, name=found.name[:1000])
    fill(
        candidate,
        found.text,
        title=found.title,
        source=found.source,
        published_on=str(found.published or ""),
        language=found.language,
        author=found.author[:200],
        url=found.url,
    )
    return candidate


def fill(candidate: Candidate, text: str, **told: str) -> None:
    """Give the candidate its text and what is told of it; it is known if its source has exactly this text.

    ``told`` are fields of it; the language is told by the text if it is not among them.
    """
    text = normal.text(text)
    told = {**told, "title": normal.line(told["title"]), "source": normal.label(told["source"])}
    for field, value in {**told, "language": told.get("language") or language_of(text)}.items():
        setattr(candidate, field, value)
    candidate.text_sha256 = normal.sha256(text)
    candidate.article = article_of(candidate.source, candidate.text_sha256)
    candidate.state = Candidate.State.KNOWN if candidate.article else Candidate.State.PROPOSED
    candidate.text = "" if candidate.article else text


def refused(batch: Batch, name: str, reason: str) -> Candidate:
    return Candidate(batch=batch, name=name[:1000], state=Candidate.State.REFUSED, reason=reason[:500])
