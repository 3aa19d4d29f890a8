"""What the bar and the first page of the admin tell of the desk."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse

from articles.curate.inbox import count_new
from articles.models import Actor, Article, ErrorReport, Issue, Orphan, ProposedIssue, Source, Statement
from articles.registry.likeness import likely

register = template.Library()


@register.simple_tag(takes_context=True)
def inbox_new(context: Any) -> int:
    """How much of the inbox of whoever looks is new."""
    request: HttpRequest = context["request"]
    return count_new(request.user) if request.user.is_authenticated else 0


@register.simple_tag
def waits() -> dict[str, int]:
    """How much waits on the desk."""
    return {
        "articles": Article.objects.waiting().count(),
        "orphans": Orphan.objects.waiting().count(),
        "issues": ProposedIssue.objects.waiting().count(),
        "errors": ErrorReport.objects.waiting().count(),
    }


@register.simple_tag
def places_of(thing: Any) -> list[tuple[str, str]]:
    """Where a row of the admin is worked on at the desk, and where readers see it: words and address."""
    if isinstance(thing, Article):
        places = [("At the desk", reverse("review_desk", args=[thing.pk]))]
        return [*places, ("Public page", thing.get_absolute_url())] if thing.is_published else places
    if isinstance(thing, Statement):
        desk = f"{reverse('review_desk', args=[thing.article_id])}?s={thing.pk}"
        article = reverse("admin:articles_article_change", args=[thing.article_id])
        return [("At the desk", desk), ("Its article", article)]
    if isinstance(thing, (Actor, Issue)):
        name = "actor" if isinstance(thing, Actor) else "issue"
        said = f"{reverse('statement_list')}?{name}={thing.slug}&review=all"
        return [("Public page", thing.get_absolute_url()), ("Its statements", said)]
    if isinstance(thing, Source):
        return [("Its statements", f"{reverse('statement_list')}?source={thing.slug}&review=all")]
    return []


@register.simple_tag
def merges_of(thing: Any) -> list[tuple[str, str]]:
    """What may be the same as an actor, issue or source, and how to merge it with any: words and address."""
    name = {Actor: "actor", Issue: "issue", Source: "source"}.get(type(thing))
    if name is None or thing.merged_into_id:
        return []
    page = reverse(f"admin:articles_{name}_merge")
    near = [one for one in likely(thing.name) if one != thing] if isinstance(thing, Actor) else []
    same = [(f"perhaps the same as {one}: merge", f"{page}?id={thing.pk}&id={one.pk}") for one in near]
    return [("Merge with another", f"{page}?id={thing.pk}"), *same]
