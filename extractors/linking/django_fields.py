"""Django's model classes as declarations: which are abstract or proxies, and what fields they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from decompose.extractors.linking.django_installed import ABSTRACT, InstalledRelation
from decompose.extractors.linking.hierarchy import descendants, external_ancestors, project_ancestors
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import (
    bound_constants,
    class_calls,
    is_django_model,
    named_users,
    nested_class,
    user_model,
)
from decompose.extractors.linking.objects import Kind

_USER_BASES = frozenset(
    f"django.contrib.auth.{module}" for module in ("models.AbstractUser", "models.AbstractBaseUser")
) | {"django.contrib.auth.base_user.AbstractBaseUser"}
TO_ONE = frozenset({"ForeignKey", "OneToOneField", "ParentalKey", "TreeForeignKey", "TreeOneToOneField"})
TO_MANY = frozenset({"ManyToManyField", "ParentalManyToManyField", "SortedManyToManyField"})
GENERIC = frozenset({"GenericForeignKey", "GenericRelation"})
"""No columns: what they relate stands in a column with the type and one with the key."""
ONE_TO_ONE = frozenset({"OneToOneField", "TreeOneToOneField"})


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a model: the class that declares it, the attribute, its type, and the declaring call."""

    owner: int
    name: str
    type: str
    site: CallSite


def is_abstract(linkage: Linkage, gid: int) -> bool:
    """A model without a table of its own: ``Meta.abstract``."""
    return gid != linkage.stand_in_user and _meta_says(linkage, gid, "abstract")


def is_concrete(linkage: Linkage, gid: int) -> bool:
    """A model with a table of its own."""
    return is_django_model(linkage, gid) and not is_abstract(linkage, gid) and not is_proxy(linkage, gid)


def find_stand_in_user(linkage: Linkage) -> None:
    """Where the user model is somebody else's, the program's one abstract user class stands for it.

    A reusable application leaves the concrete class to those who install it, and offers a base for it.
    """
    if linkage.stand_in_user >= 0 or not named_users(linkage) or user_model(linkage, 0) is not None:
        return
    bases = [
        gid
        for gid in sorted(linkage.classes)
        if is_django_model(linkage, gid)
        and is_abstract(linkage, gid)
        and any(base in _USER_BASES for base in external_ancestors(linkage, gid))
        and all(is_abstract(linkage, leaf) for leaf in descendants(linkage, gid))
    ]
    bases = [gid for gid in bases if not any(gid != other and gid in descendants(linkage, other) for other in bases)]
    if len(bases) == 1:
        linkage.stand_in_user = bases[0]


def is_proxy(linkage: Linkage, gid: int) -> bool:
    """A model over its parent's table: ``Meta.proxy``."""
    return _meta_says(linkage, gid, "proxy")


def _meta_says(linkage: Linkage, gid: int, word: str) -> bool:
    meta = nested_class(linkage, gid, "Meta")
    return meta is not None and bound_constants(linkage, meta).get(word) == "True"


def concrete_models(linkage: Linkage, gid: int) -> list[int]:
    """The models with tables that a class stands for: itself, or those that derive from an abstract one."""
    if not is_abstract(linkage, gid):
        return [gid]
    return [
        leaf for leaf in descendants(linkage, gid) if not is_abstract(linkage, leaf) and not is_proxy(linkage, leaf)
    ]


def parent_models(linkage: Linkage, gid: int) -> list[int]:
    """The concrete models that a model extends by a table of its own, nearest first."""
    if is_proxy(linkage, gid):
        return []
    return [
        parent
        for parent in project_ancestors(linkage, gid)[1:]
        if is_django_model(linkage, parent) and not is_abstract(linkage, parent)
    ]


def fields_of(linkage: Linkage, gid: int) -> Iterator[Field]:
    """The fields in a model's own table, those of its abstract ancestors included."""
    seen: set[str] = set()
    for ancestor in project_ancestors(linkage, gid):
        if ancestor != gid and is_django_model(linkage, ancestor) and not is_abstract(linkage, ancestor):
            continue
        for name, site, called in class_calls(linkage, ancestor):
            kind = field_type(linkage, called)
            if kind and name not in seen:
                seen.add(name)
                yield Field(ancestor, name, kind, site)
    for field in installed_fields(linkage, gid):
        if field.name not in seen:
            seen.add(field.name)
            yield field


def installed_fields(linkage: Linkage, gid: int) -> Iterator[Field]:
    """The fields that a model has from abstract models of installed packages, in its own table."""
    above = [parent for parent in project_ancestors(linkage, gid)[1:] if is_django_model(linkage, parent)]
    inherited = {
        base for parent in above if not is_abstract(linkage, parent) for base in external_ancestors(linkage, parent)
    }
    for dotted in external_ancestors(linkage, gid):
        model = ABSTRACT.get(dotted)
        if model is None or dotted in inherited:
            continue
        for name in model.fields:
            yield Field(gid, name, "Field", installed_site(linkage, gid, name))
        for relation in model.relations:
            yield Field(gid, relation.name, relation.type, installed_site(linkage, gid, relation.name, relation))


def installed_site(linkage: Linkage, gid: int, name: str, relation: InstalledRelation | None = None) -> CallSite:
    """A call that would declare a field which an installed abstract model declares."""
    found = linkage.installed_sites.get((gid, name))
    if found is None:
        args, keywords = [], []
        if relation is not None:
            args = [_node_of(linkage, linkage.objects.external(relation.target))]
            keywords = [
                ("related_name", _node_of(linkage, linkage.objects.string(relation.accessor))),
                ("related_query_name", _node_of(linkage, linkage.objects.string(relation.query_name))),
            ]
        target = linkage.solver.new_node()
        found = CallSite(gid, linkage.scopes[gid].line, target, tuple(args), (), tuple(keywords), target)
        linkage.installed_sites[gid, name] = found
        linkage.fields[linkage.objects.intern(Kind.SITE, target)] = found
    return found


def _node_of(linkage: Linkage, thing: int) -> int:
    node = linkage.solver.new_node()
    linkage.solver.add(node, thing)
    return node


def field_type(linkage: Linkage, called: Iterable[int]) -> str:
    """The type of the field that calling any of these objects makes; empty if it makes none."""
    objects = linkage.objects
    for thing in sorted(called):
        if objects.kinds[thing] is Kind.EXTERNAL:
            dotted = objects.text(thing)
            if _is_field(dotted):
                return "" if dotted.startswith(("django.forms", "rest_framework")) else _last(dotted)
        elif objects.kinds[thing] is Kind.CLASS:
            for base in external_ancestors(linkage, objects.first[thing]):
                if "forms" not in base and _is_field(base):
                    return _last(base)
    return ""


def _is_field(dotted: str) -> bool:
    last = _last(dotted)
    return last.endswith("Field") or last in TO_ONE | TO_MANY | GENERIC


def _last(dotted: str) -> str:
    return dotted.rpartition(".")[2]
