"""Strings that a program puts together: every text that a value may be, with holes for the unknown."""

from __future__ import annotations

import re
from itertools import islice, product

from decompose.extractors import facts
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.sql.holes import HOLE

_MOST_VARIANTS = 12
_DEEPEST = 12
_LONGEST = 200_000
_PERCENT = re.compile(r"%(?:\((\w+)\))?[#0\- +]*[\d.*]*([a-zA-Z%])")
_FIELD = re.compile(r"\{\{|\}\}|\{([^{}:!]*)(?:![rsa])?(?::[^{}]*)?\}")


def texts_at(linkage: Linkage, node: int, depth: int = 0) -> list[str]:
    """All texts that a node may hold, sorted; unknown parts are ``HOLE``.

    At most ``_MOST_VARIANTS`` are followed where several choices multiply.
    """
    known = linkage.rendered.get(node)
    if known is not None:
        return known
    if depth > _DEEPEST:
        return [HOLE]
    linkage.rendered[node] = [HOLE]  # a text that is made of itself, as in a loop
    objects = linkage.objects
    found: dict[str, None] = {}
    for thing in sorted(linkage.solver.get(node)):
        kind = objects.kinds[thing]
        if kind is Kind.STRING:
            found[objects.text(thing)] = None
        elif kind is Kind.TEXT:
            found.update(dict.fromkeys(_composed(linkage, objects.first[thing], depth)))
    linkage.rendered[node] = sorted(found)[:_MOST_VARIANTS]
    return linkage.rendered[node]


def _composed(linkage: Linkage, node: int, depth: int) -> list[str]:
    if node in linkage.long_texts:
        return [linkage.long_texts[node]]
    gid, op = linkage.texts[node]
    choices = [texts_at(linkage, linkage.node(gid, part), depth + 1) or [HOLE] for part in op.parts if part >= 0]
    variants = (_render(linkage, gid, op, list(parts), depth) for parts in product(*choices))
    return [text[:_LONGEST] for text in islice(variants, _MOST_VARIANTS)]


def _render(linkage: Linkage, gid: int, op: facts.Text, parts: list[str], depth: int) -> str:
    match op.kind:
        case "concat":
            return "".join(parts)
        case "percent":
            return _percent(parts[0], parts[1:], op.names) if parts else HOLE
        case "format":
            return _format(parts[0], parts[1:], op.names) if parts else HOLE
        case _:
            things = linkage.solver.get(linkage.node(gid, op.parts[1])) if len(op.parts) > 1 else ()
            containers = [thing for thing in sorted(things) if linkage.objects.kinds[thing] is Kind.CONTAINER]
            return _joined(linkage, containers[0], parts[0], depth) if containers else HOLE


def _joined(linkage: Linkage, container: int, separator: str, depth: int) -> str:
    pieces = [(texts_at(linkage, node, depth + 1) or [HOLE])[0] for node in linkage.elements_in_order(container)]
    return separator.join(pieces) if pieces else HOLE


def _percent(template: str, values: list[str], names: tuple[str, ...]) -> str:
    """Fill ``%`` conversions; one that no known value fills is a hole."""
    named = dict(zip(names, values, strict=False)) if names else {}
    positions = iter(values)

    def fill(match: re.Match[str]) -> str:
        if match.group(2) == "%":
            return "%"
        if match.group(1):
            return named.get(match.group(1), HOLE)
        return next(positions, HOLE)

    return _PERCENT.sub(fill, template)


def _format(template: str, values: list[str], names: tuple[str, ...]) -> str:
    """Fill ``{}`` fields; one that no known value fills is a hole."""
    positional = values[: len(values) - len(names)] if names else values
    named = dict(zip(names, values[len(positional) :], strict=False))
    counter = iter(range(len(positional)))

    def fill(match: re.Match[str]) -> str:
        if match.group(0) in {"{{", "}}"}:
            return match.group(0)[0]
        field = match.group(1)
        if field in named:
            return named[field]
        index = next(counter, -1) if field == "" else int(field) if field.isdigit() else -1
        return positional[index] if 0 <= index < len(positional) else HOLE

    return _FIELD.sub(fill, template)
