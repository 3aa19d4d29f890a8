"""Who looks after an article, and what editors ask each other about a statement."""

from django.contrib.auth.models import Permission, User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.curate.verbs import Editor, Refused, require_uncoded
from articles.models import Article, Assignment, Comment, Statement
from articles.registry.locking import lock, retried


def editors() -> QuerySet[User]:
    """Everybody who may review, by name."""
    right = Permission.objects.filter(codename="change_statement", content_type__app_label="articles")
    may = Q(is_superuser=True) | Q(groups__permissions__in=right) | Q(user_permissions__in=right)
    return User.objects.filter(may, is_active=True, is_staff=True).distinct().order_by("username")


@retried
@transaction.atomic
def assign(article: Article, username: str, by: Editor) -> None:
    """Give the article to an editor, or to nobody for an empty name."""
    lock(articles=[article.pk], changing=[Article])
    if not username:
        Assignment.objects.filter(article=article).delete()
        return
    editor = editors().filter(username=username).first()
    if editor is None:
        raise Refused(f"“{username}” is no editor; choose one of the list.")
    given = {"editor": editor, "assigned_by_id": by.pk, "assigned_at": timezone.now()}
    Assignment.objects.update_or_create(article=article, defaults=given)


@retried
@transaction.atomic
def comment(statement: Statement, text: str, by: Editor) -> Comment:
    """Add an entry to the thread of the statement."""
    if not isinstance(by, User):
        raise Refused("Only somebody who has logged in can comment.")
    text = text.strip()
    if not 0 < len(text) <= 2000:
        raise Refused("Write a comment of 1 to 2,000 characters.")
    lock(articles=[statement.article_id])
    require_uncoded([statement.article_id])  # who codes it must not be told what others think
    return Comment.objects.create(statement=statement, text=text, by=by)
