"""Installed packages, by their top-level import name: told for each unit, by what it names and what it calls."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.marks import TraitKind
from decompose.extractors.places import Confidence
from decompose.extractors.traits import Found, Watched, finder


@finder
def used(watched: Watched) -> Iterator[Found]:
    """What a module imports counts for the units that use the name, and else for the module."""
    linkage = watched.linkage
    own = {name.partition(".")[0] for name in linkage.modules.names} | set(sys.stdlib_module_names)
    seen: set[tuple[int, str]] = set()
    for file in range(len(linkage.facts)):
        for scope, line, package in _named(linkage, file, own):
            if (scope, package) not in seen:
                seen.add((scope, package))
                yield Found(TraitKind.PACKAGE, scope, line, package, confidence=Confidence.EXACT)
    for package, calls in watched.outside.items():
        if package in own or package.startswith("<"):
            continue
        for call in calls:
            scope = top_scope(linkage, call.scope)
            if (scope, package) not in seen and call.confidence is not Confidence.HEURISTIC:
                seen.add((scope, package))
                yield Found(TraitKind.PACKAGE, scope, call.line, package)


def top_scope(linkage: Linkage, gid: int) -> int:
    """The top-level function or class around a scope; the module for what stands in none."""
    while (parent := linkage.parent_of[gid]) >= 0:
        if linkage.parent_of[parent] < 0 and linkage.scopes[gid].kind != "lambda":
            return gid
        gid = parent
    return gid


def _named(linkage: Linkage, file: int, own: set[str]) -> Iterator[tuple[int, int, str]]:
    gids = linkage.gids_of(file)
    body = linkage.scope_offset[file]
    imported: dict[str, tuple[str, int]] = {}
    for gid in gids:
        packages = {}
        for op in linkage.of_type(gid, facts.Import):
            package = op.module.partition(".")[0]
            if op.level == 0 and package and package not in own and linkage.modules.find(op.module, file) is None:
                packages[op.target] = (package, op.line)
        if gid == body:
            bound = ((op.name, packages[op.source]) for op in linkage.of_type(gid, facts.Bind) if op.source in packages)
            imported = dict(bound)
        else:
            yield from ((top_scope(linkage, gid), line, package) for package, line in packages.values())
    used = set()
    for gid in gids if imported else ():
        for load in linkage.of_type(gid, facts.Load):
            if load.name in imported:
                used.add(load.name)
                yield top_scope(linkage, gid), load.line, imported[load.name][0]
    yield from ((body, line, package) for name, (package, line) in imported.items() if name not in used)
