"""Trees of rows: django-treebeard's and django-mptt's methods of nodes."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.libraries import models_attributes, models_call
from decompose.extractors.linking.libraries.django_managers import default_managers, save_row
from decompose.extractors.linking.libraries.django_models import model_attributes
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import mapped_classes
from decompose.extractors.linking.objects import Kind

NODE = "treebeard.models.Node"
_NODES = (
    *("treebeard.mp_tree.MP_Node", "treebeard.ns_tree.NS_Node", "treebeard.al_tree.AL_Node", NODE),
    *("mptt.models.MPTTModel",),
)
_MANY = frozenset(
    [
        *("get_children", "get_descendants", "get_ancestors", "get_siblings", "get_tree", "get_root_nodes"),
        *("get_family", "get_leafnodes", "get_annotated_list"),
    ]
)
_ONE = frozenset(
    [
        *("get_root", "get_parent", "get_first_child", "get_last_child", "get_first_sibling", "get_last_sibling"),
        *("get_next_sibling", "get_prev_sibling", "get_previous_sibling", "get_first_root_node", "get_last_root_node"),
    ]
)
_ADDING = frozenset({"add_root", "add_child", "add_sibling"})
_CHANGING = frozenset({"move", "move_to", "insert_at", "fix_tree", "load_bulk"})
_METHODS = _MANY | _ONE | _ADDING | _CHANGING


@models_attributes(*_NODES)
def _node(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    if name in _METHODS:
        return (linkage.objects.intern(Kind.BOUND, linkage.objects.external(f"{NODE}.{name}"), thing),)
    return model_attributes(linkage, thing, name)


def _register_methods() -> None:
    for method in sorted(_METHODS):

        @models_call(f"{NODE}.{method}")
        def model(linkage: Linkage, site: CallSite, receiver: int, method: str = method) -> None:
            for cls in mapped_classes(linkage, (receiver,)):
                _touch(linkage, site, cls, method)


_register_methods()


def _touch(linkage: Linkage, site: CallSite, cls: int, method: str) -> None:
    """Every move around a tree looks at it; adding and moving change the rows around, too."""
    linkage.record(site, cls, writes=False)
    if method in _ADDING:
        save_row(linkage, site, cls)
    if method in _ADDING | _CHANGING:
        linkage.record(site, cls, writes=True)
    if site.target >= 0 and method in _MANY:
        linkage.solver.add_all(site.target, default_managers(linkage, cls))
    elif site.target >= 0 and method in _ONE | _ADDING:
        linkage.solver.add(site.target, linkage.objects.instance(cls))
