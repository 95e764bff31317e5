"""Functions that call each other, directly or through others: strongly connected components (Kosaraju, Sharir)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping


def components(nodes: Collection[str], following: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The components of a graph, those that lead to others before them.

    Args:
        nodes: of the graph.
        following: node → nodes that it leads to; those that are not in ``nodes`` are left out.
    """
    known = set(nodes)
    inside = {node: sorted(known.intersection(following.get(node, ()))) for node in sorted(known)}
    leading: dict[str, list[str]] = defaultdict(list)
    for node, others in inside.items():
        for other in others:
            leading[other].append(node)
    seen: set[str] = set()
    left = [node for start in inside for node in _left_in_order(start, inside, seen)]
    taken: set[str] = set()
    found = [sorted(_left_in_order(node, leading, taken)) for node in reversed(left)]
    return [members for members in found if members]


def _left_in_order(start: str, following: Mapping[str, list[str]], seen: set[str]) -> Iterator[str]:
    """The nodes that a depth-first search comes to, in the order in which it leaves them."""
    if start in seen:
        return
    seen.add(start)
    path = [(start, iter(following.get(start, ())))]
    while path:
        node, others = path[-1]
        following_node = next((other for other in others if other not in seen), None)
        if following_node is None:
            path.pop()
            yield node
        else:
            seen.add(following_node)
            path.append((following_node, iter(following.get(following_node, ()))))
