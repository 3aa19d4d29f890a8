"""What was said: statements, and the utterances that several of them may report."""

import datetime
from collections.abc import Collection, Iterable, Iterator
from functools import reduce
from operator import and_, or_

import pghistory
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Greatest, Substr

from articles.addresses import path_to, slug_of
from articles.dates import Period
from articles.language import text
from articles.models import search
from articles.models.holding import Named, named
from articles.models.positions import Attribution, AttributionQuerySet, Position
from articles.models.writes import writes_to


class Review(models.TextChoices):
    """How far people have confirmed a statement."""

    SUGGESTED = "suggested", text("suggested by machine")
    ACCEPTED = "accepted", text("accepted")
    CHECKED = "checked", text("checked by a second editor")
    REJECTED = "rejected", text("rejected")
    ORPHANED = "orphaned", text("orphaned: its article changed")


class Voice(models.TextChoices):
    """A state's if any speaker spoke for a country, else a body's if any spoke for one, else another."""

    STATE = "state", "a state"
    BODY = "body", "an international body"
    OTHER = "other", "another voice"


OFFICIAL = (Voice.STATE, Voice.BODY)  # what lists, counts and the queue take unless they are asked for others
REVIEWED = (Review.ACCEPTED, Review.CHECKED)
VISIBLE = (*REVIEWED, Review.SUGGESTED)
# The machine's confidence, and -1 where it has none: nulls have no place from which a page could start.
CERTAINTY = Coalesce(F("confidence"), Value(-1.0))

MARGIN = 400  # characters around a statement, within which its reporting words are looked for
LAST_END = "(%(expressions)s)[array_upper(%(expressions)s, 1)][2]"
ENDS_AT = Func(F("fragments"), template=LAST_END, output_field=models.IntegerField())


class Utterance(models.Model):
    """The same thing said once, however many articles report it."""

    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        first = self.statements.first()
        return str(first) if first else f"utterance {self.pk}"


def _spoken(field: str) -> Exists:
    """Whether any of a statement's speakers spoke for a ``country``, or for an international ``body``."""
    return Exists(Attribution.objects.filter(statement=OuterRef("pk"), **{f"{field}__isnull": False}))


def _held(term: search.Term, known: Named) -> Q:
    """Whether a statement has this term in any place, each by an index of its own; in none if excluded."""
    asked = search.query_of(term.wanted)
    rows: list[models.QuerySet] = []
    if known.actors:
        rows.append(Attribution.objects.filter(actor__in=known.actors).values("statement_id"))
    if known.countries:
        rows.append(Attribution.objects.filter(country__in=known.countries).values("statement_id"))
    if known.issues:
        rows.append(Position.objects.filter(issue__in=known.issues).values("statement_id"))
    if known.is_titled:
        texts = apps.get_model("articles", "Article").objects.titled(asked).order_by()
        rows.append(Statement.objects.filter(article__in=texts.values("pk")).values("pk"))
    said = Q(words_vector=asked)
    if rows:
        own = Statement.objects.filter(said).order_by().values("pk")
        said = Q(pk__in=own.union(*(each.order_by() for each in rows)))
    return ~said if term.is_excluded else said


