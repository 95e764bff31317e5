"""What SQLAlchemy writes because a row changed: the unit of work flushes it later, whoever asks for that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from decompose.extractors import facts
from decompose.extractors.consequences import consequence
from decompose.extractors.consequences.sqlalchemy_loads import instance_classes, is_explained_otherwise
from decompose.extractors.linking.linkage import Access, Linkage
from decompose.extractors.linking.mapping import strings_at
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.sqlalchemy.mapped import MappedClass, mapped_program
from decompose.extractors.linking.sqlalchemy.shapes import COLLECTION, QUERY, kind_of

_MOST_CLASSES = 8
"""An attribute set on instances of more classes than these is set by code that is about none of them."""
_LINKING = frozenset(["append", "add", "extend", "insert", "remove", "pop", "clear", "discard", "set", "update"])


@consequence
def changed_rows(linkage: Linkage) -> Iterator[Access]:
    """A write by every function that makes an instance of a mapped class, or sets its attributes."""
    classes = mapped_program(linkage)
    made = {linkage.objects.intern(Kind.CLASS, gid): gid for gid in classes}
    for gid in range(len(linkage.scopes)) if classes else ():
        scope = linkage.original.get(gid, gid)
        for op in linkage.of_type(gid, facts.SetAttr):
            owners = instance_classes(linkage, classes, linkage.node(gid, op.base))
            node = linkage.node(gid, op.base)
            if len(owners) <= _MOST_CLASSES and not is_explained_otherwise(linkage, classes, node, op.name):
                for mapped in dict.fromkeys(
                    thing for owner in owners for thing in _written_by(linkage, classes, owner, op.name)
                ):
                    yield Access(scope, op.line, mapped, writes=True, is_inferred=True)
        for call in linkage.of_type(gid, facts.Call):
            for mapped in _set_by_name(linkage, classes, gid, call):
                yield Access(scope, call.line, mapped, writes=True, is_inferred=True)
            instantiated = linkage.solver.get(linkage.node(gid, call.func)) & made.keys()
            if len(instantiated) <= _MOST_CLASSES:
                for cls in sorted(instantiated):
                    yield Access(scope, call.line, cls, writes=True, is_inferred=True)


def _set_by_name(linkage: Linkage, classes: Mapping[int, MappedClass], gid: int, call: facts.Call) -> Iterator[int]:
    """What ``setattr(order, name, value)`` writes: what the name says, or else the row itself."""
    setter = linkage.objects.external("<builtin>.setattr")
    if len(call.args) < 3 or setter not in linkage.solver.get(linkage.node(gid, call.func)):
        return
    owners = instance_classes(linkage, classes, linkage.node(gid, call.args[0]))
    names = strings_at(linkage, linkage.node(gid, call.args[1]))
    for owner in owners if len(owners) <= _MOST_CLASSES else ():
        for name in names:
            yield from _written_by(linkage, classes, owner, name)
        if not names:
            yield linkage.objects.intern(Kind.CLASS, owner)


def _written_by(linkage: Linkage, classes: Mapping[int, MappedClass], owner: int, name: str) -> Iterator[int]:
    """What is written when an attribute of an instance is set."""
    relations = [relation for relation in classes[owner].relations.get(name, ()) if not relation.is_view]
    for relation in relations:
        if relation.has_table:
            yield relation.declaration
        elif relation.holds_key:
            yield linkage.objects.intern(Kind.CLASS, owner)
        else:
            yield linkage.objects.intern(Kind.CLASS, relation.target)
    if not relations and name in classes[owner].columns:
        yield linkage.objects.intern(Kind.CLASS, classes[owner].columns[name])


@consequence
def linked_rows(linkage: Linkage) -> Iterator[Access]:
    """``order.lines.append(line)``: the table between, or the one that holds the foreign key."""
    classes = mapped_program(linkage)
    keyed = {
        (relation.declaration, relation.target): relation
        for mapped in classes.values()
        for relations in mapped.relations.values()
        for relation in relations
    }
    for gid in range(len(linkage.scopes)) if classes else ():
        scope = linkage.original.get(gid, gid)
        for op in linkage.of_type(gid, facts.Attr):
            if op.name not in _LINKING:
                continue
            for thing in sorted(linkage.solver.get(linkage.node(gid, op.base))):
                subject = linkage.objects.second[thing]
                if (
                    kind_of(linkage, thing) not in {COLLECTION, QUERY}
                    or linkage.objects.kinds[subject] is not Kind.RELATED
                ):
                    continue
                cls, declaration = linkage.objects.first[subject], linkage.objects.second[subject]
                relation = keyed.get((declaration, linkage.objects.first[cls]))
                if relation is not None and not relation.is_view and not relation.has_table:
                    yield Access(scope, op.line, cls, writes=True, is_inferred=True)
