"""Methods and functions that hand on the string they are given, whole or with parts of it replaced."""

from __future__ import annotations

from decompose.extractors import facts
from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.objects import Kind

_STR = "<**PyStr**>"


@models_call(
    *(f"{_STR}.{method}" for method in ("strip", "lstrip", "rstrip", "encode", "decode", "expandtabs", "lower")),
    *(f"{_STR}.{method}" for method in ("bindparams", "columns", "execution_options", "as_string", "as_bytes")),
)
def _same_text(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """What is left out at the ends matters to nobody who reads the text."""
    if site.target >= 0 and receiver >= 0:
        linkage.solver.add(site.target, receiver)


@models_call("textwrap.dedent", "inspect.cleandoc", "textwrap.indent", "sqlparse.format")
def _same_words(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0 and site.args:
        linkage.solver.copy(site.args[0], site.target)


@models_call(f"{_STR}.replace")
def _replace(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``template.replace("{table}", name)``."""
    if site.target < 0 or receiver < 0 or len(site.args) < 2 or site.scope < 0:
        return
    thing = linkage.objects.intern(Kind.TEXT, site.target)
    whole = linkage.field_node(thing, "<receiver>")
    linkage.solver.add(whole, receiver)
    compose(linkage, site, "replace", (whole, *site.args[:2]))


def compose(linkage: Linkage, site: CallSite, kind: str, nodes: tuple[int, ...]) -> None:
    """The result of a call is a string that is put together from these nodes (see ``facts.Text``)."""
    composed(linkage, site.scope, kind, nodes, site.target)


def composed(linkage: Linkage, scope: int, kind: str, nodes: tuple[int, ...], node: int = -1) -> int:
    """The node, a new one if none is given, of a string that is put together in a scope."""
    node = node if node >= 0 else linkage.solver.new_node()
    offset = linkage.value_offset[linkage.file_of[scope]]
    linkage.texts[node] = (scope, facts.Text(-1, kind, tuple(part - offset for part in nodes)))
    linkage.solver.add(node, linkage.objects.intern(Kind.TEXT, node))
    return node
