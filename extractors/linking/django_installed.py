"""Models that come with Django and well-known packages: their tables, fields and relations.

Concrete ones have tables of their own; the fields of abstract ones stand in the tables of the models
that derive from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_AUTH = "django.contrib.auth"
SWAPPABLE_USER = "django.conf.settings.AUTH_USER_MODEL"
"""The user model that the settings name; see ``mapping.user_class``."""
USER = f"{_AUTH}.models.User"
DEFAULT_USER = "auth.User"
GROUP = f"{_AUTH}.models.Group"
PERMISSION = f"{_AUTH}.models.Permission"
SITE = "django.contrib.sites.models.Site"
SESSION = "django.contrib.sessions.models.Session"
CONTENT_TYPE = "django.contrib.contenttypes.models.ContentType"
LOG_ENTRY = "django.contrib.admin.models.LogEntry"
TOKEN = "rest_framework.authtoken.models.Token"  # noqa: S105 - the name of a model


@dataclass(frozen=True, slots=True)
class InstalledRelation:
    """A relation of an installed model.

    Attributes:
        name: the field.
        type: ``ForeignKey``, ``OneToOneField`` or ``ManyToManyField``.
        target: dotted name of the model at the other end.
        accessor: what the other end calls it.
        query_name: what lookups from the other end call it.
        on_delete: what happens when the other end is deleted.
    """

    name: str
    type: str
    target: str
    accessor: str
    query_name: str
    on_delete: str = "CASCADE"


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model of an installed package; an abstract one has no table."""

    table: str = ""
    fields: tuple[str, ...] = ()
    relations: tuple[InstalledRelation, ...] = ()


_ACCOUNT = ("password", "last_login")
_PERSON = ("username", "first_name", "last_name", "email", "is_staff", "is_active", "date_joined")
_USER_FIELDS = ("id", *_ACCOUNT, "is_superuser", *_PERSON)
_PERMITTED = (
    InstalledRelation("groups", "ManyToManyField", GROUP, "user_set", "user"),
    InstalledRelation("user_permissions", "ManyToManyField", PERMISSION, "user_set", "user"),
)
_BASE_USER = InstalledModel(fields=_ACCOUNT)
_MP_NODE = InstalledModel(fields=("path", "depth", "numchild"))
_NS_NODE = InstalledModel(fields=("lft", "rgt", "tree_id", "depth"))

ABSTRACT = {
    f"{_AUTH}.models.AbstractBaseUser": _BASE_USER,
    f"{_AUTH}.base_user.AbstractBaseUser": _BASE_USER,
    f"{_AUTH}.models.PermissionsMixin": InstalledModel(fields=("is_superuser",), relations=_PERMITTED),
    f"{_AUTH}.models.AbstractUser": InstalledModel(fields=(*_ACCOUNT, "is_superuser", *_PERSON), relations=_PERMITTED),
    "treebeard.mp_tree.MP_Node": _MP_NODE,
    "treebeard.ns_tree.NS_Node": _NS_NODE,
    "mptt.models.MPTTModel": InstalledModel(fields=("lft", "rght", "tree_id", "level")),
    "model_utils.models.TimeStampedModel": InstalledModel(fields=("created", "modified")),
    "django_extensions.db.models.TimeStampedModel": InstalledModel(fields=("created", "modified")),
    "taggit.models.TagBase": InstalledModel(fields=("id", "name", "slug")),
}
"""Abstract models: dotted name → what they add to the tables of models that derive from them."""

CONCRETE = {
    USER: InstalledModel("auth_user", _USER_FIELDS, _PERMITTED),
    SWAPPABLE_USER: InstalledModel("", _USER_FIELDS, _PERMITTED),
    GROUP: InstalledModel(
        "auth_group",
        ("id", "name"),
        (InstalledRelation("permissions", "ManyToManyField", PERMISSION, "group_set", "group"),),
    ),
    PERMISSION: InstalledModel(
        "auth_permission",
        ("id", "name", "codename"),
        (InstalledRelation("content_type", "ForeignKey", CONTENT_TYPE, "permission_set", "permission"),),
    ),
    SITE: InstalledModel("django_site", ("id", "domain", "name")),
    SESSION: InstalledModel("django_session", ("session_key", "session_data", "expire_date")),
    CONTENT_TYPE: InstalledModel("django_content_type", ("id", "app_label", "model")),
    LOG_ENTRY: InstalledModel(
        "django_admin_log",
        ("id", "action_time", "object_id", "object_repr", "action_flag", "change_message"),
        (
            InstalledRelation("user", "ForeignKey", SWAPPABLE_USER, "logentry_set", "logentry"),
            InstalledRelation("content_type", "ForeignKey", CONTENT_TYPE, "logentry_set", "logentry", "SET_NULL"),
        ),
    ),
    "django.contrib.flatpages.models.FlatPage": InstalledModel(
        "django_flatpage",
        ("id", "url", "title", "content", "enable_comments", "template_name", "registration_required"),
        (InstalledRelation("sites", "ManyToManyField", SITE, "flatpage_set", "flatpage"),),
    ),
    "django.contrib.redirects.models.Redirect": InstalledModel(
        "django_redirect",
        ("id", "old_path", "new_path"),
        (InstalledRelation("site", "ForeignKey", SITE, "redirect_set", "redirect"),),
    ),
    TOKEN: InstalledModel(
        "authtoken_token",
        ("key", "created"),
        (InstalledRelation("user", "OneToOneField", SWAPPABLE_USER, "auth_token", "auth_token"),),
    ),
    "taggit.models.Tag": InstalledModel("taggit_tag", ("id", "name", "slug")),
    "django_celery_beat.models.PeriodicTask": InstalledModel("django_celery_beat_periodictask"),
    "django_celery_beat.models.CrontabSchedule": InstalledModel("django_celery_beat_crontabschedule"),
    "django_celery_beat.models.IntervalSchedule": InstalledModel("django_celery_beat_intervalschedule"),
    "allauth.account.models.EmailAddress": InstalledModel("account_emailaddress", ("id", "email", "verified")),
    "allauth.socialaccount.models.SocialAccount": InstalledModel("socialaccount_socialaccount"),
    "oauth2_provider.models.AccessToken": InstalledModel("oauth2_provider_accesstoken"),
}
"""Models with tables: dotted name → model. That of the swappable user depends on the settings."""

OPTIONAL = {
    LOG_ENTRY: "django.contrib.admin",
    TOKEN: "rest_framework.authtoken",
    "django.contrib.redirects.models.Redirect": "django.contrib.redirects",
    "django.contrib.flatpages.models.FlatPage": "django.contrib.flatpages",
}
"""Models whose relations are there only where their package is installed, as its import shows."""


def through_name(model: str, relation: InstalledRelation) -> str:
    """What stands for the table of a many-to-many relation between installed models."""
    return f"{model}.{relation.name}.through"


def installed_tables() -> Iterator[tuple[str, str]]:
    """(dotted name, table): models, and tables of many-to-many relations; empty where the settings decide."""
    for dotted, model in CONCRETE.items():
        yield dotted, model.table
        for relation in model.relations:
            if relation.type == "ManyToManyField":
                yield through_name(dotted, relation), model.table and f"{model.table}_{relation.name}"
