"""``queryset.extra(…)``: tables that are joined, and queries in the select list and the conditions."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.libraries import between_rounds
from decompose.extractors.linking.libraries.dbapi import executes, reads_table
from decompose.extractors.linking.linkage import CallSite, Certainty, Linkage
from decompose.extractors.linking.objects import Kind

_POSITIONS = {"select": 0, "where": 1, "tables": 3}


@between_rounds
def read_extra(linkage: Linkage) -> None:
    """Note what the calls of ``extra`` state in SQL."""
    for call, site in list(linkage.queries.items()):
        if call.method == "extra":
            for name, position in _POSITIONS.items():
                node = site.argument(position, name)
                if node >= 0:
                    linkage.solver.use(node, _elements, (linkage, site, name))


def _elements(payload: tuple[Linkage, CallSite, str], things: Iterable[int]) -> None:
    linkage, site, name = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is not Kind.CONTAINER:
            continue
        for _, node in linkage.elements_by_key(thing):
            if name == "tables":
                reads_table(linkage, site, node)
            else:
                executes(linkage, CallSite(site.scope, site.line, -1, (node,)), Certainty.LIKELY)
