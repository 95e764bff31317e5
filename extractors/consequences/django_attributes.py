"""Attributes of a Django model's instance that load another row: ``line.order``, ``user.profile``."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.consequences import consequence
from decompose.extractors.linking.django_relations import model_shapes
from decompose.extractors.linking.linkage import Access, Linkage
from decompose.extractors.linking.objects import Kind

_MOST_TARGETS = 4
"""An attribute that may load rows of more models than these is read by code that is about none of them."""


@consequence
def loaded_by_attributes(linkage: Linkage) -> Iterator[Access]:
    """A read of the related table wherever a relation to one row is read as an attribute."""
    shapes = model_shapes(linkage)
    if not shapes:
        return
    single = {
        (gid, relation.accessor): relation.other
        for gid, shape in shapes.items()
        for relation in shape.relations
        if relation.accessor and not relation.is_many
    }
    names = {name for _, name in single}
    objects = linkage.objects
    for gid, scope in enumerate(linkage.scopes):
        for op in scope.ops:
            if not isinstance(op, facts.Attr) or op.name not in names:
                continue
            targets: dict[int, None] = {}
            for thing in sorted(linkage.solver.get(linkage.node(gid, op.base))):
                cls = objects.first[thing]
                if objects.kinds[thing] is Kind.INSTANCE and objects.kinds[cls] is Kind.CLASS:
                    target = single.get((objects.first[cls], op.name))
                    if target is not None:
                        targets[target] = None
            if len(targets) <= _MOST_TARGETS:
                for target in targets:
                    yield Access(gid, op.line, target, writes=False, is_inferred=True)
