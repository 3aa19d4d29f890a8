"""What the answers hold, field by field: for the schema, and to choose from by ``fields``.

Rows are made as plain data by ``statements`` and ``things``, since serializers would take longer than the
database; tests hold both against each other.
"""

from typing import Any

from rest_framework import serializers

from articles.models import Actor, Position, Review, Statement, Voice
from articles.models.statements import VISIBLE


def _day(meaning: str) -> serializers.DateField:
    return serializers.DateField(allow_null=True, help_text=meaning)


def _text(meaning: str, **options: Any) -> serializers.CharField:
    return serializers.CharField(help_text=meaning, **options)


def _country(meaning: str) -> serializers.CharField:
    return _text(f"{meaning}: ISO 3166-1 alpha-3", allow_null=True)


class SaidSerializer(serializers.Serializer):
    """The days on which it may have been said."""

    on = _day("The first of them; null where nobody knows")
    until = _day("The last of them")
    precision = serializers.ChoiceField(Statement.Precision.choices, help_text="How exactly that is known")
    basis = serializers.ChoiceField(Statement.Basis.choices, help_text="What that is known from")


class AttributionSerializer(serializers.Serializer):
    """One speaker of a statement, or who passed its words on."""

    actor = _text("Slug of the speaker")
    name = _text("The speaker's name")
    role = _text("Role at the time, else as printed", allow_blank=True)
    country = _country("For which the speaker spoke")
    body = _text("Slug of the international body for which the speaker spoke", allow_null=True)
    channel = serializers.BooleanField(
        help_text="Not the speaker: the office or spokesman through whom the words came"
    )


class StanceSerializer(serializers.Serializer):
    """The stance of a statement on an issue."""

    issue = _text("Slug of the issue")
    title = _text("The issue, as a proposal")
    stance = serializers.ChoiceField(Position.Stance.choices)


class ArticleOfStatementSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    title = _text("Headline")
    source = _text("Slug of the outlet or publisher")  # type: ignore[assignment]
    published = _text("YYYY-MM-DD; YYYY-MM or YYYY where no more is known", allow_null=True)
    address = serializers.URLField(help_text="Its page on this site")
    original = _text("Where it was published, if known", allow_blank=True)


class StatementSerializer(serializers.Serializer):
    """Something that was said, and where it stands."""

    id = serializers.IntegerField(help_text="It never changes")
    address = serializers.URLField(help_text="Its page on this site")
    quote = _text("The article's words, as printed; “ … ” stands where words are left out")
    kind = serializers.ChoiceField(Statement.Kind.choices, help_text="Quoted, partly quoted, paraphrased")
    cue = _text("The reporting words: said, called for …", allow_blank=True)
    fragments = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        help_text="[start, end] of its words in the article's text, in code points",
    )
    voice = serializers.ChoiceField(
        Voice.choices, help_text="A state's, an international body's or another's"
    )
    said = SaidSerializer()
    attributions = AttributionSerializer(many=True)
    positions = StanceSerializer(many=True)
    article = ArticleOfStatementSerializer()
    utterance = serializers.IntegerField(
        help_text="Statements with the same number report the same thing said once"
    )
    review = serializers.ChoiceField(
        [(str(value), label) for value, label in Review.choices if value in VISIBLE],
        help_text="Whether a person has confirmed it",
    )
    confidence = serializers.FloatField(
        allow_null=True, help_text="How sure the machine is that it is a statement, 0 to 1"
    )


class ArticleSerializer(serializers.Serializer):
    """An article; its text stays with its publisher."""

    id = serializers.IntegerField()
    address = serializers.URLField(help_text="Its page on this site")
    title = _text("Headline")
    source = _text("Slug of the outlet or publisher")  # type: ignore[assignment]
    published = _text("YYYY-MM-DD; YYYY-MM or YYYY where no more is known", allow_null=True)
    author = _text("As printed", allow_blank=True)
    language = _text("BCP 47")
    original = _text("Where it was published, if known", allow_blank=True)
    archived = _text("A copy in a web archive, if one is known", allow_blank=True)
    sha256 = _text("Of the text that was read")
    reader = _text("What read it, with its version; empty if nothing has", allow_blank=True)


