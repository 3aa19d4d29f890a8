"""Replacing the text of an article in the admin: paste or upload it, see what it means, then do it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from articles.curate import verbs
from articles.models import Article


class TextForm(forms.Form):
    """Another text of an article: typed, or a file, which wins."""

    text = forms.CharField(
        required=False, strip=False, widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 20})
    )
    file = forms.FileField(required=False, help_text="Plain text in UTF-8; it is taken in place of the above")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        return {**cleaned, "text": _decoded(file) if file else cleaned.get("text", "")}


class Replaceable(admin.ModelAdmin):
    """Adds the page on which the text of an article is replaced."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.replace_view)
        return [path("<int:pk>/replace/", view, name="articles_article_replace"), *super().get_urls()]

    def replace_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A POST shows what the text would do; with ``against``, the SHA-256 of the text seen, it does it."""
        article = get_object_or_404(Article, pk=pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        form = TextForm(data, files, initial={"text": article.text})
        context: dict[str, Any] = {"article": article, "form": form, "made": None}
        try:
            if form.is_valid() and request.POST.get("against"):
                return self._replaced(request, article, form.cleaned_data["text"])
            if form.is_valid():
                context["made"] = verbs.replacement(article, form.cleaned_data["text"])
        except verbs.Refused as refusal:
            messages.error(request, str(refusal))
        return self._show(request, context)

    def _replaced(self, request: HttpRequest, article: Article, text: str) -> HttpResponse:
        made = verbs.replace_text(article, text, request.user, against=request.POST["against"])
        messages.success(request, f"The text was replaced: {made}.")
        return redirect("review_orphans" if made.orphans else article)

    def _show(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        page = {
            **self.admin_site.each_context(request),
            "title": "Replace the text",
            "opts": self.opts,
            **context,
        }
        return TemplateResponse(request, "admin/articles/replace.html", page)


def _decoded(file: UploadedFile) -> str:
    try:
        return file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError({"file": "This file is not text in UTF-8; save it as such first."}) from None
