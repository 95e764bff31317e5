"""SQLAlchemy's relationships: what the attributes are that they give to instances and to classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decompose.extractors.linking.calls import call_objects
from decompose.extractors.linking.hierarchy import project_ancestors
from decompose.extractors.linking.libraries import between_rounds, models_attributes, models_call
from decompose.extractors.linking.libraries.sqlalchemy_statements import QUERY_CLASSES
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import is_declarative, is_django_model
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.sqlalchemy.names import spelled
from decompose.extractors.linking.sqlalchemy.relations import (
    Declared,
    Number,
    backref_of,
    declared_relations,
    number_of,
    targets,
)
from decompose.extractors.linking.sqlalchemy.shapes import (
    COLLECTION,
    EXPRESSION,
    QUERY,
    RELATION,
    RELATIONSHIP,
    ROWS,
    instances_of,
    made,
    touched_by,
)

_ADDING = frozenset(["append", "add", "extend", "insert", "update", "add_all"])
_TAKING = frozenset(["remove", "pop", "clear", "discard", "set"])


@models_call(*spelled("relationship", "relation", "dynamic_loader", "Relationship"))
def _relationship(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.add(site.target, made(linkage, RELATIONSHIP, linkage.site_object(site)))


@models_call(*spelled("backref"))
def _backref(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.add(site.target, made(linkage, "sqlalchemy.orm.backref", linkage.site_object(site)))


@models_attributes(f"{RELATIONSHIP}.__get__")
def _follow(linkage: Linkage, thing: int, receiver: str) -> Iterable[int]:
    """``order.customer`` is a customer; ``order.lines`` holds lines; ``Order.lines`` is for use in statements."""
    declaration = linkage.objects.second[thing]
    site = linkage.fields.get(declaration)
    if site is None:
        return ()
    objects = linkage.objects
    through_instance = objects.kinds[int(receiver)] is Kind.INSTANCE
    found: list[int] = []
    for gid in targets(linkage, site):
        related = objects.intern(Kind.RELATED, objects.intern(Kind.CLASS, gid), declaration)
        if through_instance:
            found += seen_by_instance(linkage, related, number_of(linkage, site))
        else:
            found.append(made(linkage, RELATION, related))
    if not through_instance:
        found.append(made(linkage, EXPRESSION, int(receiver)))
    return found


def seen_by_instance(linkage: Linkage, related: int, number: Number) -> Iterator[int]:
    """What a relationship is as an attribute of an instance: a row, rows, a query, or any where none is told."""
    if number is Number.QUERY:
        yield made(linkage, QUERY, related)
        return
    if number is not Number.MANY:
        yield linkage.objects.instance(linkage.objects.first[related])
    if number is not Number.ONE:
        yield made(linkage, COLLECTION, related)


@models_attributes("sqlalchemy.orm.DynamicMapped.__get__", "sqlalchemy.orm.WriteOnlyMapped.__get__")
def _dynamic(linkage: Linkage, thing: int, receiver: str) -> Iterable[int]:
    objects = linkage.objects
    cls = objects.second[thing]
    if cls < 0 or objects.kinds[cls] is not Kind.CLASS:
        return ()
    return (made(linkage, QUERY if objects.kinds[int(receiver)] is Kind.INSTANCE else EXPRESSION, cls),)


@models_call("sqlalchemy.orm.DynamicMapped.*", "sqlalchemy.orm.WriteOnlyMapped.*", f"{RELATIONSHIP}.*")
def _unknown(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """A relationship of which the class is not known: no session, whatever its methods are called."""


@models_attributes(COLLECTION)
def _attribute_of_collection(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    objects = linkage.objects
    return (objects.intern(Kind.BOUND, objects.external(f"{COLLECTION}.{name}"), thing),)


@models_attributes(f"{COLLECTION}.__iter__")
def _elements(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    return instances_of(linkage, thing)


def _register_methods() -> None:
    for owner in (COLLECTION, QUERY):
        for method in sorted(_ADDING | _TAKING - ({"update", "set", "insert"} if owner == QUERY else set())):
            if owner == QUERY and method in {"update", "insert"}:
                continue  # statements, which are no changes of the relationship

            @models_call(f"{owner}.{method}")
            def change(linkage: Linkage, site: CallSite, receiver: int, method: str = method) -> None:
                """``order.lines.append(line)`` writes where the two are linked: a table between, or the other end."""
                if receiver < 0 or linkage.objects.second[receiver] < 0:
                    return
                related = linkage.objects.second[receiver]
                if linkage.objects.kinds[related] is Kind.RELATED:
                    linkage.record(site, linkage.objects.second[related], writes=True)
                if site.target >= 0 and method == "pop":
                    linkage.solver.add_all(site.target, instances_of(linkage, receiver))

    @models_call(f"{COLLECTION}.copy", f"{COLLECTION}.values", f"{COLLECTION}.all", f"{QUERY}.all_")
    def same(linkage: Linkage, site: CallSite, receiver: int) -> None:
        if site.target >= 0 and receiver >= 0:
            linkage.solver.add(site.target, made(linkage, ROWS, linkage.objects.second[receiver]))


_register_methods()


@models_call(*spelled("declared_attr", "declared_attr.cascading", "declared_attr.directive"))
def _declared_attribute(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``@declared_attr`` calls the function for the class that declares; the attribute is what it returns."""
    if site.args and site.target >= 0 and site.scope >= 0 and linkage.scopes[site.scope].kind == "class":
        cls = linkage.solver.new_node()
        linkage.solver.add(cls, linkage.objects.intern(Kind.CLASS, site.scope))
        linkage.solver.use(site.args[0], call_objects, (linkage, CallSite(-1, site.line, site.target, (cls,))))


