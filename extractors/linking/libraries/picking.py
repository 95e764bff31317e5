"""``operator``: functions that pick an attribute or an element, or call a method, by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from decompose.extractors.linking.calls import CallSite, call_back
from decompose.extractors.linking.elements import read_computed
from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind


def _register_pickers() -> None:
    for callee in ("operator.attrgetter", "operator.itemgetter", "operator.methodcaller"):

        @models_call(callee)
        def model(linkage: Linkage, site: CallSite, receiver: int, callee: str = callee) -> None:
            """Called by its name it makes a picker; called on a picker (the receiver) it picks."""
            if site.target < 0 and callee != "operator.methodcaller":
                return
            if receiver < 0:
                made = linkage.objects.instance(linkage.objects.external(callee), linkage.site_object(site))
                linkage.solver.add(site.target, made)
            elif linkage.objects.second[receiver] >= 0 and site.args:
                declared = linkage.fields[linkage.objects.second[receiver]]
                linkage.solver.use(site.args[0], _pick, (linkage, callee, declared, site))


_register_pickers()


def _pick(payload: tuple[Linkage, str, CallSite, CallSite], things: Iterable[int]) -> None:
    linkage, callee, declared, site = payload
    for thing in sorted(things):
        for name in declared.args[:1] if callee == "operator.methodcaller" else declared.args:
            if callee == "operator.itemgetter":
                if linkage.objects.kinds[thing] is Kind.CONTAINER:
                    read_computed(linkage, thing, name, site.target)
            else:
                linkage.solver.use(name, _pick_named, (linkage, callee, declared, site, thing))


def _pick_named(payload: tuple[Linkage, str, CallSite, CallSite, int], names: Iterable[int]) -> None:
    linkage, callee, declared, site, thing = payload
    for name in sorted(names):
        if linkage.objects.kinds[name] is not Kind.STRING:
            continue
        node = -1
        for part in linkage.objects.text(name).split("."):
            if node < 0:
                node = linkage.attribute_of(thing, part)
            else:
                return  # a path of attributes: what the first leads to is not known yet
        if callee == "operator.methodcaller":
            called = replace(site, args=declared.args[1:], stars=declared.stars, keywords=declared.keywords)
            call_back(linkage, called, node)
        else:
            linkage.solver.copy(node, site.target)
