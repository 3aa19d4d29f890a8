"""After an article's date was corrected in the admin: the statements dated by it, and a button to follow."""

import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from articles.addresses import number
from articles.curate import verbs
from articles.models import Article


class Redatable(admin.ModelAdmin):
    """Adds the page that is offered once the date of an article was changed."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.redate_view)
        return [path("<int:pk>/redate/", view, name="articles_article_redate"), *super().get_urls()]

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        former = getattr(request, "former_date", obj.published_on)
        if former != obj.published_on and verbs.redatings(obj, former):
            query = urlencode({"former": former.isoformat() if former else ""})
            return redirect(f"{reverse('admin:articles_article_redate', args=[obj.pk])}?{query}")
        return super().response_change(request, obj)

    def redate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lists what was dated by the date ``former``; a POST with ids of statements re-dates these."""
        article = get_object_or_404(Article, pk=pk)
        if not request.user.has_perm("articles.change_statement"):
            raise PermissionDenied
        former = _day(request.GET.get("former", ""))
        if request.method == "POST":
            return self._redated(request, article, former)
        context = {
            **self.admin_site.each_context(request),
            "title": "Statements dated by the article's date",
            "opts": self.opts,
            "article": article,
            "former": former,
            "redatings": verbs.redatings(article, former),
        }
        return TemplateResponse(request, "admin/articles/redate.html", context)

    def _redated(self, request: HttpRequest, article: Article, former: datetime.date | None) -> HttpResponse:
        chosen = {key for text in request.POST.getlist("id") if (key := number(text))}
        try:
            done = verbs.redate_by_article(article, former, chosen, request.user)
        except verbs.Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.get_full_path())
        undo = format_html('<a href="{}">See what was changed, or undo it</a>', done.get_absolute_url())
        messages.success(request, format_html("{}. {}.", done, undo))
        return redirect("admin:articles_article_change", article.pk)


def _day(text: Any) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