class StatementQuerySet(models.QuerySet["Statement"]):
    def public(self) -> "StatementQuerySet":
        """Statements of articles that readers see, in whatever state of review.

        By the list of the hidden ones, which is read once: as a join, lists would be sorted before their end.
        """
        hidden = apps.get_model("articles", "Article").objects.hidden().order_by()
        return self.exclude(article__in=hidden.values("pk"))

    def published(self) -> "StatementQuerySet":
        """Public statements that a person has confirmed."""
        return self.public().filter(review__in=REVIEWED)

    def with_suggestions(self) -> "StatementQuerySet":
        """Public statements, confirmed or the machine's suggestions; never rejected or orphaned ones."""
        return self.public().filter(review__in=VISIBLE)

    def waiting(self) -> "StatementQuerySet":
        return self.filter(review=Review.SUGGESTED)

    def placed(self) -> "StatementQuerySet":
        """Statements whose words are known to stand in the text of their article as it is now."""
        return self.exclude(fragments=[])

    def by_country(self, *iso3: str, firsthand: bool = False) -> "StatementQuerySet":
        """Statements made for any of these countries; ``firsthand`` leaves out what others say it said."""
        return self._attributed(Attribution.objects.filter(country__in=iso3), firsthand)

    def by_bloc(self, *slugs: str, firsthand: bool = False) -> "StatementQuerySet":
        """Statements made for a country while it belonged to any of these blocs."""
        return self._attributed(Attribution.objects.of_members(*slugs), firsthand)

    def by_actor(self, *slugs: str, firsthand: bool = False) -> "StatementQuerySet":
        return self._attributed(Attribution.objects.filter(actor__slug__in=slugs), firsthand)

    def firsthand(self) -> "StatementQuerySet":
        """Leaves out what is told of all its speakers at second hand."""
        own = Attribution.objects.filter(statement=OuterRef("pk"))
        return self.exclude(Exists(own.secondhand()) & ~Exists(own.firsthand()))

    def voiced(self, *voices: str) -> "StatementQuerySet":
        """Statements of any of these voices."""
        of_a_state, of_a_body = _spoken("country"), _spoken("body")
        if set(voices) == set(OFFICIAL):
            own = Attribution.objects.filter(statement=OuterRef("pk"))
            return self.filter(Exists(own.filter(Q(country__isnull=False) | Q(body__isnull=False))))
        told = {
            Voice.STATE: of_a_state,
            Voice.BODY: ~of_a_state & of_a_body,
            Voice.OTHER: ~of_a_state & ~of_a_body,
        }
        asked = [condition for voice, condition in told.items() if voice in voices]
        return self.filter(reduce(or_, asked)) if len(asked) < len(told) else self

    def with_voice(self) -> "StatementQuerySet":
        """Adds ``voice``."""
        known = (
            When(_spoken("country"), then=Value(Voice.STATE)),
            When(_spoken("body"), then=Value(Voice.BODY)),
        )
        return self.annotate(voice=Case(*known, default=Value(Voice.OTHER), output_field=models.CharField()))

    def _attributed(self, attributions: AttributionQuerySet, firsthand: bool) -> "StatementQuerySet":
        counted = attributions.firsthand() if firsthand else attributions
        return self.filter(Exists(counted.filter(statement=OuterRef("pk"))))

    def taking(self, issues: Iterable[str] = (), stances: Iterable[str] = ()) -> "StatementQuerySet":
        """Statements with one position on any of the issues (slugs) *and* with any of the stances."""
        positions = Position.objects.filter(statement=OuterRef("pk"))
        if issues:
            positions = positions.filter(issue__slug__in=issues)
        if stances:
            positions = positions.filter(stance__in=stances)
        return self.filter(Exists(positions)) if issues or stances else self

    def on_issue(self, *slugs: str) -> "StatementQuerySet":
        return self.taking(issues=slugs)

    def said_between(
        self, first: datetime.date | None = None, last: datetime.date | None = None
    ) -> "StatementQuerySet":
        """Statements that may have been made within these days, both included; None leaves a side open."""
        statements = self
        if first:
            statements = statements.filter(said_until__gte=first)
        if last:
            statements = statements.filter(said_on__lte=last)
        return statements

    def undated(self) -> "StatementQuerySet":
        return self.filter(said_on=None)

    def matching(self, words: str) -> "StatementQuerySet":
        """Statements that fit what a reader typed, each term in any place.

        Places are what was said and how it was reported, the names of its speakers, their countries and its
        issues, and the title of its article.
        """
        found = search.telling(search.alternatives(words))
        known = named(term for group in found for term in group)
        if not any(known.values()):
            return self.worded(words)
        fitting = [reduce(and_, (_held(term, known[term.wanted]) for term in group)) for group in found]
        if len(fitting) == 1:
            return self.filter(fitting[0])
        # Each by its own indices; with an "or" every statement would be looked at.
        rows = [Statement.objects.filter(each).order_by().values("pk") for each in fitting]
        return self.filter(pk__in=rows[0].union(*rows[1:]))

    def holding(self, term: search.Term, known: Named) -> "StatementQuerySet":
        """Statements that have this term in their own words, or in the names that are known to hold it."""
        return self.filter(_held(term, known))

    def holding_among(self, ids: Collection[int], term: search.Term, is_titled: bool) -> Iterator[int]:
        """The keys of those of these few that have this term in their own words or in their article's title.

        Only these rows are read. As one of ``holding`` PostgreSQL looked for all that have the term, for each
        of them: ten seconds of a million statements.
        """
        asked, few = search.query_of(term), self.filter(pk__in=ids).order_by()
        yield from few.filter(words_vector=asked).values_list("pk", flat=True)
        if is_titled:
            texts = apps.get_model("articles", "Article").objects.filter(pk__in=few.values("article"))
            titled = list(texts.titled(asked).order_by().values_list("pk", flat=True))
            yield from few.filter(article__in=titled).values_list("pk", flat=True)

    def worded(self, words: str) -> "StatementQuerySet":
        """Statements whose own words match."""
        return self.filter(words_vector=search.query(words))

    def with_relevance(self, words: str) -> "StatementQuerySet":
        """Adds ``relevance``: how well their own words fit, in millionths; 0 if only a name does."""
        return self.annotate(relevance=search.relevance(words))

    def with_headlines(self, words: str) -> "StatementQuerySet":
        """Adds ``quote_marks`` and ``cue_marks``, for ``search.marked``; dear, so of few rows."""
        marks = {f"{field}_marks": search.headline(field, words) for field in ("quote", "cue")}
        return self.annotate(**marks)

    def newest_first(self) -> "StatementQuerySet":
        return self.order_by("-listed_on", "-id")

    def oldest_first(self) -> "StatementQuerySet":
        return self.order_by("listed_on", "id")

    def latest_first(self) -> "StatementQuerySet":
        """By when they came to be as they are shown, as ``came_at``: reviewed, read, or published."""
        came_at = Greatest(Coalesce("reviewed_at", "added_at"), "article__published_at")
        return self.annotate(came_at=came_at).order_by("-came_at", "-id")

    def reviewed_lately(self, limit: int) -> "StatementQuerySet":
        """Confirmed ones, those first that were confirmed, or published with their article, last.

        Either by an index of its own, so that not all of them are sorted.
        """
        published = F("article__published_at").desc(nulls_last=True), F("article").desc(), "-id"
        latest = [
            self.order_by(*order).values_list("pk", flat=True)[:limit]
            for order in (("-reviewed_at", "-id"), published)
        ]
        chosen = {pk for keys in latest for pk in keys}
        return self.filter(pk__in=chosen).latest_first()[:limit]

    def most_relevant_first(self, words: str) -> "StatementQuerySet":
        return self.annotate(relevance=search.relevance(words)).order_by("-relevance", "-id")

    def most_certain_first(self) -> "StatementQuerySet":
        """By the machine's confidence, as ``certainty``; those tagged by people last."""
        return self.annotate(certainty=CERTAINTY).order_by("-certainty", "-id")

    def with_context(self) -> "StatementQuerySet":
        """With article, source, speakers and positions, in three queries however many they are."""
        return (
            self.select_related("article__source")
            .defer("article__text", "words_vector")
            .prefetch_related(
                models.Prefetch(
                    "attributions",
                    Attribution.objects.select_related("actor", "country", "role", "body").order_by("id"),
                ),
                models.Prefetch("positions", Position.objects.select_related("issue").order_by("id")),
            )
        )

    def with_surroundings(self) -> "StatementQuerySet":
        """Adds ``text_around``, the words with ``MARGIN`` characters of the article on either side, and
        ``text_begins``, the place of its first character."""
        begin = Greatest(F("starts_at") - MARGIN, 0)
        around = Substr("article__text", begin + 1, ENDS_AT - begin + MARGIN)
        return self.annotate(text_begins=begin, text_around=around)

    def with_other_reports(self) -> "StatementQuerySet":
        """Adds ``other_reports``: in how many other articles the same utterance is reported and reviewed."""
        others = (
            Statement.objects.published()
            .filter(utterance=OuterRef("utterance"))
            .exclude(article=OuterRef("article"))
            .order_by()
            .values("utterance")
            .annotate(n=models.Count("article", distinct=True))
            .values("n")
        )
        return self.annotate(other_reports=Coalesce(models.Subquery(others), 0))


