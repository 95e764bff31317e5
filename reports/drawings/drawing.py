"""What is drawn: nodes in groups, and links between them. Formats know nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from decompose.extractors.places import Place


@dataclass(frozen=True, slots=True)
class Node:
    """A thing.

    Attributes:
        id: unique in the drawing; the name, if no other node has it.
        name: what it is called.
        kind: ``service``, ``library``, ``unit``, ``function``, ``table`` or ``entrypoint``.
        group: the service or package that it is drawn in; empty for none.
        about: what else there is to say of it, in a few words.
        place: where it is declared, if known.
        lines: of code; 0 where it has none.
    """

    id: str
    name: str
    kind: str
    group: str = ""
    about: str = ""
    place: Place | None = None
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A relation, or several of them between the same two nodes.

    Attributes:
        source, target: ids of nodes.
        kind: of ``styles``.
        weight: how much it counts, > 0; what that is, is the view's affair.
        about: what it stands for, in a few words; empty where the kind says it all.
        count: how many relations it stands for.
        confidence: how sure the surest of them is; empty where that is not known.
        places: where they stand in the code.
    """

    source: str
    target: str
    kind: str
    weight: float = 1.0
    about: str = ""
    count: int = 1
    confidence: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A graph to be drawn, in a fixed order.

    Attributes:
        title: what it shows.
        nodes, links: ends of links are nodes.
        grouped_by: what groups are: ``service`` or ``package``.
        weighed_by: what the weight of a link is.
    """

    title: str
    nodes: tuple[Node, ...] = ()
    links: tuple[Link, ...] = ()
    grouped_by: str = "service"
    weighed_by: str = "how often"

    def groups(self) -> dict[str, list[Node]]:
        """Nodes by group, groups by name; under the empty name those without."""
        held: dict[str, list[Node]] = {}
        for node in self.nodes:
            held.setdefault(node.group, []).append(node)
        return dict(sorted(held.items()))

    def heaviest(self, most: int) -> frozenset[int]:
        """Positions of the heaviest links, at most so many."""
        order = sorted(range(len(self.links)), key=lambda at: (-self.links[at].weight, at))
        return frozenset(order[:most])
