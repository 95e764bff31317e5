"""FastAPI and what works like it: ``Depends(get_db)`` in a default or an annotation."""

from __future__ import annotations

from decompose.extractors import facts
from decompose.extractors.linking.injection import declare, hand_over_injected
from decompose.extractors.linking.libraries import between_rounds, models_call
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.objects import Kind


@models_call(
    *(f"fastapi.{module}{name}" for module in ("", "params.", "param_functions.") for name in ("Depends", "Security")),
    *("fast_depends.Depends", "faststream.Depends", "taskiq.TaskiqDepends", "taskiq_dependencies.Depends"),
)
def _depends(linkage: Linkage, site: CallSite, receiver: int) -> None:
    declare(linkage, site, site.argument(0, "dependency"))


@between_rounds
def hand_over(linkage: Linkage) -> None:
    """Parameters hold what their dependencies return; routes call those that their decorators list."""
    hand_over_injected(linkage)
    for gid in linkage.as_written() if linkage.injected else ():
        decorations = linkage.of_type(gid, facts.Decorate)
        calls = {op.target: op for op in linkage.of_type(gid, facts.Call)} if decorations else {}
        for op in decorations:
            listed = dict(calls[op.decorator].keywords).get("dependencies", -1) if op.decorator in calls else -1
            if listed >= 0:
                _call_listed(linkage, gid, op, linkage.node(gid, listed))


def _call_listed(linkage: Linkage, gid: int, op: facts.Decorate, listed: int) -> None:
    for provider in listed_providers(linkage, listed):
        for thing in sorted(linkage.solver.get(linkage.node(gid, op.function))):
            function = linkage.objects.unwrapped(thing)
            if linkage.objects.kinds[function] is Kind.FUNCTION:
                linkage.callbacks[linkage.objects.first[function], op.line, provider] = None


def listed_providers(linkage: Linkage, listed: int) -> list[int]:
    """The nodes of the functions in a list of dependencies."""
    objects, solver = linkage.objects, linkage.solver
    held = [thing for thing in sorted(solver.get(listed)) if objects.kinds[thing] is Kind.CONTAINER]
    things = [thing for container in held for thing in sorted(solver.get(linkage.any_element(container)))]
    providers = [linkage.injected[objects.first[thing]] for thing in things if objects.kinds[thing] is Kind.INJECTED]
    return [provider for provider in dict.fromkeys(providers) if provider >= 0]
