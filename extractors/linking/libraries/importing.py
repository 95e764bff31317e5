"""Imports by dotted path: ``import_module("shop.orders")``, ``import_string``, ``import_object`` and their kin."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from itertools import product

from decompose.extractors import facts
from decompose.extractors.linking.calls import CallSite, call_objects
from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.mapping import strings_at
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.strings import filled

_OSLO = "oslo_utils.importutils"
_MOST_PARTS = 4
_MOST_COMBINED = 200
"""Names that are put together in more ways than these are not looked for."""


@models_call(
    *("importlib.import_module", "<builtin>.__import__", "pkgutil.resolve_name", "pydoc.locate"),
    *("django.utils.module_loading.import_string", "werkzeug.utils.import_string", "zope.dottedname.resolve.resolve"),
    *(f"{_OSLO}.import_class", f"{_OSLO}.import_module", f"{_OSLO}.try_import", "celery.utils.imports.symbol_by_name"),
    *("kombu.utils.imports.symbol_by_name", "celery.utils.imports.import_from_cwd"),
    "pyramid.path.DottedNameResolver.resolve",
    *("django.utils.module_loading.import_by_path", "starlette.importer.import_from_string"),
)
def _import_by_name(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args and site.target >= 0:
        linkage.solver.use(site.args[0], _imported, (linkage, site.args[1:2], site.target))


@models_call(f"{_OSLO}.import_object", f"{_OSLO}.import_object_ns", f"{_OSLO}.import_any")
def _make_by_name(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """The class is imported and called with the other arguments."""
    if site.args and site.target >= 0:
        imported = linkage.solver.new_node()
        linkage.solver.use(site.args[0], _imported, (linkage, (), imported))
        made = replace(site, args=site.args[1:])
        linkage.solver.use(imported, call_objects, (linkage, made))
        linkage.callbacks[site.scope, site.line, imported] = None


def _imported(payload: tuple[Linkage, tuple[int, ...], int], names: Iterable[int]) -> None:
    linkage, package, target = payload
    for name in sorted(names):
        if linkage.objects.kinds[name] is Kind.TEXT:
            _watch_parts(linkage, name, target)
        if linkage.objects.kinds[name] is not Kind.STRING:
            continue
        text = linkage.objects.text(name)
        if not text.startswith("."):
            dotted_into(linkage, text, target)
            continue
        for anchor in package:
            linkage.solver.use(anchor, _imported_relative, (linkage, text, target))


def _watch_parts(linkage: Linkage, thing: int, target: int) -> None:
    """``import_module(app.name + ".urls")``: whatever the parts may be, put together."""
    gid, op = linkage.texts[linkage.objects.first[thing]]
    if op.kind in {"concat", "format", "percent"} and len(op.parts) <= _MOST_PARTS:
        nodes = tuple(linkage.node(gid, part) for part in op.parts)
        for node in nodes:
            linkage.solver.use(node, _put_together, (linkage, op, nodes, target))


def _put_together(payload: tuple[Linkage, facts.Text, tuple[int, ...], int], _: Iterable[int]) -> None:
    linkage, op, nodes, target = payload
    choices = [strings_at(linkage, node) for node in nodes]
    if math.prod(map(len, choices)) <= _MOST_COMBINED:
        for parts in product(*choices):
            dotted_into(linkage, filled(op, parts), target)


def _imported_relative(payload: tuple[Linkage, str, int], packages: Iterable[int]) -> None:
    """``import_module(".orders", package)``: each dot after the first goes one package up."""
    linkage, text, target = payload
    for package in sorted(packages):
        if linkage.objects.kinds[package] is Kind.STRING:
            levels = len(text) - len(text.lstrip("."))
            parts = linkage.objects.text(package).split(".")
            dotted_into(linkage, ".".join([*parts[: len(parts) - levels + 1], text.lstrip(".")]), target)


def is_dotted_path(text: str) -> bool:
    """Whether a text looks like the path of something in a module."""
    return "." in text and text.replace(".", "_").replace(":", "_").isidentifier()


def dotted_into(linkage: Linkage, dotted: str, target: int) -> bool:
    """Let the target be the module, class or function of a dotted path; False if the program has none."""
    dotted = dotted.replace(":", ".")
    file = linkage.modules.files.get(dotted)
    if file is not None:
        linkage.solver.add(target, linkage.objects.intern(Kind.MODULE, file))
        return True
    parts = dotted.split(".")
    for length in range(len(parts) - 1, max(0, len(parts) - 3), -1):
        file = linkage.modules.files.get(".".join(parts[:length]))
        if file is not None:
            return _member_into(linkage, linkage.objects.intern(Kind.MODULE, file), parts[length:], target)
    return False


def _member_into(linkage: Linkage, thing: int, names: list[str], target: int) -> bool:
    file = linkage.objects.first[thing]
    if linkage.find_global(file, names[0]) is None:
        return False
    node = linkage.attribute_of(thing, names[0])
    if len(names) == 1:
        linkage.solver.copy(node, target)
    else:
        linkage.solver.use(node, _attribute_into, (linkage, names[1], target))
    return True


def _attribute_into(payload: tuple[Linkage, str, int], things: Iterable[int]) -> None:
    linkage, name, target = payload
    for thing in sorted(things):
        linkage.solver.copy(linkage.attribute_of(thing, name), target)
