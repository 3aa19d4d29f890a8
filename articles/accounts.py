"""Who may do what: the groups, each with exactly the rights it needs; kept so after every migrate."""

from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.db.models import Q, QuerySet

READER, EDITOR, CHIEF = "reader", "editor", "chief editor"

RECORD = (
    *("statement", "attribution", "position", "article", "source"),
    *("actor", "actoralias", "role", "issue", "bloc", "membership", "rollcall", "question"),
)
"""Whatever verbs write; deleting any of it can be undone."""
LOOKED_AT = ("action", "comparison", "country", "countryname", "takedown", "utterance")

READS: frozenset[str] = frozenset()  # the public pages ask for no right, and nothing else is a reader's
EDITS = READS | {
    *(f"articles.{right}_{model}" for model in RECORD for right in ("view", "add", "change")),
    *(f"articles.view_{model}" for model in LOOKED_AT),
    *("articles.delete_actoralias", "articles.delete_role"),  # what was taught by mistake
    "articles.add_takedown",
    "articles.publish_article",
}
LEADS = EDITS | {
    *(f"articles.delete_{model}" for model in RECORD),
    *(f"auth.{right}_user" for right in ("view", "add", "change")),  # whoever acted stays on record
    "auth.view_group",
}
RIGHTS = {READER: READS, EDITOR: EDITS, CHIEF: LEADS}


def load_after_migrate(using: str, **_: Any) -> None:
    load(using)


@transaction.atomic
def load(using: str = "default") -> None:
    """Make the groups, or give them back exactly their rights; other groups and all members stay."""
    for name, rights in RIGHTS.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set(permissions(rights, using))


def permissions(names: frozenset[str], using: str = "default") -> list[Permission]:
    """The rows of permissions named like articles.change_statement; unknown names are left out."""
    known = Permission.objects.using(using).select_related("content_type")
    return [p for p in known if f"{p.content_type.app_label}.{p.codename}" in names]


def join(user: User, name: str) -> None:
    """Make the user a member of the group named; those who edit may log in to the desk."""
    user.groups.add(Group.objects.get(name=name))
    if name != READER and not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])


def outranks(person: User, other: User) -> bool:
    """Whether somebody may do what the person may not; whoever manages them would get these rights."""
    if person.is_superuser:
        return False
    return other.is_superuser or _beyond(person, Q(user=other) | Q(group__user=other)).exists()


def grantable(person: User, groups: QuerySet[Group]) -> QuerySet[Group]:
    """Those of the groups that give nothing that the person lacks."""
    if person.is_superuser:
        return groups
    return groups.exclude(permissions__in=_beyond(person))


def _beyond(person: User, held: Q | None = None) -> QuerySet[Permission]:
    own = Permission.objects.filter(Q(user=person) | Q(group__user=person)).values("pk")
    return Permission.objects.filter(held or Q()).exclude(pk__in=own)
