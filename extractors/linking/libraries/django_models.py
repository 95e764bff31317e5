"""Django's model classes and their instances."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.django_relations import outside_targets
from decompose.extractors.linking.hierarchy import project_ancestors
from decompose.extractors.linking.libraries import models_attributes, models_call
from decompose.extractors.linking.libraries.django_managers import default_managers, manager_of
from decompose.extractors.linking.linkage import CallSite, Linkage, QueryCall
from decompose.extractors.linking.mapping import (
    DJANGO_CONTRIB,
    DJANGO_MODELS,
    mapped_classes,
    targets_of,
)
from decompose.extractors.linking.objects import Kind

_METHODS = frozenset(["save", "delete", "refresh_from_db", "save_base", "asave", "adelete", "arefresh_from_db"])
_DEFAULT = frozenset(["objects", "_default_manager", "_base_manager"])
_FIELD_MODULES = ("django.db.models", "django.db.models.fields.related")
_RELATIONS = ("ForeignKey", "OneToOneField", "ManyToManyField")


@models_attributes(*DJANGO_MODELS)
def _model(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    objects = linkage.objects
    is_instance = objects.kinds[thing] is Kind.INSTANCE
    cls = objects.first[thing] if is_instance else thing
    if name in _DEFAULT:
        return default_managers(linkage, cls)
    if name in _METHODS:
        return (objects.intern(Kind.BOUND, objects.external(f"django.db.models.Model.{name}"), thing),)
    return reverse_relations(linkage, objects.first[cls], name) if objects.kinds[cls] is Kind.CLASS else ()


@models_attributes(*DJANGO_CONTRIB, *(f"type {name}" for name in DJANGO_CONTRIB))
def _contrib_model(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    """Models that come with Django itself: ``Site.objects.get_current()``, ``group.save()``."""
    objects = linkage.objects
    cls = objects.first[thing] if objects.kinds[thing] is Kind.INSTANCE else thing
    if name in _DEFAULT:
        return (manager_of(linkage, cls),)
    if name in _METHODS and cls != thing:
        return (objects.intern(Kind.BOUND, objects.external(f"django.db.models.Model.{name}"), thing),)
    return linkage.reverse_relations.get((cls, name), ()) if cls != thing else ()


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
