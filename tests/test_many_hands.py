"""Whatever many people do at once, the record stays right; `make soak-hands` does it for longer.

What was answered earlier, for past moments and of frozen comparisons, is asked again: at each pause the first
answer, the latest, and AGAIN others that the seed draws; at the end of the run all frozen comparisons, and
AT_LAST past moments (of up to 3,000 verbs all of them). So a pause asks as many questions
late in a long run as early in it.
"""

import random
import sys
import time
from collections import Counter

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from articles import accounts
from articles.browse.filterset import StatementFilter
from articles.browse.paging import still_there
from articles.browse.results import BySql
from articles.compare.changes_since import changes_since
from articles.compare.comparison import compare
from articles.compare.sharing import checksum, freeze
from articles.history.as_of import as_of
from articles.history.events import touched
from articles.index import maintenance
from articles.models import Action, Article, Attribution, Issue, Position, Statement, Verb
from tests.browse.counting import counted_once
from tests.browse.test_by_index import told
from tests.conftest import member
from tests.factories import World
from tests.hands import Hand
from tests.indexing import by_index
from tests.many_hands import (
    COLUMNS,
    Chief,
    Editor,
    Importer,
    Reader,
    Worker,
    clock,
    comparison_as_of,
    one_reader,
)
from tests.registry.test_locking import on_merged
from tests.selections import selection_of

pytestmark = pytest.mark.slow

ROUND = 400  # verbs between two pauses
LONGEST_ROUND = 900  # seconds, on a machine that does other things as well
AGAIN, AT_LAST = 6, 150  # earlier answers asked again at a pause and at the end, see above
SHARES = {"editor": 0.3, "other": 0.3, "chief": 0.2, "importer": 0.1, "worker": 0.05, "reader": 0.05}
QUERIES = (
    "review=all", "country=RUS&review=all", "hand=first&country=USA&country=CHN", "q=sanctions&review=all",
    "stance=oppose&sort=oldest", "said_after=2017-07&review=all&kind=mixed",
)  # fmt: skip
EARLY = 5  # pauses at which all of these are asked as of now, too
SLOW = "hand="  # of the past: what is nested is looked up in the histories once for each statement

SUGGESTED = {Statement, Attribution, Position}  # what goes with an article that nobody has reviewed


class Site:
    """The people, what they saw, and the questions that are put to the record whenever they pause."""

    def __init__(self, seed):
        world = World()
        for issue in ("sanctions", "talks", "missiles"):
            world.issue(issue)
        self.people = {
            "editor": Editor(seed, "editor"),
            "other": Editor(seed + 1, "other"),
            "chief": Chief(seed + 2, "chief"),
            "importer": Importer(seed + 3),
            "worker": Worker(seed + 4),
            "reader": Reader(seed + 5),
        }
        self.people["importer"].work(12)
        self.frozen, self.checked_undos, self.random = [], set(), random.Random(seed)
        self.pauses = 0

    def round(self, verbs):
        hands = []
        for name, share in SHARES.items():
            work, number = self.people[name].work, max(1, int(verbs * share))
            hands.append(Hand(lambda work=work, number=number: work(number)))
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.result(LONGEST_ROUND)

    def pause(self, last=False):
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # autovacuum comes too late to a table that was empty a minute ago
        assert on_merged() == []
        assert sum(person.told["broken off"] for person in self.people.values()) == 0
        self.counts_agree()
        self.undos_are_exact()
        self.moments_stay(AT_LAST if last else AGAIN)
        self.frozen_ones_tell_what_happened(len(self.frozen) if last else AGAIN)

    def counts_agree(self):
        """By the index, by SQL, and as of now."""
        moment = clock()
        self.pauses += 1
        for query in QUERIES:
            filterset = StatementFilter(QueryDict(query), Statement.objects.all())
            by_sql = BySql(filterset)
            with counted_once():
                assert told(by_index(filterset)) == told(by_sql)
            if SLOW in query and self.pauses > EARLY:
                continue
            now = _in_short(by_sql)
            with as_of(moment):
                again = StatementFilter(QueryDict(query), Statement.objects.all())
                assert _in_short(BySql(again)) == now
        selection = selection_of(QueryDict(COLUMNS))
        shown = [compare(selection, moment, with_basis=with_basis) for with_basis in (False, True)]
        assert _bare(shown[0]) == _bare(shown[1])

    def undos_are_exact(self):
        """Each row as it was before the action, by the events that hold both.

        With an article that was added go the machine's suggestions in it, and nothing else.
        """
        undos = Action.objects.filter(undoes__isnull=False).exclude(pk__in=self.checked_undos)
        for undo in undos.select_related("undoes"):
            before, after = touched(undo.undoes.context_id), touched(undo.context_id)
            adds_articles = any(row.after and not row.before for row in before.get(Article, ()))
            more = {model: rows for model, rows in after.items() if model not in before}
            assert more.keys() <= (SUGGESTED if adds_articles else set()), undo
            assert not any(row.after for rows in more.values() for row in rows), undo
            for model, rows in before.items():
                restored = {row.pk: row.after for row in after[model]}
                for row in rows:
                    assert _state(model, row.before) == _state(model, restored[row.pk]), (undo, model, row)
            self.checked_undos.add(undo.pk)

    def moments_stay(self, again):
        for moment, answer in self.drawn(self.people["reader"].moments, again):
            assert comparison_as_of(moment) == answer

    def frozen_ones_tell_what_happened(self, again):
        now = _basis()
        for comparison, then in self.drawn(self.frozen, again):
            comparison.refresh_from_db()
            assert checksum(comparison.shown) == comparison.checksum
            expected, told = _differences(then, now), Counter()
            for change in changes_since(comparison, timezone.now()):
                kind = "gone" if change.kind in ("withdrawn", "no longer counted") else change.kind
                told[kind, change.column] += kind != "corrected" or _is_of_basis(change)
            assert +told == expected
        selection = selection_of(QueryDict(COLUMNS))
        shown = compare(selection, timezone.now(), with_basis=True)
        self.frozen.append((freeze(shown, selection.query), now))

    def drawn(self, earlier, number):
        """The first, the latest, and so many of those between them, in their order."""
        between = earlier[1:-1]
        chosen = sorted(self.random.sample(range(len(between)), min(number, len(between))))
        return [*earlier[:1], *(between[n] for n in chosen), *earlier[1:][-1:]]


