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
    for gid, scope in enumerate(linkage.scopes):
        for op in scope.ops:
            if isinstance(op, facts.Call) and (op.args or op.keywords):
                callees = linkage.solver.get(linkage.node(gid, op.func))
                if any(_may_be_facade(linkage, callee) for callee in callees):
                    _follow(linkage, call_site(linkage, gid, op))


def _may_be_facade(linkage: Linkage, callee: int) -> bool:
    """Whether it is something of an installed package of which no model tells what it returns."""
    if linkage.objects.kinds[callee] is not Kind.EXTERNAL:
        return False
    dotted = linkage.objects.text(callee)
    return not dotted.startswith(_NO_FACADES) and call_model(dotted) is None


def _follow(linkage: Linkage, site: CallSite) -> None:
    for node in [*site.args, *(node for _, node in site.keywords)]:
        for path in _dotted_paths(linkage, node):
            dotted_into(linkage, path, site.target)


def _dotted_paths(linkage: Linkage, node: int, depth: int = 0) -> Iterator[str]:
    """The dotted names among the constant strings that a node may be, or that its containers hold."""
    objects = linkage.objects
    for thing in sorted(linkage.solver.get(node)):
        if objects.kinds[thing] is Kind.STRING:
            text = objects.text(thing)
            if "." in text and all(part.isidentifier() for part in text.split(".")):
                yield text
        elif objects.kinds[thing] is Kind.CONTAINER and depth == 0:
            yield from _dotted_paths(linkage, linkage.any_element(thing), depth + 1)
