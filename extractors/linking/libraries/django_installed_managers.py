"""Managers of installed packages that nobody modelled: ``objects = ScopedManager(OrderQuerySet)``.

A model's attribute that is named as managers are, and made by something called a manager, looks for the rows of its
model; with the methods of the manager or queryset class that it is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from decompose.extractors import facts
from decompose.extractors.linking.hierarchy import external_ancestors
from decompose.extractors.linking.libraries import attribute_model, between_rounds
from decompose.extractors.linking.libraries.django_managers import MANAGERS, QUERYSET
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.mapping import is_django_model
from decompose.extractors.linking.objects import Kind

_NAMED = re.compile(r"objects|manager", re.IGNORECASE)


@between_rounds
def know_managers(linkage: Linkage) -> None:
    """Let what makes the managers of models make one that is known."""
    for gid in linkage.loaded_classes():
        if not is_django_model(linkage, gid):
            continue
        calls = {op.target: op for op in linkage.of_type(gid, facts.Call)}
        for op in linkage.of_type(gid, facts.Bind):
            call = calls.get(op.source) if _NAMED.search(op.name) else None
            if call is not None and _makes_manager(linkage, linkage.solver.get(linkage.node(gid, call.func))):
                given = linkage.solver.get(linkage.node(gid, call.args[0])) if call.args else set()
                classes = _manager_classes(linkage, given) or [linkage.objects.external(QUERYSET)]
                for cls in classes:
                    linkage.solver.add(linkage.node(gid, op.source), linkage.objects.instance(cls))


def _makes_manager(linkage: Linkage, callees: Iterable[int]) -> bool:
    """Whether something of an installed package is called that is named a manager and is not modelled."""
    names = [linkage.objects.external_name(thing) or "" for thing in callees]
    return any(name.endswith("Manager") and attribute_model(f"{name}.__get__") is None for name in names)


def _manager_classes(linkage: Linkage, things: Iterable[int]) -> list[int]:
    """The classes of the program among these that are managers or querysets."""
    objects = linkage.objects
    return [
        thing
        for thing in sorted(things)
        if objects.kinds[thing] is Kind.CLASS
        and not set(MANAGERS).isdisjoint(external_ancestors(linkage, objects.first[thing]))
    ]
