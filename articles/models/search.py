"""Text search in PostgreSQL: what a reader typed as terms, how well words fit them, and where they stand.

Migration 0001 makes the configuration ``demarche``: English stems, accents ignored. Migration 0035 makes the
functions that put a text into words first, on every database alike.
"""

import re
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.apps import apps
from django.contrib.postgres.search import (
    SearchHeadline,
    SearchQuery,
    SearchQueryCombinable,
    SearchQueryField,
    SearchRank,
    SearchVector,
    SearchVectorField,
)
from django.db.models import Case, F, Func, IntegerField, TextField, Value, When
from django.db.models.functions import Cast, Round
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.text import normal
from diplomacy.replicas import connection

CONFIG = "demarche"
MILLION = 1_000_000
BEGIN, END = "\ue000", "\ue001"  # for private use: no text has them, and HTML takes them for nothing
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))
TOKEN = re.compile(r'-?"[^"]*"?|[^\s"]+')
OPERAND = re.compile(r"'(?:[^']|'')*'(?::\*)?")
PREFIX = re.compile(r"([^\W_][\w'’.-]*[^\W_])\*+")

TELLING = f"""
SELECT numnode(phraseto_tsquery('{CONFIG}', articles_words(word))) > 0
FROM unnest(%s::text[]) WITH ORDINALITY AS given (word, n) ORDER BY n
"""


class Words(Func):
    """A text as words between spaces; migration 0035 makes the function, and tells how."""

    function = "articles_words"
    output_field = TextField()


class Spaced(Func):
    """A text of the same length, in small letters, with spaces for signs."""

    function = "articles_spaced"
    output_field = TextField()


class Lexemes(Func):
    """The lexemes of a title, which has an index of just this."""

    function = "to_tsvector"
    template = f"to_tsvector('{CONFIG}'::regconfig, articles_words(%(expressions)s))"
    output_field = SearchVectorField()


class Begun(SearchQueryCombinable, Func):  # type: ignore[misc]
    """Words that begin like this; migration 0016 makes the function, and tells how."""

    function = "articles_begun"
    output_field = SearchQueryField()


class Without(SearchQueryCombinable, Func):  # type: ignore[misc]
    """Whatever does not match."""

    template = "!!(%(expressions)s)"
    output_field = SearchQueryField()


@dataclass(frozen=True, slots=True)
class Term:
    """What a reader typed: a word, words in a row, or how a word begins; or that it must not be there."""

    text: str
    is_begun: bool = False
    is_excluded: bool = False

    @property
    def wanted(self) -> "Term":
        """The same without its minus."""
        return Term(self.text, self.is_begun)

    def __str__(self) -> str:
        """As it could be typed."""
        own = f"{self.text}*" if self.is_begun else self.text if self.text.isalnum() else f'"{self.text}"'
        return f"-{own}" if self.is_excluded else own


Alternatives = list[list[Term]]


def vector() -> Any:
    """The search vector of a statement. Its cue comes first, so that "opposes sanctions" is a phrase."""
    cue = SearchVector(Words("cue"), config=CONFIG, weight="B")
    return cue + SearchVector(Words("quote"), config=CONFIG, weight="A")


def alternatives(words: str) -> Alternatives:
    """What stands between each "or": words, "a phrase", -without, prefix*; any input will do."""
    groups: Alternatives = [[]]
    for token in TOKEN.findall(normal.line(words).translate(QUOTES)):
        if token.lower() == "or":
            groups.append([])
        elif term := _term(token):
            groups[-1].append(term)
    return [group for group in groups if group]


def telling(found: Alternatives) -> Alternatives:
    """Without very common words ("the"), which are not searched for; where all are, they stay, for names."""
    terms = list(dict.fromkeys(term.wanted for group in found for term in group))
    if not terms:
        return []
    with connection().cursor() as cursor:
        texts = [term.text for term in terms]
        cursor.execute(TELLING, [texts])
        told = {term for term, [is_told] in zip(terms, cursor, strict=True) if is_told or term.is_begun}
    return [[term for term in group if term.wanted in told] or group for group in found]


def query(words: str) -> Any:
    """What a reader typed as one query of PostgreSQL; any input is valid."""
    groups = alternatives(words) or [[Term("")]]
    return reduce(or_, [reduce(and_, map(query_of, group)) for group in groups])


def query_of(term: Term) -> Any:
    """One term as a query."""
    if not term.is_begun:
        asked: Any = _plain(term.text)
    else:
        *before, last = re.split(r"[\W_]+", term.text)
        asked = reduce(and_, [*map(_plain, [*before, ""]), Begun(Value(last))])
    return _plain("") & Without(asked) if term.is_excluded else asked


def operands(words: str) -> list[str]:
    """The lexemes of what shall be there, and beginnings of lexemes ('gov':*), as PostgreSQL writes them."""
    terms = [term for group in alternatives(words) for term in group if not term.is_excluded]
    if not terms:
        return []
    texts = [Cast(query_of(term), TextField()) for term in dict.fromkeys(terms)]
    model = apps.get_model("articles", "Country")  # of any table that has rows
    [*written] = model.objects.order_by().values_list(*texts)[:1]
    found = dict.fromkeys(OPERAND.findall(" ".join(map(str, written[0])) if written else ""))
    return [each for each in found if f"{each}:*" not in found]


def relevance(words: str) -> Case:
    """How well a statement's own words fit, in millionths: whole numbers can be compared for equality.

    How near they stand to each other does not count: quotations are short, and of each word by itself it is
    known beforehand.
    """
    asked = query(words)
    any_of_them = Cast(Value(" | ".join(operands(words))), SearchQueryField())
    # Not divided by the length: of quotations, all of them short, one of a single word would lead every list.
    rank = SearchRank(F("words_vector"), any_of_them)
    scaled = Cast(Round(Value(float(MILLION)) * rank), IntegerField())
    return Case(When(words_vector=asked, then=scaled), default=Value(0), output_field=IntegerField())


def headline(field: str, words: str) -> SearchHeadline:
    """A text field, spaced, with marks around the words that fit, for ``marked``."""
    return SearchHeadline(
        Spaced(field), query(words), config=CONFIG, start_sel=BEGIN, stop_sel=END, highlight_all=True
    )


def marked(text: str, headline: str) -> SafeString:
    """The text as HTML with the marks of its headline; without any, should that not be of the same text."""
    spaced = headline.replace(BEGIN, "").replace(END, "")
    if len(spaced) != len(text) or not all(map(_is_spaced, text, spaced)):
        return escape(text)
    made, at = [], 0
    for piece in re.split(f"([{BEGIN}{END}])", headline):
        if piece in (BEGIN, END):
            made.append("<mark>" if piece == BEGIN else "</mark>")
        else:
            made.append(escape(text[at : at + len(piece)]))
            at += len(piece)
    return mark_safe("".join(made))


def bare(words: str) -> str:
    """What was typed as a name would be: without quotes and stars."""
    return " ".join(re.sub('["“”*]', " ", words).split())


def _is_spaced(letter: str, spaced: str) -> bool:
    return spaced in (letter, " ", letter.lower())


def _plain(words: str) -> SearchQuery:
    return SearchQuery(Words(Value(words)), config=CONFIG, search_type="phrase")


def _term(token: str) -> Term | None:
    """None for signs alone."""
    is_excluded, text = token.startswith("-"), token.lstrip("-").strip('"').strip()
    prefix = PREFIX.fullmatch(text) if '"' not in token else None
    if not re.search(r"\w", text):
        return None
    return Term(prefix[1] if prefix else text, bool(prefix), is_excluded)
