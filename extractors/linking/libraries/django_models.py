"""Django's model classes and their instances."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.django_fields import installed_site, is_concrete
from decompose.extractors.linking.django_installed import (
    ABSTRACT,
    CONCRETE,
    GROUP,
    PERMISSION,
    SWAPPABLE_USER,
    USER,
    InstalledRelation,
    through_name,
)
from decompose.extractors.linking.django_relations import outside_targets
from decompose.extractors.linking.hierarchy import external_ancestors, project_ancestors
from decompose.extractors.linking.libraries import models_attributes, models_call
from decompose.extractors.linking.libraries.django_managers import default_managers, manager_of
from decompose.extractors.linking.libraries.django_options import options_of
from decompose.extractors.linking.linkage import CallSite, Linkage, QueryCall
from decompose.extractors.linking.mapping import (
    DJANGO_CONTRIB,
    DJANGO_MODELS,
    mapped_classes,
    targets_of,
    user_class,
)
from decompose.extractors.linking.objects import Kind

_METHODS = frozenset(["save", "delete", "refresh_from_db", "save_base", "asave", "adelete", "arefresh_from_db"])
_VALIDATING = frozenset(["full_clean", "clean_fields", "validate_unique", "validate_constraints"])
_DEFAULT = frozenset(["objects", "_default_manager", "_base_manager"])
PERMISSION_METHODS = frozenset(
    [
        *("has_perm", "has_perms", "has_module_perms", "get_all_permissions", "get_group_permissions"),
        *("get_user_permissions", "ahas_perm", "ahas_perms", "ahas_module_perms", "aget_all_permissions"),
    ]
)
"""Methods of a user that ask Django's backend for permissions."""
_FIELD_MODULES = ("django.db.models", "django.db.models.fields.related")
_RELATIONS = ("ForeignKey", "OneToOneField", "ManyToManyField")


