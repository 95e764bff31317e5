"""Classes: method resolution order, and the lookups that depend on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_NOT_BASES = frozenset({"<builtin>.object"})


@dataclass(slots=True, frozen=True)
class _BasePosition:
    """One base of a class: where the objects of its value go."""

    linkage: Linkage
    gid: int
    position: int


def watch_bases(linkage: Linkage, gid: int) -> None:
    """Learn the bases of a class as they become known."""
    scope = linkage.scopes[gid]
    linkage.classes[gid].bases = [[] for _ in scope.bases]
    for position, value in enumerate(scope.bases):
        linkage.solver.use(linkage.node(gid, value), _found_base, _BasePosition(linkage, gid, position))


def _found_base(where: _BasePosition, things: Iterable[int]) -> None:
    linkage, gid = where.linkage, where.gid
    objects = linkage.objects
    found = linkage.classes[gid].bases[where.position]
    changed = False
    for thing in sorted(things):
        base = thing
        if objects.kinds[thing] is Kind.INSTANCE and objects.external_name(thing) is not None:
            base = objects.first[thing]  # a class made by a call: declarative_base()
            linkage.instance_bases.setdefault(gid, {})[thing] = None
        if objects.kinds[base] is Kind.WRAPPED:
            base = objects.second[base]
        if objects.kinds[base] not in {Kind.CLASS, Kind.EXTERNAL} or base in found:
            continue
        if objects.kinds[base] is Kind.CLASS:
            if objects.first[base] == gid or gid in _ancestors(linkage, objects.first[base]):
                continue
            linkage.classes[objects.first[base]].children.add(gid)
        elif objects.text(base) in _NOT_BASES:
            continue
        found.append(base)
        changed = True
    if changed:
        _order_changed(linkage, gid)


def _ancestors(linkage: Linkage, gid: int) -> set[int]:
    seen: set[int] = set()
    stack = [gid]
    while stack:
        for position in linkage.classes[stack.pop()].bases:
            for base in position:
                if linkage.objects.kinds[base] is Kind.CLASS and linkage.objects.first[base] not in seen:
                    seen.add(linkage.objects.first[base])
                    stack.append(linkage.objects.first[base])
    return seen


def descendants(linkage: Linkage, gid: int) -> list[int]:
    """All subclasses of a class, itself first, in a fixed order."""
    found: dict[int, None] = {gid: None}
    stack = [gid]
    while stack:
        for child in sorted(linkage.classes[stack.pop()].children):
            if child not in found:
                found[child] = None
                stack.append(child)
    return list(found)


def _order_changed(linkage: Linkage, gid: int) -> None:
    affected = descendants(linkage, gid)
    for other in affected:
        linkage.classes[other].order = None
    for other in affected:
        info = linkage.classes[other]
        for name, node in list(info.lookups.items()):
            _connect_lookup(linkage, other, name, node)
        for listener in linkage.order_listeners:
            listener(other)


def resolution_order(linkage: Linkage, gid: int) -> tuple[int, ...]:
    """The method resolution order as class and external objects (C3, Barrett et al. 1996).

    Where the bases found so far admit no linearisation, depth first order stands in for it.
    """
    info = linkage.classes[gid]
    if info.order is None:
        info.order = ()  # ends the recursion in a cycle of bases
        bases = [base for position in info.bases for base in position]
        itself = linkage.objects.intern(Kind.CLASS, gid)
        orders = [_order_of(linkage, base) for base in bases]
        merged = _merge([*orders, bases])
        info.order = (itself, *(base for base in merged if base != itself))
    return info.order


def _order_of(linkage: Linkage, base: int) -> list[int]:
    if linkage.objects.kinds[base] is Kind.CLASS:
        return list(resolution_order(linkage, linkage.objects.first[base]))
    return [base]


def _merge(sequences: Sequence[Sequence[int]]) -> list[int]:
    pending = [list(sequence) for sequence in sequences if sequence]
    merged: list[int] = []
    while pending:
        tails = {item for sequence in pending for item in sequence[1:]}
        head = next((sequence[0] for sequence in pending if sequence[0] not in tails), None)
        if head is None:
            return merged + list(dict.fromkeys(item for sequence in pending for item in sequence))
        merged.append(head)
        pending = [rest for sequence in pending if (rest := sequence[1:] if sequence[0] == head else sequence)]
    return merged


def external_ancestors(linkage: Linkage, gid: int) -> list[str]:
    """Dotted names of the external classes that a class derives from, nearest first."""
    objects = linkage.objects
    return [
        objects.text(ancestor)
        for ancestor in resolution_order(linkage, gid)
        if objects.kinds[ancestor] is Kind.EXTERNAL
    ]


def project_ancestors(linkage: Linkage, gid: int) -> list[int]:
    """The classes of the program that a class derives from, itself first."""
    objects = linkage.objects
    return [
        objects.first[ancestor] for ancestor in resolution_order(linkage, gid) if objects.kinds[ancestor] is Kind.CLASS
    ]


def definer(linkage: Linkage, gid: int, name: str) -> int:
    """The nearest class of the program that has the name in its namespace; -1 if none has."""
    for ancestor in project_ancestors(linkage, gid):
        if name in linkage.classes[ancestor].members:
            return ancestor
    return -1


def lookup_node(linkage: Linkage, gid: int, name: str) -> int:
    """The node of a name looked up on a class and its ancestors."""
    lookups = linkage.classes[gid].lookups
    if name not in lookups:
        lookups[name] = linkage.solver.new_node()
        _connect_lookup(linkage, gid, name, lookups[name])
    return lookups[name]


def _connect_lookup(linkage: Linkage, gid: int, name: str, node: int) -> None:
    owner = definer(linkage, gid, name)
    if owner >= 0:
        linkage.solver.copy(linkage.member_node(owner, name), node)


def add_member(linkage: Linkage, gid: int, name: str) -> int:
    """A name is set on a class from outside its body; its node."""
    info = linkage.classes[gid]
    if name not in info.members:
        info.members.add(name)
        for other in descendants(linkage, gid):
            lookups = linkage.classes[other].lookups
            if name in lookups:
                _connect_lookup(linkage, other, name, lookups[name])
    return linkage.member_node(gid, name)
