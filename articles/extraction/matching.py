"""On which issue a statement takes a position, and which, for issues without key phrases.

Logistic regressions over ``evidence``, and for the likeliest issues the network of ``interaction``. Their
weights are learnt by ``train_matching`` and stand in ``data``; their card is in ``docs/extraction.md``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from . import embedding, evidence, interaction, leaning, stance
from .passage import Passage, passage_of
from .records import Document, IssueHint, Position, Stance, Statement
from .words import WORD, countries_in, kept_weights, stem, stems

Matrix = NDArray[np.float64]

HYPOTHETICAL = re.compile(r"\b(?:would|could|might|may)(?: \w+)? $", re.IGNORECASE)  # before the cue
SHORTLIST = 9  # issues of which ``interaction`` is asked; the right one is nearly always among them
OFFERED = 4  # issues kept with a statement: nearly always one of them is right, if any is
STANCES: tuple[Stance, ...] = ("support", "oppose", "conditional")
PLAIN: dict[int, Stance] = {1: "support", -1: "oppose"}
CERTAIN = 0.9  # chance of an issue from which 89 of 103 sides were right that a short clause's grammar tells
DISPUTED = 0.5  # of a certainty where two ways to read a side differ: it is offered, seldom proposed
Guess = tuple[Position, float]  # and how sure its side is


def place(
    document: Document, statements: Sequence[Statement], issues: Sequence[IssueHint]
) -> tuple[Statement, ...]:
    """The statements with a position on the issue that they most probably take one on, if any.

    Issues with key phrases are left to them (``stance.positions``); whether what these tell is sure, is said.
    """
    open_issues = [issue for issue in issues if not issue.phrases]
    passages = [passage_of(document, statement) for statement in statements]
    likeliest = guesses(weights(), passages, open_issues, 1) if open_issues else [()] * len(passages)
    weighed = _weighed(passages, issues)
    return tuple(_placed(*pair) for pair in zip(weighed, likeliest, strict=True))


def _weighed(passages: Sequence[Passage], issues: Sequence[IssueHint]) -> list[Statement]:
    """The statements, each of their positions by key phrases with whether it is sure."""
    by_slug = {issue.slug: issue for issue in issues}
    if not any(told.issue in by_slug for one in passages for told in one.statement.positions):
        return [one.statement for one in passages]
    found = []
    for one, by_meaning in zip(passages, near(passages, issues), strict=True):
        weighed = [
            replace(told, is_sure=is_sure(one, by_slug[told.issue], told.stance, by_meaning.get(told.issue)))
            if told.issue in by_slug
            else told
            for told in one.statement.positions
        ]
        found.append(replace(one.statement, positions=tuple(weighed)))
    return found


def _placed(statement: Statement, guesses: tuple[Guess, ...]) -> Statement:
    """A wrong side is worse than none: what counts is the chance of the issue times that of the side."""
    sure = tuple(
        guess for guess, certainty in guesses if (guess.confidence or 0.0) * certainty >= weights().bar
    )
    if not sure:
        return statement
    return replace(statement, positions=(*(p for p in statement.positions if p.issue is not None), *sure))


def likely(
    passages: Sequence[Passage], issues: Sequence[IssueHint], number: int = OFFERED
) -> list[tuple[Position, ...]]:
    """For each passage the positions that it most probably takes, with their chance, the likeliest first."""
    if not issues:
        return [() for _ in passages]
    return [tuple(guess for guess, _ in row) for row in guesses(weights(), passages, issues, number)]


def near(passages: Sequence[Passage], issues: Sequence[IssueHint]) -> list[dict[str, Guess]]:
    """By the slug of an issue, for each passage of an article: the SHORTLIST that it is most probably on."""
    return [
        {str(guess.issue): (guess, certainty) for guess, certainty in row}
        for row in guesses(weights(), passages, issues, SHORTLIST)
    ]


def guesses(
    learnt: "Weights", passages: Sequence[Passage], issues: Sequence[IssueHint], number: int
) -> list[tuple[Guess, ...]]:
    """For each passage of an article the positions that it most probably takes, the likeliest first.

    A regression finds the issues that come into question; the network, if there is one, looks at these again.
    It has learnt from choices: of one issue alone, told apart from nothing, it says too much.
    """
    if not passages:
        return []
    found = evidence.features(passages, issues, learnt.by_meaning)
    chances = learnt.chances(found)
    nearest = shortlist(chances)
    if learnt.network is None or len(issues) == 1:
        answers, told = None, np.take_along_axis(chances, nearest, axis=1)
    else:
        asked = questions(passages, issues, nearest, found, chances)
        answers = learnt.network.chances(asked).astype(np.float64)
        told = 1 - answers[:, :, 0]
    return [
        tuple(
            _guess(
                learnt, one, issues[nearest[n, m]], told[n, m], None if answers is None else answers[n, m, 1:]
            )
            for m in (-told[n]).argsort(kind="stable")[:number]
        )
        for n, one in enumerate(passages)
    ]


def _guess(learnt: "Weights", one: Passage, issue: IssueHint, chance: float, sides: Matrix | None) -> Guess:
    """``sides`` are the network's chances of STANCES, if there are any."""
    taken, certainty = (
        side_by(learnt, one, issue) if sides is None else side_by_both(learnt, one, issue, sides)
    )
    return Position(taken, issue.slug, one.statement.fragments[0], round(float(chance), 3)), certainty


