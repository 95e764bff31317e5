"""GraphQL: graphene, strawberry and ariadne: fields of the root types and mutations."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.frameworks import Entry, Wiring, finder
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.hierarchy import project_ancestors

_ROOTS = {"query": "query", "mutation": "mutation", "subscription": "subscription"}


@finder
def graphene_fields(wiring: Wiring) -> Iterator[Entry]:
    """``graphene.Schema(query=Query, mutation=Mutation)``: resolvers of the roots, ``mutate`` of mutations."""
    linkage = wiring.linkage
    for site, name, _ in wiring.calls_to("Schema"):
        if not name.startswith(("graphene", "strawberry")):
            continue
        for position, (word, kind) in enumerate(_ROOTS.items()):
            for root in wiring.functions(site.argument(position, word)):
                for cls in project_ancestors(linkage, root) if root in linkage.classes else ():
                    yield from _resolvers(wiring, cls, kind)
    for cls in wiring.subclasses("graphene.Mutation", "graphene.relay.ClientIDMutation", "ClientIDMutation"):
        for method in ("mutate", "mutate_and_get_payload", "perform_mutation"):
            if method in linkage.classes[cls].members:
                scope, line = wiring.method(cls, method), linkage.scopes[cls].line
                yield wiring.entry(EntryKind.HTTP, f"mutation {linkage.scopes[cls].name}", scope, line, cls)


def _resolvers(wiring: Wiring, cls: int, kind: str) -> Iterator[Entry]:
    linkage = wiring.linkage
    for gid in linkage.children_of(cls):
        scope = linkage.scopes[gid]
        if scope.kind != "function":
            continue
        if scope.name.startswith("resolve_"):
            yield wiring.entry(EntryKind.HTTP, f"{kind} {scope.name.removeprefix('resolve_')}", gid, scope.line, gid)
        elif any(name.startswith("strawberry") for value in scope.decorators for name in wiring.names(cls, value)):
            yield wiring.entry(EntryKind.HTTP, f"{kind} {scope.name}", gid, scope.line, gid)


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