@models_attributes(*DJANGO_MODELS)
def model_attributes(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    """What a model of the program, or a row of it, has from Django."""
    objects = linkage.objects
    is_instance = objects.kinds[thing] is Kind.INSTANCE
    cls = objects.first[thing] if is_instance else thing
    if name in _DEFAULT:
        return default_managers(linkage, cls)
    if name in _METHODS | _VALIDATING:
        return (objects.intern(Kind.BOUND, objects.external(f"django.db.models.Model.{name}"), thing),)
    if objects.kinds[cls] is not Kind.CLASS:
        return ()
    if name == "_meta":
        return (options_of(linkage, cls),)
    if is_instance and name in PERMISSION_METHODS and links_of_user(linkage, cls):
        return (objects.intern(Kind.BOUND, objects.external(f"{USER}.{name}"), thing),)
    gid = objects.first[cls]
    inherited = _inherited_relation(linkage, gid, name) if is_instance else []
    return [*inherited, *reverse_relations(linkage, gid, name)]


@models_attributes(*DJANGO_CONTRIB, *(f"type {name}" for name in DJANGO_CONTRIB))
def _contrib_model(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    """Models that come with Django itself: ``Site.objects.get_current()``, ``group.save()``."""
    objects = linkage.objects
    cls = objects.first[thing] if objects.kinds[thing] is Kind.INSTANCE else thing
    if name in _DEFAULT:
        return (manager_of(linkage, cls),)
    if name in _METHODS and cls != thing:
        return (objects.intern(Kind.BOUND, objects.external(f"django.db.models.Model.{name}"), thing),)
    if cls == thing:
        return ()
    if name in PERMISSION_METHODS and links_of_user(linkage, cls):
        return (objects.intern(Kind.BOUND, objects.external(f"{USER}.{name}"), thing),)
    return [*_installed_relation(linkage, cls, name), *linkage.reverse_relations.get((cls, name), ())]


def _installed_relation(linkage: Linkage, cls: int, name: str) -> list[int]:
    """``user.groups``, ``permission.content_type``: what fields of installed models lead to."""
    objects = linkage.objects
    dotted = objects.text(cls)
    for relation in CONCRETE[dotted].relations if dotted in CONCRETE else ():
        if relation.name != name:
            continue
        other = objects.external(relation.target)
        if relation.target == SWAPPABLE_USER:
            other = user_class(linkage, 0)
        if relation.type == "ManyToManyField":
            other = objects.intern(Kind.RELATED, other, objects.external(through_name(dotted, relation)))
            return [manager_of(linkage, other)]
        return [objects.instance(other)]
    return []


def _inherited_relation(linkage: Linkage, gid: int, name: str) -> list[int]:
    """``user.groups`` on a model that has the field from an installed abstract model."""
    objects = linkage.objects
    for relation in inherited_relations(linkage, gid):
        if relation.name == name:
            target = objects.external(relation.target)
            return [
                manager_of(linkage, objects.intern(Kind.RELATED, target, _through_inherited(linkage, gid, relation)))
            ]
    return []


def _through_inherited(linkage: Linkage, gid: int, relation: InstalledRelation) -> int:
    concrete = (found for found in reversed(project_ancestors(linkage, gid)) if is_concrete(linkage, found))
    return linkage.objects.intern(
        Kind.SITE, installed_site(linkage, next(concrete, gid), relation.name, relation).target
    )


def inherited_relations(linkage: Linkage, gid: int) -> list[InstalledRelation]:
    """The relations that a model of the program has from installed abstract models."""
    return [
        relation
        for dotted in external_ancestors(linkage, gid)
        for relation in (ABSTRACT[dotted].relations if dotted in ABSTRACT else ())
    ]


def links_of_user(linkage: Linkage, cls: int) -> list[int]:
    """What stands for the tables that link a user model to groups and permissions; none for other models."""
    objects = linkage.objects
    if objects.kinds[cls] is Kind.CLASS:
        gid = objects.first[cls]
        found = [relation for relation in inherited_relations(linkage, gid) if relation.target in {GROUP, PERMISSION}]
        return [_through_inherited(linkage, gid, relation) for relation in found]
    dotted = objects.text(cls) if objects.kinds[cls] is Kind.EXTERNAL else ""
    if dotted not in {USER, SWAPPABLE_USER}:
        return []
    return [objects.external(through_name(dotted, relation)) for relation in CONCRETE[dotted].relations]


def reverse_relations(linkage: Linkage, gid: int, name: str) -> list[int]:
    """What relations declared elsewhere add to a class under a name."""
    if not linkage.reverse_relations:
        return []
    return [
        thing
        for ancestor in project_ancestors(linkage, gid)
        for thing in linkage.reverse_relations.get((linkage.objects.intern(Kind.CLASS, ancestor), name), ())
    ]


def _register_methods() -> None:
    for method in sorted(_METHODS):
        writes = not method.endswith("refresh_from_db")

        @models_call(f"django.db.models.Model.{method}")
        def model(linkage: Linkage, site: CallSite, receiver: int, method: str = method, writes: bool = writes) -> None:
            for cls in mapped_classes(linkage, (receiver,)):
                linkage.queries[QueryCall(site.scope, site.line, cls, method, site.op_node)] = site
                linkage.record(site, cls, writes=writes)


_register_methods()


def _register_validations() -> None:
    for method in sorted(_VALIDATING):

        @models_call(f"django.db.models.Model.{method}")
        def model(linkage: Linkage, site: CallSite, receiver: int, method: str = method) -> None:
            """See ``consequences.django_validation``."""
            for cls in mapped_classes(linkage, (receiver,)):
                linkage.queries[QueryCall(site.scope, site.line, cls, method, site.op_node)] = site


_register_validations()


# -- relations --


def _register_fields() -> None:
    for field in _RELATIONS:
        kind = "ManyToManyField" if field == "ManyToManyField" else "ForeignKey"

        @models_call(*(f"{module}.{field}" for module in _FIELD_MODULES))
        def model(linkage: Linkage, site: CallSite, receiver: int, kind: str = kind) -> None:
            """A relation remembers the call that declared it."""
            if site.target >= 0:
                external = linkage.objects.external(f"django.db.models.{kind}")
                linkage.solver.add(site.target, linkage.objects.instance(external, linkage.site_object(site)))


_register_fields()


@models_attributes("django.db.models.ForeignKey.__get__", "django.db.models.OneToOneField.__get__")
def _follow(linkage: Linkage, thing: int, receiver: str) -> Iterable[int]:
    """``order.customer`` is a customer."""
    if linkage.objects.kinds[int(receiver)] is not Kind.INSTANCE:
        return ()
    return tuple(linkage.objects.instance(cls) for cls in _targets(linkage, thing))


@models_attributes("django.db.models.ManyToManyField.__get__")
def _follow_many(linkage: Linkage, thing: int, receiver: str) -> Iterable[int]:
    """``order.vouchers`` is a manager of vouchers, through a table of its own."""
    objects = linkage.objects
    if objects.kinds[int(receiver)] is not Kind.INSTANCE:
        return ()
    through = _through(linkage, thing)
    return tuple(
        manager
        for cls in _targets(linkage, thing)
        for manager in default_managers(linkage, cls, objects.intern(Kind.RELATED, cls, through))
    )


@models_attributes("django.db.models.ManyToManyField")
def _table_between(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    """``Order.tags.through`` is the table between, or the model for it."""
    is_field = name == "through" and linkage.objects.second[thing] in linkage.fields
    return (_through(linkage, thing),) if is_field else ()


def _targets(linkage: Linkage, thing: int) -> list[int]:
    field = linkage.fields.get(linkage.objects.second[thing])
    if field is None:
        return []
    node = field.argument(0, "to")
    found = [linkage.objects.intern(Kind.CLASS, gid) for gid in targets_of(linkage, field, node, field.scope)]
    return found or outside_targets(linkage, field)


def _through(linkage: Linkage, thing: int) -> int:
    field = linkage.fields[linkage.objects.second[thing]]
    node = dict(field.keywords).get("through", -1)
    named = targets_of(linkage, field, node, field.scope)
    return linkage.objects.intern(Kind.CLASS, named[0]) if named else linkage.objects.second[thing]
