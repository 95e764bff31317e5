"""oslo.config: ``CONF.group.option`` is what the option's declaration gives as default.

Options are told apart by their names alone: groups are often computed, and two options of one name
mostly mean the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.calls import CallSite
from decompose.extractors.linking.libraries import models_attributes, models_call
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_OPTIONS = "oslo_config.cfg.CONF"
_DECLARATIONS = ("Opt", "StrOpt", "ListOpt", "MultiOpt", "MultiStrOpt", "URIOpt")


@models_call(*(f"oslo_config.cfg.{name}" for name in _DECLARATIONS))
def _declare(linkage: Linkage, site: CallSite, receiver: int) -> None:
    default = dict(site.keywords).get("default", -1)
    if site.args and default >= 0:
        linkage.solver.use(site.args[0], _declare_named, (linkage, default))


def _declare_named(payload: tuple[Linkage, int], names: Iterable[int]) -> None:
    linkage, default = payload
    options = linkage.objects.external(_OPTIONS)
    for name in sorted(names):
        if linkage.objects.kinds[name] is Kind.STRING:
            option = linkage.objects.text(name).replace("-", "_")
            linkage.solver.copy(default, linkage.field_node(options, option))


@models_attributes(f"type {_OPTIONS}", "oslo_config.cfg.ConfigOpts")
def _option(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    """An option's default; whatever bears the name of a group has the same options again."""
    if name.startswith(("register_", "__")):
        return []
    options = linkage.objects.external(_OPTIONS)
    linkage.solver.copy(linkage.field_node(options, name), linkage.attribute_of(thing, name))
    return [options]
