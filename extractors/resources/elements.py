"""Mappings of installed packages whose elements are kept in a resource: ``request.session["basket"]``."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.mapping import strings_at
from decompose.extractors.places import Confidence
from decompose.extractors.resources import Use, Wired, finder, kind_of_elements

_MOST_THINGS = 4


@finder
def used_by_elements(wired: Wired) -> Iterator[Use]:
    """A use wherever an element is read or set."""
    linkage = wired.linkage
    for gid in linkage.as_written():
        for read in linkage.of_type(gid, facts.Item):
            yield from _uses(linkage, gid, read.base, _key(linkage, gid, read), read.line, writes=False)
        for written in linkage.of_type(gid, facts.SetItem):
            yield from _uses(linkage, gid, written.base, _key(linkage, gid, written), written.line, writes=True)
        for op in linkage.of_type(gid, facts.Operator):
            if op.method == "__contains__":
                names = strings_at(linkage, linkage.node(gid, op.operands[1]))
                yield from _uses(linkage, gid, op.operands[0], names, op.line, writes=False)
            elif op.method == "__delitem__":
                yield from _uses(linkage, gid, op.operands[0], [], op.line, writes=True)


def _key(linkage: Linkage, gid: int, op: facts.Item | facts.SetItem) -> list[str]:
    if isinstance(op.key, str):
        return [op.key]
    return strings_at(linkage, linkage.node(gid, op.index)) if op.index >= 0 else []


def _uses(linkage: Linkage, gid: int, base: int, names: list[str], line: int, *, writes: bool) -> Iterator[Use]:
    things = linkage.solver.get(linkage.node(gid, base))
    for thing in sorted(things) if len(things) <= _MOST_THINGS else ():
        dotted = linkage.objects.external_name(thing)
        kind = kind_of_elements(dotted) if dotted else None
        if kind is not None:
            confidence = Confidence.INFERRED if len(things) == 1 else Confidence.HEURISTIC
            operation = "set" if writes else "get"
            for name in names if 0 < len(names) <= _MOST_THINGS else [""]:
                yield Use(gid, line, kind, name, not writes, writes, operation, confidence)
