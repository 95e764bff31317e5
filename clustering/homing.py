"""What leaves the shared library of the previous placement goes to a service that there was."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from decompose.clustering.network import Network, drawn_together, numbered


def homed(net: Network, labels: Sequence[int], freed: Collection[int], keepers: Collection[int]) -> list[int]:
    """The placement in which no service consists of former shared units alone: a call more makes no new service.

    Args:
        net: the network.
        labels: the service of each node.
        freed: nodes that were in the shared library.
        keepers: nodes that stand for services that there were.
    """
    if not freed:
        return list(labels)
    labels, size = numbered(labels)
    others = {
        label
        for node, label in enumerate(labels)
        if node in keepers or (node not in freed and (net.units[node] or net.tables[node]))
    }
    strays = sorted({labels[node] for node in freed} - others)
    if not strays or not others:
        return labels
    groups = drawn_together(net, labels, size)
    into = list(range(size))
    for stray in strays:
        pulls = {
            other: weight
            for other, weight in zip(groups.neighbours[stray], groups.weights[stray], strict=True)
            if other in others and other not in groups.foes[stray]
        }
        into[stray] = min(pulls, key=lambda other: (-pulls[other], other), default=stray)
    return numbered([into[label] for label in labels])[0]
