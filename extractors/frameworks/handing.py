"""Functions that are handed to a method of something, by decorating them or as arguments."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from decompose.extractors import facts
from decompose.extractors.frameworks import Wiring
from decompose.extractors.linking.hierarchy import external_ancestors
from decompose.extractors.linking.linkage import CallSite
from decompose.extractors.linking.loading import call_site
from decompose.extractors.linking.objects import Kind

EVERY_REQUEST = "every request"
"""What sets middleware off that no route is spared."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A function or class is handed to a method: ``@app.before_request``, ``app.errorhandler(404)(view)``.

    Attributes:
        method: the method's name.
        owner: the node of what it is a method of.
        scope: what is handed over.
        site: the call with the other arguments; one without any for a plain decorator.
        at, line: where.
        is_decorated: by a decorator, not as an argument.
    """

    method: str
    owner: int
    scope: int
    site: CallSite
    at: int
    line: int
    is_decorated: bool


def handed(wiring: Wiring, methods: Collection[str]) -> Iterator[Handed]:
    """Everything that is handed to methods of these names, by scope and in the order of the source."""
    linkage = wiring.linkage
    for gid in range(len(linkage.scopes)):
        attributes = {op.target: op for op in linkage.of_type(gid, facts.Attr) if op.name in methods}
        if not attributes:
            continue
        calls = {op.target: op for op in linkage.of_type(gid, facts.Call) if op.func in attributes}
        for call in calls.values():
            site = call_site(linkage, gid, call)
            for node in (*site.args, *(node for _, node in site.keywords)):
                yield from _each(wiring, attributes[call.func], node, site, is_decorated=False)
        for op in linkage.of_type(gid, facts.Decorate):
            function = linkage.node(gid, op.function)
            if op.decorator in attributes:
                plain = CallSite(gid, op.line, -1)
                yield from _each(wiring, attributes[op.decorator], function, plain, is_decorated=True)
            elif op.decorator in calls:
                call = calls[op.decorator]
                yield from _each(
                    wiring, attributes[call.func], function, call_site(linkage, gid, call), is_decorated=True
                )


def _each(wiring: Wiring, attribute: facts.Attr, node: int, site: CallSite, *, is_decorated: bool) -> Iterator[Handed]:
    owner = wiring.linkage.node(site.scope, attribute.base)
    for scope in wiring.functions(node):
        yield Handed(attribute.name, owner, scope, site, site.scope, site.line, is_decorated)


def owner_names(wiring: Wiring, owner: int) -> set[str]:
    """Dotted names of the installed classes that an owner is an instance of, or of what it is outside."""
    objects = wiring.linkage.objects
    found: set[str] = set()
    for thing in wiring.linkage.solver.get(owner):
        cls = objects.first[thing]
        if (dotted := objects.external_name(thing)) is not None:
            found.add(dotted)
        elif objects.kinds[thing] is Kind.INSTANCE and objects.kinds[cls] is Kind.CLASS:
            found.update(external_ancestors(wiring.linkage, objects.first[cls]) or ["<program>"])
        else:
            found.add("<program>")
    return found
