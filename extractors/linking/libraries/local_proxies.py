"""Werkzeug's proxies: ``LocalProxy(function)`` stands for what the function returns each time."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.objects import Kind


@models_call("werkzeug.local.LocalProxy", "werkzeug.LocalProxy", "celery.local.Proxy", "celery.local.PromiseProxy")
def _proxy(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args and site.target >= 0:
        linkage.solver.use(site.args[0], _stands_for, (linkage, site.target))


def _stands_for(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, target = payload
    for thing in sorted(things):
        gid = linkage.objects.first[thing]
        if linkage.objects.kinds[thing] is Kind.FUNCTION and not linkage.scopes[gid].decorators:
            linkage.solver.copy(linkage.node(gid, linkage.scopes[gid].returned), target)