_NO_COLUMNS = frozenset({"query", "metadata", "registry", "query_class"})


@between_rounds
def find_columns(linkage: Linkage) -> None:
    """Attributes of mapped classes that are columns, whatever declares them: ``Mapped`` annotations, a mapper."""
    objects = linkage.objects
    for (thing, name), node in list(linkage.attribute_nodes.items()):
        if objects.kinds[thing] is not Kind.CLASS or name.startswith("__") or name in _NO_COLUMNS:
            continue
        gid = objects.first[thing]
        is_sql = gid in linkage.imperative or is_declarative(linkage, gid)
        if not is_sql or is_django_model(linkage, gid) or not _may_be_column(linkage, node):
            continue
        is_member = any(name in linkage.classes[ancestor].members for ancestor in project_ancestors(linkage, gid))
        if is_member or gid in linkage.imperative:
            linkage.solver.add(node, made(linkage, EXPRESSION, thing))


def _may_be_column(linkage: Linkage, node: int) -> bool:
    """Whether nothing is known of an attribute of a class that a column is not."""
    objects = linkage.objects
    return all(
        objects.kinds[thing] is Kind.EXTERNAL or (objects.kinds[thing] is Kind.INSTANCE and objects.second[thing] < 0)
        for thing in linkage.solver.get(node)
    )


@between_rounds
def follow_late(linkage: Linkage) -> None:
    """Relationships whose classes were not known yet when they were read first."""
    objects = linkage.objects
    late: dict[tuple[int, str], list[Declared]] = {}
    for relation in declared_relations(linkage):
        late.setdefault((relation.owner, relation.name), []).append(relation)
    for (thing, name), node in list(linkage.attribute_nodes.items()):
        kind = objects.kinds[thing]
        cls = objects.first[thing] if kind is Kind.INSTANCE else thing
        if objects.kinds[cls] is not Kind.CLASS:
            continue
        for relation in late.get((objects.first[cls], name), ()):
            for target in relation.targets:
                related = objects.intern(Kind.RELATED, objects.intern(Kind.CLASS, target), relation.declaration)
                if kind is Kind.INSTANCE:
                    linkage.solver.add_all(node, seen_by_instance(linkage, related, number_of(linkage, relation.site)))
                elif kind is Kind.CLASS:
                    linkage.solver.add(node, made(linkage, RELATION, related))


@between_rounds
def add_backrefs(linkage: Linkage) -> None:
    """``relationship("User", backref="addresses")`` gives users their addresses."""
    objects = linkage.objects
    for relation in declared_relations(linkage):
        for name, number in backref_of(linkage, relation):
            here = objects.intern(Kind.CLASS, relation.owner)
            related = objects.intern(Kind.RELATED, here, relation.declaration)
            for target in relation.targets:
                known = linkage.reverse_relations.setdefault((objects.intern(Kind.CLASS, target), name), [])
                known.extend(thing for thing in seen_by_instance(linkage, related, number) if thing not in known)
    names = {name for _, name in linkage.reverse_relations}
    for (thing, name), node in list(linkage.attribute_nodes.items()):
        if name not in names:
            continue
        cls = objects.first[thing]
        if objects.kinds[thing] is Kind.INSTANCE and objects.kinds[cls] is Kind.CLASS:
            for ancestor in project_ancestors(linkage, objects.first[cls]):
                key = (objects.intern(Kind.CLASS, ancestor), name)
                linkage.solver.add_all(node, linkage.reverse_relations.get(key, ()))
        elif objects.kinds[thing] is Kind.CLASS:
            for found in linkage.reverse_relations.get((thing, name), ()):
                for mapped in touched_by(linkage, found) if objects.second[found] >= 0 else (objects.first[found],):
                    linkage.solver.add(node, made(linkage, EXPRESSION, mapped))


__all__ = ["QUERY_CLASSES", "add_backrefs", "seen_by_instance"]
