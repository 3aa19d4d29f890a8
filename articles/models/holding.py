"""Which names hold a term that was typed: of speakers, countries, issues and articles."""

from collections.abc import Iterable
from dataclasses import dataclass

from articles.models import search
from articles.models.actors import Actor
from articles.models.countries import Country
from articles.models.issues import Issue
from articles.models.search import Term
from articles.models.texts import Article

MOST = 12  # terms that are looked for in names; further ones in what was said alone


@dataclass(frozen=True, slots=True)
class Named:
    """Keys of actors, countries and issues whose name holds a term; whether the title of any article does."""

    actors: tuple[int, ...] = ()
    countries: tuple[str, ...] = ()
    issues: tuple[int, ...] = ()
    is_titled: bool = False

    def __bool__(self) -> bool:
        return bool(self.actors or self.countries or self.issues or self.is_titled)


NOWHERE = Named()


def named(terms: Iterable[Term]) -> dict[Term, Named]:
    """By each term, without its minus."""
    wanted = list(dict.fromkeys(term.wanted for term in terms))
    return {term: _named(term) if n < MOST else NOWHERE for n, term in enumerate(wanted)}


def _named(term: Term) -> Named:
    return Named(
        tuple(Actor.objects.called(term.text).values_list("pk", flat=True)),
        tuple(Country.objects.called(term.text).values_list("pk", flat=True)),
        tuple(Issue.objects.called(term.text).values_list("pk", flat=True)),
        Article.objects.titled(search.query_of(term)).exists(),
    )
