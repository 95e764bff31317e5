"""Loaders: functions that are given names as literal strings and return what bears them.

``get_model("catalogue", "Product")``, ``get_class("partner.strategy", "Selector")``,
``get_classes("order.utils", ["OrderCreator", "OrderNumberGenerator"])``, ``load_backend("shop.backends.Mail")``,
``get_action("order_create")``.
How such a function finds its result is often beyond any analysis (registries, settings, computed
imports); which class of the program the literals name is not.
"""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.linking.libraries.importing import dotted_into
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.loading import call_site
from decompose.extractors.linking.mapping import class_named, contrib_model
from decompose.extractors.linking.objects import Kind

_VERBS = ("get_", "load", "import_", "lookup", "resolve", "find_")


def follow_loaders(linkage: Linkage) -> None:
    """Let calls with literal names return the class, function or module of that name."""
    modules_by_tail = _modules_by_tail(linkage)
    functions = _functions_by_name(linkage)
    for gid in linkage.loaded():
        named = (linkage.of_type(gid, facts.Load), linkage.of_type(gid, facts.Attr), linkage.of_type(gid, facts.Import))
        loaders = {op.target: op.name for ops in named for op in ops if op.name.startswith(_VERBS)}
        for op in linkage.of_type(gid, facts.Call) if loaders else ():
            if op.func in loaders:
                site = call_site(linkage, gid, op)
                _follow(linkage, site, modules_by_tail)
                if len(op.args) == 1 and not op.keywords:
                    _follow_kind(linkage, site, loaders[op.func].partition("_")[2], functions)


def _follow(linkage: Linkage, site: CallSite, modules_by_tail: dict[str, list[int]]) -> None:
    if not 1 <= len(site.args) <= 3 or any(
        linkage.objects.kinds[thing] in {Kind.CLASS, Kind.MODULE} for thing in linkage.solver.get(site.target)
    ):
        return
    first = _literal(linkage, site.args[0])
    if first is None:
        return
    if len(site.args) == 1:
        _single(linkage, site, first)
        return
    second = _literal(linkage, site.args[1])
    if second is not None:
        found = _named(linkage, first, second, site.scope, modules_by_tail)
        if found is not None:
            linkage.solver.add(site.target, found)
        return
    for index, name in enumerate(_literals(linkage, site.args[1])):
        found = _named(linkage, first, name, site.scope, modules_by_tail)
        if found is not None:
            made = linkage.container(site.target, "list")
            linkage.solver.add(linkage.element_node(made, index), found)
            linkage.solver.add(site.target, made)


def _follow_kind(linkage: Linkage, site: CallSite, kind: str, functions: dict[str, list[int]]) -> None:
    """``get_action("package_show")``: the functions of that name in modules and packages for actions."""
    name = _literal(linkage, site.args[0])
    bearers = functions.get(name, []) if name and kind else []
    for gid in bearers:
        module = linkage.modules.names[linkage.file_of[gid]].split(".")
        if kind in module or f"{kind}s" in module:
            linkage.solver.add(site.target, linkage.objects.intern(Kind.FUNCTION, gid))


def _functions_by_name(linkage: Linkage) -> dict[str, list[int]]:
    """Functions at the top of modules."""
    found: dict[str, list[int]] = {}
    for gid, scope in linkage.written_scopes():
        if scope.kind == "function" and scope.parent == 0:
            found.setdefault(scope.name, []).append(gid)
    return found


def _single(linkage: Linkage, site: CallSite, text: str) -> None:
    if text.count(".") == 0 or not all(part.isidentifier() for part in text.split(".")):
        return
    dotted_into(linkage, text, site.target)
    if text.count(".") == 1:
        found = class_named(linkage, text, site.scope)
        if found is not None:
            linkage.solver.add(site.target, linkage.objects.intern(Kind.CLASS, found))


def _named(linkage: Linkage, module: str, name: str, near: int, modules_by_tail: dict[str, list[int]]) -> int | None:
    """The class of that name in a module whose dotted name ends so, or in that application."""
    if not name.isidentifier():
        return None
    for file in modules_by_tail.get(module, ()):
        node = linkage.find_global(file, name)
        things = sorted(linkage.solver.get(node)) if node is not None else []
        classes = [thing for thing in things if linkage.objects.kinds[thing] in {Kind.CLASS, Kind.FUNCTION}]
        if classes:
            return classes[0]
    found = class_named(linkage, f"{module.rpartition('.')[2]}.{name}", near)
    if found is None and "." in module:
        found = class_named(linkage, f"{module.partition('.')[0]}.{name}", near)
    if found is not None:
        return linkage.objects.intern(Kind.CLASS, found)
    installed = contrib_model(f"{module.rpartition('.')[2]}.{name}")
    return linkage.objects.external(installed) if installed else None


def _literal(linkage: Linkage, node: int) -> str | None:
    things = linkage.solver.get(node)
    if len(things) != 1:
        return None
    (thing,) = things
    return linkage.objects.text(thing) if linkage.objects.kinds[thing] is Kind.STRING else None


def _literals(linkage: Linkage, node: int) -> Iterator[str]:
    for thing in sorted(linkage.solver.get(node)):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            for element in linkage.elements_in_order(thing):
                yield _literal(linkage, element) or ""


def _modules_by_tail(linkage: Linkage) -> dict[str, list[int]]:
    """Every ending of a dotted module name → files, shortest names first."""
    tails: dict[str, list[int]] = {}
    for file in sorted(range(len(linkage.modules.names)), key=lambda index: len(linkage.modules.names[index])):
        parts = linkage.modules.names[file].split(".")
        for start in range(len(parts)):
            tails.setdefault(".".join(parts[start:]), []).append(file)
    return tails
