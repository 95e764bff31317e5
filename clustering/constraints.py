"""What users demand of the placement, checked for contradictions before the search begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase

from decompose.clustering.evidence.material import Material
from decompose.clustering.evidence.relation import Node, NodeKind, table, unit
from decompose.clustering.options import ClusteringOptions

SHARED = "shared"
"""The reserved service name: pinned to it, a unit belongs to the shared library."""

MOST_PAIRS = 10_000
"""A cannot-link between patterns that match more pairs than this is a slip of the pen."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
"""Names end up in file names, templates and reports."""


class ConstraintError(ValueError):
    """A constraint that cannot be met; the message names the two that clash."""


@dataclass(frozen=True, slots=True)
class Constraints:
    """The users' demands, with patterns resolved to nodes.

    Attributes:
        pins: node → service.
        shared: units that belong to the shared library.
        together: pairs that must end up in one service.
        apart: pairs that must not.
        previous: node → the service where it was, ``shared`` and frozen services left out.
        frozen: services that nothing leaves or enters.
        may_merge: whether previous services may be put together; only where fewer are wanted than there were.
        library: units that were in the shared library.
    """

    pins: dict[Node, str]
    shared: frozenset[str]
    together: tuple[tuple[Node, Node], ...]
    apart: tuple[tuple[Node, Node], ...]
    previous: dict[Node, str] = field(default_factory=dict)
    frozen: tuple[str, ...] = ()
    may_merge: bool = False
    library: frozenset[str] = frozenset()

    def keeping_apart(self) -> str:
        """A demand that keeps services apart, in words."""
        if self.apart:
            return "cannot_link ({!r}, {!r})".format(*(node.name for node in self.apart[0]))
        return f"frozen {self.frozen[0]!r}" if self.frozen else "the pins"

    def keeping_together(self) -> str:
        """A demand that keeps units out of services of their own, in words."""
        if self.together:
            return "must_link ({!r}, {!r})".format(*(node.name for node in self.together[0]))
        if self.shared:
            return f"'shared', which takes {min(self.shared)!r}"
        return "pins, or tables and the classes that map them"


def resolved(material: Material, options: ClusteringOptions) -> Constraints:
    """The options' constraints for this code base.

    Raises:
        ConstraintError: a name matches nothing, or two constraints contradict each other.
    """
    _check_names(options.pins)
    pins = _pins(material, options.pins)
    shared = {node for pattern in options.shared for node in _units(material, pattern, "shared")}
    for node in sorted(shared & pins.keys()):
        if pins[node] != SHARED:
            raise ConstraintError(
                f"{node.name!r} is pinned to {pins[node]!r}, but 'shared' puts it into the shared library"
            )
    shared |= {node for node, service in pins.items() if service == SHARED}
    before = _before(material, options)
    for node, service in before.items():
        if service in options.frozen:
            _check_frozen(node, service, pins, shared)
            pins[node] = service
    for node in sorted(shared):
        if node.kind is NodeKind.TABLE:
            raise ConstraintError(f"table {node.name!r} is pinned to 'shared', but the shared library owns no tables")
    previous = {} if options.previous is None else options.previous.units
    constraints = Constraints(
        {node: service for node, service in sorted(pins.items()) if service != SHARED},
        frozenset(node.name for node in shared),
        tuple(_pairs(material, options.must_link, "must_link")),
        tuple(_pairs(material, options.cannot_link, "cannot_link")),
        {node: service for node, service in before.items() if service not in options.frozen},
        tuple(sorted(set(options.frozen))),
        options.span is not None and options.span[1] < len(set(before.values())),
        frozenset(name for name, service in previous.items() if service == SHARED and name in material.units),
    )
    _check_number(material, options.span, sorted(set(constraints.pins.values())))
    return constraints


def _before(material: Material, options: ClusteringOptions) -> dict[Node, str]:
    """Node → the service where it was, as far as the node is still there."""
    previous = options.previous
    places = {} if previous is None else {
        **{unit(name): service for name, service in previous.units.items() if name in material.units},
        **{table(name): service for name, service in previous.tables.items() if name in material.tables},
    }  # fmt: skip
    known = sorted(set(places.values()) - {SHARED})
    for name in known:
        valid_name("a service of the previous analysis", name)
    for name in options.frozen:
        if previous is None:
            raise ConstraintError(f"frozen {name!r} needs 'previous': the analysis that says what is in the service")
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; services: {', '.join(known)}"
            raise ConstraintError(f"frozen: no service of the previous analysis is called {name!r}{hint}")
    return {node: service for node, service in places.items() if service != SHARED}


