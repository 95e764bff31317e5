"""Strings that a program puts together: every text that a value may be, with holes for the unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product

from decompose.extractors import facts
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.sql.holes import HOLE

_MOST_VARIANTS = 12
_MOST_TEXTS = 400
"""Of a value that may be more texts than these, such as what a general function is given, the rest is dropped."""
_MOST_JOINED = 60
_DEEPEST = 12
_LONGEST = 200_000
_PERCENT = re.compile(r"%(?:\((\w+)\))?[#0\- +]*[\d.*]*([a-zA-Z%])")
_FIELD = re.compile(r"\{\{|\}\}|\{([^{}:!]*)(?:![rsa])?(?::[^{}]*)?\}")


def texts_at(linkage: Linkage, node: int, depth: int = 0) -> list[str]:
    """All texts that a node may hold, sorted; unknown parts are ``HOLE``.

    At most ``_MOST_VARIANTS`` are followed where several choices multiply.
    """
    return sorted(set(_texts(linkage, node, depth)))[:_MOST_TEXTS]


def texts_of(linkage: Linkage, thing: int, depth: int = 0) -> list[str]:
    """The texts that one object may be; none if it is no string."""
    match linkage.objects.kinds[thing]:
        case Kind.STRING:
            return [linkage.objects.text(thing)]
        case Kind.TEXT:
            return _composed(linkage, thing, depth)
        case _:
            name = linkage.table_names.get(thing)
            return [name] if name else []


def mark_used(linkage: Linkage, node: int) -> set[int]:
    """The string objects that the texts of a node are made of, itself included."""
    used: set[int] = set()
    pending = [node]
    while pending:
        for thing in linkage.solver.get(pending.pop()):
            kind = linkage.objects.kinds[thing]
            if thing in used or kind not in {Kind.STRING, Kind.TEXT, Kind.CONTAINER}:
                continue
            used.add(thing)
            if kind is Kind.CONTAINER:
                pending += linkage.elements_in_order(thing)[:_MOST_JOINED]
            elif kind is Kind.TEXT and linkage.objects.first[thing] in linkage.texts:
                gid, op = linkage.texts[linkage.objects.first[thing]]
                pending += [linkage.node(gid, part) for part in op.parts]
    return used


def _texts(linkage: Linkage, node: int, depth: int) -> list[str]:
    """The texts of a node in the order in which the program has them."""
    if depth > _DEEPEST:
        return [HOLE]
    found: dict[str, None] = {}
    for thing in sorted(linkage.solver.get(node)):
        found.update(dict.fromkeys(texts_of(linkage, thing, depth)))
    return list(found)[:_MOST_TEXTS]


def _composed(linkage: Linkage, thing: int, depth: int) -> list[str]:
    known = linkage.rendered.get(thing)
    if known is not None:
        return known
    node = linkage.objects.first[thing]
    if node in linkage.long_texts:
        return [linkage.long_texts[node]]
    linkage.rendered[thing] = [HOLE]  # a text that is made of itself, as in a loop
    gid, op = linkage.texts[node]
    rendered = islice(_rendered(linkage, gid, op, depth + 1), _MOST_VARIANTS)
    linkage.rendered[thing] = list(dict.fromkeys(text[:_LONGEST] for text in rendered))
    return linkage.rendered[thing]


def _rendered(linkage: Linkage, gid: int, op: facts.Text, depth: int) -> Iterator[str]:
    nodes = [linkage.node(gid, part) for part in op.parts]
    if op.kind == "percent" and len(nodes) == 2 and not op.names:
        nodes = [nodes[0], *(_positions(linkage, nodes[1]) or nodes[1:])]
    if op.kind == "join":
        yield _joined(linkage, nodes, depth)
        return
    choices = [_choices(linkage, node, depth) for node in nodes]
    named = _named(linkage, op, nodes, depth)
    for parts in product(*choices):
        yield _fill(op, parts, {name: texts[0] for name, texts in named.items()})


def _choices(linkage: Linkage, node: int, depth: int) -> list[str]:
    """The texts of a part; what may be very many texts is data of which nothing is known."""
    texts = _texts(linkage, node, depth)
    return texts if 0 < len(texts) <= _MOST_VARIANTS else [HOLE]


def filled(op: facts.Text, parts: Sequence[str]) -> str:
    """The text that an operation puts together of these texts, one for each of its parts."""
    return _fill(op, parts, {})


def _fill(op: facts.Text, parts: Sequence[str], mapping: Mapping[str, str]) -> str:
    if not parts:
        return HOLE
    given = len(parts) - len(op.names)
    named = {**mapping, **{name: text for name, text in zip(op.names, parts[given:], strict=True) if name}}
    match op.kind:
        case "concat":
            return "".join(parts)
        case "percent":
            return _percent(parts[0], parts[1:given], named)
        case "format":
            return _format(parts[0], parts[1:given], named)
        case "replace":
            return parts[0].replace(parts[1], parts[2]) if HOLE not in parts[1] else parts[0]
        case "dotted":
            return ".".join(parts)
        case _:
            return HOLE


def _named(linkage: Linkage, op: facts.Text, nodes: Sequence[int], depth: int) -> dict[str, list[str]]:
    """What mappings give by name: ``template % names``, ``template.format(**names)``."""
    given = len(nodes) - len(op.names)
    mappings = [node for node, name in zip(nodes[given:], op.names, strict=True) if not name]
    if op.kind == "percent" and not op.names:
        mappings = list(nodes[1:2]) if len(nodes) == 2 else []
    found: dict[str, list[str]] = {}
    for node in mappings:
        for thing in sorted(linkage.solver.get(node)):
            if linkage.objects.kinds[thing] is Kind.CONTAINER:
                for key, element in linkage.elements_by_key(thing):
                    texts = _texts(linkage, element, depth) if isinstance(key, str) else []
                    if texts:
                        found.setdefault(str(key), texts)
    return found


def _positions(linkage: Linkage, node: int) -> list[int]:
    """What a tuple that is put together elsewhere gives by position: ``template % values``."""
    for thing in sorted(linkage.solver.get(node)):
        if linkage.objects.kinds[thing] is Kind.CONTAINER and linkage.container_kind(thing) == "tuple":
            return linkage.elements_in_order(thing)
    return []


def _joined(linkage: Linkage, nodes: Sequence[int], depth: int) -> str:
    """``separator.join(parts)``: what is appended to a list stands in it in the order of the source."""
    separator = (_texts(linkage, nodes[0], depth) or [HOLE])[0] if nodes else HOLE
    things = sorted(linkage.solver.get(nodes[1])) if len(nodes) > 1 else []
    container = next((thing for thing in things if linkage.objects.kinds[thing] is Kind.CONTAINER), -1)
    if container < 0:
        return HOLE
    pieces: list[str] = []
    for key, element in linkage.elements_by_key(container):
        texts = _texts(linkage, element, depth)
        pieces += (texts[:1] if isinstance(key, int) else texts) or [HOLE]
    return separator.join(pieces[:_MOST_JOINED]) if pieces else HOLE


def _percent(template: str, values: Sequence[str], named: Mapping[str, str]) -> str:
    """Fill ``%`` conversions; one that no known value fills is a hole."""
    positions = iter(values)

    def fill(match: re.Match[str]) -> str:
        if match.group(2) == "%":
            return "%"
        if match.group(1):
            return named.get(match.group(1), HOLE)
        return next(positions, HOLE)

    return _PERCENT.sub(fill, template)


def _format(template: str, values: Sequence[str], named: Mapping[str, str]) -> str:
    """Fill ``{}`` fields; one that no known value fills is a hole."""
    counter = iter(range(len(values)))

    def fill(match: re.Match[str]) -> str:
        if match.group(0) in {"{{", "}}"}:
            return match.group(0)[0]
        field = match.group(1)
        if field in named:
            return named[field]
        index = next(counter, -1) if field == "" else int(field) if field.isdigit() else -1
        return values[index] if 0 <= index < len(values) else HOLE

    return _FIELD.sub(fill, template)
