"""Django programs and what installed packages bring: users, permissions, abstract models, settings of tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from linked import program_of

from decompose.extractors.discovery import discover
from decompose.extractors.linking import link
from decompose.extractors.reading import read_file
from decompose.extractors.repository import Role

ACCOUNTS = """
from django.contrib.auth.models import AbstractUser
from django.db import models

class User(AbstractUser):
    nick = models.CharField()

class Post(models.Model):
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="posts")
"""
USER, GROUPS, GRANTED = "accounts_user", "accounts_user_groups", "accounts_user_user_permissions"
PERMISSIONS = {"auth_permission", "django_content_type", "auth_group", "auth_group_permissions", GROUPS, GRANTED}


def _touched(code: str) -> tuple[set[str], set[str]]:
    use = f"from accounts.models import *\nfrom django.contrib.auth.models import *\ndef f(*args):\n    {code}"
    program = program_of(
        accounts__init="", accounts__models=ACCOUNTS, use=use, settings="AUTH_USER_MODEL='accounts.User'"
    )
    found = program.access.get("use.f")
    return (set(found.reads), set(found.writes)) if found is not None else (set(), set())


CASES = [
    pytest.param("User().groups.all()", {GROUPS, "auth_group"}, set(), id="groups"),
    pytest.param("User().groups.add(1)", set(), {GROUPS}, id="joining a group"),
    pytest.param("User().user_permissions.set([1])", {GRANTED}, {GRANTED}, id="granting"),
    pytest.param("User().has_perm('x')", PERMISSIONS, set(), id="has_perm"),
    pytest.param("args[0].user.has_perm('x')", PERMISSIONS, set(), id="has_perm of something unknown"),
    pytest.param("Group().permissions.all()", {"auth_group_permissions", "auth_permission"}, set(), id="of a group"),
    pytest.param("Permission().content_type", {"django_content_type"}, set(), id="foreign key"),
    pytest.param("Post.objects.filter(author__email=1)", {"accounts_post", USER}, set(), id="inherited field"),
    pytest.param(
        "Post.objects.filter(author__groups__name=1)", {"accounts_post", USER, GROUPS, "auth_group"}, set(), id="path"
    ),
    pytest.param("Group.objects.filter(user__nick=1)", {"auth_group", GROUPS, USER}, set(), id="backwards"),
    pytest.param("User().delete()", set(), {USER, GROUPS, GRANTED, "accounts_post"}, id="deleting a user"),
]


@pytest.mark.parametrize(("code", "reads", "writes"), CASES)
def test_users_of_a_project(code: str, reads: set[str], writes: set[str]) -> None:
    assert _touched(code) == (reads, writes)


def test_tables_between_users_and_permissions_are_in_the_inventory() -> None:
    graph = program_of(accounts__init="", accounts__models=ACCOUNTS).graph
    by_name = {table.name: table for table in graph.tables}
    assert {key.table for key in by_name[GROUPS].foreign_keys} == {USER, "auth_group"}
    assert {"username", "email", "nick"} <= {column.name for column in by_name[USER].columns}
    assert by_name[GROUPS].models == ("accounts.models.User_groups",)


def test_a_package_whose_admin_is_used_keeps_a_log_of_users() -> None:
    use = "from django.contrib import admin\nfrom accounts.models import User\ndef f():\n    User().delete()"
    settings = "AUTH_USER_MODEL = 'accounts.User'"
    graph = program_of(accounts__init="", accounts__models=ACCOUNTS, use=use, settings=settings).graph
    written = {edge.target for edge in graph.edges if edge.kind.value == "writes" and edge.source == "use.f"}
    assert "django_admin_log" in written


def test_a_user_model_may_have_permissions_of_its_own() -> None:
    models = """
    from django.contrib.auth.models import AbstractUser
    from django.db import models

    class Right(models.Model): pass

    class User(AbstractUser):
        def has_perm(self, name):
            return Right.objects.filter(name=name).exists()
    """
    use = "def f(request):\n    return request.someone.has_perm('x')"
    settings = "AUTH_USER_MODEL = 'accounts.User'"
    access = program_of(accounts__init="", accounts__models=models, use=use, settings=settings).access
    assert "use.f" not in access
    assert access["accounts.models.User.has_perm"].reads == ("accounts_right",)


REUSABLE = """
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db import models

class BaseMember(AbstractUser):
    class Meta:
        abstract = True
    def save(self, *args):
        super().save(*args)

class Card(models.Model):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cards")

def members():
    return get_user_model().objects.filter(cards__id=1)

def cards(request):
    return request.user.cards.all()
"""
CHOSEN = [
    pytest.param("", "auth_user", id="nobody chooses"),
    pytest.param('AUTH_USER_MODEL = "people.Person"', "people_person", id="the tests choose"),
    pytest.param('settings.configure(\n  **{"AUTH_USER_MODEL": "people.Person"})', "auth_user", id="out of sight"),
    pytest.param('OPTIONS = {\n  "AUTH_USER_MODEL": "people.Person",\n}', "people_person", id="in a dict"),
]


@pytest.mark.parametrize(("settings", "table"), CHOSEN)
def test_the_user_of_a_reusable_application(tmp_path: Path, settings: str, table: str) -> None:
    files = {"club/__init__.py": "", "club/models.py": REUSABLE, "tests/__init__.py": "", "tests/settings.py": settings}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    repository = discover(tmp_path)
    code = [source.path for source in repository.sources if source.role is Role.CODE]
    program = link(repository, {path: read_file(path, (tmp_path / path).read_bytes()) for path in code})
    assert table in program.access["club.models.members"].reads
    assert program.access["club.models.cards"].reads == ("club_card",)
    if table != "auth_user":
        assert program.access["club.models.BaseMember.save"].writes == (table,)


def test_a_model_without_a_meta_has_that_of_its_abstract_ancestor() -> None:
    models = """
    from django.db import models

    class Base(models.Model):
        class Meta:
            abstract = True
            db_table = "stock"
            app_label = "store"

    class Item(Base): pass
    class Other(Base):
        class Meta: pass
    """
    found = program_of(shop__init="", shop__models=models).models
    assert found == {"shop.models.Item": "stock", "shop.models.Other": "shop_other"}