def _check_frozen(node: Node, service: str, pins: Mapping[Node, str], shared: Iterable[Node]) -> None:
    if pins.get(node, service) != service:
        raise ConstraintError(f"pin {node.name!r} = {pins[node]!r} clashes with frozen {service!r}, which holds it")
    if node in shared:
        raise ConstraintError(f"'shared' takes {node.name!r}, which clashes with frozen {service!r}, which holds it")


def _check_names(pins: Mapping[str, str]) -> None:
    for pattern, service in sorted(pins.items()):
        valid_name(f"pin {pattern!r}", service)


def valid_name(what: str, service: str) -> None:
    """Raise ConstraintError, beginning with ``what``, if a service must not be called so."""
    if not _NAME.fullmatch(service):
        raise ConstraintError(
            f"{what} = {service!r}: a service's name has letters, digits, '-', '_' and '.', 64 at most"
        )


def _check_number(material: Material, wanted: tuple[int, int] | None, pinned: list[str]) -> None:
    if wanted is None:
        return
    least, most = wanted
    shown = f"services = {least}" if least == most else f"services = {least}-{most}"
    if least < 1:
        raise ConstraintError(f"{shown}: at least one service is needed")
    if least > most:
        raise ConstraintError(f"{shown}: {least} is more than {most}")
    if len(pinned) > most:
        raise ConstraintError(f"{shown} clashes with pins to {len(pinned)} services: {', '.join(pinned)}")
    if least > max(1, len(material.units)):
        raise ConstraintError(f"{shown} clashes with the code: it has {len(material.units)} units only")


def _pins(material: Material, pins: Mapping[str, str]) -> dict[Node, str]:
    """Node → service. A name beats a pattern, a longer pattern a shorter one."""
    found: dict[Node, tuple[tuple[bool, int], str]] = {}
    for pattern in sorted(pins):
        for node in matching(material, pattern, "pins"):
            rank = (node.name == pattern, len(pattern))
            held = found.get(node)
            if held is not None and held[0] == rank and pins[held[1]] != pins[pattern]:
                raise ConstraintError(
                    f"pins {held[1]!r} = {pins[held[1]]!r} and {pattern!r} = {pins[pattern]!r} both match {node.name!r}"
                )
            if held is None or rank > held[0]:
                found[node] = (rank, pattern)
    return {node: pins[pattern] for node, (_, pattern) in found.items()}


def _pairs(material: Material, pairs: Iterable[tuple[str, str]], option: str) -> Iterable[tuple[Node, Node]]:
    for left, right in pairs:
        ends = matching(material, left, option), matching(material, right, option)
        if option == "must_link":
            hub = ends[0][0]
            yield from ((hub, node) for node in (*ends[0][1:], *ends[1]) if node != hub)
        elif len(ends[0]) * len(ends[1]) > MOST_PAIRS:
            raise ConstraintError(f"cannot_link ({left!r}, {right!r}) matches too many pairs: name them more closely")
        elif left == right:
            raise ConstraintError(f"cannot_link ({left!r}, {right!r}) parts something from itself")
        else:
            yield from ((a, b) for a in ends[0] for b in ends[1] if a != b)


def _units(material: Material, pattern: str, option: str) -> list[Node]:
    return [node for node in matching(material, pattern, option) if node.kind is NodeKind.UNIT]


def matching(material: Material, pattern: str, option: str) -> list[Node]:
    """Units and tables of that name or pattern; an exact name is never read as a pattern.

    Raises:
        ConstraintError: there are none; the message begins with ``option``.
    """
    exact = [unit(pattern)] if pattern in material.units else []
    exact += [table(pattern)] if pattern in material.tables else []
    found = exact or [
        *(unit(name) for name in material.units if fnmatchcase(name, pattern)),
        *(table(name) for name in material.tables if fnmatchcase(name, pattern)),
    ]
    if not found:
        near = get_close_matches(pattern, [*material.units, *material.tables], n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise ConstraintError(f"{option}: {pattern!r} matches no unit and no table{hint}")
    return found