@pghistory.track(exclude=["words_vector"])
class Statement(models.Model):
    """One thing reported as said in one article."""

    class Kind(models.TextChoices):
        DIRECT = "direct", "quoted"
        MIXED = "mixed", "partly quoted"
        INDIRECT = "indirect", "paraphrased"

    class Precision(models.TextChoices):
        DAY = "day", text("to the day")
        MONTH = "month", text("to the month")
        YEAR = "year", text("to the year")
        UNKNOWN = "unknown", text("not known")

    class Basis(models.TextChoices):
        EXPLICIT = "explicit", text("a date in the text")
        TURN = "turn", text("another statement of the same turn")
        ARTICLE = "article", text("the article's date")
        EDITOR = "editor", text("an editor")
        NONE = "none", text("nothing")

    article = models.ForeignKey("Article", on_delete=models.PROTECT, related_name="statements")
    utterance = models.ForeignKey(Utterance, on_delete=models.PROTECT, related_name="statements")
    kind = models.CharField(max_length=8, choices=Kind)
    fragments = ArrayField(
        ArrayField(models.PositiveIntegerField(), size=2),
        help_text="Character ranges [start, end) of the article's text; none once that lost the words",
    )
    starts_at = models.GeneratedField(
        expression=Func(
            F("fragments"), template="(%(expressions)s)[1][1]", output_field=models.IntegerField()
        ),
        output_field=models.IntegerField(),
        db_persist=True,
    )
    quote = models.TextField(help_text="The article's words at the fragments")
    words_vector = models.GeneratedField(
        expression=search.vector(), output_field=SearchVectorField(), db_persist=True
    )
    cue = models.CharField(max_length=200, blank=True, help_text="The reporting words: said, called for …")
    # Outlasts the outer one in the waste bin: what was at second hand does not become first-hand by that.
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="nested",
        help_text="The statement that reports this one",
    )

    said_on = models.DateField(null=True, blank=True, help_text="First day it may have been said")
    said_until = models.DateField(null=True, blank=True, help_text="Last day it may have been said")
    said_on_precision = models.CharField(max_length=8, choices=Precision, default=Precision.UNKNOWN)
    said_on_basis = models.CharField(max_length=8, choices=Basis, default=Basis.NONE)
    said_on_phrase = models.CharField(max_length=200, blank=True, help_text="The words that date it")
    listed_on = models.GeneratedField(
        expression=Coalesce(F("said_on"), Value(datetime.date.min)),
        output_field=models.DateField(),
        db_persist=True,
    )

    review = models.CharField(max_length=10, choices=Review, default=Review.SUGGESTED)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    machine_fields = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        help_text="Fields that the machine proposed and nobody has confirmed",
    )
    confidence = models.FloatField(null=True, blank=True, help_text="0 to 1, of the machine")
    extractor = models.CharField(max_length=100, blank=True, help_text="Version; empty = tagged by a person")

    added_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-listed_on", "-id"]
        triggers = writes_to("id")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "fragments"], condition=~Q(fragments=[]), name="statement_once_per_place"
            ),
            models.CheckConstraint(
                condition=~Q(fragments=[]) | Q(review__in=["rejected", "orphaned"]),
                name="statement_shown_has_a_place",
            ),
            models.CheckConstraint(condition=~Q(quote=""), name="statement_quote_not_empty"),
            models.CheckConstraint(
                condition=Q(said_on=None, said_until=None, said_on_precision="unknown")
                | Q(said_on__isnull=False, said_until__gte=F("said_on")) & ~Q(said_on_precision="unknown"),
                name="statement_date_with_its_precision",
            ),
            models.CheckConstraint(
                condition=Q(review__in=["suggested", "orphaned"]) | Q(reviewed_at__isnull=False),
                name="statement_reviewed_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(review__in=["suggested", "rejected", "orphaned"]) | Q(machine_fields=[]),
                name="statement_reviewed_is_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(confidence=None) | Q(confidence__range=(0, 1)), name="statement_confidence_0_to_1"
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="statement_not_its_own_parent"),
        ]
        indexes = [
            # /statements/: a keyset page, newest first, of what anonymous readers see.
            models.Index(
                F("listed_on").desc(),
                F("id").desc(),
                condition=Q(review__in=["accepted", "checked"]),
                name="statement_published_newest",
            ),
            # The feed: what was reviewed last.
            models.Index(
                F("reviewed_at").desc(),
                F("id").desc(),
                condition=Q(review__in=["accepted", "checked"]),
                name="statement_reviewed_lately",
            ),
            # ?sort=confidence
            models.Index(CERTAINTY.desc(), F("id").desc(), name="statement_most_certain"),
            # ?q=…
            GinIndex(fields=["words_vector"], name="statement_words", fastupdate=False),
            # The review queue: suggestions of an article in the order of its text.
            models.Index(
                fields=["article", "starts_at"], condition=Q(review="suggested"), name="statement_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.quote if len(self.quote) <= 90 else f"{self.quote[:89]}…"

    @property
    def slug(self) -> str:
        return slug_of(self.quote, "statement", words=9)

    def get_absolute_url(self) -> str:
        return path_to("statement_detail", self.pk, self.slug)

    @property
    def said(self) -> Period | None:
        """All the days on which it may have been said; None if nobody knows."""
        if not (self.said_on and self.said_until):
            return None
        return Period(self.said_on, self.said_until, self.said_on_precision)

    @said.setter
    def said(self, said: Period | None) -> None:
        self.said_on = said.first if said else None
        self.said_until = said.last if said else None
        self.said_on_precision = said.precision if said else self.Precision.UNKNOWN

    @property
    def has_place(self) -> bool:
        """Whether its words are known to stand in the article's text as it is now."""
        return bool(self.fragments)

    @property
    def speakers(self) -> list[Attribution]:
        """Whose words they are; no query if attributions were prefetched."""
        return [row for row in self.attributions.all() if not row.is_channel]

    @property
    def channels(self) -> list[Attribution]:
        """Through whom they came, if through anybody."""
        return [row for row in self.attributions.all() if row.is_channel]

    @property
    def is_reviewed(self) -> bool:
        return self.review in REVIEWED

    @property
    def chosen_reader(self) -> str:
        """Model and prompt of the reader of one's own choosing that found it; empty for any other."""
        return self.extractor if "/" in self.extractor else ""
