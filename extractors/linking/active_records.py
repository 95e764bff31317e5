"""Object mappers whose classes query for themselves: ``Order.select().where(…)``, ``order.save()``.

What such a mapper's methods are called is data; what they do is the same for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from decompose.extractors.linking.hierarchy import external_ancestors, project_ancestors
from decompose.extractors.linking.libraries import models_attributes, models_call
from decompose.extractors.linking.linkage import Access, CallSite, Linkage
from decompose.extractors.linking.objects import Kind


@dataclass(frozen=True, slots=True)
class Mapper:
    """How one mapper spells it.

    Attributes:
        name: names its queries among the objects (``peewee``).
        bases: the classes that models derive from.
        queries: methods of a model or a query that give a query → what running it does.
        rows: methods that give an instance → what they do.
        pairs: methods that look for a row and make it where there is none; they give an instance, and
            whether it was made.
        values: methods that give neither → what they do.
        of_rows: methods of an instance → what they do.
        joining: methods of a query that take another model.
    """

    name: str
    bases: tuple[str, ...]
    queries: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[str, ...]]
    of_rows: Mapping[str, tuple[str, ...]]
    pairs: frozenset[str] = field(default_factory=frozenset)
    joining: frozenset[str] = field(default_factory=frozenset)

    @property
    def query(self) -> str:
        """The class of its queries; also the prefix of its methods."""
        return f"{self.name}.Query"

    @property
    def row(self) -> str:
        """The prefix of the methods of instances."""
        return f"{self.name}.Row"

    def query_of(self, linkage: Linkage, model: int) -> int:
        """A query over a model class."""
        return linkage.objects.instance(linkage.objects.external(self.query), model)


def models_of(linkage: Linkage, mapper: Mapper) -> list[int]:
    """The model classes of a mapper, sorted."""
    wanted = set(mapper.bases)
    return [gid for gid in sorted(linkage.classes) if wanted & set(external_ancestors(linkage, gid))]


def register(mapper: Mapper) -> None:
    """Let linking know the methods of a mapper's models, queries and instances."""
    of_models = {*mapper.queries, *mapper.rows, *mapper.values, *mapper.pairs, *mapper.joining}

    @models_attributes(*mapper.bases)
    def attribute(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
        return _of_model(linkage, mapper, of_models, thing, name)

    @models_attributes(mapper.query)
    def query_attribute(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
        return (linkage.objects.intern(Kind.BOUND, linkage.objects.external(f"{mapper.query}.{name}"), thing),)

    @models_attributes(f"{mapper.query}.__iter__")
    def rows(linkage: Linkage, thing: int, name: str) -> Iterable[int]:  # noqa: ARG001
        return (linkage.objects.instance(linkage.objects.second[thing]),)

    for method in sorted(of_models):

        @models_call(f"{mapper.query}.{method}")
        def model(linkage: Linkage, site: CallSite, receiver: int, method: str = method) -> None:
            _on_model(linkage, mapper, site, receiver, method)

    for method, operations in mapper.of_rows.items():

        @models_call(f"{mapper.row}.{method}")
        def row(linkage: Linkage, site: CallSite, receiver: int, operations: tuple[str, ...] = operations) -> None:
            _note(linkage, site, linkage.objects.first[receiver], operations)
            if site.target >= 0:
                linkage.solver.add(site.target, receiver)


def _of_model(linkage: Linkage, mapper: Mapper, of_models: set[str], thing: int, name: str) -> Iterable[int]:
    objects = linkage.objects
    is_instance = objects.kinds[thing] is Kind.INSTANCE
    cls = objects.first[thing] if is_instance else thing
    if objects.kinds[cls] is not Kind.CLASS:
        return ()
    if is_instance and name in mapper.of_rows:
        return (objects.intern(Kind.BOUND, objects.external(f"{mapper.row}.{name}"), thing),)
    if name in of_models:
        return (objects.intern(Kind.BOUND, objects.external(f"{mapper.query}.{name}"), cls),)
    return [
        other
        for ancestor in project_ancestors(linkage, objects.first[cls])
        for other in linkage.reverse_relations.get((objects.intern(Kind.CLASS, ancestor), name), ())
    ]


def _on_model(linkage: Linkage, mapper: Mapper, site: CallSite, receiver: int, method: str) -> None:
    objects = linkage.objects
    model = receiver if receiver >= 0 and objects.kinds[receiver] is Kind.CLASS else objects.second[receiver]
    if model < 0:
        return
    known = (*mapper.queries.get(method, ()), *mapper.rows.get(method, ()), *mapper.values.get(method, ()))
    _note(linkage, site, model, ("select", "insert") if method in mapper.pairs else known)
    if method in mapper.joining:
        for node in site.args:
            linkage.solver.use(node, _join, (linkage, site))
    if site.target < 0:
        return
    if method in mapper.queries or method in mapper.joining:
        linkage.solver.add(site.target, mapper.query_of(linkage, model))
    elif method in mapper.rows:
        linkage.solver.add(site.target, objects.instance(model))
    elif method in mapper.pairs:
        pair = linkage.container(site.target, "tuple")
        linkage.solver.add(linkage.element_node(pair, 0), objects.instance(model))
        linkage.solver.add(site.target, pair)


def _join(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CLASS:
            _note(linkage, site, thing, ("select",))


def _note(linkage: Linkage, site: CallSite, model: int, operations: Iterable[str]) -> None:
    for operation in operations if site.scope >= 0 else ():
        writes = operation not in {"select", "lock"}
        linkage.accesses[Access(site.scope, site.line, model, writes, operation=operation)] = None


def add_other_ends(linkage: Linkage, ends: Iterable[tuple[int, str, int]]) -> None:
    """Let (model class, attribute) → object hold for what has been looked up, too."""
    objects = linkage.objects
    by_name: dict[str, list[tuple[int, int]]] = {}
    for model, name, other in ends:
        known = linkage.reverse_relations.setdefault((model, name), [])
        if other not in known:
            known.append(other)
        by_name.setdefault(name, []).append((objects.first[model], other))
    for (thing, name), node in list(linkage.attribute_nodes.items()) if by_name else ():
        cls = objects.first[thing]
        if name in by_name and objects.kinds[thing] is Kind.INSTANCE and objects.kinds[cls] is Kind.CLASS:
            ancestors = project_ancestors(linkage, objects.first[cls])
            linkage.solver.add_all(node, [other for gid, other in by_name[name] if gid in ancestors])


def declare_relations(
    mapper: Mapper,
    names: Mapping[str, Sequence[str]],
    collections: frozenset[str],
    targets: Callable[[Linkage, CallSite], Sequence[int]],
) -> None:
    """Model the calls that declare relations, and what reading them on a row gives: a row, or a query.

    Args:
        mapper: whose queries collections are.
        names: what a declared relation is an instance of → the functions that declare it.
        collections: the keys of ``names`` that lead to many rows.
        targets: the classes that a declaration refers to.
    """
    for kind, functions in names.items():

        @models_call(*functions)
        def declare(linkage: Linkage, site: CallSite, _receiver: int, kind: str = kind) -> None:
            if site.target >= 0:
                declared = linkage.objects.external(kind)
                linkage.solver.add(site.target, linkage.objects.instance(declared, linkage.site_object(site)))

        @models_attributes(f"{kind}.__get__")
        def follow(linkage: Linkage, thing: int, receiver: str, kind: str = kind) -> Iterable[int]:
            objects = linkage.objects
            site = linkage.fields.get(objects.second[thing])
            if site is None or objects.kinds[int(receiver)] is not Kind.INSTANCE:
                return ()
            models = [objects.intern(Kind.CLASS, target) for target in targets(linkage, site)]
            return [mapper.query_of(linkage, cls) if kind in collections else objects.instance(cls) for cls in models]
