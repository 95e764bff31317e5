"""What is taken for true where the first round of solving found nothing."""

from __future__ import annotations

from decompose.extractors import facts
from decompose.extractors.linking.attributes import is_defined
from decompose.extractors.linking.hierarchy import descendants
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind


def keep_decorated(linkage: Linkage) -> None:
    """A name whose decorator is not understood still stands for what was decorated."""
    for gid, scope in enumerate(linkage.scopes):
        for op in scope.ops:
            if isinstance(op, facts.Decorate) and not linkage.solver.get(linkage.node(gid, op.target)):
                linkage.solver.copy(linkage.node(gid, op.function), linkage.node(gid, op.target))


def follow_mixins(linkage: Linkage) -> None:
    """A mixin's ``self`` has what the classes have that it is mixed into.

    Where neither a class nor its ancestors define an attribute that its methods ask for, those of its
    subclasses do.
    """
    for (thing, name), node in list(linkage.attribute_nodes.items()):
        cls = linkage.objects.first[thing]
        is_instance = linkage.objects.kinds[thing] is Kind.INSTANCE and linkage.objects.kinds[cls] is Kind.CLASS
        if not is_instance or linkage.objects.second[thing] >= 0 or linkage.solver.get(node):
            continue
        gid = linkage.objects.first[cls]
        if is_defined(linkage, gid, name):
            continue
        for child in descendants(linkage, gid)[1:]:
            if is_defined(linkage, child, name):
                there = linkage.objects.instance(linkage.objects.intern(Kind.CLASS, child))
                linkage.solver.copy(linkage.attribute_of(there, name), node)
