"""oslo.messaging: ``client.call(context, "method", …)`` runs a method of that name of an endpoint.

An endpoint is a class that declares a ``target``. Of several with such a method that takes the given
keywords, those nearest to the caller are meant: clients stand beside their servers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from decompose.extractors.linking.calls import CallSite, call_back
from decompose.extractors.linking.hierarchy import definer, descendants, project_ancestors
from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.mapping import class_calls
from decompose.extractors.linking.objects import Kind

_CLIENTS = ("oslo_messaging.RPCClient", "oslo_messaging.rpc.RPCClient", "oslo_messaging.rpc.client.RPCClient")


@models_call(*(f"{client}.prepare" for client in _CLIENTS), "oslo_messaging.get_rpc_client")
def _prepare(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.add(site.target, linkage.objects.instance(linkage.objects.external(_CLIENTS[0])))


@models_call("*.cast", "*.call", "*.call_monitor")
def _call_by_name(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if len(site.args) >= 2:
        linkage.solver.use(site.args[1], _called, (linkage, site))


def _called(payload: tuple[Linkage, CallSite], names: Iterable[int]) -> None:
    linkage, site = payload
    for name in sorted(names):
        if linkage.objects.kinds[name] is Kind.STRING:
            _call_endpoints(linkage, site, linkage.objects.text(name))


def _call_endpoints(linkage: Linkage, site: CallSite, method: str) -> None:
    given = {name for name, _ in site.keywords if name}
    servers = [gid for gid in _bearers(linkage, method) if _is_endpoint(linkage, gid)]
    takers = [gid for gid in servers if _takes(linkage, gid, method, given)] or servers
    if not takers or site.scope < 0:
        return
    here = linkage.names[site.scope].split(".")
    nearest = max(_shared(here, linkage.names[gid]) for gid in takers)
    handed_on = replace(site, args=site.args[:1])
    for gid in takers:
        if _shared(here, linkage.names[gid]) == nearest:
            endpoint = linkage.objects.instance(linkage.objects.intern(Kind.CLASS, gid))
            call_back(linkage, handed_on, linkage.attribute_of(endpoint, method))


def _bearers(linkage: Linkage, method: str) -> list[int]:
    """The classes that define a method."""
    return [gid for gid, info in linkage.classes.items() if method in info.members]


def _is_endpoint(linkage: Linkage, gid: int) -> bool:
    """Whether the class, one that it derives from, or one that derives from it declares a target."""
    family = [*project_ancestors(linkage, gid), *descendants(linkage, gid)]
    return any(_declares_target(linkage, other) for other in family)


def _declares_target(linkage: Linkage, gid: int) -> bool:
    return "target" in linkage.classes[gid].members and any(
        name == "target" and any((linkage.objects.external_name(thing) or "").endswith(".Target") for thing in called)
        for name, _, called in class_calls(linkage, gid)
    )


def _takes(linkage: Linkage, gid: int, method: str, keywords: set[str]) -> bool:
    """Whether the method's parameters have these names."""
    owner = definer(linkage, gid, method)
    for thing in linkage.solver.get(linkage.member_node(owner, method)) if owner >= 0 else ():
        function = linkage.objects.unwrapped(thing)
        if linkage.objects.kinds[function] is Kind.FUNCTION:
            params = linkage.scopes[linkage.objects.first[function]].params
            names = {param.name for param in params}
            return keywords <= names or any(param.kind == "**" for param in params)
    return False


def _shared(here: list[str], there: str) -> int:
    """How many leading parts two dotted names share."""
    parts = there.split(".")
    return next(
        (index for index, (one, other) in enumerate(zip(here, parts, strict=False)) if one != other),
        min(len(here), len(parts)),
    )
