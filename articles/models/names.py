"""Names and labels: fields that keep them in their normal form, and how the database compares them.

``articles_name_key`` and ``articles_plain`` are functions of the database, since indices need immutable ones.
"""

import re
import unicodedata
from typing import Any

from django.db import models
from django.db.models import CharField, Q, TextField, Transform, Value

from articles.text import normal


class LabelField(models.CharField):
    """Takes in a title, or the name of a source or bloc, in its normal form: wherever it is given."""

    form = staticmethod(normal.label)

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return self.form(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return self.form(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """So that the object says what is stored."""
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class NameField(LabelField):
    """Takes in a speaker's name in its normal form."""

    form = staticmethod(normal.name)


@CharField.register_lookup
class NameKey(Transform):
    """``name__key="ERDOĞAN"``: another spelling of the name in either case; as ``normal.name_key``."""

    lookup_name = "key"
    function = "articles_name_key"
    bilateral = True


@TextField.register_lookup
@CharField.register_lookup
class Plain(Transform):
    """``name__plain__contains="muller"``: neither accents nor case matter."""

    lookup_name = "plain"
    function = "articles_plain"
    bilateral = True


def typed(words: str) -> Value:
    """Words to be looked for in names as they are: a space before them, or "the", is no part of a name."""
    return Value(words, output_field=TextField())


WHOLE = 3  # letters: with fewer no longer word begins; "US" is no Ushakov


def with_words(field: str, typed: str) -> Q:
    """Rows with these words in a row in their name, of which the last may go on; no part within a word."""
    # Letters and digits alone, which mean nothing else to a regular expression.
    words = re.findall(r"\w+", unicodedata.normalize("NFC", typed))
    if not words:
        return Q(pk__in=[])
    if len(words) == 1 and len(words[0]) < WHOLE:
        return _with_short(field, words[0])
    end = "($|[^[:alnum:]])" if len(words[-1]) < WHOLE else ""
    # The pattern is made plain, too: no capital may stand for anything.
    return Q(**{f"{field}__plain__regex": r"\m" + "[^[:alnum:]]+".join(words) + end})


def _with_short(field: str, word: str) -> Q:
    """With a word of two letters between spaces, for which trigrams are of use; one letter names nothing."""
    if len(word) < WHOLE - 1:
        return Q(pk__in=[])
    plain = f"{field}__plain"
    inside = Q(**{f"{plain}__contains": typed(f" {word} ")})
    ends = Q(**{f"{plain}__startswith": typed(f"{word} ")}) | Q(**{f"{plain}__endswith": typed(f" {word}")})
    return inside | ends | Q(**{plain: typed(word)})
