"""The cast, and how to make things said."""

import pytest
from django.contrib.auth.models import Group, Permission, User

from tests.factories import World


@pytest.fixture(autouse=True)
def fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(db):
    """An empty record to which tests add articles and statements."""
    return World()


@pytest.fixture
def reader(db):
    return User.objects.create_user("reader", password="reader")


@pytest.fixture
def editor(db):
    """Staff who may change everything in the record, and delete nothing."""
    user = User.objects.create_user("editor", password="editor", is_staff=True)
    group = Group.objects.create(name="editors")
    allowed = Permission.objects.filter(content_type__app_label="articles")
    group.permissions.set(allowed.exclude(codename__startswith="delete_"))
    user.groups.add(group)
    return user


@pytest.fixture
def chief(db):
    return User.objects.create_superuser("chief", password="chief")
