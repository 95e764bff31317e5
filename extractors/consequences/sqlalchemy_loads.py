"""Tables that SQLAlchemy reads besides: relationships that are fetched with a row, or when they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from decompose.extractors import facts
from decompose.extractors.consequences import Load, consequence, loading
from decompose.extractors.linking.attributes import is_defined
from decompose.extractors.linking.hierarchy import project_ancestors
from decompose.extractors.linking.linkage import Access, Linkage, QueryCall
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.sqlalchemy.mapped import MappedClass, Relation, eager_closure, mapped_program
from decompose.extractors.linking.sqlalchemy.shapes import (
    BESIDES,
    BUILT,
    BY_NAME,
    LOADED,
    QUERY,
    RESULT,
    is_statement,
    kind_of,
    touched_by,
)

_MOST_TARGETS = 4
"""An attribute that may load rows of more classes than these is read by code that is about none of them."""
_ITERATING = frozenset(
    f"<builtin>.{name}"
    for name in (
        *("list", "tuple", "set", "frozenset", "dict", "sorted", "len", "sum", "min", "max", "any", "all", "next"),
        *("enumerate", "zip", "map", "filter", "reversed", "iter", "bool"),
    )
)
_CHANGING = frozenset({"delete", "update"})


@consequence
def loaded_by_attributes(linkage: Linkage) -> Iterator[Access]:
    """A read of the related table wherever a relationship that is not fetched with its owner is read."""
    classes = mapped_program(linkage)
    for scope, op, relations in _relations_read(linkage):
        for _, relation in relations:
            yield from _load(linkage, classes, linkage.original.get(scope, scope), op.line, relation)


@loading
def rows_of_attributes(linkage: Linkage) -> Iterator[Load]:
    """The relationships that are read as attributes."""
    for scope, op, relations in _relations_read(linkage):
        for owner, relation in relations:
            here = linkage.objects.intern(Kind.CLASS, owner)
            yield Load(scope, op, here, linkage.objects.intern(Kind.CLASS, relation.target))


def _relations_read(linkage: Linkage) -> Iterator[tuple[int, facts.Attr, list[tuple[int, Relation]]]]:
    """(scope, reading of an attribute, the classes and relationships that it is of) where it loads rows."""
    classes = mapped_program(linkage)
    names = {name for mapped in classes.values() for name in mapped.relations}
    for gid in range(len(linkage.scopes)) if names else ():
        for op in linkage.of_type(gid, facts.Attr):
            if op.name not in names:
                continue
            node = linkage.node(gid, op.base)
            by_target = {
                relation.target: (owner, relation)
                for owner in instance_classes(linkage, classes, node)
                for relation in classes[owner].relations.get(op.name, ())
                if relation.is_lazy
            }
            if 0 < len(by_target) <= _MOST_TARGETS and not is_explained_otherwise(linkage, classes, node, op.name):
                yield gid, op, list(by_target.values())


def _load(
    linkage: Linkage, classes: Mapping[int, MappedClass], scope: int, line: int, relation: Relation
) -> Iterator[Access]:
    cls = linkage.objects.intern(Kind.CLASS, relation.target)
    yield Access(scope, line, cls, writes=False, is_inferred=True)
    if relation.has_table:
        yield Access(scope, line, relation.declaration, writes=False, is_inferred=True)
    yield from fetched_along(linkage, classes, scope, line, relation.target)


def fetched_along(
    linkage: Linkage, classes: Mapping[int, MappedClass], scope: int, line: int, gid: int
) -> Iterator[Access]:
    """The reads of what is fetched with rows of a class."""
    for target, declaration in eager_closure(classes, gid):
        for mapped in (linkage.objects.intern(Kind.CLASS, target), declaration):
            yield Access(scope, line, mapped, writes=False, is_inferred=True)
    for mapped in classes[gid].computed if gid in classes else ():
        yield Access(scope, line, mapped, writes=False, is_inferred=True)


def instance_classes(linkage: Linkage, classes: Mapping[int, MappedClass], node: int) -> list[int]:
    """The mapped classes of which a value may be an instance."""
    objects = linkage.objects
    found = [
        objects.first[objects.first[thing]]
        for thing in sorted(linkage.solver.get(node))
        if objects.kinds[thing] is Kind.INSTANCE and objects.kinds[objects.first[thing]] is Kind.CLASS
    ]
    return [gid for gid in dict.fromkeys(found) if gid in classes]


def is_explained_otherwise(linkage: Linkage, classes: Mapping[int, MappedClass], node: int, name: str) -> bool:
    """Whether a value may as well be an instance of a class without a table that has the attribute, too.

    Data transfer objects and mapped classes of the same shape meet in parameters; which of them it is
    cannot be told then.
    """
    objects = linkage.objects
    owners = {
        objects.first[objects.first[thing]]
        for thing in linkage.solver.get(node)
        if objects.kinds[thing] is Kind.INSTANCE and objects.kinds[objects.first[thing]] is Kind.CLASS
    }
    mapped = owners & classes.keys()
    bases = {ancestor for gid in mapped for ancestor in project_ancestors(linkage, gid)}
    return any(_has_attribute(linkage, gid, name) for gid in sorted(owners - mapped - bases))


def _has_attribute(linkage: Linkage, gid: int, name: str) -> bool:
    """Whether a class defines an attribute, in its body or in the mapping of fields that some libraries take."""
    if is_defined(linkage, gid, name):
        return True
    return any(
        linkage.objects.kinds[thing] is Kind.CONTAINER and linkage.has_key(thing, name)
        for ancestor in project_ancestors(linkage, gid)
        if "fields" in linkage.classes[ancestor].members
        for thing in linkage.solver.get(linkage.member_node(ancestor, "fields"))
    )


@consequence
def loaded_with_rows(linkage: Linkage) -> Iterator[Access]:
    """What is fetched with the rows that statements fetch, and the reads of those who begin a statement."""
    classes = mapped_program(linkage)
    if not classes and not linkage.queries:
        return
    for query in linkage.queries:
        if query.method == BUILT and not _is_only_changed(linkage, query.scope, query.op_node):
            yield Access(query.scope, query.line, query.model, writes=False)
        elif query.method.startswith(BY_NAME) and linkage.objects.kinds[query.model] is Kind.CLASS:
            yield from _along_path(linkage, classes, query, query.method.removeprefix(BY_NAME).split("."))
        elif query.method == LOADED and linkage.objects.kinds[query.model] is Kind.CLASS:
            gid = linkage.objects.first[query.model]
            yield from fetched_along(linkage, classes, query.scope, query.line, gid)


@consequence
def begun_by_classes(linkage: Linkage) -> Iterator[Access]:
    """``Order.query`` begins a statement on orders."""
    classes = mapped_program(linkage)
    for gid in range(len(linkage.scopes)) if classes else ():
        for op in linkage.of_type(gid, facts.Attr):
            if op.name != "query":
                continue
            node = linkage.node(gid, op.target)
            for thing in sorted(linkage.solver.get(node)):
                if is_statement(linkage, thing) and not _is_only_changed(linkage, gid, node):
                    for mapped in touched_by(linkage, thing):
                        yield Access(linkage.original.get(gid, gid), op.line, mapped, writes=False, is_inferred=True)


def _along_path(
    linkage: Linkage, classes: Mapping[int, MappedClass], query: QueryCall, path: Sequence[str]
) -> Iterator[Access]:
    """What a path of relationships that is named in a string leads to."""
    here = [linkage.objects.first[query.model]]
    for name in path:
        relations = [found for gid in here if gid in classes for found in classes[gid].relations.get(name, ())]
        here = list(dict.fromkeys(relation.target for relation in relations))
        for relation in relations:
            for mapped in (linkage.objects.intern(Kind.CLASS, relation.target), relation.declaration):
                yield Access(query.scope, query.line, mapped, writes=False)


def _is_only_changed(linkage: Linkage, scope: int, node: int) -> bool:
    """Whether all that happens to a statement in its function is that it deletes or updates its rows."""
    ends: set[str] = set()
    value = node - linkage.node(scope, 0)
    gid = next((gid for gid in linkage.variants(scope) if _makes(linkage, gid, value)), scope)
    pending = [value]
    attributes = linkage.of_type(gid, facts.Attr)
    calls = {op.func: op.target for op in linkage.of_type(gid, facts.Call)}
    while pending:
        value = pending.pop()
        used = [op for op in attributes if op.base == value]
        if not used:
            return False
        for op in used:
            if op.name in _CHANGING:
                ends.add(op.name)
            elif op.target in calls:
                pending.append(calls[op.target])
            else:
                return False
    return bool(ends)


@consequence
def loaded_by_iteration(linkage: Linkage) -> Iterator[Access]:
    """Queries run when they are iterated over, indexed, or given to ``list`` and its like."""
    if not linkage.queries:
        return
    classes = mapped_program(linkage)
    for gid in range(len(linkage.scopes)) if classes else ():
        for node, line in _iterated(linkage, gid):
            for thing in sorted(linkage.solver.get(node)):
                if kind_of(linkage, thing) in {QUERY, RESULT, BESIDES} or _is_own_query(linkage, thing):
                    scope = linkage.original.get(gid, gid)
                    for mapped in touched_by(linkage, thing):
                        yield Access(scope, line, mapped, writes=False)
                        is_class = linkage.objects.kinds[mapped] is Kind.CLASS
                        if is_class and kind_of(linkage, thing) != BESIDES:
                            yield from fetched_along(linkage, classes, scope, line, linkage.objects.first[mapped])


def _makes(linkage: Linkage, gid: int, value: int) -> bool:
    """Whether a value is made in a scope, and not in a copy of it."""
    calls, attributes = linkage.of_type(gid, facts.Call), linkage.of_type(gid, facts.Attr)
    return any(op.target == value for op in calls) or any(op.target == value for op in attributes)


def _is_own_query(linkage: Linkage, thing: int) -> bool:
    return is_statement(linkage, thing) and not kind_of(linkage, thing)


def _iterated(linkage: Linkage, gid: int) -> Iterator[tuple[int, int]]:
    for op in linkage.of_type(gid, facts.Iterate):
        yield linkage.node(gid, op.base), op.line
    for item in linkage.of_type(gid, facts.Item):
        yield linkage.node(gid, item.base), item.line
    for call in linkage.of_type(gid, facts.Call):
        if call.args and any(
            linkage.objects.external_name(thing) in _ITERATING
            for thing in linkage.solver.get(linkage.node(gid, call.func))
        ):
            yield from ((linkage.node(gid, value), call.line) for value in call.args)
