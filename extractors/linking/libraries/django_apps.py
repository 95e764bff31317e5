"""Django's registry of applications: ``apps.get_app_config("orders")`` is the configuration of that label."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors import facts
from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.objects import Kind

_HOMES = frozenset({"apps", "app", "config", "app_config"})
"""Modules in which applications are configured, by the last part of their names; packages themselves count, too."""


@models_call("django.apps.apps.get_app_config")
def _get_app_config(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args and site.target >= 0:
        linkage.solver.use(site.args[0], _configured, (linkage, site))


@models_call("django.apps.apps.get_app_configs")
def _get_app_configs(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """All of them, also those that settings outside of the code may leave out."""
    if site.target >= 0:
        held = linkage.container(site.target, "list")
        linkage.solver.add(site.target, held)
        for gid in sorted(linkage.classes):
            if _label(linkage, gid):
                cls = linkage.objects.intern(Kind.CLASS, gid)
                linkage.solver.add(linkage.element_node(held, None), linkage.objects.instance(cls))


def _configured(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    wanted = {linkage.objects.text(thing) for thing in sorted(things) if linkage.objects.kinds[thing] is Kind.STRING}
    for gid in sorted(linkage.classes) if wanted else ():
        if _label(linkage, gid) in wanted:
            cls = linkage.objects.intern(Kind.CLASS, gid)
            linkage.solver.add(site.target, linkage.objects.instance(cls))


def _label(linkage: Linkage, gid: int) -> str:
    """The label of an application's configuration; empty for any other class."""
    scope = linkage.scopes[gid]
    file = linkage.file_of[gid]
    is_home = linkage.modules.names[file].rpartition(".")[2] in _HOMES or linkage.modules.is_package[file]
    if not is_home or not scope.bases or not {"name", "label"} & set(scope.bound):
        return ""
    texts = {op.target: op.text for op in scope.ops if isinstance(op, facts.Const) and op.kind == "str"}
    bound = {op.name: texts.get(op.source, "") for op in scope.ops if isinstance(op, facts.Bind)}
    return bound.get("label") or bound.get("name", "").rpartition(".")[2]
