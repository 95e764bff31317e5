"""Web requests that Django's settings make one transaction each: ``ATOMIC_REQUESTS``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Entry
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.hierarchy import definer, external_ancestors, lookup_node
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_SETTING = "ATOMIC_REQUESTS"
_HANDLERS = (
    *("dispatch", "get", "post", "put", "patch", "delete", "form_valid"),
    *("list", "create", "retrieve", "update", "partial_update", "destroy"),
)
_EXEMPT = "non_atomic_requests"


def atomic_requests(linkage: Linkage, entries: Iterable[Entry]) -> Iterator[int]:
    """The functions that handle web requests in a transaction of their own."""
    if not _is_on(linkage):
        return
    found: dict[int, None] = {}
    for entry in entries:
        if entry.kind is EntryKind.HTTP:
            found.update(dict.fromkeys(_handlers(linkage, entry.scope)))
    yield from (gid for gid in sorted(found) if not _is_exempt(linkage, gid))


def _is_on(linkage: Linkage) -> bool:
    for file in range(len(linkage.facts)):
        gid = linkage.scope_offset[file]
        off = {op.target for op in linkage.of_type(gid, facts.Const) if op.text == "False"}
        given = [op.source for op in linkage.of_type(gid, facts.SetItem) if op.key == _SETTING]
        for op in linkage.of_type(gid, facts.Build):
            given += [value for key, value in zip(op.keys, op.values, strict=False) if key == _SETTING]
        if any(value not in off for value in given):
            return True
    return False


def _handlers(linkage: Linkage, gid: int) -> Iterator[int]:
    if linkage.scopes[gid].kind != "class":
        yield gid
        return
    if not any(base.startswith(("django.", "rest_framework.")) for base in external_ancestors(linkage, gid)):
        return
    for name in _HANDLERS:
        if definer(linkage, gid, name) >= 0:
            for thing in sorted(linkage.solver.get(lookup_node(linkage, gid, name))):
                original = linkage.objects.unwrapped(thing)
                if linkage.objects.kinds[original] is Kind.FUNCTION:
                    yield linkage.objects.first[original]


def _is_exempt(linkage: Linkage, gid: int) -> bool:
    parent = linkage.parent_of[gid]
    names = {op.target: op.name for op in linkage.of_type(parent, facts.Attr)}
    names |= {op.target: op.name for op in linkage.of_type(parent, facts.Import)}
    names |= {op.target: op.name for op in linkage.of_type(parent, facts.Load)}
    calls = {op.target: op.func for op in linkage.of_type(parent, facts.Call)}
    return any(names.get(calls.get(value, value)) == _EXEMPT for value in linkage.scopes[gid].decorators)
