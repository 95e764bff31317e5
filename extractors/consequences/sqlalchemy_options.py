"""Relationships that some statement fetches along: ``options(joinedload(Order.lines))``."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.consequences import fetching
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.mapping import strings_at

_OPTIONS = frozenset(
    [
        *("joinedload", "subqueryload", "selectinload", "immediateload", "contains_eager", "eagerload"),
        *("joinedload_all", "subqueryload_all", "undefer_group"),
    ]
)


@fetching
def fetched_by_options(linkage: Linkage) -> Iterator[tuple[int, str]]:
    """The names that options of statements are given, of whatever class."""
    for gid in linkage.as_written():
        attributes = {op.target: op for op in linkage.of_type(gid, facts.Attr)}
        names = {op.target: op.name for op in linkage.of_type(gid, facts.Load)}
        names |= {op.target: op.name for op in linkage.of_type(gid, facts.Import)}
        names |= {target: op.name for target, op in attributes.items()}
        for call in linkage.of_type(gid, facts.Call):
            if names.get(call.func) not in _OPTIONS and not _is_option(linkage, gid, call):
                continue
            for value in call.args:
                yield from ((-1, name) for name in _path(attributes, value))
                for text in strings_at(linkage, linkage.node(gid, value)):
                    yield from ((-1, name) for name in text.split("."))


def _is_option(linkage: Linkage, gid: int, call: facts.Call) -> bool:
    named = (linkage.objects.external_name(thing) or "" for thing in linkage.solver.get(linkage.node(gid, call.func)))
    return any(name.startswith("sqlalchemy") and name.rpartition(".")[2] in _OPTIONS for name in named)


def _path(attributes: dict[int, facts.Attr], value: int) -> Iterator[str]:
    """The names in ``Order.lines``; the class itself is no attribute of interest."""
    while value in attributes:
        yield attributes[value].name
        value = attributes[value].base
