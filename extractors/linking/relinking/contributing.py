"""What scopes put into nodes that are not their own, and taking back what nothing puts there any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from decompose.extractors import facts
from decompose.extractors.facts import AnyOp
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.relinking.refusing import TooMuch
from decompose.extractors.linking.relinking.solving import RestoredSolver


@dataclass(frozen=True, slots=True)
class Contributions:
    """What some scopes tell the rest of the program.

    Attributes:
        given: node → objects that flow into it from there.
        called: objects that are called there.
        passing: nodes without a name that only these scopes put something into.
    """

    given: dict[int, set[int]]
    called: set[int]
    passing: set[int]

    @classmethod
    def of(
        cls,
        linkage: Linkage,
        sources: Iterable[int],
        inner: Collection[int],
        scopes: Iterable[tuple[int, Sequence[AnyOp]]],
    ) -> Contributions:
        """What flows from the source nodes to others, and what the scopes call."""
        solver, named = linkage.solver, linkage.named_nodes()
        given: dict[int, set[int]] = defaultdict(set)
        passing: set[int] = set()
        pending = list(sources)
        while pending:
            source = pending.pop()
            things = solver.get(source)
            for target in solver.targets[source] or ():
                if target >= linkage.value_end and target not in named and target not in inner:
                    if target not in passing:
                        passing.add(target)
                        pending.append(target)
                elif target not in inner and things:
                    given[target] |= things
        called: set[int] = set()
        for gid, ops in scopes:
            for op in ops:
                if isinstance(op, facts.Call):
                    called |= solver.get(linkage.node(gid, op.func))
        return cls(given, called, passing)


def settle(linkage: Linkage, solver: RestoredSolver, before: Contributions, after: Contributions) -> set[int]:
    """Take back what was contributed before and is no longer, as far as nothing else contributes it.

    Returns:
        the nodes that lost something.

    Raises:
        TooMuch: something was made of it already.
    """
    lost = [
        (target, thing) for target, things in before.given.items() for thing in things - after.given.get(target, set())
    ]
    if any(_names_another_package(linkage, solver, target, thing) for target, thing in lost):
        raise TooMuch("names that stood for something outside")
    lost += _lost_receivers(linkage, before.called - after.called)
    shrunk: set[int] = set()
    sources = _sources(solver) if lost else {}
    while lost:
        target, thing = lost.pop()
        things = solver.objects_of[target]
        if (
            things is None
            or thing not in things
            or _is_supported(linkage, solver, sources.get(target, ()), target, thing)
        ):
            continue
        if solver.is_used(target) and not _is_plain(linkage, thing):
            raise TooMuch("values that no longer go where something was made of them")
        things.discard(thing)
        shrunk.add(target)
        lost += [(further, thing) for further in solver.targets[target] or ()]
    return shrunk


def _names_another_package(linkage: Linkage, solver: RestoredSolver, target: int, thing: int) -> bool:
    """Whether a global that is read elsewhere no longer stands for something of an installed package."""
    return linkage.objects.kinds[thing] is Kind.EXTERNAL and bool(solver.targets[target]) and linkage.is_global(target)


def _sources(solver: RestoredSolver) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for source, targets in enumerate(solver.targets):
        if targets:
            for target in targets:
                found[target].append(source)
    return found


def _is_supported(linkage: Linkage, solver: RestoredSolver, sources: Iterable[int], target: int, thing: int) -> bool:
    if any(source != target and thing in solver.get(source) for source in sources):
        return True
    objects = linkage.objects
    if objects.kinds[thing] is Kind.CONTAINER:
        return objects.first[thing] == target  # what ``*args`` collects
    cls = objects.first[thing] if objects.kinds[thing] is Kind.INSTANCE else thing
    return objects.kinds[cls] is Kind.CLASS and target in linkage.receivers_of(objects.first[cls])


def _lost_receivers(linkage: Linkage, functions: Iterable[int]) -> list[tuple[int, int]]:
    """Receivers that bound methods, which are no longer called there, were called with."""
    objects, solver = linkage.objects, linkage.solver
    found = []
    for thing in functions:
        if objects.kinds[thing] is not Kind.BOUND:
            continue
        function = objects.unwrapped(objects.first[thing])
        params = linkage.scopes[objects.first[function]].params if objects.kinds[function] is Kind.FUNCTION else ()
        if params and not any(thing in solver.get(node) for node in range(linkage.value_end)):
            found.append((linkage.node(objects.first[function], params[0].value), objects.second[thing]))
    return found


def _is_plain(linkage: Linkage, thing: int) -> bool:
    """Whether what is made of an object never leads to anything of the program: texts, and objects from outside."""
    objects = linkage.objects
    match objects.kinds[thing]:
        case Kind.STRING | Kind.TEXT | Kind.EXTERNAL:
            return True
        case Kind.INSTANCE:
            about = objects.second[thing]
            is_outside = objects.kinds[objects.first[thing]] is Kind.EXTERNAL
            return is_outside and (about < 0 or objects.kinds[about] is Kind.STRING)
        case Kind.BOUND:
            return objects.kinds[objects.first[thing]] is Kind.EXTERNAL
        case _:
            return False
