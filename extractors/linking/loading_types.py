"""What annotations and tests tell of the class of a value."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors import facts
from decompose.extractors.linking.hierarchy import (
    project_ancestors,
)
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.operations import load_op


@load_op.register
def _(op: facts.Instance, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.cls), _annotated, (linkage, gid, op))


def _annotated(payload: tuple[Linkage, int, facts.Instance], things: Iterable[int]) -> None:
    linkage, gid, op = payload
    objects, target = linkage.objects, linkage.node(gid, op.target)
    for thing in sorted(things):
        if objects.kinds[thing] is Kind.CLASS:
            linkage.solver.add(target, objects.instance(thing))
        elif objects.kinds[thing] is Kind.EXTERNAL:
            arguments = sorted(linkage.solver.get(linkage.node(gid, op.argument))) if op.argument >= 0 else []
            for argument in arguments or [-1]:
                linkage.solver.add(target, objects.instance(thing, argument))
            if op.argument >= 0 and not arguments:  # two modules that import each other: it will be known
                linkage.solver.use(linkage.node(gid, op.argument), _argued, (linkage, thing, target))
        elif objects.kinds[thing] in {Kind.INSTANCE, Kind.INJECTED}:
            linkage.solver.add(target, thing)  # a type alias: what it was annotated with


def _argued(payload: tuple[Linkage, int, int], arguments: Iterable[int]) -> None:
    linkage, thing, target = payload
    for argument in sorted(arguments):
        linkage.solver.add(target, linkage.objects.instance(thing, argument))


@load_op.register
def _(op: facts.Metadata, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.source), _injected, (linkage, linkage.node(gid, op.target)))


def _injected(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, target = payload
    declared = [thing for thing in sorted(things) if linkage.objects.kinds[thing] is Kind.INJECTED]
    linkage.solver.add_all(target, declared)


@load_op.register
def _(op: facts.Narrow, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.cls), _narrowed, (linkage, gid, op))


def _narrowed(payload: tuple[Linkage, int, facts.Narrow], things: Iterable[int]) -> None:
    linkage, gid, op = payload
    target = linkage.node(gid, op.target)
    for thing in sorted(things):
        if op.excludes:
            linkage.solver.use(linkage.node(gid, op.source), _drop_subclasses, (linkage, thing, target))
        elif linkage.objects.kinds[thing] is Kind.CLASS:
            linkage.solver.add(target, linkage.objects.instance(thing))
            linkage.solver.use(linkage.node(gid, op.source), _keep_subclasses, (linkage, thing, target))
        else:
            linkage.solver.copy(linkage.node(gid, op.source), target)


def _drop_subclasses(payload: tuple[Linkage, int, int], things: Iterable[int]) -> None:
    linkage, unwanted, target = payload
    linkage.solver.add_all(target, [thing for thing in sorted(things) if not _derives(linkage, thing, unwanted)])


def _derives(linkage: Linkage, thing: int, wanted: int) -> bool:
    """Whether an object is an instance of a class of the program or of its subclasses."""
    objects = linkage.objects
    cls = objects.first[thing]
    if objects.kinds[wanted] is not Kind.CLASS or objects.kinds[thing] is not Kind.INSTANCE:
        return False
    return objects.kinds[cls] is Kind.CLASS and objects.first[wanted] in project_ancestors(linkage, objects.first[cls])


def _keep_subclasses(payload: tuple[Linkage, int, int], things: Iterable[int]) -> None:
    linkage, wanted, target = payload
    linkage.solver.add_all(target, [thing for thing in sorted(things) if _derives(linkage, thing, wanted)])


@load_op.register
def _(op: facts.Endless, linkage: Linkage, gid: int) -> None:
    """It says nothing of values."""
