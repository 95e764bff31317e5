"""Django REST framework: what routers serve."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.frameworks import Wiring
from decompose.extractors.frameworks.urlconfs import Owner, Route
from decompose.extractors.linking.loading import call_site
from decompose.extractors.linking.objects import Kind


def registered(wiring: Wiring) -> Iterator[Route]:
    """``router.register("orders", OrderViewSet)``: the list and the single object."""
    linkage = wiring.linkage
    for gid in range(len(linkage.scopes)):
        bases = {op.target: op.base for op in linkage.of_type(gid, facts.Attr) if op.name == "register"}
        for op in linkage.of_type(gid, facts.Call) if bases else ():
            if op.func not in bases:
                continue
            site = call_site(linkage, gid, op)
            owners = tuple(_routers(wiring, linkage.node(gid, bases[op.func])))
            views = tuple(wiring.functions(site.argument(1, "viewset")))
            for prefix in wiring.texts(site.argument(0, "prefix")) if owners and views else ():
                start = f"{prefix}/" if prefix else ""
                for pattern in (start, f"{start}<pk>/"):
                    yield Route(owners, gid, op.line, pattern, views)


def _routers(wiring: Wiring, node: int) -> Iterator[Owner]:
    objects = wiring.linkage.objects
    for thing in sorted(wiring.linkage.solver.get(node)):
        made = objects.second[thing] if objects.kinds[thing] is Kind.INSTANCE else -1
        if made >= 0 and objects.kinds[made] is Kind.MADE:
            yield "router", thing
