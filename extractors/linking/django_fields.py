"""Django's model classes as declarations: which are abstract or proxies, and what fields they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from decompose.extractors.linking.hierarchy import descendants, external_ancestors, project_ancestors
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import bound_constants, class_calls, is_django_model, nested_class
from decompose.extractors.linking.objects import Kind

TO_ONE = frozenset({"ForeignKey", "OneToOneField", "ParentalKey", "TreeForeignKey", "TreeOneToOneField"})
TO_MANY = frozenset({"ManyToManyField", "ParentalManyToManyField", "SortedManyToManyField"})
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
    return _meta_says(linkage, gid, "abstract")


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
    return last.endswith("Field") or last in TO_ONE | TO_MANY | {"GenericForeignKey", "GenericRelation"}


def _last(dotted: str) -> str:
    return dotted.rpartition(".")[2]