class ActorSerializer(serializers.Serializer):
    """Somebody who can speak."""

    slug = _text("Its place in addresses")
    address = serializers.URLField(help_text="Its page on this site")
    name = _text("The name in use")
    kind = serializers.ChoiceField(Actor.Kind.choices)
    country = _country("To which the actor belongs")
    bloc = _text("Slug of the bloc that an international body's members form", allow_null=True)
    aliases = serializers.ListField(child=serializers.CharField(), help_text="Other spellings")


class RoleSerializer(serializers.Serializer):
    """What an actor was, for whom, from when to when; both days count."""

    id = serializers.IntegerField()
    actor = _text("Slug of who held it")
    title = _text("Of the office")
    country = _country("For which")
    body = _text("Slug of the international body whose office it is", allow_null=True)
    starts_on = _day("Null where nobody knows")
    ends_on = _day("Null while it lasts, or where nobody knows")
    reference = _text("Who says so")


class CountrySerializer(serializers.Serializer):
    iso3 = _text("ISO 3166-1 alpha-3")
    iso2 = _text("ISO 3166-1 alpha-2")
    address = serializers.URLField(help_text="Its page on this site")
    name = _text("In common use")
    official_name = _text("In full")
    region = _text("Continent", allow_blank=True)
    un_member = serializers.BooleanField(help_text="Of the United Nations")


class MembershipSerializer(serializers.Serializer):
    country = _text("ISO 3166-1 alpha-3")
    starts_on = _day("Null: since it exists")
    ends_on = _day("Null: still")


class BlocSerializer(serializers.Serializer):
    """Countries that act together."""

    slug = _text("Its place in addresses")
    address = serializers.URLField(help_text="Its page on this site")
    name = _text("In common use")
    members = MembershipSerializer(many=True)


class IssueSerializer(serializers.Serializer):
    """What a statement can be for or against, worded as a proposal; or a claim of fact."""

    slug = _text("Its place in addresses")
    address = serializers.URLField(help_text="Its page on this site")
    title = _text("The proposal, or the claim")
    description = _text("What belongs to it", allow_blank=True)
    is_claim = serializers.BooleanField(
        help_text="A claim of fact: who supports it affirms it, who opposes it disputes it"
    )
    parent = _text("Slug of the issue of which it is a part", allow_null=True)  # type: ignore[assignment]
    about = serializers.ListField(
        child=serializers.CharField(), help_text="Countries that it concerns, ISO 3166-1 alpha-3"
    )


class PositionSerializer(serializers.Serializer):
    """A stance, with the statement that takes it."""

    id = serializers.IntegerField()
    statement = serializers.IntegerField(help_text="Number of the statement")
    issue = _text("Slug of the issue")
    stance = serializers.ChoiceField(Position.Stance.choices)


class UtteranceSerializer(serializers.Serializer):
    """Something said once, however often it was reported."""

    id = serializers.IntegerField()
    statements = serializers.ListField(
        child=serializers.IntegerField(), help_text="Numbers of the statements that report it"
    )


class OptionSerializer(serializers.Serializer):
    value = _text("As the filter takes it")
    label = _text("In words")  # type: ignore[assignment]
    count = serializers.IntegerField(help_text="Statements that it would leave")


class FacetSerializer(serializers.Serializer):
    """A filter, and how many statements each of its values would leave."""

    name = _text("Of the filter")
    title = _text("In words")
    number = serializers.IntegerField(help_text="Of its values that have statements")
    options = OptionSerializer(many=True, help_text="The most frequent of them")


class CoverageSerializer(serializers.Serializer):
    """What was searched: the articles published in the period that is asked for."""

    articles = serializers.IntegerField()
    sources = serializers.IntegerField()
    first = _day("Of the oldest article")
    last = _day("Of the latest")
    waiting = serializers.IntegerField(help_text="Statements in them that nobody has reviewed")
