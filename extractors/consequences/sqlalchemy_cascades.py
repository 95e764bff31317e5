"""What a session deletes, changes and looks at besides the row that it is told to delete.

Follows what the unit of work does: the rows that a relationship without ``passive_deletes`` leads to are
fetched; they are deleted where the relationship cascades, and else lose their foreign key; rows of the
table between two classes are deleted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from decompose.extractors.consequences import consequence
from decompose.extractors.consequences.effects import Effect
from decompose.extractors.linking.linkage import Access, Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.sqlalchemy.mapped import MappedClass, Relation, eager_closure, mapped_program


@consequence
def deleted_along(linkage: Linkage) -> Iterator[Access]:
    """The accesses of every ``session.delete`` beyond the table of the row that it is given."""
    deletions = [query for query in linkage.queries if query.method == "delete"]
    classes = mapped_program(linkage) if deletions else {}
    closures: dict[int, list[Effect]] = {}
    for query in deletions:
        gid = linkage.objects.first[query.model]
        if linkage.objects.kinds[query.model] is not Kind.CLASS or gid not in classes:
            continue
        if gid not in closures:
            closures[gid] = list(dict.fromkeys(_closure(linkage, classes, gid)))
        for effect in closures[gid]:
            yield effect.of(query)


@consequence
def merged_along(linkage: Linkage) -> Iterator[Access]:
    """``session.merge`` follows the relationships of a row, and fetches what they lead to."""
    merges = [query for query in linkage.queries if query.method == "merge"]
    classes = mapped_program(linkage) if merges else {}
    for query in merges:
        gid = linkage.objects.first[query.model]
        if linkage.objects.kinds[query.model] is not Kind.CLASS or gid not in classes:
            continue
        for relations in classes[gid].relations.values():
            for relation in relations:
                if not relation.is_view and (relation.is_lazy or relation.is_eager):
                    cls = linkage.objects.intern(Kind.CLASS, relation.target)
                    for mapped in (cls, relation.declaration):
                        yield Access(query.scope, query.line, mapped, writes=False, is_inferred=True)


def _closure(linkage: Linkage, classes: Mapping[int, MappedClass], start: int) -> Iterator[Effect]:
    pending, seen = [start], {start}
    while pending:
        gid = pending.pop(0)
        for relations in classes[gid].relations.values():
            for relation in relations:
                if relation.target in classes and not relation.is_view:
                    yield from _effects(linkage, classes, relation)
                    if _deletes(relation) and relation.target not in seen:
                        seen.add(relation.target)
                        pending.append(relation.target)


def _deletes(relation: Relation) -> bool:
    return "delete" in relation.cascades


def _effects(linkage: Linkage, classes: Mapping[int, MappedClass], relation: Relation) -> Iterator[Effect]:
    """What the deletion of a row does at the other end of one relationship."""
    cls = linkage.objects.intern(Kind.CLASS, relation.target)
    if relation.holds_key and not _deletes(relation):
        return
    if not relation.is_passive or _deletes(relation):
        yield Effect(cls, writes=False)
        for target, declaration in eager_closure(classes, relation.target):
            yield Effect(linkage.objects.intern(Kind.CLASS, target), writes=False)
            yield Effect(declaration, writes=False)
    if relation.has_table:
        yield Effect(relation.declaration, writes=False)
        yield Effect(relation.declaration, writes=True)
    elif not relation.is_passive:
        yield Effect(cls, writes=True, is_certain=_deletes(relation))
    if relation.has_table and _deletes(relation):
        yield Effect(cls, writes=True)
