"""Classes of the program that derive from a list, a mapping or a set: their instances hold elements."""

from __future__ import annotations

from decompose.extractors.linking.hierarchy import external_ancestors
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_LISTS = ("<builtin>.list", "<builtin>.tuple", "collections.deque", "collections.UserList")
_MAPPINGS = (
    *("<builtin>.dict", "collections.OrderedDict", "collections.defaultdict", "collections.UserDict"),
    *("collections.ChainMap", "weakref.WeakValueDictionary", "weakref.WeakKeyDictionary"),
)
_SETS = ("<builtin>.set", "<builtin>.frozenset", "weakref.WeakSet")
CONTAINER_CLASSES = {
    **dict.fromkeys(_LISTS, "list"),
    **dict.fromkeys(_MAPPINGS, "dict"),
    **dict.fromkeys(_SETS, "set"),
}
"""external class → the kind of container that its instances are."""


def container_in(linkage: Linkage, thing: int) -> int:
    """The container that an instance is at the same time; -1 for other objects."""
    objects = linkage.objects
    cls = objects.first[thing]
    if objects.kinds[thing] is not Kind.INSTANCE or objects.kinds[cls] is not Kind.CLASS:
        return -1
    for base in external_ancestors(linkage, objects.first[cls]):
        if base in CONTAINER_CLASSES:
            return linkage.container(linkage.field_node(thing, "<elements>"), CONTAINER_CLASSES[base])
    return -1
