"""Facades: objects from outside that stand for a module or class whose dotted path they are given.

``concurrency.TpoolDbapiWrapper(CONF, backend_mapping={"sqlalchemy": "shop.db.sqlalchemy_api"})`` answers
every attribute with that of the module. What an installed class does with a dotted path of the program
is not known; that its attributes may be those of what the path names is inferred.
"""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.linking.libraries import call_model
from decompose.extractors.linking.libraries.importing import dotted_into
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.loading import call_site
from decompose.extractors.linking.objects import Kind

_NO_FACADES = ("logging.", "oslo_log.", "structlog.", "<builtin>.", "<**", "os.", "re.", "warnings.", "unittest.")


def follow_facades(linkage: Linkage) -> None:
    """Let the results of calls into the outside be the modules and classes that dotted arguments name."""
    paths = _paths_of_the_program(linkage)
    for gid in linkage.loaded() if paths else ():
        for op in linkage.of_type(gid, facts.Call):
            if op.args or op.keywords:
                callees = linkage.solver.get(linkage.node(gid, op.func))
                if any(_may_be_facade(linkage, callee) for callee in callees):
                    _follow(linkage, call_site(linkage, gid, op), paths)


def _paths_of_the_program(linkage: Linkage) -> dict[int, str]:
    """The constant strings that are dotted paths below the program's own packages."""
    objects = linkage.objects
    packages = {name.partition(".")[0] for name in linkage.modules.names}
    found: dict[int, str] = {}
    for thing, kind in enumerate(objects.kinds):
        if kind is Kind.STRING:
            text = objects.text(thing)
            if "." in text and text.partition(".")[0] in packages and text.replace(".", "_").isidentifier():
                found[thing] = text
    return found


def _may_be_facade(linkage: Linkage, callee: int) -> bool:
    """Whether it is something of an installed package of which no model tells what it returns."""
    if linkage.objects.kinds[callee] is not Kind.EXTERNAL:
        return False
    dotted = linkage.objects.text(callee)
    return not dotted.startswith(_NO_FACADES) and call_model(dotted) is None


def _follow(linkage: Linkage, site: CallSite, paths: dict[int, str]) -> None:
    for node in [*site.args, *(node for _, node in site.keywords)]:
        for path in _named_by(linkage, node, paths):
            dotted_into(linkage, path, site.target)


def _named_by(linkage: Linkage, node: int, paths: dict[int, str]) -> Iterator[str]:
    """The paths among the constant strings that a node may be, or that its containers hold."""
    things = linkage.solver.get(node)
    yield from (paths[thing] for thing in sorted(things & paths.keys()))
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            held = linkage.solver.get(linkage.any_element(thing))
            yield from (paths[inner] for inner in sorted(held & paths.keys()))
