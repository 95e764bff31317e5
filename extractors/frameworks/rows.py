"""Loops over what the code writes down, row by row: ``for path, view in [("/a", a), ("/b", b)]: route(path, view)``.

The solver mixes what a loop variable is in its rounds; here each round is looked at by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import TypeAlias

from decompose.extractors import facts
from decompose.extractors.frameworks import Wiring
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.strings import filled, texts_at
from decompose.extractors.sql.holes import HOLE

_MOST_ROWS = 300
_DEEPEST = 4

Row: TypeAlias = Mapping[int, int | str]
"""What loop variables are in one round: their nodes → another node, or a text."""
NO_ROW: Row = {}


def rows(wiring: Wiring, scope: int, nodes: Sequence[int]) -> list[Row]:
    """The rounds of the loops of a scope that these values depend on; one empty row without such loops."""
    leaves = {leaf for node in nodes for leaf in _leaves(wiring, scope, node)}
    loops = [found for found in _loops(wiring, scope, leaves) if found]
    rounds = islice(product(*loops), _MOST_ROWS)
    return [{key: value for row in chosen for key, value in row.items()} for chosen in rounds]


def texts_in(wiring: Wiring, scope: int, node: int, row: Row) -> list[str]:
    """The texts of a value in one round, with ``HOLE`` for what is unknown."""
    linkage = wiring.linkage
    given = row.get(node)
    if isinstance(given, str):
        return [given]
    if given is not None:
        return texts_at(linkage, given)
    for op in linkage.of_type(scope, facts.Text) if row else ():
        parts = [linkage.node(scope, part) for part in op.parts]
        if linkage.node(scope, op.target) == node and any(part in row for part in _leaves(wiring, scope, node)):
            choices = [texts_in(wiring, scope, part, row)[:_DEEPEST] or [HOLE] for part in parts]
            return sorted({filled(op, chosen) for chosen in product(*choices)})
    return texts_at(linkage, node) if node >= 0 else []


def value_in(wiring: Wiring, scope: int, node: int, row: Row) -> int:
    """The node of a value in one round: of the variable, or of what is looked up by it (``views[name]``)."""
    linkage = wiring.linkage
    given = row.get(node)
    if isinstance(given, int):
        return given
    for op in linkage.of_type(scope, facts.Item) if row else ():
        if linkage.node(scope, op.target) == node and op.index >= 0:
            for key in texts_in(wiring, scope, linkage.node(scope, op.index), row)[:1]:
                for thing in sorted(linkage.solver.get(linkage.node(scope, op.base))):
                    if linkage.objects.kinds[thing] is Kind.CONTAINER:
                        return linkage.element_node(thing, key)
    return node


def _leaves(wiring: Wiring, scope: int, node: int, depth: int = 0) -> Iterator[int]:
    """The values that a value is put together from, itself included."""
    linkage = wiring.linkage
    yield node
    for op in linkage.of_type(scope, facts.Text) if depth < _DEEPEST else ():
        if linkage.node(scope, op.target) == node:
            for part in op.parts:
                yield from _leaves(wiring, scope, linkage.node(scope, part), depth + 1)
    for item in linkage.of_type(scope, facts.Item) if depth < _DEEPEST else ():
        if linkage.node(scope, item.target) == node and item.index >= 0:
            yield linkage.node(scope, item.index)


def _loops(wiring: Wiring, scope: int, leaves: set[int]) -> Iterator[list[Row]]:
    linkage = wiring.linkage
    parts = {
        (op.base, op.key): linkage.node(scope, op.target)
        for op in linkage.of_type(scope, facts.Item)
        if linkage.node(scope, op.target) in leaves
    }
    for loop in linkage.of_type(scope, facts.Iterate):
        whole = linkage.node(scope, loop.target)
        keys = {key: node for (base, key), node in parts.items() if base == loop.target}
        if keys or whole in leaves:
            yield list(_rounds(wiring, scope, loop, whole, keys))


def _rounds(
    wiring: Wiring, scope: int, loop: facts.Iterate, whole: int, parts: Mapping[facts.Key, int]
) -> Iterator[Row]:
    """One row for each element that the code writes down."""
    linkage = wiring.linkage
    mapping = _items_of(wiring, scope, loop.base)
    base = linkage.node(scope, loop.base if mapping < 0 else mapping)
    for thing in sorted(linkage.solver.get(base)):
        if linkage.objects.kinds[thing] is not Kind.CONTAINER:
            continue
        for key, element in linkage.elements_by_key(thing):
            if mapping >= 0 and isinstance(key, str):
                yield {node: key if part == 0 else element for part, node in parts.items()}
            elif mapping < 0 and isinstance(key, int):
                yield {whole: element, **_parts(wiring, element, parts)}


def _items_of(wiring: Wiring, scope: int, value: int) -> int:
    """The mapping of whose ``items()`` a value is; -1 for others."""
    linkage = wiring.linkage
    called = next((op.func for op in linkage.of_type(scope, facts.Call) if op.target == value), -1)
    found = (op.base for op in linkage.of_type(scope, facts.Attr) if op.target == called and op.name == "items")
    return next(found, -1) if called >= 0 else -1


def _parts(wiring: Wiring, element: int, parts: Mapping[facts.Key, int]) -> Row:
    """What the names of ``for a, b in …`` stand for in one round."""
    linkage = wiring.linkage
    found: dict[int, int | str] = {}
    for thing in sorted(linkage.solver.get(element)):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            held = dict(linkage.elements_by_key(thing))
            found.update({node: held[key] for key, node in parts.items() if key in held})
    return found
