"""How many keys the sample article takes, with every decision as its labels have it."""

import json
import re

import pytest
from playwright.sync_api import expect

from articles.models import Issue, Statement
from articles.samples import demo
from tests.browser.test_desk import desk, waiting  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

MOST = 110
ENOUGH = 0.2  # of the characters of a suggestion and its label together
SIGNS = {"support": "+", "oppose": "-", "conditional": "?", "neutral": "="}
VERBS = {"support": "supports", "oppose": "opposes", "conditional": "conditional", "neutral": "neutral"}


def shared(one, other):
    """The share of characters that two places have in common."""
    a, b = ({n for start, end in spans for n in range(start, end)} for spans in (one, other))
    return len(a & b) / len(a | b)


def labels():
    every = json.loads((demo.SAMPLES / "labels.json").read_text(encoding="utf-8"))["articles"]
    return next(article["statements"] for article in every if article.get("waits"))


def paired(statements):
    """Each suggestion with the label of the same words; without one it is to be rejected."""
    left, pairs = labels(), {}
    every = [
        (shared(s.fragments, label["spans"]), s.pk, n) for s in statements for n, label in enumerate(left)
    ]
    taken = set()
    for share, pk, n in sorted(every, reverse=True):
        if share >= ENOUGH and pk not in pairs and n not in taken:
            pairs[pk] = left[n]
            taken.add(n)
    return pairs


class Hand:
    """Presses keys and counts them; looks at the page as an editor does."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
        self.pressed += len(keys)

    def choices(self, field):
        group = self.page.locator(f"#g-{field} .alts button")
        return [re.sub(r"^\d+\s*", "", " ".join(text.split())) for text in group.all_inner_texts()]

    def choose(self, field, label):
        self.press(str(self.choices(field).index(label) + 1))

    def asked(self):
        return self.page.locator("[data-check]").evaluate_all("all => all.map(one => one.dataset.field)")


def slugs():
    return dict(Issue.objects.values_list("slug", "title"))


def prefix(slug, every):
    """The fewest letters that name one issue alone."""
    return next(slug[:n] for n in range(1, 99) if sum(s.startswith(slug[:n]) for s in every) == 1)


def mend_words(hand, statement, label):
    """By the keys that move an end by a clause or a word, whichever are fewer."""
    text = statement.article.text
    [start, end] = statement.fragments[0][0], statement.fragments[-1][1]
    wanted = label["spans"][0][0], label["spans"][-1][1]
    hand.press(*["}"] * len(text[start : wanted[0]].split()))
    if end > wanted[1]:
        tail = text[wanted[1] : end]
        hand.press(*(["<"] if tail[:1] in ",;" else ["["] * len(tail.split())))
    if end < wanted[1]:
        hand.press(">")
    quoted = " … ".join(text[a:b] for a, b in label["spans"])
    expect(hand.page.locator("#words_shown")).to_have_text(quoted)


def mend_positions(hand, statement, label, titles):
    """What is offered by its digit, the rest by a sign and a few letters; says whether that accepted it."""
    now = {(row.issue.slug, row.stance) for row in statement.positions.all()}
    wanted = {(row["issue"], row["stance"]) for row in label["positions"]}
    asked = "position" in hand.asked()
    offered = hand.choices("position")
    if now == wanted or not (now or wanted):
        if asked:
            hand.choose("position", "keep")
        return False
    only = [f"only {VERBS[stance]} {titles[slug]}" for slug, stance in now & wanted]
    if {slug for slug, _ in now} - {slug for slug, _ in wanted}:
        if len(wanted) == 1 and only and only[0] in offered:
            hand.choose("position", only[0])
            return False
        hand.choose("position", "no position")
        now = set()
    typed = []
    for slug, stance in sorted(wanted - now):
        told = f"{VERBS[stance]} {titles[slug]}"
        if told in offered:
            hand.choose("position", told)
            now = {one for one in now if one[0] != slug} | {(slug, stance)}
        else:
            typed.append((slug, stance))
    for slug, stance in typed:
        hand.press("+" if now else "i", *SIGNS[stance], *prefix(slug, titles), "Enter")
        now.add((slug, stance))
    return bool(typed)


def mend(hand, statement, label, titles):
    mend_words(hand, statement, label)
    asked = hand.asked()
    if "words" in asked:
        hand.choose("words", "keep")
    [speaker] = statement.attributions.all()
    name = label["speakers"][0]["name"]
    ditto = hand.page.locator(".ditto").inner_text() if hand.page.locator(".ditto").count() else ""
    is_same = as_before(hand, name, label["date"])
    day_is_wrong = label["date"] and str(statement.said) != label["date"]
    if ditto and is_same and day_is_wrong:
        hand.press('"')
    else:
        if "speaker" in asked:
            hand.choose("speaker", "keep" if speaker.actor.name == name else name)
        elif speaker.actor.name != name:
            raise AssertionError(f"not asked: {speaker.actor.name} is {name}")
        if day_is_wrong and label["date"].count("-") == 1:
            hand.press("m")
        elif day_is_wrong:
            hand.press("d", "ArrowDown", "Enter")
        elif "said" in asked:
            hand.choose("said", "keep")
    if not mend_positions(hand, statement, label, titles):
        hand.press("a")


def as_before(hand, name, day):
    """Whether the statement before has this speaker and day by now."""
    number = int(re.search(r"\d+", hand.page.locator("#h-form").inner_text())[0])
    before = hand.page.locator(".ditto")
    value = before.get_attribute("value") if before.count() else ""
    return number > 1 and day is not None and f"said={day}" in value and name.replace(" ", "+") in value


def right(statement, label):
    """Whether what stands on record is what the label says."""
    stance = {(row.issue.slug, row.stance) for row in statement.positions.all()}
    day = str(statement.said) if statement.said else None
    return (
        [list(span) for span in statement.fragments] == label["spans"]
        and [row.actor.name for row in statement.attributions.all()] == [label["speakers"][0]["name"]]
        and (day == label["date"] or (label["date"] is None and statement.said_on_basis == "article"))
        and stance == {(row["issue"], row["stance"]) for row in label["positions"]}
    )


def test_the_sample_article_is_mended_with_few_keys(desk, waiting):  # noqa: F811
    statements = list(waiting.statements.with_context().order_by("starts_at", "pk"))
    for statement in statements:
        statement.article.text = waiting.text
    pairs, titles = paired(statements), slugs()
    page = desk()
    hand = Hand(page)
    for n, statement in enumerate(statements, start=1):
        expect(page.locator("#h-form")).to_have_text(re.compile(rf"^\s*Statement {n} of"))
        if statement.pk in pairs:
            mend(hand, statement, pairs[statement.pk], titles)
        else:
            hand.press("x", "1")
        expect(page.locator("#status_line")).to_contain_text(re.compile("^(Accepted|Corrected|Rejected)"))
    expect(page.locator("#status_line")).to_contain_text("Nothing waits any more.")
    saved = Statement.objects.with_context().filter(article=waiting)
    wrong = [s.quote for s in saved if s.pk in pairs and not right(s, pairs[s.pk])]
    assert wrong == []
    assert {s.review for s in saved if s.pk in pairs} == {"accepted"}
    assert hand.pressed <= MOST
