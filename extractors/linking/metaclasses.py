"""Metaclasses: what making a class, and making an instance of it, calls."""

from __future__ import annotations

from decompose.extractors.linking.calls import call_back
from decompose.extractors.linking.hierarchy import definer, lookup_node, project_ancestors
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.objects import Kind


def metaclasses_of(linkage: Linkage, gid: int) -> list[int]:
    """The metaclasses of a class and its ancestors that are classes of the program."""
    objects = linkage.objects
    nodes = [
        linkage.node(ancestor, linkage.scopes[ancestor].metaclass)
        for ancestor in project_ancestors(linkage, gid)
        if linkage.scopes[ancestor].metaclass >= 0
    ]
    found = {thing for node in nodes for thing in linkage.solver.get(node) if objects.kinds[thing] is Kind.CLASS}
    return sorted(objects.first[thing] for thing in found)


def create_classes(linkage: Linkage) -> None:
    """The scope around a class calls ``__new__`` and ``__init__`` of its metaclass."""
    for gid in linkage.loaded_classes():
        for metaclass in metaclasses_of(linkage, gid):
            made = linkage.objects.intern(Kind.CLASS, gid)
            linkage.solver.add(linkage.made_by(metaclass), made)
            _call_hook(linkage, gid, metaclass, "__new__", linkage.objects.intern(Kind.CLASS, metaclass))
            _call_hook(linkage, gid, metaclass, "__init__", made)


def _call_hook(linkage: Linkage, gid: int, metaclass: int, name: str, receiver: int) -> None:
    if definer(linkage, metaclass, name) < 0:
        return
    scope = linkage.scopes[gid]
    hook = linkage.solver.new_node()
    for thing in sorted(linkage.solver.get(lookup_node(linkage, metaclass, name))):
        linkage.solver.add(hook, linkage.objects.intern(Kind.BOUND, thing, receiver))
    arguments = [linkage.solver.new_node() for _ in range(3)]
    linkage.solver.add(arguments[0], linkage.objects.string(scope.name))
    linkage.solver.add(arguments[2], linkage.namespace(linkage.objects.intern(Kind.CLASS, gid)))
    call_back(linkage, CallSite(linkage.parent_of[gid], scope.line, -1, tuple(arguments)), hook)


def instantiation_hooks(linkage: Linkage, gid: int) -> list[int]:
    """The functions that calling a class runs in place of its constructor: its metaclass's ``__call__``."""
    hooks: set[int] = set()
    for metaclass in metaclasses_of(linkage, gid):
        if definer(linkage, metaclass, "__call__") >= 0:
            hooks |= linkage.solver.get(lookup_node(linkage, metaclass, "__call__"))
    return sorted(hooks)
