"""argparse: what ``set_defaults`` puts there is what ``parse_args`` gives back.

Parsers are not told apart: sub-commands set their functions on parsers of their own, and the program
calls ``args.func`` on the result of the one at the top.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from decompose.extractors.linking.calls import CallSite, call_back
from decompose.extractors.linking.libraries import models_attributes, models_call
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_PARSER = "argparse.ArgumentParser"
_MAKES_PARSERS = ("add_subparsers", "add_parser", "add_argument_group", "add_mutually_exclusive_group")


@models_call(_PARSER)
def _parser(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.add(site.target, linkage.objects.instance(linkage.objects.external(_PARSER)))


@models_attributes(_PARSER)
def _method(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    return [] if name.startswith("_") else [linkage.objects.external(f"{_PARSER}.{name}")]


@models_call(*(f"{_PARSER}.{name}" for name in _MAKES_PARSERS))
def _inner_parser(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _parser(linkage, site, receiver)


@models_call(f"{_PARSER}.set_defaults")
def _set_defaults(linkage: Linkage, site: CallSite, receiver: int) -> None:
    for name, node in site.keywords:
        if name:
            linkage.solver.copy(node, linkage.field_node(_namespace(linkage), name))


@models_call(f"{_PARSER}.add_argument")
def _add_argument(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``type`` is called with what the user wrote; ``default`` and ``const`` are given back."""
    named = dict(site.keywords)
    if "type" in named:
        call_back(linkage, replace(site, args=(), stars=(), keywords=(), target=-1), named["type"])
    for keyword in ("default", "const"):
        for option in site.args if keyword in named else ():
            linkage.solver.use(option, _keep, (linkage, named[keyword]))


def _keep(payload: tuple[Linkage, int], options: Iterable[int]) -> None:
    linkage, value = payload
    for option in sorted(options):
        if linkage.objects.kinds[option] is Kind.STRING:
            name = linkage.objects.text(option).lstrip("-").replace("-", "_")
            linkage.solver.copy(value, linkage.field_node(_namespace(linkage), name))


@models_call(f"{_PARSER}.parse_args", f"{_PARSER}.parse_intermixed_args")
def _parse(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.add(site.target, _namespace(linkage))


@models_call(f"{_PARSER}.parse_known_args")
def _parse_known(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """The namespace and the arguments that are left."""
    if site.target >= 0:
        made = linkage.container(site.target, "tuple")
        linkage.solver.add(linkage.element_node(made, 0), _namespace(linkage))
        linkage.solver.add(site.target, made)


def _namespace(linkage: Linkage) -> int:
    return linkage.objects.instance(linkage.objects.external("argparse.Namespace"))