def shortlist(chances: Matrix) -> NDArray[np.int64]:
    """For each passage the numbers of the issues that are looked at more closely, the likeliest first."""
    return (-chances).argsort(axis=1, kind="stable")[:, :SHORTLIST]


def questions(
    passages: Sequence[Passage],
    issues: Sequence[IssueHint],
    near: NDArray[np.int64],
    found: Matrix,
    chances: Matrix,
) -> interaction.Questions:
    """What ``interaction`` is asked: of each passage these issues, by number, with the evidence for them.

    Beside that of ``evidence``, how the passages together stand to an issue: they are those of one article.
    """
    ranked = np.sort(chances, axis=0)[::-1]
    places = [min(place, len(passages) - 1) for place in (0, 1, 3)]
    together = np.stack([chances.mean(axis=0), *(ranked[place] for place in places)], axis=1)
    told = [
        [
            np.concatenate([found[n, m], together[m], chances[n, m : m + 1], _leans(one, issues[m])])
            for m in near[n]
        ]
        for n, one in enumerate(passages)
    ]
    asked = np.unique(near)
    return interaction.Questions(
        interaction.Texts.of([_spoken(one) for one in passages], interaction.LONGEST_STATEMENT),
        interaction.Texts.of([one.title for one in passages], interaction.LONGEST_TITLE),
        interaction.Texts.of([issues[n].title for n in asked], interaction.LONGEST_TITLE),
        np.searchsorted(asked, near),
        np.array(told, np.float32),
    )


# The side that is taken


def side_by(learnt: "Weights", one: Passage, issue: IssueHint) -> tuple[Stance, float]:
    """Support of, opposition to or a condition on what the issue proposes, and how sure that is, up to 1.

    By the regression, whose lessons are long and mixed; a short plain clause is read by its grammar.
    """
    taken, certainty = learnt.side_of(bearing(one, issue, learnt.by_meaning))
    plain = _plain_side(one, issue)
    return (taken, certainty) if plain in (None, taken) else (plain, certainty * DISPUTED)


def side_by_both(learnt: "Weights", one: Passage, issue: IssueHint, sides: Matrix) -> tuple[Stance, float]:
    """By the regression and by what ``interaction`` tells, the chances of STANCES."""
    both = np.sqrt(learnt.sides(bearing(one, issue, learnt.by_meaning)) * sides / sides.sum())
    return STANCES[int(both.argmax())], float(both.max() / both.sum())


def _plain_side(one: Passage, issue: IssueHint) -> Stance | None:
    wanted = stems(" ".join(word for word in WORD.findall(issue.title) if not countries_in(word)))
    cue = "" if _is_label(one) else one.cue
    return PLAIN.get(
        leaning.plain_side(cue, one.statement.quote, issue.title, lambda word: stem(word) in wanted)
    )