def _bare(shown):
    rows = [
        {**row, "cells": [{k: v for k, v in cell.items() if k != "basis"} for cell in row["cells"]]}
        for row in shown["rows"]
    ]
    return {**shown, "rows": rows}


def _state(model, event):
    """The row in the event, but for what tells when it was last changed; None when it was not there."""
    if event is None:
        return None
    values = model.pgh_event_model.objects.values().get(pk=event)
    return {k: v for k, v in values.items() if not k.startswith("pgh_") and k not in ("changed_at", "commit")}


def _basis():
    """What is behind each cell, worked out from rows alone: stance and day by issue, country, statement."""
    visible = Statement.objects.with_suggestions().in_bulk()
    speaking = {}
    for row in Attribution.objects.filter(country__in=("RUS", "USA", "CHN", "FRA")):
        outer = visible.get(row.statement_id) and visible[row.statement_id].parent_id
        own = Attribution.objects.filter(statement=outer, country=row.country_id) if outer else None
        if outer is None or own.exists():
            speaking.setdefault(row.statement_id, set()).add(row.country_id)
    return {
        (position.issue_id, country, position.statement_id): (
            position.stance,
            visible[position.statement_id].said_on,
        )
        for position in Position.objects.filter(statement__in=visible)
        for country in speaking.get(position.statement_id, ())
    }


def _differences(then, now):
    """How many came, went, or have another stance or day, by country; merged issues are one."""
    heirs = {issue.pk: issue.merged_into_id or issue.pk for issue in Issue.objects.all()}
    several, then = then, {}
    for (issue, country, statement), value in several.items():
        then.setdefault((heirs[issue], country, statement), set()).add(value)
    found = Counter()
    for place in now.keys() - then.keys():
        found["added", place[1]] += 1
    for place in then.keys() - now.keys():
        found["gone", place[1]] += 1
    for place in then.keys() & now.keys():
        found["corrected", place[1]] += now[place] not in then[place]
    return +found


def _is_of_basis(change):
    """A correction of what is kept of every statement, not of the words of the latest alone."""
    return any(what in ("stance", "day") for what, _, _ in change.details)


def _in_short(found):
    """What a page tells; of the facets one, since the past is read from the histories, many times slower."""
    return found.total, found.undated, found.months, found.rows("country"), found.page(still_there, size=100)


def _tell(line):
    sys.stdout.write(f"\n{line}")
    sys.stdout.flush()


@pytest.mark.django_db(transaction=True)
def test_the_record_stays_right(request, editor, chief, settings, tmp_path, monkeypatch):
    member("other", accounts.EDITOR)
    one_reader(monkeypatch)
    settings.FACET_INDEX_DIR = str(tmp_path / "facets")
    maintenance.build()
    seed, verbs = request.config.getoption("--seed"), request.config.getoption("--verbs")
    site, began = Site(seed), time.monotonic()
    rounds = max(1, verbs // ROUND)
    for number in range(1, rounds + 1):
        start = time.monotonic()
        site.round(min(verbs, ROUND))
        worked = time.monotonic()
        site.pause(last=number == rounds)
        took = f"{worked - start:.0f} s of work, {time.monotonic() - worked:.0f} s of questions"
        done = sum(sum(person.done.values()) for person in site.people.values())
        _tell(f"seed {seed}, pause {number} of {rounds}: {done} verbs so far, {took}")
    told = sum((person.told for person in site.people.values()), Counter())
    done = sum((person.done for person in site.people.values()), Counter())
    took = time.monotonic() - began
    _tell(f"seed {seed}, {sum(done.values())} verbs, {took:.0f} s: {dict(done)}; {dict(told)}")
    assert told[500] == 0
    assert Action.objects.filter(verb=Verb.UNDO).exists()
    assert Action.objects.filter(verb=Verb.MERGE).exists()
