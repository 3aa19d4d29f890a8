"""Replaces the text of an article: its statements are found again in it exactly, or they become orphans."""

from dataclasses import dataclass, field

from django.utils import timezone

from articles.curate.actions import Editor, Refused, acting
from articles.curate.coding_lock import require_uncoded
from articles.formatting import count
from articles.models import Article, Orphan, Position, Review, Statement, Verb
from articles.registry.copies import sketch
from articles.registry.locking import current, lock, retried
from articles.text import normal
from articles.text.normal import sha256
from articles.text.passages import Fragments
from articles.text.reanchoring import found_again, shifted

CHANGE = "articles.change_article"
CONTEXT = 200  # characters kept around the words of an orphan
FAR = 2**30  # beyond any text: where statements wait until others have left their place


@dataclass(frozen=True, slots=True)
class Replacement:
    """What another text means for the statements of its article; those without a place are left out."""

    article: Article
    text: str
    stays: list[Statement] = field(default_factory=list)
    moves: list[tuple[Statement, Fragments]] = field(default_factory=list)
    lost: list[Statement] = field(default_factory=list)

    @property
    def orphans(self) -> list[Statement]:
        """Those of the lost that somebody has to deal with; rejected ones stay rejected."""
        return [statement for statement in self.lost if statement.review != Review.REJECTED]

    @property
    def rejected(self) -> list[Statement]:
        return [statement for statement in self.lost if statement.review == Review.REJECTED]

    def __str__(self) -> str:
        """2 statements stay, 1 moves, 3 become orphans."""
        moves, orphans = len(self.moves), len(self.orphans)
        return (
            f"{count(len(self.stays), 'statement stays', 'statements stay')}, "
            f"{count(moves, 'moves', 'move')}, {count(orphans, 'becomes an orphan', 'become orphans')}"
        )


def replacement(article: Article, text: str) -> Replacement:
    """What ``replace_text`` would do; Refused, naming the reason, when it would not."""
    text = normal.text(text)
    _require_sense(article, text)
    made = Replacement(article, text)
    for statement in article.statements.placed().order_by("starts_at", "pk"):
        old = _place(statement)
        place = found_again(article.text, text, old)
        if place is None:
            made.lost.append(statement)
        elif place == old:
            made.stays.append(statement)
        else:
            made.moves.append((statement, place))
    return made


@retried
def replace_text(article: Article, text: str, by: Editor, against: str = "") -> Replacement:
    """Give the article another text, and each statement its place in it; returns what became of them.

    Statements whose words are not certainly found again become orphans; where they stood is kept. Refused
    when the text on record is not the one ``against`` is the SHA-256 of.
    """
    with acting(Verb.REPLACE, by, CHANGE) as action:
        lock(articles=[article.pk], changing=[Article])
        article = current(article)
        if against and against != article.text_sha256:
            raise Refused("Somebody replaced the text meanwhile; look at it again. Nothing was changed.")
        require_uncoded([article.pk])
        lock(statements=set(article.statements.values_list("pk", flat=True)))
        made = replacement(article, text)
        action.summary = f"Replaced the text of “{article}”: {made}"
        _lose(made)
        _move(made)
        _move_evidence(made)
        Article.objects.filter(pk=article.pk).update(text=made.text, text_sha256=sha256(made.text))
        sketch(Article.objects.get(pk=article.pk))
    return made


def _require_sense(article: Article, text: str) -> None:
    if not text or "\0" in text:
        raise Refused("This is no text. Nothing was changed.")
    if text == article.text:
        raise Refused("This is the text on record already. Nothing was changed.")
    same = Article.objects.filter(source=article.source_id, text_sha256=sha256(text)).first()
    if same:
        raise Refused(f"This is the text of article {same.pk}, “{same}”, already. Nothing was changed.")


def _place(statement: Statement) -> Fragments:
    return tuple((start, end) for start, end in statement.fragments)


def _lose(made: Replacement) -> None:
    Orphan.objects.bulk_create(_orphan(made.article, statement) for statement in made.lost)
    lost = Statement.objects.filter(pk__in=[statement.pk for statement in made.lost])
    orphans = lost.exclude(review=Review.REJECTED)
    now = timezone.now()
    orphans.update(fragments=[], review=Review.ORPHANED, changed_at=now)
    lost.filter(review=Review.REJECTED).update(fragments=[], changed_at=now)


def _orphan(article: Article, statement: Statement) -> Orphan:
    start, end = statement.fragments[0][0], statement.fragments[-1][1]
    return Orphan(
        statement=statement,
        fragments=statement.fragments,
        before=article.text[max(0, start - CONTEXT) : start],
        after=article.text[end : end + CONTEXT],
        text_sha256=article.text_sha256,
    )


def _move(made: Replacement) -> None:
    """No two statements may stand at one place, not even while they pass each other."""
    left = {_place(statement) for statement, _ in made.moves}
    waiting = [(statement, place) for statement, place in made.moves if place in left]
    _put([(s, tuple((a + FAR, b + FAR) for a, b in place)) for s, place in waiting])
    _put([(s, place) for s, place in made.moves if place not in left])
    _put(waiting)


def _put(moves: list[tuple[Statement, Fragments]]) -> None:
    now, rows = timezone.now(), []
    for statement, place in moves:
        rows.append(Statement(pk=statement.pk, fragments=[list(span) for span in place], changed_at=now))
    Statement.objects.bulk_update(rows, ["fragments", "changed_at"])


def _move_evidence(made: Replacement) -> None:
    """What shows the stance moves with the fragment that it is in; elsewhere it is not looked for."""
    places = {s.pk: (_place(s), place) for s, place in made.moves}
    places |= {s.pk: (_place(s), _place(s)) for s in made.stays}
    positions = list(Position.objects.filter(statement__article=made.article, evidence__isnull=False))
    changed = []
    for position in positions:
        old, new = places.get(position.statement_id, ((), ()))
        start, end = position.evidence or (0, 0)
        evidence = shifted((start, end), old, new)
        if evidence != (start, end):
            position.evidence = list(evidence) if evidence else None
            changed.append(position)
    Position.objects.bulk_update(changed, ["evidence"])
