"""Namespaces as mappings: ``globals()``, ``vars(thing)``, and attributes set from a mapping."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors import facts
from decompose.extractors.linking.calls import CallSite
from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_OWNERS = frozenset({Kind.MODULE, Kind.CLASS, Kind.INSTANCE})


@models_call("<builtin>.globals")
def _globals(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0 and site.scope >= 0:
        module = linkage.objects.intern(Kind.MODULE, linkage.file_of[site.scope])
        linkage.solver.add(site.target, linkage.namespace(module))


@models_call("<builtin>.vars")
def _vars(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args and site.target >= 0:
        linkage.solver.use(site.args[0], _namespaces, (linkage, site.target))


def _namespaces(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, target = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] in _OWNERS:
            linkage.solver.add(target, linkage.namespace(thing))


def set_from_mapping(linkage: Linkage, site: CallSite) -> bool:
    """``for name, value in mapping.items(): setattr(thing, name, value)``: the mapping's keys become attributes."""
    mapping = _unpacked_mapping(linkage, site)
    if mapping < 0:
        return False
    linkage.solver.use(site.args[0], _take_keys, (linkage, mapping))
    return True


def _take_keys(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, mapping = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] in _OWNERS:
            linkage.solver.use(mapping, _merge, (linkage, linkage.namespace(thing)))


def _merge(payload: tuple[Linkage, int], mappings: Iterable[int]) -> None:
    linkage, namespace = payload
    for mapping in sorted(mappings):
        if linkage.objects.kinds[mapping] is Kind.CONTAINER and linkage.container_kind(mapping) == "dict":
            linkage.merge_elements(mapping, namespace)


def _unpacked_mapping(linkage: Linkage, site: CallSite) -> int:
    """The node of the mapping whose items the name and the value of a ``setattr`` are; -1 for others."""
    if site.scope < 0 or len(site.args) < 3:
        return -1
    offset = linkage.node(site.scope, 0)
    parts = {op.target: op for op in linkage.of_type(site.scope, facts.Item)}
    name, value = parts.get(site.args[1] - offset), parts.get(site.args[2] - offset)
    if name is None or value is None or name.base != value.base or (name.key, value.key) != (0, 1):
        return -1
    iterated = next((op.base for op in linkage.of_type(site.scope, facts.Iterate) if op.target == name.base), -1)
    called = next((op.func for op in linkage.of_type(site.scope, facts.Call) if op.target == iterated), -1)
    method = next((op for op in linkage.of_type(site.scope, facts.Attr) if op.target == called), None)
    is_items = method is not None and method.name in {"items", "iteritems"}
    return offset + method.base if method is not None and is_items else -1
