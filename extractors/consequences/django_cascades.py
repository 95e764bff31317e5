"""What deleting rows of a Django model deletes, changes and looks at besides: the closure of ``on_delete``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from decompose.extractors.consequences import consequence
from decompose.extractors.linking.django_relations import ModelShape, model_shapes
from decompose.extractors.linking.linkage import Access, Linkage
from decompose.extractors.linking.objects import Kind

_DELETES = frozenset({"delete", "adelete"})


@consequence
def deleted_along(linkage: Linkage) -> Iterator[Access]:
    """The accesses of every ``delete`` beyond the table of the rows that it is called on."""
    shapes = model_shapes(linkage)
    closures: dict[int, list[tuple[int, bool]]] = {}
    for query in linkage.queries:
        model = query.model
        if linkage.objects.kinds[model] is Kind.RELATED:
            model = linkage.objects.first[model]
        if query.method not in _DELETES or linkage.objects.kinds[model] is not Kind.CLASS or query.scope < 0:
            continue
        gid = linkage.objects.first[model]
        if gid in shapes and gid not in closures:
            closures[gid] = list(_closure(linkage, shapes, gid))
        for mapped, writes in closures.get(gid, ()):
            yield Access(query.scope, query.line, mapped, writes, is_inferred=True)


def _closure(linkage: Linkage, shapes: Mapping[int, ModelShape], start: int) -> Iterator[tuple[int, bool]]:
    """(table object, written) for everything that refers to a model, and to what goes with it."""
    pending, seen = [start], {start}
    while pending:
        gid = pending.pop()
        for relation in shapes[gid].relations if gid in shapes else ():
            if relation.is_forward and relation.is_many and relation.through >= 0:
                yield relation.through, False
                yield relation.through, True
            if relation.is_forward:
                continue
            if relation.through >= 0:
                yield relation.through, False
                yield relation.through, True
                continue
            other = linkage.objects.intern(Kind.CLASS, relation.target)
            if relation.on_delete != "DO_NOTHING":
                yield other, False
            if relation.on_delete in {"CASCADE", "SET_NULL", "SET_DEFAULT", "SET"}:
                yield other, True
            if relation.on_delete == "CASCADE" and relation.target not in seen:
                seen.add(relation.target)
                pending.append(relation.target)
