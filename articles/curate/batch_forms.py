"""The form in which editors complete what a text says of itself before it is read."""

from collections.abc import Collection
from typing import Any

from django import forms

from articles.extraction import languages
from articles.models import Candidate
from articles.registry.candidates import flaws
from articles.text import normal


class CandidateForm(forms.ModelForm):
    """Whatever is typed is kept; what is wrong with it is told by ``tell_flaws`` when it is to be read."""

    language = forms.ChoiceField(required=False)

    class Meta:
        model = Candidate
        fields = ["title", "author", "source", "is_new_source", "published_on", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance.language
        choices = {own: own} | languages.names()
        self.fields["language"].choices = list(choices.items())  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        return normal.line(self.cleaned_data["title"])

    def clean_source(self) -> str:
        return normal.label(self.cleaned_data["source"])

    def tell_flaws(self, sources: Collection[str]) -> bool:
        """Add to each field what is wrong with it; returns whether anything is."""
        found = flaws(self.instance, sources)
        for field, sentence in found.items():
            self.add_error(field, sentence)
        return bool(found)
