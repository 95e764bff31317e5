"""Elements of containers that are read by a computed key."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind


def read_computed(linkage: Linkage, container: int, key: int, target: int) -> None:
    """``target = container[key]``: the elements at the constants that the key may be.

    A key of which nothing becomes known reads all elements (see ``read_unknown``).
    """
    linkage.computed_reads[container, key, target] = None
    linkage.solver.use(key, _read_at, (linkage, container, target))


def write_computed(linkage: Linkage, container: int, key: int, source: int) -> None:
    """``container[key] = source``: the elements at the constants that the key may be.

    A key of which nothing becomes known writes an element that any key may mean (see ``write_unknown``).
    """
    linkage.computed_writes[container, key, source] = None
    linkage.solver.use(key, _write_at, (linkage, container, source))


def _write_at(payload: tuple[Linkage, int, int], keys: Iterable[int]) -> None:
    linkage, container, source = payload
    for key in sorted(keys):
        linkage.solver.copy(source, linkage.element_node(container, _constant(linkage, key)))


def write_unknown(linkage: Linkage) -> None:
    """Let what was written under keys that lead to nothing be found under any."""
    for container, key, source in list(linkage.computed_writes):
        if not linkage.solver.get(key):
            linkage.solver.copy(source, linkage.element_node(container, None))


def _read_at(payload: tuple[Linkage, int, int], keys: Iterable[int]) -> None:
    linkage, container, target = payload
    for key in sorted(keys):
        linkage.read_element(container, _constant(linkage, key), target)


def _constant(linkage: Linkage, thing: int) -> str | int | None:
    objects = linkage.objects
    if objects.kinds[thing] is Kind.STRING:
        return objects.text(thing)
    if objects.kinds[thing] is Kind.INSTANCE and objects.second[thing] >= 0:
        argument = objects.second[thing]
        if objects.kinds[argument] is Kind.STRING and objects.external_name(thing) == "<builtin>.int":
            return int(objects.text(argument))
    return None


def read_unknown(linkage: Linkage) -> None:
    """Let what was read by keys that lead to nothing be any element."""
    for container, key, target in list(linkage.computed_reads):
        if not linkage.solver.get(key):
            linkage.solver.copy(linkage.any_element(container), target)
    for container, _, target in list(linkage.keyed_reads):
        if not any(linkage.objects.is_definition(thing) for thing in linkage.solver.get(target)):
            linkage.solver.copy(linkage.element_node(container, None), target)
