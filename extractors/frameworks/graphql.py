"""GraphQL: graphene, strawberry and ariadne: fields of the root types."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.hierarchy import project_ancestors

_ROOTS = {"query": "query", "mutation": "mutation", "subscription": "subscription"}
_MUTATIONS = ("graphene.Mutation", "graphene.relay.ClientIDMutation", "ClientIDMutation")
_MUTATE = ("perform_mutation", "mutate_and_get_payload", "mutate")
"""What a mutation does, the most particular first."""


@finder
def schema_fields(wiring: Wiring) -> Iterator[Entry]:
    """``graphene.Schema(query=Query, mutation=Mutation)``: what its roots resolve, and the mutations that they name."""
    named: set[int] = set()
    for site, name, _ in wiring.calls_to("Schema"):
        if not name.startswith(("graphene", "strawberry")):
            continue
        for position, (word, kind) in enumerate(_ROOTS.items()):
            for root in wiring.functions(site.argument(position, word)):
                for cls in project_ancestors(wiring.linkage, root) if root in wiring.linkage.classes else ():
                    yield from _resolvers(wiring, cls, kind)
                    for mutation, entry in _mutations(wiring, cls):
                        named.add(mutation)
                        yield entry
    if not named:  # the schema is put together elsewhere
        for cls in wiring.subclasses(*_MUTATIONS):
            scope = wiring.linkage.scopes[cls]
            if any(method in wiring.linkage.classes[cls].members for method in _MUTATE):
                name = f"mutation {_camel(scope.name)}"
                yield wiring.entry(EntryKind.HTTP, name, _handler(wiring, cls), scope.line, cls)


def _mutations(wiring: Wiring, cls: int) -> Iterator[tuple[int, Entry]]:
    """``order_pay = PayOrder.Field()`` in a root."""
    linkage = wiring.linkage
    fields = {op.target: op.base for op in linkage.of_type(cls, facts.Attr) if op.name == "Field"}
    made = {op.target: (fields[op.func], op.line) for op in linkage.of_type(cls, facts.Call) if op.func in fields}
    for op in linkage.of_type(cls, facts.Bind) if made else ():
        if op.source in made:
            base, line = made[op.source]
            for mutation in wiring.functions(linkage.node(cls, base))[:1]:
                handler = _handler(wiring, mutation)
                name = f"mutation {_camel(op.name)}"
                yield mutation, wiring.entry(EntryKind.HTTP, name, handler, line, cls)


def _handler(wiring: Wiring, mutation: int) -> int:
    """The method that does what a mutation is for; the class itself, if it inherits all of them from outside."""
    linkage = wiring.linkage
    for cls in project_ancestors(linkage, mutation) if mutation in linkage.classes else ():
        for method in _MUTATE:
            if method in linkage.classes[cls].members:
                return wiring.method(cls, method)
    return mutation


def _camel(name: str) -> str:
    """The name of a field in the schema: ``order_pay`` is asked for as ``orderPay``."""
    first, *others = name.split("_")
    return first[:1].lower() + first[1:] + "".join(part[:1].upper() + part[1:] for part in others)


def _resolvers(wiring: Wiring, cls: int, kind: str) -> Iterator[Entry]:
    linkage = wiring.linkage
    for gid in linkage.children_of(cls):
        scope = linkage.scopes[gid]
        if scope.kind != "function":
            continue
        is_field = any(name.startswith("strawberry") for value in scope.decorators for name in wiring.names(cls, value))
        if is_field or scope.name.startswith("resolve_"):
            name = f"{kind} {_camel(scope.name.removeprefix('resolve_'))}"
            yield wiring.entry(EntryKind.HTTP, name, gid, scope.line, gid)


@finder
def ariadne_fields(wiring: Wiring) -> Iterator[Entry]:
    """``@query.field("orders")`` on the root types."""
    for decoration in wiring.decorations:
        for name in decoration.names:
            owner, _, last = name.rpartition(".")
            kind = owner.rpartition(".")[2].removesuffix("Type").lower()
            if name.startswith("ariadne.") and last == "field" and decoration.site is not None:
                for text in wiring.texts(decoration.site.argument(0, "name")):
                    label = f"{kind} {text}" if kind in _ROOTS else f"query {text}"
                    yield wiring.entry(EntryKind.HTTP, label, decoration.scope, decoration.line, decoration.at)
