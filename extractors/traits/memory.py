"""What a process keeps in its memory from one request to the next: changed globals, and caches."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.marks import TraitKind
from decompose.extractors.places import Confidence
from decompose.extractors.traits import Found, Watched, finder

_CHANGING = frozenset(
    {
        *("append", "add", "update", "setdefault", "pop", "popitem", "clear", "extend", "remove", "discard", "insert"),
        *("appendleft", "popleft"),
    }
)
_MOST_THINGS = 3
_DEEPEST = 5
_START = frozenset({EntryKind.STARTUP, EntryKind.HOOK})
_CACHES = frozenset(
    {
        *(
            "functools.lru_cache",
            "functools.cache",
            "async_lru.alru_cache",
            "methodtools.lru_cache",
            "cachetools.cached",
        ),
        *(
            "cachetools.cachedmethod",
            "django.utils.lru_cache.lru_cache",
            "aiocache.cached",
            "cachetools.func.ttl_cache",
        ),
        *("cachetools.func.lru_cache", "cachetools.TTLCache", "cachetools.LRUCache", "cachetools.LFUCache", "ring.lru"),
        *("cachelib.SimpleCache", "cachelib.simple.SimpleCache", "werkzeug.contrib.cache.SimpleCache"),
    }
)
_PACKAGES = (
    *("functools", "async_lru", "methodtools", "cachetools", "django", "aiocache", "ring", "cachelib", "werkzeug"),
)


@finder
def caches(watched: Watched) -> Iterator[Found]:
    """``@lru_cache`` keeps results in each process by itself."""
    for call in watched.calls_of(*_PACKAGES):
        name = call.name.removesuffix(".__init__")
        if name in _CACHES:
            yield Found(
                TraitKind.LOCAL_CACHE,
                watched.decorated(call),
                call.line,
                name.rpartition(".")[2],
                confidence=call.confidence,
            )


@finder
def globals_changed(watched: Watched) -> Iterator[Found]:
    """Functions that work reaches after the start, and that rebind a global or change what one holds."""
    linkage = watched.linkage
    kept = _kept(linkage)
    running = _running(watched)
    for gid in linkage.as_written():
        if gid in running:
            yield from _rebound(linkage, gid)
            yield from _changed(linkage, gid, kept)


def _rebound(linkage: Linkage, gid: int) -> Iterator[Found]:
    module = linkage.sources[linkage.file_of[gid]].module
    for op in linkage.of_type(gid, facts.Bind):
        if op.is_global:
            line = op.line or linkage.scopes[gid].line
            yield Found(TraitKind.GLOBAL_STATE, gid, line, f"{module}.{op.name}", confidence=Confidence.EXACT)


def _changed(linkage: Linkage, gid: int, kept: dict[int, str]) -> Iterator[Found]:
    for item in linkage.of_type(gid, facts.SetItem):
        yield from _change(linkage, gid, item.base, item.line, kept)
    for op in linkage.of_type(gid, facts.Operator):
        if op.method == "__delitem__":
            yield from _change(linkage, gid, op.operands[0], op.line, kept)
    called = {op.func: op.line for op in linkage.of_type(gid, facts.Call)}
    for attr in linkage.of_type(gid, facts.Attr):
        if attr.name in _CHANGING and attr.target in called:
            yield from _change(linkage, gid, attr.base, called[attr.target], kept)


def _change(linkage: Linkage, gid: int, base: int, line: int, kept: dict[int, str]) -> Iterator[Found]:
    things = linkage.solver.get(linkage.node(gid, base))
    names = {kept[thing] for thing in things if thing in kept} if len(things) <= _MOST_THINGS else set()
    if not names or not _is_global(linkage, gid, base, 0):
        return
    for name in sorted(names):
        yield Found(TraitKind.GLOBAL_STATE, gid, line, name)


def _is_global(linkage: Linkage, gid: int, value: int, depth: int) -> bool:
    """Whether a value is written as a global, or as an element of one: a copy of it is another thing."""
    op = next((op for op in linkage.ops(gid) if getattr(op, "target", -1) == value), None)
    match op:
        case facts.Load() | facts.Import():
            return True
        case facts.Item() if depth < _DEEPEST:
            return _is_global(linkage, gid, op.base, depth + 1)
        case facts.Copy() if depth < _DEEPEST:
            return _is_global(linkage, gid, op.source, depth + 1)
        case facts.Attr():
            bases = linkage.solver.get(linkage.node(gid, op.base))
            return bool(bases) and all(linkage.objects.kinds[base] is Kind.MODULE for base in bases)
        case _:
            return False


def _kept(linkage: Linkage) -> dict[int, str]:
    """Container → the global that a module binds to it where it makes it."""
    objects = linkage.objects
    found: dict[int, str] = {}
    for file, source in enumerate(linkage.sources):
        body = linkage.scope_offset[file]
        made = {getattr(op, "target", -1) for kind in (facts.Build, facts.Call) for op in linkage.of_type(body, kind)}
        nodes = {linkage.node(body, value) for value in made}
        for op in linkage.of_type(body, facts.Bind):
            for thing in sorted(linkage.solver.get(linkage.node(body, op.source))):
                is_made = objects.kinds[thing] is Kind.CONTAINER and objects.first[thing] in nodes
                if is_made and linkage.container_kind(thing) != "tuple" and not op.name.startswith("__"):
                    found.setdefault(thing, f"{source.module}.{op.name}")
    return found


def _running(watched: Watched) -> set[int]:
    """The functions that work reaches once a process has started; where no work is known to enter, all of them.

    What the body of a module calls itself is left out: registering is part of the start.
    """
    linkage = watched.linkage
    callees: dict[int, set[int]] = {}
    at_start: set[int] = set()
    for call in watched.calls:
        inside = {callee.scope for callee in call.callees if callee.scope >= 0}
        callees.setdefault(call.scope, set()).update(inside)
        if linkage.scopes[call.scope].kind != "function" and linkage.parent_of[call.scope] <= 0:
            at_start |= inside
    for event in watched.events:
        callees.setdefault(event.source, set()).add(event.target)
    entered = {entry.scope for entry in watched.entries if entry.kind not in _START}
    functions = {gid for gid in linkage.as_written() if linkage.scopes[gid].kind == "function"}
    if not entered:
        return functions - at_start
    reached: set[int] = set()
    pending = deque(sorted(entered))
    while pending:
        gid = pending.popleft()
        if gid not in reached:
            reached.add(gid)
            pending += sorted(callees.get(gid, ()))
            if linkage.scopes[gid].kind == "class":
                pending += linkage.children_of(gid)
            else:
                pending += (child for child in linkage.children_of(gid) if linkage.scopes[child].kind != "class")
    return (reached & functions) - at_start