def is_sure(one: Passage, issue: IssueHint, taken: Stance, guess: Guess | None) -> bool:
    """Whether this stance may be shown unread: what was learnt tells it for certain, and the words take it.

    ``guess`` is that of this issue among the others that the statement may be on; None if it is not near.
    """
    if guess is None:
        return False
    told, certainty = guess
    chance = told.confidence or 0.0
    if told.stance != taken or not words_take(one, issue, taken):
        return False
    is_plain = chance >= CERTAIN and _plain_side(one, issue) == taken
    return is_plain or chance * certainty >= weights().shown


def words_take(one: Passage, issue: IssueHint, taken: Stance) -> bool:
    """Whether the words take this side by themselves: the grammar of a short clause, or how it is reported.

    "Peru said that …" takes none, whatever stands beside a key phrase.
    """
    return speaks_out(one) or _plain_side(one, issue) == taken


def speaks_out(one: Passage) -> bool:
    """Whether the reporting words alone take a side: "backed", "called for", "rejected", unlike "said".

    "Would agree" takes none: it is what somebody may do.
    """
    if one.statement.cue_span and HYPOTHETICAL.search(one.text[: one.statement.cue_span[0]][-40:]):
        return False
    asks = not _is_label(one) and bool(stems(one.cue) & evidence.manner_words("asks"))
    return asks or stance.cue_sign(_lemma(one.cue)) != 0


def _is_label(one: Passage) -> bool:
    """ "Called it a threat", not "called for"."""
    return stem(one.cue) == "call"


def bearing(one: Passage, issue: IssueHint, by_meaning: bool) -> Matrix:
    """The features by which a side is told, a vector; those of meaning, if any, are the last."""
    said, title = one.statement, issue.title
    words = said.quote if _is_label(one) else f"{one.cue} {said.quote}"
    leans = np.array(leaning.features(words, title, bool(stems(title) & stems(said.quote))))
    if not by_meaning:
        return leans
    meant, backed, opposed = embedding.embed(
        [_spoken(one), f"We support {title}", f"We oppose {title}, we reject it"]
    )
    return np.concatenate([leans, [float(meant @ backed - meant @ opposed)], meant.astype(np.float64)])


def _leans(one: Passage, issue: IssueHint) -> Matrix:
    """How the words lean, without what they mean."""
    return bearing(one, issue, True)[: -embedding.DIMENSIONS]


def _spoken(one: Passage) -> str:
    return f"{one.cue or 'said'} {one.statement.quote}"


def _lemma(cue: str) -> str | None:
    """The cue as the lists of ``stance`` have it: "called for" → "call for"."""
    words = re.findall(r"[a-z]+", cue.lower())
    if not words:
        return None
    lemma = stance.lemma_on_lists(words[0])
    joined = f"{lemma} {words[-1]}"
    return joined if len(words) > 1 and stance.lemma_on_lists(joined) == joined else lemma


# What was learnt


@dataclass(frozen=True, slots=True)
class Weights:
    """A regression for the issue, one for the side, and two bars.

    Both are for the chance of the issue times the certainty of the side: from ``bar`` a position is proposed,
    from ``shown`` it may be shown before anybody has read it, if the words take the side, too.
    """

    issue: Matrix  # features + 1: the last is the constant
    side: Matrix  # sides × (features + 1)
    bar: float
    shown: float
    by_meaning: bool
    network: interaction.Network | None = None

    def chances(self, features: Matrix) -> Matrix:
        """The chance of a position, passages × issues."""
        return np.asarray(1 / (1 + np.exp(-(features @ self.issue[:-1] + self.issue[-1]))))

    def sides(self, features: Matrix) -> Matrix:
        """The share of each side, in the order of STANCES; together 1."""
        chances = 1 / (1 + np.exp(-(self.side[:, :-1] @ features + self.side[:, -1])))
        return np.asarray(chances / chances.sum())

    def side_of(self, features: Matrix) -> tuple[Stance, float]:
        """The likeliest side, and its share of the chances of all."""
        shares = self.sides(features)
        return STANCES[int(shares.argmax())], float(shares.max())


@cache
def weights() -> Weights:
    """Those for words and meaning, or for words alone where the model of meaning is not installed."""
    by_meaning = embedding.is_available()
    kept = kept_weights()["by meaning" if by_meaning else "by words"]
    network = interaction.network() if by_meaning else None
    return Weights(
        np.array(kept["issue"]), np.array(kept["side"]), kept["bar"], kept["shown"], by_meaning, network
    )
