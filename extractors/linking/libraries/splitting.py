"""Dotted paths taken apart: ``module, name = "shop.mail.Backend".rsplit(".", 1)``.

Only paths of the program are: what comes of other strings does not matter.
"""

from __future__ import annotations

from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import strings_at
from decompose.extractors.linking.objects import Kind

_POSITIONS = {"rsplit": (0, 1), "split": (0, 1), "rpartition": (0, 2), "partition": (0, 2)}
"""method → where the parts before and after the separator are."""


def _method(name: str) -> None:
    @models_call(f"<**PyStr**>.{name}")
    def model(linkage: Linkage, site: CallSite, receiver: int) -> None:
        if site.target < 0:
            return
        parts = _parts(linkage, site, receiver) if receiver >= 0 else None
        if parts is None:
            linkage.solver.add(site.target, linkage.objects.instance(linkage.objects.external(f"<**PyStr**>.{name}")))
            return
        made = linkage.container(site.target, "list")
        linkage.solver.add(site.target, made)
        for position, part in zip(_POSITIONS[name], parts, strict=True):
            linkage.solver.add(linkage.element_node(made, position), linkage.objects.string(part))


def _parts(linkage: Linkage, site: CallSite, receiver: int) -> tuple[str, str] | None:
    """The module and the name in it, where that is what the path is split into."""
    if linkage.objects.kinds[receiver] is not Kind.STRING or not site.args:
        return None
    for separator in strings_at(linkage, site.args[0]):
        module, found, name = linkage.objects.text(receiver).rpartition(separator)
        if found and separator in {".", ":"} and name.isidentifier() and module in linkage.modules.files:
            return module, name
    return None


for _name in _POSITIONS:
    _method(_name)
