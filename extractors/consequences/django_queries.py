"""Rows that Django's lazy queries read: wherever they are built, unless all that becomes of them is a write.

``Order.objects.filter(…).update(…)`` is one statement that reads nothing; so is ``delete`` on rows that nothing
refers to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.consequences import settled
from decompose.extractors.consequences.django_cascades import is_fast
from decompose.extractors.linking.django_relations import model_shapes
from decompose.extractors.linking.django_signals import deletion_listeners
from decompose.extractors.linking.libraries.django_managers import LAZY, SILENT, VALUES
from decompose.extractors.linking.linkage import Access, Linkage
from decompose.extractors.linking.objects import Kind

_NARROWING = LAZY | SILENT
_UPDATING = frozenset({"update", "aupdate"})
_DELETING = frozenset({"delete", "adelete"})


@settled
def read_by_queries(linkage: Linkage) -> Iterator[Access]:
    """A read of the table, and of the one between, that a lazy query is about."""
    objects = linkage.objects
    uses: dict[int, _Uses] = {}
    shapes, listeners = model_shapes(linkage), deletion_listeners(linkage)
    for query in linkage.queries:
        if query.scope < 0 or query.method not in LAZY | VALUES or query.method in SILENT:
            continue
        if query.scope not in uses:
            uses[query.scope] = _Uses(linkage, query.scope)
        model = objects.first[query.model] if objects.kinds[query.model] is Kind.RELATED else query.model
        writing = _UPDATING | _DELETING if is_fast(shapes, listeners, model) else _UPDATING
        if uses[query.scope].is_only_written(query.op_node, writing):
            continue
        if objects.kinds[query.model] is Kind.RELATED:
            yield Access(query.scope, query.line, objects.second[query.model], writes=False)
            yield Access(query.scope, query.line, objects.first[query.model], writes=False)
        else:
            yield Access(query.scope, query.line, query.model, writes=False)


class _Uses:
    """What a function does with the results of its calls."""

    def __init__(self, linkage: Linkage, gid: int) -> None:
        self._attributes: dict[int, list[facts.Attr]] = defaultdict(list)
        self._called: dict[int, int] = {}
        self._elsewhere: set[int] = set()
        offset = linkage.node(gid, 0)
        for op in linkage.ops(gid):
            if isinstance(op, facts.Attr):
                self._attributes[op.base + offset].append(op)
            elif isinstance(op, facts.Call):
                self._called[op.func + offset] = op.target + offset
                given = (*op.args, *op.stars, *(value for _, value in op.keywords))
                self._elsewhere.update(value + offset for value in given)
            else:
                self._elsewhere.update(value + offset for value in _operands(op))
        scope = linkage.scopes[gid]
        self._elsewhere |= {scope.returned + offset, scope.yielded + offset}
        self._offset = offset

    def is_only_written(self, node: int, writing: frozenset[str]) -> bool:
        """Whether a query goes nowhere but into a call of these methods, perhaps narrowed before."""
        attributes = self._attributes.get(node, [])
        if node in self._elsewhere or len(attributes) != 1:
            return False
        (attribute,) = attributes
        result = self._called.get(attribute.target + self._offset, -1)
        if result < 0:
            return False
        if attribute.name in _NARROWING:
            return self.is_only_written(result, writing)
        return attribute.name in writing


def _operands(op: facts.AnyOp) -> Iterator[int]:
    """The values that an operation, neither a call nor an attribute, works on."""
    for name in ("source", "base", "index", "function", "argument"):
        value = getattr(op, name, -1)
        if isinstance(value, int):
            yield value
    for name in ("parts", "values", "unpacked", "operands"):
        yield from getattr(op, name, ())
