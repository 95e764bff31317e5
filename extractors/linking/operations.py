"""The loader of operations: each kind of operation registers what constraints it adds."""

from __future__ import annotations

from functools import singledispatch

from decompose.extractors.linking.attributes import attribute_node
from decompose.extractors.linking.calls import CallSite, call_objects
from decompose.extractors.linking.hierarchy import (
    definer,
)
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind


@singledispatch
def load_op(op: object, linkage: Linkage, gid: int) -> None:
    """Add the constraints of one operation."""
    raise NotImplementedError(type(op).__name__)


def call_method(
    linkage: Linkage, gid: int, thing: int, method: str, line: int, target: int, args: tuple[int, ...] = ()
) -> bool:
    """Call a method that a class of the program defines; False if there is none."""
    objects = linkage.objects
    cls = objects.first[thing]
    if objects.kinds[thing] is not Kind.INSTANCE or objects.kinds[cls] is not Kind.CLASS:
        return False
    if definer(linkage, objects.first[cls], method) < 0:
        return False
    site = CallSite(gid, line, target, tuple(node for node in args if node >= 0))
    linkage.solver.use(attribute_node(linkage, thing, method), call_objects, (linkage, site))
    return True
